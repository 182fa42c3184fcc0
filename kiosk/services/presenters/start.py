"""Pages before anybody has said what for: attract and home."""

from __future__ import annotations

from dataclasses import replace

from kiosk.services.page import Act, Page, Row, Section
from kiosk.services.presenters.frame import act, framed
from kiosk.services.presenters.places import (
    hours_today,
    next_machine,
    open_now_line,
    point_name,
    way_line,
)
from kiosk.services.view import Draft, View
from kiosk.services.wording import top_date

RESTS = {
    "upkeep": "resting.why.upkeep",
    "network": "resting.why.network",
    "power": "resting.why.power",
    "moving": "resting.why.moving",
}
"""Why a machine is out of service, by the code that staff chose."""
BROKEN = {"attract.no_card", "attract.no_paper", "attract.no_printer"}
"""What another machine may still be able to do."""
GOOD = ("ready", "busy", "low", "media_present", "unknown")
"""States of a device in which it can be counted on until it proves otherwise."""


def attract(view: View) -> tuple[Draft, ...]:
    """The screen that waits for people and tells the truth about what works."""
    if view.rest:
        return resting(view)
    w = view.words
    page = Page(
        "attract",
        title=w("attract.title"),
        lead=w("attract.lead"),
        over=top_date(w, view.today),
        caption=w("attract.say"),
        main=act(view, "attract.start", "hand-click"),
        other=Act("attract.elderly", w("attract.elderly"), "old", w("attract.elderly_note")),
        sections=(Section(w("attract.today"), _today(view)),),
        remark=_hours(view),
    )
    return (framed(view, page, attract=True),)


def resting(view: View) -> tuple[Draft, ...]:
    """The whole machine is out of service: why, and where to go meanwhile."""
    w, point = view.words, view.place.helper
    rows = (
        Row(label=point_name(view, point), value=way_line(view, point), mark="map-pin"),
        Row(label=w("resting.open"), value=open_now_line(view, point), mark="clock"),
        Row(label=w("resting.phone"), value=point.phone, mark="phone"),
    )
    page = Page(
        "attract",
        title=w("resting.title"),
        lead=w(RESTS.get(view.rest, "resting.why.other")),
        over=top_date(w, view.today),
        caption=w("resting.say"),
        main=act(view, "home.helper", "users"),
        sections=(Section(w("resting.where"), rows),),
        remark=_hours(view),
    )
    return (framed(view, page, attract=True),)


def _today(view: View) -> tuple[Row, ...]:
    apply, printing = _apply_state(view), _printer_state(view)
    rows = (
        _row(view, "attract.row.apply", "file-text", apply),
        _row(view, "attract.row.slip", "printer", printing),
        _row(view, "attract.row.mail", "mailbox", apply),
    )
    where, far = next_machine(view) if {apply, printing} & BROKEN else ("", "")
    return (*rows, Row(where, far, mark="map-pin")) if where else rows


def _row(view: View, label: str, icon: str, state: str) -> Row:
    good = state in ("attract.can", "attract.saved", "attract.paper_low")
    return Row(
        label=view.words(label),
        value=view.words(state),
        mark=icon,
        note="done" if good else "alert",
    )


def _apply_state(view: View) -> str:
    if view.closed:
        return "attract.closed"
    if all(view.devices.get(role, "unknown") not in GOOD for role in ("id_card", "social_card")):
        return "attract.no_card"
    return "attract.can" if view.network else "attract.saved"


def _printer_state(view: View) -> str:
    if view.closed:
        return "attract.closed"
    state = view.devices.get("receipt", "unknown")
    if state in ("empty", "cover_open"):
        return "attract.no_paper"
    if state not in GOOD:
        return "attract.no_printer"
    return "attract.paper_low" if state == "low" else "attract.can"


def _hours(view: View) -> str:
    w, place = view.words, view.place
    staffed = hours_today(view, place.helper)
    if place.point.hours.always:
        return w("attract.hours_24h", hours=staffed or w("attract.hours_closed"))
    return w("attract.hours", hours=hours_today(view, place.point) or w("attract.hours_closed"))


TILES = (
    ("home.progress", "progress-check"),
    ("home.ticket", "ticket"),
    ("home.print", "printer"),
    ("home.cannot", "message-report"),
    ("home.rate", "mood-smile"),
    ("home.helper", "users"),
)
"""What stands below the main tile of the home page, in order; each with a second line."""
ELDERLY_TILES = (
    ("home.pension", "coin-yuan"),
    ("home.medical", "heartbeat"),
    ("home.progress", "progress-check"),
    ("home.print", "printer"),
    ("home.apply", "list-search"),
    ("home.helper", "users"),
)
"""At most six, ordered by use."""


def home(view: View) -> tuple[Draft, ...]:
    """The first question. The elderly home has fewer tiles, without second lines."""
    if view.rest:
        return resting(view)
    w = view.words
    page = Page("home", title=w("home.title"), caption=w("home.say"))
    if view.elderly:
        elderly = tuple(act(view, message, icon) for message, icon in ELDERLY_TILES)
        return (framed(view, replace(page, tiles=elderly)),)
    tiles = tuple(Act(m, w(m), icon, w(f"{m}_note")) for m, icon in TILES)
    search = act(view, "home.search", "search")
    left = act(view, "resume.open", "repeat")
    quiet = Section("", (Row(value=left.text, mark="repeat", act=left, whole=True),))
    page = replace(page, other=search, main=act(view, "home.apply", "file-text"))
    return (framed(view, replace(page, tiles=tiles, sections=(quiet,))),)
