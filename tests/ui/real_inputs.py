"""Answers of every kind given by real touches: typed, chosen, picked, and taken back."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from tests.services.world import Terminal
from tests.ui.fixtures_inputs import at_form
from tests.ui.real_walk import ALLOWANCE, Walk, on_to

TYPED = {
    "certificate.number": "B420602202600001",
    "company.credit_code": "91420602M1A8B3X17P",
    "child.id_number": "429999201803150023",
    "pregnancy.due": "20260230",
    "loan.amount": "300000",
}
CHOSEN = ("transfer.province", "job.field", "hardship.kind", "person.student")


def _asked(w: Walk, name: str) -> Terminal:
    t = at_form(name, "applicant.mobile", lang=w.lang, elderly=w.elderly)
    if t.page.screen == "known":
        t.press("known.right")
    return t


def _typed(w: Walk) -> Iterator[Terminal]:
    for name, text in TYPED.items():
        t = _asked(w, name)
        t.press("common.next")
        for key in text:
            t.c.key(key)
        t.press("common.next", "common.next", "common.back", "common.back")
        yield t


def _chosen(w: Walk) -> Iterator[Terminal]:
    for name in CHOSEN:
        t = _asked(w, name)
        for _ in range(3):
            t.press("inputs.more")
        t.c.choose(t.page.choices[-1].id)
        t.press("common.back")
        yield t


def _down(t: Terminal, *, last: bool = False) -> None:
    """Pick the first or the last place of each list, as far as it goes."""
    for _ in range(6):
        while last and t.page.other and t.page.other.id == "inputs.more":
            t.press("inputs.more")
        if t.page.screen != "choose" or not t.page.choices:
            return
        t.c.choose(t.page.choices[-1 if last else 0].id)


def _picked(w: Walk) -> Iterator[Terminal]:
    for last in (False, True):
        t = _asked(w, "contact.region")
        _down(t, last=last)
        if t.page.field:
            t.press("common.next")
            for key in ("1", "2", "号", "3", "栋", "2", "单元", "1", "2", "0", "1", "室"):
                t.c.key(key)
        yield t


def _mailed(w: Walk) -> Iterator[Terminal]:
    for last in (False, True):
        t = w.asked(ALLOWANCE)
        on_to(t, "delivery")
        t.c.choose("delivery.mail")
        t.press("common.next", "address.other" if w.elderly else "delivery.change_address")
        t.c.choose("delivery.address:pick")
        _down(t, last=last)
        t.press("inputs.no_door")
        yield t


INPUTS: dict[str, Callable[[Walk], Iterator[Terminal]]] = {
    "typed": _typed,
    "chosen": _chosen,
    "picked": _picked,
    "mailed": _mailed,
}
