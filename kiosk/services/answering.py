"""Typing, ticking and signing: what a person enters on one page, and what is wrong with it."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

from kiosk.domain.errors import NotValidError
from kiosk.domain.loader import shipped
from kiosk.flows.data import NO_MOBILE, OWN_STEP, Signature
from kiosk.services.addressing import Addressing
from kiosk.services.presenters.inputs.asking import asked_now
from kiosk.services.presenters.inputs.complaints import complaint
from kiosk.services.presenters.inputs.pads import standing
from kiosk.services.presenters.inputs.shapes import (
    DATE_PARTS,
    DOOR_NUMBER,
    LAST_FOUR,
    Shape,
    date_shape,
    date_split,
    iso_date,
    part_fits,
    shape_of,
    typed_in,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from kiosk.domain.fields import Field
    from kiosk.services.controller import Controller
    from kiosk.services.presenters.inputs.entry import Entry

CONSENTS = {
    "materials.agree": "lookup",
    "purpose.agree": "reading",
    "mail.agree": "carrier",
    "review.true": "truth",
}
Strokes = list[list[tuple[float, float, float]]]
"""Strokes of a signing pad: x and y in mm, t in ms."""
MIN_STROKE_MM = 15.0
MOST_STROKES, MOST_POINTS, MOST_MM = 200, 2000, 2000.0
"""What the platform takes of a signature, points in all; a longer scribble is one all the same."""


class Answering:
    """The fields, boxes and the pad of the present page."""

    def __init__(self, controller: Controller) -> None:
        self.c = controller
        self.addressing = Addressing(controller)

    def tick(self, id: str) -> None:
        """Set or take back a consent."""
        kind, data = CONSENTS.get(id, ""), self.c.steps.visit.data
        if kind:
            now = None if kind in data.consents else self.c.fixed.clock.utc_now()
            self.c.steps.put(data.consent(kind, now))

    def presses(self) -> dict[str, Callable[[str], None]]:
        """Actions of the pages that ask for a value."""
        return {
            "form.no_mobile": lambda _: self.take(self.name(), NO_MOBILE),
            "inputs.none": lambda key: self.take(key.partition(":")[0], NO_MOBILE),
            "inputs.more": lambda _: self._turn(1),
            "inputs.first": lambda _: self._turn(0),
            "form.change": lambda key: self.open(key, alone=False),
            **self.addressing.presses(),
        }

    # ---- which field is in front ----

    def name(self) -> str:
        """The field that is asked now, "" for none."""
        return asked_now(self.c.view())

    def open(self, name: str, *, alone: bool = True) -> None:
        """Ask a field out of turn, with what the person had said; `alone`: from another step, to
        which the way back leads at once."""
        s, data = self.c.session, self.c.steps.visit.data
        s.sub, s.typed = 0, ""
        s.entry = replace(s.entry.opened("" if name == "delivery.way" else name), alone=alone)
        said, field = data.answers.get(name, ""), shipped().fields.get(name)
        if field and said not in ("", NO_MOBILE) and typed_in(field):
            plain = said.replace("-", "") if field.input == "date" else said
            s.entry = s.entry.keep(name, plain)
        self.c.show()

    def back(self) -> bool:
        """One touch back inside an answer; False where the page before is another step's."""
        s = self.c.session
        if s.phase != "visit" or s.sign_by_number or s.step not in ("form", "delivery"):
            return False
        entry, name = s.entry, self.name()
        if entry.page:
            s.entry = replace(entry, page=entry.page - 1)
        elif entry.path:
            self._part_before(name)
        elif s.step == "delivery":
            return self.addressing.back()
        elif not self._field_before(name):
            return False
        self.c.show()
        return True

    def _part_before(self, name: str) -> None:
        s = self.c.session
        last = s.entry.path[-1]
        if typed_in(shipped().fields[name]):
            part = DATE_PARTS[len(s.entry.path)]
            s.entry, s.typed = s.entry.keep(name, "").keep(f"{name}.{part}", s.typed), last
        else:
            s.entry, s.typed = s.entry.keep(f"{name}.door", s.typed), ""
        s.entry = s.entry.at(*s.entry.path[:-1])

    def _field_before(self, name: str) -> bool:
        """To the answer given before this one; False where there is none in this form."""
        s, data = self.c.session, self.c.steps.visit.data
        if s.entry.field and s.entry.alone:
            return False
        kept = s.entry.keep(name, s.typed or s.entry.kept.get(name, ""))
        s.typed, s.entry = "", kept.opened("")
        if kept.field:
            return True
        form = [f for f in data.fields() if not f.startswith(OWN_STEP)]
        before = form[: form.index(name)] if name in form else []
        said = [f for f in before if f in data.answers]
        if said:
            self.open(said[-1], alone=False)
        return bool(said)

    def _turn(self, by: int) -> None:
        s = self.c.session
        s.entry = replace(s.entry, page=s.entry.page + 1 if by else 0)
        self.c.show()

    # ---- typing ----

    def key(self, k: str) -> None:
        """Type on the keypad."""
        s, field = self.c.session, self.c.draft().page.field
        if field is None:
            return
        shape = self._shape(field.id)
        if shape.kind == "date":
            s.entry, typed = self._date_now(field.id)
            if self.c.session.elderly:
                shape = date_shape(DATE_PARTS[len(s.entry.path)])
        else:
            typed = standing(s.entry, s.typed, field.id)
        s.entry, s.typed = s.entry.keep(field.id, ""), shape.typed(typed, k)
        self.c.show(quiet=True)

    def _shape(self, name: str) -> Shape:
        if name == "sign.last_four":
            return LAST_FOUR
        if name.endswith(".door"):
            return DOOR_NUMBER
        return shape_of(shipped().fields[name])

    def _date_now(self, name: str) -> tuple[Entry, str]:
        """A date under way as the present mode asks for it."""
        s = self.c.session
        typed = standing(s.entry, s.typed, name)
        path, typed = date_split(s.entry.path, typed, apart=s.elderly)
        return replace(s.entry, path=path), typed

    def take_typed(self, name: str) -> None:
        """Check what was typed; take it and go on, or say what is wrong with it."""
        s = self.c.session
        if name == "sign.last_four":
            self.last_four()
            return
        if name.endswith(".door"):
            self.addressing.door(standing(s.entry, s.typed, name))
            return
        field, typed = shipped().fields[name], standing(s.entry, s.typed, name)
        if shape_of(field).kind == "date":
            taken = self._take_date(name)
            if taken is None:
                return
            typed = taken
        self._check(field, typed)

    def _take_date(self, name: str) -> str | None:
        """The whole date; None where a part of it was taken, or is wrong, and the page says so."""
        s = self.c.session
        s.entry, s.typed = self._date_now(name)
        s.entry = s.entry.keep(name, "")
        if not s.elderly:
            return iso_date((), s.typed)
        part = DATE_PARTS[len(s.entry.path)]
        if not part_fits(part, s.typed):
            self.c.steps.hint(f"check.date.{part}")
            return None
        if part == "day":
            return iso_date(s.entry.path, s.typed)
        s.entry = s.entry.at(*s.entry.path, s.typed)
        s.typed = s.entry.kept.get(f"{name}.{DATE_PARTS[len(s.entry.path)]}", "")
        self.c.show()
        return None

    def _check(self, field: Field, typed: str) -> None:
        try:
            value = field.parse(typed, self.c.fixed.clock.today())
        except NotValidError as error:
            length = len("".join(typed.split("-"))) if field.input == "date" else len(typed)
            message, values = complaint(self.c.view().words, field, error.code, length)
            self.c.steps.hint(message, **values)
            return
        self.take(field.id, value)

    def take(self, name: str, value: str) -> None:
        """Take an answer and go on: to what is still missing, or to the next step."""
        steps, s = self.c.steps, self.c.session
        opened = s.entry.field == name
        alone = opened and s.entry.alone
        data = steps.visit.data.answer(name, value)
        s.entry = s.entry.done(name).opened("")
        if alone or not data.missing() or data.question():
            steps.go(data)
            return
        steps.visit.replace(data)
        s.sub, s.typed = 0, ""
        self.c.show()

    # ---- choosing ----

    def choose(self, id: str) -> bool:
        """A choice of a page that asks for a value; False where another step takes it. One that
        is not on the page any more is taken by nobody."""
        s = self.c.session
        if all(choice.id != id for choice in self.c.draft().page.choices):
            return True
        name, _, value = id.rpartition(":")
        if self.addressing.choose(id):
            return True
        if s.step != "form" or not name:
            return False
        self._check(shipped().fields[name], value)
        return True

    def signed(self, strokes: Strokes) -> None:
        """The strokes so far; too little to be a name is no signature."""
        signature = signature_of(strokes)
        self.c.steps.visit.replace(replace(self.c.steps.visit.data, signature=signature))

    def by_number(self) -> None:
        """Ask for the last four digits instead of a signature."""
        self.c.session.sign_by_number, self.c.session.typed = True, ""
        self.c.show()

    def last_four(self) -> None:
        """Compare them with the card; right ones stand for the signature."""
        s, data = self.c.session, self.c.steps.visit.data
        person = data.agent or data.person  # who stands here signs
        if person is None or s.typed != person.number[-4:]:
            self.c.steps.hint("check.last_four.wrong")
            return
        self.c.steps.go(replace(data, signature=Signature("last_four")))


def signature_of(strokes: Strokes) -> Signature | None:
    """Strokes as a signature; None where they are too little to be a name."""
    length = sum(
        ((a[0] - b[0]) ** 2 + (a[1] - b[1]) ** 2) ** 0.5
        for stroke in strokes
        for a, b in pairwise(stroke)
    )
    return Signature("strokes", _kept(strokes)) if length >= MIN_STROKE_MM else None


def _kept(
    strokes: Strokes,
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
