"""Visits of both matters, from the card to their end, by every way through their forms."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from drivers.events import CardRemoved
from kiosk.services.ports import Told
from tests.services.world import Terminal
from tests.ui.real_walk import (
    ALLOWANCE,
    ALPHA,
    DOCUMENT,
    LONG,
    RECORD,
    YEAR_END,
    Walk,
    forward,
    on_to,
    pages_of,
    through,
)


def _mail(w: Walk) -> Iterator[Terminal]:
    t = w.asked(ALLOWANCE)
    through(t)
    t.press("done.finish", "rate.5")
    t.c.on_device(CardRemoved("id_card"))
    yield t
    yield (late := w.asked(ALLOWANCE, at=YEAR_END))
    through(late)


def _pickup(w: Walk) -> Iterator[Terminal]:
    t = w.asked(ALLOWANCE, point="SP003", helper="SP003")
    t.world.mobile = "13800000000"
    through(t, way="pickup")
    yield t
    no_address = w.asked(ALLOWANCE)
    data = no_address.c.session.data
    no_address.c.steps.visit.replace(replace(data, person=replace(data.person, address="")))
    on_to(no_address, "delivery")
    yield no_address


def _typed(w: Walk) -> Iterator[Terminal]:
    """The account by hand, every hint of the form, and no mobile."""
    t = w.asked(ALLOWANCE)
    t.press("matter.start", "common.next", "matter.start", "materials.without")
    t.c.choose("question.has_social_card.yes")
    t.press("common.next")
    t.press("known.right")
    t.press("common.next")
    t.type("6217")
    t.press("common.next")
    t.type("994299900010027")
    t.press("common.next")
    t.c.key("clear")
    t.type("6217994299900010026")
    t.press("common.next")
    for digits in ("", "1", "3800", "000000", "0"):
        t.type(digits)
        t.press("common.next")
    assert t.page.screen == "delivery"
    t.press("common.back")
    bad = w.asked(ALLOWANCE)
    on_to(bad, "form")
    bad.type("99999999999")
    bad.press("common.next")
    none = w.asked(ALLOWANCE)
    on_to(none, "form")
    none.press("form.no_mobile")
    through(none)
    yield from (t, bad, none)


def _gaps(w: Walk) -> Iterator[Terminal]:
    """The main action pressed too early, wherever that can be done."""
    for code in (ALLOWANCE, RECORD):
        t = w.asked(code)
        for _ in range(25):
            if t.page.screen in ("done", "rate"):
                break
            if t.page.main and not t.page.field:
                t.press(t.page.main.id)
            _on_to_next(t)
        yield t


def _on_to_next(t: Terminal) -> None:
    before = (t.page.screen, t.c.session.sub)
    if t.page.field:
        t.press("form.no_mobile")
    if (t.page.screen, t.c.session.sub) == before and t.page.screen not in ("done", "rate"):
        forward(t)


def _sign_by_number(w: Walk) -> Iterator[Terminal]:
    t = w.asked(ALLOWANCE)
    on_to(t, "sign")
    t.press("sign.by_number")
    t.type("0000")
    t.press("sign.submit")
    yield t


def _change(w: Walk) -> Iterator[Terminal]:
    for field in ("applicant.mobile", "bank.account", "delivery.way"):
        t = w.asked(ALLOWANCE)
        on_to(t, "review")
        for _ in range(4):
            t.press(f"common.change:{field}", "review.right")
        yield t


def _unsent(w: Walk) -> Iterator[Terminal]:
    t = w.asked(ALLOWANCE, at=YEAR_END)
    t.world.network = False
    t.press("matter.start", "common.next", "matter.start", "materials.without")
    t.c.choose("question.has_social_card.yes")
    through(t)
    yield t


def _granted(w: Walk) -> Iterator[Terminal]:
    for record in (LONG, ALPHA):
        t = w.asked(RECORD, record)
        t.world.answer = lambda outcome: Told(
            replace(outcome, state="granted", due=None, document=DOCUMENT), None
        )
        on_to(t, "done")
        pages_of(t)
        yield t


def _slip(w: Walk) -> Iterator[Terminal]:
    """Every state of a slip, at the end of both matters."""
    for code in (ALLOWANCE, RECORD):
        for print_outcome in ("done", "paper", "printer"):
            t = w.asked(code)
            if code == RECORD:
                t.world.answer = lambda outcome: Told(
                    replace(outcome, state="granted", due=None, document=DOCUMENT), None
                )
            on_to(t, "sign" if code == ALLOWANCE else "purpose")
            t.world.print_outcome = print_outcome
            _to_slip(t)
            yield t


def _to_slip(t: Terminal) -> None:
    for _ in range(5):
        if t.page.screen in ("done", "trouble"):
            break
        t.now.hold = t.page.screen == "sign" or bool(t.page.main and "print" in t.page.main.id)
        forward(t)
        for _ in range(3):  # the filing, then the printing, each seen while it is under way
            kept, t.now.kept = t.now.kept, []
            for work, done in kept:
                done(work())
        t.now.hold = False
    if t.page.screen == "trouble":
        t.press("trouble.print.without")
        pages_of(t)
        return
    t.press("done.slip_missing")
    pages_of(t)


def _backwards(w: Walk) -> Iterator[Terminal]:
    """The way back from the review to the first page, over what was entered by then."""
    t = w.asked(ALLOWANCE)
    on_to(t, "review")
    typed = w.asked(ALLOWANCE)
    typed.world.account = ""
    on_to(typed, "materials")
    typed.press("materials.without")
    typed.c.choose("question.has_social_card.yes")
    on_to(typed, "review")
    for one in (t, typed):
        for _ in range(20):
            if not one.page.back:
                break
            one.press(one.page.back.id)
        assert one.page.screen in ("home", "matters", "confirm"), one.page.screen
        yield one


VISITS: dict[str, Callable[[Walk], Iterator[Terminal]]] = {
    "mail": _mail,
    "pickup": _pickup,
    "typed": _typed,
    "gaps": _gaps,
    "sign-by-number": _sign_by_number,
    "change": _change,
    "unsent": _unsent,
    "granted": _granted,
    "slip": _slip,
    "backwards": _backwards,
}
