"""Half-done visits as people find them again: the list, the same on two machines, what changed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from tests.services.world import Terminal
from tests.ui.real_walk import ALLOWANCE, LONG, Walk, on_to


def _left(w: Walk, screen: str = "delivery") -> Terminal:
    t = w.asked(ALLOWANCE)
    on_to(t, screen)
    t.press("strip.end", "idle.save")
    return t


def _second(w: Walk, first: Terminal) -> Terminal:
    t = w.terminal()
    t.world.visits.platform = first.world.visits.platform
    t.world.visits.terminal = "XC-K-006"
    return t


def _list(t: Terminal) -> None:
    t.press("attract.start", "home.progress", "resume.open")
    t.card(LONG)


def _choose(t: Terminal) -> None:
    rows = [row.act.id for section in t.page.sections for row in section.rows if row.act]
    t.press(rows[0])


def _found_again(w: Walk) -> Iterator[Terminal]:
    first = _left(w)
    first.press("resume.print")
    yield first
    t = _second(w, first)
    _list(t)
    _choose(t)
    yield t
    later = _second(w, first)
    later.world.visits.terminal = later.c.fixed.terminal_id
    _list(later)
    _choose(later)
    yield later
    typed = w.terminal()
    typed.press("attract.start", "resume.open", "resume.type")
    typed.type("2611230005000423")
    typed.press("common.next")
    yield typed
    nobody = w.terminal()
    _list(nobody)
    yield nobody


def _changed(w: Walk) -> Iterator[Terminal]:
    first = _left(w, "review")
    first.world.visits.platform = {
        k: replace(v, version="older", answers={**v.answers, "gone.field": "x"})
        for k, v in first.world.visits.platform.items()
    }
    t = _second(w, first)
    _list(t)
    _choose(t)
    yield t


def _begun_else(w: Walk) -> Iterator[Terminal]:
    first = _left(w)
    t = _second(w, first)
    t.begin("XC-YB-012", LONG)
    yield t
    same = _second(w, first)
    same.begin(ALLOWANCE, LONG)
    yield same


RESUME = {"found-again": _found_again, "changed": _changed, "begun-else": _begun_else}
