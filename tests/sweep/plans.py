"""What may happen to somebody who comes for a matter."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from kiosk.domain.forms import Form, MinAge, Refuse
from kiosk.domain.matter import KioskMode, Matter


@dataclass(frozen=True)
class Plan:
    """One run. `fault` is what breaks, `at` the screen before which it does; "away": the person
    goes away there."""

    name: str
    card: str = "resident"
    answers: tuple[tuple[str, str], ...] = ()
    fault: str = ""
    at: str = ""


def plans(matter: Matter, form: Form | None) -> Iterator[Plan]:
    """All well, every "no" and every fault that this matter's steps can meet."""
    old = form is not None and any(isinstance(c, MinAge) for c in form.conditions)
    card = "long-term" if old else "resident"
    yield Plan("well", card)
    if form is None or not offered(matter):
        yield Plan("no paper", card, fault="paper", at="not_here")
        yield Plan("no network", card, fault="network", at="not_here")
        yield Plan("went away", card, fault="away", at="not_here")
        return
    yield Plan("no record", "rare-name")
    yield Plan("other card", "hk")
    for question in form.questions:
        for said, then in (("yes", question.yes), ("no", question.no)):
            if isinstance(then, Refuse):
                # asked only while the register has not been looked into
                answers = ((f"question.{question.id}", said), ("without", "yes"))
                yield Plan(f"{question.id}={said}", card, answers)
    yield Plan("no consent", card, (("without", "yes"),))
    yield Plan("no card", "unreadable")
    yield Plan("no network", card, fault="network", at="matter")
    yield Plan("network lost", card, fault="network", at="sign")
    yield Plan("no paper", card, fault="paper", at="confirm")
    yield Plan("no disk", card, fault="disk", at="matter")
    yield Plan("printer open", card, fault="printer", at="confirm")
    yield Plan("went away", card, fault="away", at="matter")
    if matter.kiosk_mode is not KioskMode.QUERY_PRINT:
        yield Plan("collected", card, (("delivery", "pickup"),))
        yield Plan("by number", card, (("sign", "number"),))
        yield Plan("corrected", card, (("change", "all"),))
        yield Plan("went away at last", card, fault="away", at="review")


def offered(matter: Matter) -> bool:
    """Whether a machine takes it at all, by the list's own columns."""
    return bool(matter.kiosk_mode) and "kiosk" in matter.channels
