"""Typing, ticking and signing: what a person enters on one page, and what is wrong with it."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

from kiosk.domain.errors import NotValidError
from kiosk.domain.loader import shipped
from kiosk.flows.data import Signature
from kiosk.services.presenters.form import LENGTHS

if TYPE_CHECKING:
    from kiosk.services.controller import Controller

CONSENTS = {
    "materials.agree": "lookup",
    "purpose.agree": "reading",
    "mail.agree": "carrier",
    "review.true": "truth",
}
MIN_STROKE_MM = 15.0
MOST_STROKES, MOST_POINTS, MOST_MM = 200, 2000, 2000.0
"""What the platform takes of a signature, points in all; a longer scribble is one all the same."""


class Answering:
    """The fields, boxes and the pad of the present page."""

    def __init__(self, controller: Controller) -> None:
        self.c = controller

    def tick(self, id: str) -> None:
        """Set or take back a consent."""
        kind, data = CONSENTS.get(id, ""), self.c.steps.visit.data
        if kind:
            now = None if kind in data.consents else self.c.fixed.clock.utc_now()
            self.c.steps.put(data.consent(kind, now))

    def key(self, k: str) -> None:
        """Type on the keypad."""
        s, field = self.c.session, self.c.draft().page.field
        if field is None:
            return
        if k == "clear":
            s.typed = ""
        elif k == "delete":
            s.typed = s.typed[:-1]
        elif len(s.typed) < LENGTHS[field.id]:
            s.typed += k
        self.c.show(quiet=True)

    def take_typed(self, name: str) -> None:
        """Check what was typed; take it and go on, or say what is wrong with it."""
        s = self.c.session
        if name == "sign.last_four":
            self.last_four()
            return
        try:
            value = shipped().fields[name].parse(s.typed, self.c.fixed.clock.today())
        except NotValidError as error:
            self._not_valid(name, error.code)
            return
        self.c.steps.answer(name, value)

    def _not_valid(self, name: str, code: str) -> None:
        typed = len(self.c.session.typed)
        kind = "mobile" if name == "applicant.mobile" else "bank"
        short = code in ("empty", "too_short", "length", "landline", "too_long")
        left = str(max(0, LENGTHS[name] - typed))
        if short:
            self.c.steps.hint(f"check.{kind}.short", n=str(typed), left=left)
        else:
            self.c.steps.hint(f"check.{kind}.wrong")

    def signed(self, strokes: list[list[tuple[float, float, float]]]) -> None:
        """The strokes so far; too little to be a name is no signature."""
        length = sum(
            ((a[0] - b[0]) ** 2 + (a[1] - b[1]) ** 2) ** 0.5
            for stroke in strokes
            for a, b in pairwise(stroke)
        )
        signature = None
        if length >= MIN_STROKE_MM:
            signature = Signature("strokes", _kept(strokes))
        self.c.steps.visit.replace(replace(self.c.steps.visit.data, signature=signature))

    def by_number(self) -> None:
        """Ask for the last four digits instead of a signature."""
        self.c.session.sign_by_number, self.c.session.typed = True, ""
        self.c.show()

    def last_four(self) -> None:
        """Compare them with the card; right ones stand for the signature."""
        s, person = self.c.session, self.c.steps.visit.data.person
        if person is None or s.typed != person.number[-4:]:
            self.c.steps.hint("check.last_four.wrong")
            return
        self.c.steps.go(replace(self.c.steps.visit.data, signature=Signature("last_four")))


def _kept(
    strokes: list[list[tuple[float, float, float]]],
) -> tuple[tuple[tuple[float, float, int], ...], ...]:
    kept: list[tuple[tuple[float, float, int], ...]] = []
    room = MOST_POINTS
    for stroke in strokes[:MOST_STROKES]:
        points = tuple((_mm(x), _mm(y), max(0, int(t))) for x, y, t in stroke[:room])
        room -= len(points)
        if points:
            kept.append(points)
    return tuple(kept)


def _mm(place: float) -> float:
    """A place on the pad in mm; a finger that slides over its edge is at the edge."""
    return min(max(0.0, round(place, 2)), MOST_MM)
