"""Visits that end elsewhere: a window, a ticket, a request that is followed up."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from drivers.events import CardBusy, CodeScanned
from kiosk.domain.material import needed
from kiosk.services.page import offers
from kiosk.services.slips_endings import TICKET_MARK
from tests.services.endings_twin import request
from tests.services.world import Terminal
from tests.ui.real_walk import ALLOWANCE, HOLIDAY, SUNDAY_NIGHT, Walk, on_to

PAYMENT, MARRIAGE = "XC-SWJ-001", "XC-MZ-014"


def _first(w: Walk, **how: object) -> Terminal:
    t = w.terminal(**how)
    t.press("attract.start")
    return t


def _pick(t: Terminal, one: str) -> None:
    """Press a row, leafing on to it where there are several pages."""
    for _ in range(6):
        if offers(t.c.draft().page, one):
            t.press(one)
            return
        t.press("ticket.more")
    raise AssertionError(f"{one} was not reached")


def _not_here(w: Walk) -> Iterator[Terminal]:
    for code, at in ((PAYMENT, HOLIDAY), (MARRIAGE, SUNDAY_NIGHT)):
        t = _first(w, at=at)
        t.c.steps.begin(code)
        t.press("not_here.more")
        yield t
    t = _first(w, point="SP010", helper="SP010")
    windows = [m for m in t.c.fixed.matters if not m.kiosk_mode]
    t.c.steps.begin(max(windows, key=lambda m: len(needed(m.materials))).code)
    for outcome in ("paper", "printer", "unknown", "done"):
        t.world.print_outcome = outcome
        t.press("not_here.print")
    t.press("not_here.more")
    yield t


def _tickets(w: Walk) -> Iterator[Terminal]:
    for at in (None, SUNDAY_NIGHT):
        t = _first(w, **({"at": at} if at else {}))
        _open(t, "home.ticket")
        _pick(t, "ticket.zone:B")
        _pick(t, "ticket.who:serviceman")
        _pick(t, "ticket.now")
        t.press("ticket.print")
        yield t
    carried = w.asked(ALLOWANCE)
    on_to(carried, "review")
    carried.c.stopped("network")
    carried.press(f"ticket.take:SP001:{ALLOWANCE}")
    _pick(carried, "ticket.who:none")
    slot = next(
        row.act.id for section in carried.page.sections for row in section.rows[1:2] if row.act
    )
    _pick(carried, slot)
    yield carried
    for reason in ("offline", "none_left", "full"):
        none = _first(w)
        _open(none, "home.ticket")
        none.world.endings.reason = reason
        _pick(none, "ticket.zone:A")
        _pick(none, "ticket.who:none")
        _pick(none, "ticket.now")
        yield none


def _open(t: Terminal, action: str) -> None:
    from kiosk.services.errands import opened_by

    errand = opened_by(action)
    assert errand is not None
    t.c.open(errand(t.c), action)


def _position(w: Walk) -> Iterator[Terminal]:
    t = _first(w)
    _open(t, "home.ticket")
    _pick(t, "ticket.zone:A")
    _pick(t, "ticket.who:none")
    _pick(t, "ticket.now")
    for changes in ({}, {"state": "called", "window": 107}, {"state": "missed"}, {"state": "done"}):
        t.world.endings.move(**changes)
        _open(t, "home.ticket")
        code = TICKET_MARK + "ab" * 16
        t.c.on_device(CodeScanned("scanner", t.world.scan_armed, "other"))
        t.c.on_device(CodeScanned("scanner", t.world.scan_armed, code))
    yield t


def _cannot(w: Walk) -> Iterator[Terminal]:
    for network in (True, False):
        t = _first(w)
        t.world.network = network
        _open(t, "home.cannot")
        _pick(t, "cannot.cause:departments")
        _pick(t, "cannot.subject:utilities")
        t.c.on_device(CardBusy("id_card", t.world.armed))
        t.press("cannot.without", "cannot.print")
        yield t
    full = _first(w)
    _open(full, "home.cannot")
    _pick(full, "cannot.cause:rule")
    _pick(full, "cannot.subject:civil")
    full.world.disk = False
    full.press("cannot.without")
    yield full


def _answers(w: Walk) -> Iterator[Terminal]:
    said = "Done." if w.lang == "en" else "已经请两个部门一起核对，缺的那一页补好了，明天能办。"
    found = (request("answered", said), request("handling"), request("registered"))
    for requests, network in ((found, True), ((), True), ((), False)):
        t = _first(w)
        t.world.endings.requests, t.world.network = requests, network
        _open(t, "home.cannot")
        _pick(t, "cannot.follow")
        t.card()
        for _ in requests[1:]:
            t.press("cannot.more")
        yield t


ENDINGS: dict[str, Callable[[Walk], Iterator[Terminal]]] = {
    "not-here": _not_here,
    "tickets": _tickets,
    "position": _position,
    "cannot": _cannot,
    "answers": _answers,
}
