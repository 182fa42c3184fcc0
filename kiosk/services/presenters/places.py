"""Service points in words: names, hours, and whether one is open."""

from __future__ import annotations

from datetime import datetime

from kiosk.domain.points import ServicePoint
from kiosk.services.view import View
from kiosk.services.wording import clock, relative_day


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
