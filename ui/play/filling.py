"""Goes through a visit page by page: answers what is asked and presses on."""

from __future__ import annotations

import math
from collections.abc import Mapping

from PySide6.QtCore import QPointF
from PySide6.QtQuick import QQuickItem

from kiosk.services.page import Choice, Field, Page
from ui.play.find import acts, signing_pad
from ui.play.hands import Flow, Until
from ui.play.keys import names_of, strokes, value_of, wanted
from ui.play.visit import MOVE_S, CannotError, Visit

OUTSIDE_S = 30.0
"""How long a page without a way on may wait for something from outside, a card for one."""
GUARD_S = 1.2
"""Longer than the guard against double touches, shorter than anybody's patience."""
NONE = "none"
MORE = "inputs.more"
"""The way to the rest of a list of choices that is longer than a page."""


def same(one: str, other: str) -> bool:
    """Whether two values differ in nothing but small and capital letters."""
    return one.upper() == other.upper()


def matching_choice(choices: tuple[Choice, ...], answers: Mapping[str, str]) -> Choice | None:
    """The choice that an answer means; CannotError where two do.

    A choice's id ends in the answer's value behind a dot or a colon. What stands before it
    decides between answers: the field id itself, or its last part, goes before anything else.
    """
    best: list[Choice] = []
    best_rank = 0
    for choice in choices:
        rank = max((_rank(choice.id, key, value) for key, value in answers.items()), default=0)
        if rank > best_rank:
            best, best_rank = [choice], rank
        elif rank and rank == best_rank:
            best.append(choice)
    if len(best) > 1:
        raise CannotError(f"the answers fit {' and '.join(choice.id for choice in best)}")
    return best[0] if best else None


def _rank(choice_id: str, key: str, value: str) -> int:
    """3: the field's own choice; 2: of its family; 1: only the value fits; 0: not at all."""
    if choice_id == value:
        return 1
    for mark in ".:":
        front, _, last = choice_id.rpartition(mark)
        if front and last == value:
            if front == key or front.endswith(f".{key}") or key.endswith(f".{front}"):
                return 3
            return 2 if key.split(".", maxsplit=1)[0] == front.split(".")[0] else 1
    return 0


class Filler:
    """Does what a person with these answers would do on each page."""

    def __init__(self, visit: Visit, answers: Mapping[str, str]) -> None:
        self.visit = visit
        self.answers = answers

    def advance(self, to: tuple[str, ...], most: int) -> Flow[None]:
        """Go on until one of the screens `to` is shown, over at most `most` pages."""
        for _ in range(most):
            yield from self.visit.settle()
            if self.visit.page.screen in to:
                return
            yield from self._one_page(self.visit.page)
        yield from self.visit.settle()
        if self.visit.page.screen not in to:
            here, wanted = self.visit.page.screen, " or ".join(to)
            raise CannotError(f"{wanted} was not reached over {most} pages; now on {here}")

    def _one_page(self, page: Page) -> Flow[None]:
        self.visit.write({"advance": page.screen})
        if page.field is not None and (yield from self._answer(page, page.field)):
            return
        if page.choices and (yield from self._choose(page)):
            return
        page = self.visit.page  # a choice may bring a consent of its own onto the page
        for tick in page.ticks:
            if not tick.ticked:
                yield from self._tick(tick.id)
        if page.pad:
            yield from self.sign()
        yield from self._go_on(self.visit.page)

    def _go_on(self, page: Page) -> Flow[None]:
        visit = self.visit
        if page.main is None:
            if not (yield from visit.moved_on(page, OUTSIDE_S)):
                raise CannotError(f"screen {page.screen} has no way on but waiting: {_asked(page)}")
            return
        took = yield from visit.press(page.main.id)
        moved = yield from visit.moved_on(page, GUARD_S)
        if not moved and visit.page.main == page.main:
            # the same control twice within a moment counts once: a person would press again
            took = yield from visit.press(page.main.id)
            moved = yield from visit.moved_on(page)
        if not moved:
            raise CannotError(
                f"{page.main.id} did not lead on from screen {page.screen}: {_asked(visit.page)}"
            )
        yield from visit.settle()
        visit.write({"press": page.main.id}, took)

    # fields

    def _answer(self, page: Page, field: Field) -> Flow[bool]:
        """Fill the field in; True when that already led to another page."""
        if field.id not in self.answers:
            raise CannotError(f"the script has no answer for {field.id}")
        text = self.answers[field.id]
        if text == NONE:
            yield from self.leave_out(page, field)
            return True
        yield from self.type_into(field.id, text)
        return False

    def leave_out(self, page: Page, field: Field) -> Flow[None]:
        """Press what says that there is nothing to fill in."""
        last = field.id.rpartition(".")[2]
        ways = (f"{field.id}:{NONE}", f"{field.id}.{NONE}", f".no_{last}")
        found = [act for act in acts(page) if act.id.endswith(ways)]
        if not found:
            raise CannotError(f"screen {page.screen} does not take {NONE!r} for {field.id}")
        took = yield from self.visit.press(found[0].id)
        if not (yield from self.visit.moved_on(page)):
            raise CannotError(f"{found[0].id} did not lead on from screen {page.screen}")
        yield from self.visit.settle()
        self.visit.write({"press": found[0].id}, took)

    def type_into(self, field_id: str, text: str) -> Flow[None]:
        """Type on the keypad of the glass, key by key, each seen to arrive."""
        visit = self.visit
        field = self._field(field_id)
        plain = wanted(field, text)
        if value_of(field) and not same(value_of(field), plain):
            yield from self._clear(field)
        if same(value_of(self._field(field_id)), plain):
            return
        touched = strokes(field.keys, plain)
        if not touched:
            raise CannotError(f"the keypad of {field_id} lacks a key that the text needs")
        sofar = 0
        for key in touched:
            sofar += len(key)
            yield from self._key(field, key, sofar)
        if not same(value_of(self._field(field_id)), plain):
            raise CannotError(f"{field_id} does not show what was typed")
        visit.write({"typed": field_id}, picture=visit.page.screen)

    def _key(self, asked: Field, key: str, length: int) -> Flow[None]:
        """One key; again where a guard against double touches took the first."""
        visit, field_id, names = self.visit, asked.id, names_of(asked, key)

        def arrived() -> bool:
            field = visit.page.field
            return field is None or len(value_of(field)) >= length

        for _ in range(3):
            took = yield from visit.touch(f"a key for {field_id}", names, typing=True)
            seen = yield Until(arrived, 0.3)
            visit.write({"key": field_id}, took, picture=None)
            if seen or (yield Until(arrived, 0.6)):
                return
        raise CannotError(f"a key of {field_id} had no effect on screen {visit.page.screen}")

    def _clear(self, field: Field) -> Flow[None]:
        visit = self.visit

        def empty() -> bool:
            return visit.page.field is None or not value_of(visit.page.field)

        took = yield from visit.touch("clear", (field.clear_text,))
        if not (yield Until(empty, 1.0)):
            raise CannotError(f"{field.id} could not be cleared")
        visit.write({"key": field.id}, took, picture=None)

    def _field(self, field_id: str) -> Field:
        page = self.visit.page
        if page.field is None or page.field.id != field_id:
            asked = page.field.id if page.field else "no field"
            raise CannotError(f"screen {page.screen} asks {asked}, not {field_id}")
        return page.field

    # choices, ticks, signature

    def _choose(self, page: Page) -> Flow[bool]:
        """Choose what the answers say; True when that already led to another page."""
        visit = self.visit
        choice = matching_choice(page.choices, self.answers)
        if choice is None:
            if any(one.chosen for one in page.choices):
                return False
            yield from self._turn_over(page)
            return True
        if choice.chosen:
            return False
        yield from self.choose(choice.id)
        if page.main is not None:
            return False
        yield from visit.moved_on(page, OUTSIDE_S)
        return True

    def _turn_over(self, page: Page) -> Flow[None]:
        """To the rest of a list of choices; once it is seen to its end there is no answer."""
        on = next((act for act in acts(page) if act.id == MORE), None)
        if on is None:
            raise CannotError(f"the script has no answer for {_asked(page)}")
        took = yield from self.visit.press(on.id)
        if not (yield from self.visit.moved_on(page)):
            raise CannotError(f"{on.id} did not lead on from screen {page.screen}")
        yield from self.visit.settle()
        self.visit.write({"press": on.id}, took)

    def choose(self, choice_id: str) -> Flow[None]:
        """Touch a choice until it is chosen or the page goes on."""

        def done() -> bool:
            page = self.visit.page
            same = [one for one in page.choices if one.id == choice_id]
            return not same or same[0].chosen

        yield from self.visit.press_until(choice_id, done, {"choose": choice_id})

    def _tick(self, tick_id: str) -> Flow[None]:
        def done() -> bool:
            return all(tick.ticked for tick in self.visit.page.ticks if tick.id == tick_id)

        yield from self.visit.press_until(tick_id, done, {"tick": tick_id})

    def sign(self) -> Flow[None]:
        """Draw two strokes across the signing area."""
        found: list[QQuickItem] = []

        def there() -> bool:
            pad = signing_pad(self.visit.subject.window)
            if pad is not None:
                found[:] = [pad]
            return pad is not None

        if not (yield Until(there, MOVE_S)):
            raise CannotError(f"screen {self.visit.page.screen} shows no area to sign in")
        for across in (0.2, 0.55):
            took = yield from self.visit.hands.stroke(_curve(found[0], across))
            self.visit.write({"sign": "stroke"}, took, picture=None)
        yield from self.visit.settle()
        self.visit.write({"sign": "done"}, picture=self.visit.page.screen)


def _curve(pad: QQuickItem, across: float) -> list[QPointF]:
    """A wave over a quarter of the pad, from `across` on (fractions of its width)."""
    steps = [n / 14 for n in range(15)]
    high = pad.height()
    spots = ((across + 0.25 * t, 0.5 + 0.25 * math.sin(t * 7)) for t in steps)
    return [pad.mapToScene(QPointF(x * pad.width(), y * high)) for x, y in spots]


def _asked(page: Page) -> str:
    """What the page asks for, for whoever wrote the script."""
    if page.field is not None:
        return f"field {page.field.id}"
    if page.choices:
        return f"one of {', '.join(choice.id for choice in page.choices)}"
    return page.title or "nothing that an answer could fill"
