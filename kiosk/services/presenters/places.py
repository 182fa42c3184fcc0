"""Service points in words: names, hours, and whether one is open."""

from __future__ import annotations

from datetime import date, datetime

from kiosk.domain.nearest import way
from kiosk.domain.points import ServicePoint, nearest
from kiosk.services.view import View
from kiosk.services.wording import clock, dated, relative_day

OCTANTS = {
    "n": "way.n",
    "ne": "way.ne",
    "e": "way.e",
    "se": "way.se",
    "s": "way.s",
    "sw": "way.sw",
    "w": "way.w",
    "nw": "way.nw",
}


def point_name(view: View, point: ServicePoint) -> str:
    """The point's name in the running language."""
    return point.name if view.words.lang == "zh_CN" else view.words(f"point.{point.id}")


def hall_name(view: View) -> str:
    """The point's name as it fits the top bar."""
    short = f"hall.{view.place.point.id}"
    return view.words(short) if view.words.has(short) else point_name(view, view.place.point)


def hours_today(view: View, point: ServicePoint) -> str:
    """8:30–12:00, 13:30–17:30; "" when closed today."""
    spans = point.hours.on(view.today, view.place.calendar)
    if point.hours.always:
        return "0:00–24:00"
    return view.words("list.comma").join(f"{clock(s.start)}–{clock(s.end)}" for s in spans)


def open_line(view: View, point: ServicePoint, opened: str, opens: str) -> str:
    """ "Open now, until 17:30" or "opens tomorrow 8:30", by the two message ids given."""
    closes = point.closes_at(view.now, view.place.calendar)
    if point.hours.always:
        return view.words(opened, time="24:00")
    if closes is not None:
        return view.words(opened, time=clock(closes))
    return _opens(view, point.next_opening(view.now, view.place.calendar), opens)


def _opens(view: View, moment: datetime | None, message: str) -> str:
    if moment is None:
        return ""
    day = relative_day(view.words, moment.date(), view.today)
    return view.words(message, day=day, time=clock(moment))


def is_open(view: View, point: ServicePoint) -> bool:
    """Whether somebody is there now."""
    return point.open_at(view.now, view.place.calendar)


def way_line(view: View, target: ServicePoint) -> str:
    """Direction and distance from this machine: 往东5.4公里, or that it is right here."""
    w, found = view.words, way(view.place.point, target)
    if found.unit == "here":
        return w("way.here")
    towards = w(OCTANTS[found.octant])
    if found.unit == "close":
        return w("way.close", towards=towards)
    return w("way.m" if found.unit == "m" else "way.km", towards=towards, n=found.figure)


def next_machine(view: View) -> tuple[str, str]:
    """The nearest other machine that is open now: where, and how far; ("", "") without one."""
    w, here = view.words, view.place.point
    machines = view.place.machines
    found = nearest(machines, here.lat, here.lon, view.now, view.place.calendar)
    if here in machines:
        return w("attract.next_here"), w("attract.next_close")
    if not found or not found[0].open_now:
        return "", ""
    point = found[0].point
    far = way(here, point)
    key = {"m": "attract.next_m", "km": "attract.next_km"}.get(far.unit, "attract.next_close")
    return w("attract.next_at", place=point_name(view, point)), w(key, n=far.figure)


def opens_day(view: View, day: date) -> str:
    """Today and tomorrow by name, another day with its weekday."""
    if (day - view.today).days in (0, 1):
        return relative_day(view.words, day, view.today)
    return dated(view.words, day, view.today)


def open_now_line(view: View, point: ServicePoint) -> str:
    """Open now and until when, or the day and hour of the next opening."""
    closes = point.closes_at(view.now, view.place.calendar)
    if point.hours.always:
        return view.words("way.open", time="24:00")
    if closes is not None:
        return view.words("way.open", time=clock(closes))
    opens = point.next_opening(view.now, view.place.calendar)
    if opens is None:
        return view.words("way.ask", phone=point.phone)
    return view.words("way.opens", day=opens_day(view, opens.date()), time=clock(opens))
