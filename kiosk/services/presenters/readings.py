"""Pages that tell people who has read their data."""

from __future__ import annotations

from dataclasses import replace

from kiosk.domain.zone import local
from kiosk.services.page import Act, Page, Row
from kiosk.services.ports_papers import ReadBy
from kiosk.services.presenters.documents import pages_of, printed_notice
from kiosk.services.presenters.frame import act, framed
from kiosk.services.view import Draft, View
from kiosk.services.wording import clock, department, matter_name, near_date

ROWS, ELDERLY_ROWS = 4, 2
STAFF = "staff"


def readings(view: View, found: tuple[ReadBy, ...], terminal: str) -> tuple[Draft, ...]:
    """The list, newest first; one can be printed once it is seen to be there."""
    w = view.words
    title = w("readings.title") if found else w("readings.none")
    page = Page(
        "readings", title=title, caption=w("readings.say" if found else "readings.none_say")
    )
    if not found:
        page = replace(page, main=act(view, "papers.finish", "check"), back=_back(view))
        return (framed(view, page),)
    rows = tuple(_row(view, one, terminal) for one in found)
    base = replace(page, notice=printed_notice(view), busy=view.print_state == "printing")
    done = view.print_state in ("done", "unknown")
    last = act(view, "papers.finish", "check") if done else act(view, "readings.print", "printer")
    size = ELDERLY_ROWS if view.elderly else ROWS
    return pages_of(view, base, rows, size, last)


def _back(view: View) -> Act:
    return act(view, "common.back", "arrow-left")


def _row(view: View, one: ReadBy, terminal: str) -> Row:
    here = local(one.at)
    parts = [why(view, one), office(view, one), where(view, one, terminal)]
    if one.outcome == "refused":
        parts.insert(0, view.words("readings.refused"))
    if view.elderly:
        parts = parts[:1]
    note = view.words("list.comma").join(dict.fromkeys(parts))
    day = f"{near_date(view.words, here.date(), view.today)} {clock(here)}"
    return Row(day, what(view, one), note)


def what(view: View, one: ReadBy) -> str:
    """What was read, in words; several things one after the other."""
    named = dict.fromkeys(_item(view, one, item) for item in one.items)
    return view.words("list.comma").join(named)


def _item(view: View, one: ReadBy, item: str) -> str:
    w, matter, kind = view.words, view.matters.get(one.matter), item.partition(".")[0]
    if kind == "record" and matter is not None:
        return matter_name(w, matter)
    field, known = f"field.{item}.label", f"readings.item.{kind}"
    if w.has(field):
        return w(field)
    return w(known) if w.has(known) else w("readings.item.other")


def why(view: View, one: ReadBy) -> str:
    """What for, in words."""
    w = view.words
    for key in (f"purpose.{one.purpose}", f"readings.why.{one.purpose}"):
        if w.has(key):
            return w(key)
    return w("readings.why.application")


def office(view: View, one: ReadBy) -> str:
    """Which office it was for: the matter's department, else the platform that keeps it all."""
    matter = view.matters.get(one.matter)
    if matter is not None:
        return department(view.words, matter)
    return view.words("readings.platform")


def where(view: View, one: ReadBy, terminal: str) -> str:
    """At this machine, at another one, or at a window."""
    w = view.words
    if one.terminal == STAFF:
        return w("readings.window")
    return w("readings.here") if one.terminal == terminal else w("readings.at", id=one.terminal)
