"""Putting a case right: what was asked for is entered anew, looked over, and handed in."""

from __future__ import annotations

from kiosk.flows.data import VisitData
from kiosk.flows.engine import END, Flow, Step

MAILED = "delivery.address"


def unanswered(data: VisitData) -> tuple[str, ...]:
    """The fields that were asked for and have no answer, in their order."""
    return tuple(f for f in data.needs.fields if f not in data.answers)


def _after_form(data: VisitData) -> str:
    return "form" if data.missing() else "correct_review"


CORRECTION = Flow[VisitData](
    "correction",
    "form",
    {
        "form": Step(
            "form",
            "form",
            _after_form,
            ("form", "correct_review"),
            when=lambda data: bool(data.missing()),
        ),
        "correct_review": Step("correct_review", "correct_review", END),
    },
)
"""Only what is asked for; the case itself was identified and signed when it was filed."""
