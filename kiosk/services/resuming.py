"""Half-done visits: kept at any step, and gone on with at the step where they were left."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import TYPE_CHECKING

from kiosk.domain.assurance import CARDS
from kiosk.domain.errors import NotValidError
from kiosk.domain.loader import shipped
from kiosk.flows.data import NO_MOBILE
from kiosk.services.identity import card_facts
from kiosk.services.ports_visits import HalfDone, Kept, Mine
from kiosk.services.presenters.inputs.entry import NO_ENTRY

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import date

    from kiosk.flows.data import Person, VisitData
    from kiosk.services.controller import Controller
    from kiosk.services.ports_visits import Begun

LOOK_S = 2.0
"""How long a person who has said who they are waits for the platform's list."""
PASSED = ("identify", "confirm", "matter")
"""Steps that are not shown again: the person was there, and nothing is agreed to in them."""
SHOWN_AGAIN = ("matter", "delivery")
"""Steps at which a visit opens although nothing is missing in them."""
TYPED_IN = ("form", "delivery")


@dataclass(slots=True)
class Look:
    """The list of a person's half-done visits, asked for while they read who they are."""

    owner: str
    found: Mine = field(default_factory=lambda: Mine(False))
    ready: threading.Event = field(default_factory=threading.Event)

    def put(self, found: Mine) -> None:
        """The answer has come."""
        self.found = found
        self.ready.set()


@dataclass(frozen=True, slots=True)
class Changes:
    """What a newer version of a matter makes of the answers: asked no more, asked anew."""

    gone: tuple[str, ...] = ()
    new: tuple[str, ...] = ()


class Resuming:
    """Between the visit under way and what is kept of earlier ones."""

    def __init__(self, controller: Controller) -> None:
        self.c = controller

    # ---- leaving ----

    @property
    def worth_keeping(self) -> bool:
        """Whether there is a visit in which something was begun and nothing is decided yet."""
        s = self.c.session
        data = s.data
        begun = bool(data.person) and s.phase == "visit" and s.step not in ("identify", "confirm")
        return begun and s.step != "sending" and data.outcome is None and not data.notice

    def keeper(self) -> Callable[[], Kept]:
        """What keeps the visit as it now stands; to be called off the main thread."""
        data, half, services = self.c.session.data, self._as_it_stands(), self.c.services
        owner = data.agent or data.person
        if owner is None:
            raise ValueError("a half-done visit belongs to a person")
        subject = data.person if data.agent is not None else None
        return lambda: services.visits.keep(half, owner, subject)

    def _as_it_stands(self) -> HalfDone:
        s = self.c.session
        data, before = s.data, s.half
        typed = dict(s.entry.kept) if s.step in TYPED_IN else {}
        name = self.c.steps.answering.name() if s.step == "form" else ""
        if name and s.typed and not s.entry.path:
            typed[name] = s.typed
        same = before is not None and before.matter == data.matter
        return HalfDone(
            id=before.id if before and same else "",
            number=before.number if before and same else "",
            matter=data.matter,
            version=data.version,
            step=s.step,
            saved=self.c.fixed.clock.utc_now(),
            answers=data.answers,
            questions=data.questions,
            typed=MappingProxyType(typed),
            declined=data.looked_up == "declined",
            subject=data.person.number if data.agent and data.person else "",
        )

    def dropper(self) -> Callable[[], None]:
        """What erases all that was kept of the visit under way; to be called off the main thread,
        when the session is over already."""
        data, half, services = self.c.session.data, self.c.session.half, self.c.services
        owner = data.agent or data.person
        subject = data.person.number if data.agent and data.person else ""

        def drop() -> None:
            if owner is not None:
                services.visits.drop(owner, data.matter, subject, half)

        return drop

    # ---- looking ----

    def look(self, owner: Person) -> None:
        """Ask for the list while the person reads the page that says who they are."""
        s, services = self.c.session, self.c.services
        if s.look is not None and s.look.owner == owner.number:
            return
        look, matter = Look(owner.number), s.data.matter
        s.look = look
        self.c.runner.run(lambda: look.put(services.visits.mine(owner, matter)), lambda _: None)

    def take_up(self) -> None:
        """The person is who the card says: on with what they had chosen or left, else anew."""
        s = self.c.session
        data, chosen, look = s.data, s.half, s.look
        self.c.work(
            lambda: self._found(data, chosen, look),
            lambda found: self._taken(*found, chosen=chosen is not None),
            lambda: self._taken(None, (), chosen=False),
        )

    def _found(
        self, data: VisitData, chosen: HalfDone | None, look: Look | None
    ) -> tuple[HalfDone | None, tuple[Begun, ...]]:
        owner, person = data.agent or data.person, data.person
        if owner is None or person is None:
            return None, ()
        subject = person.number if data.agent else ""
        if chosen is not None and (chosen.matter, chosen.subject) == (data.matter, subject):
            return chosen, ()
        if look is None or not look.ready.wait(LOOK_S):
            return None, ()
        for one in look.found.visits:
            if one.matter == data.matter and one.for_other == bool(subject):
                half = self.c.services.visits.open(owner, one.id, data.matter)
                if half is not None and half.subject == subject:
                    return half, ()
        others = tuple(v for v in look.found.visits if self.c.fixed.matters.get(v.matter))
        return None, () if subject else others

    def _taken(self, half: HalfDone | None, others: tuple[Begun, ...], *, chosen: bool) -> None:
        s = self.c.session
        if half is not None and (chosen or s.visit is None):
            self.enter(half, chosen=chosen)
        elif half is not None and s.visit is not None:
            from kiosk.services.errands.resume import Resume

            Resume(self.c).ask_on(half, s.visit)
        elif others and s.visit is not None and s.data.person is not None:
            from kiosk.services.errands.resume import Resume

            Resume(self.c).offer(others, s.data.person, s.visit)
        else:
            s.half = None
            self.c.steps.go(s.data)

    # ---- going on ----

    def start(self, half: HalfDone, owner: Person) -> None:
        """Begin the matter again for whoever has chosen it from the list."""
        s = self.c.session
        self.c.steps.begin(half.matter)
        if s.phase != "visit":
            return
        s.errand, s.half = None, half
        if owner.method not in CARDS:
            self.c.show()  # their identification was for something else
            return
        self.c.reading.stop()
        s.visit = self.c.steps.visit
        s.visit.submit(replace(s.data, person=owner).learn(card_facts(owner)))
        if half.subject:
            self.c.identifying.acting.begin()
        else:
            self.c.steps.press("confirm.yes", "")

    def enter(self, half: HalfDone, *, chosen: bool = False) -> None:
        """On with it: at the step where it was left where it was `chosen` itself, else behind the
        page of its matter."""
        s = self.c.session
        data, changes = fitting(s.data, half, self.c.fixed.clock.today())
        s.half = half
        s.entry = replace(NO_ENTRY, kept=_open_fields(half, data))
        step = half.step if chosen else "matter"
        if half.version == data.version or s.visit is None:
            self.on(data, step)
        else:
            from kiosk.services.errands.resume import Resume

            s.visit.replace(data)
            Resume(self.c).changed(changes, s.visit, lambda: self.on(data, step))

    def on(self, data: VisitData, step: str) -> None:
        """To the step where it was left, or to the first one before it that must be seen again."""
        visit, s = self.c.steps.visit, self.c.session
        if visit.flow.id == "record" and not self.c.services.online():
            step = "matter"
        stop = step if step in SHOWN_AGAIN else ""
        visit.catch_up(data, PASSED, "matter" if step in PASSED else stop)
        s.sub, s.typed, s.card_failures = 0, "", 0
        self.c.show()


def fitting(data: VisitData, half: HalfDone, today: date) -> tuple[VisitData, Changes]:
    """The visit with the answers that fit its version of the matter, and what has changed."""
    good = {
        name: value
        for name, value in half.answers.items()
        if name in data.needs.fields and (half.version == data.version or _fits(name, value, today))
    }
    asked = set(data.needs.question_for.values())
    questions = {k: v for k, v in half.questions.items() if k in asked}
    filled = replace(
        data,
        answers=MappingProxyType(good),
        questions=MappingProxyType(questions),
        looked_up="declined" if half.declined else "",
    )
    gone = tuple(f for f in half.answers if f not in data.needs.fields)
    new = tuple(f for f in half.answers if f in data.needs.fields and f not in good)
    return filled, Changes(gone, new)


def _fits(name: str, value: str, today: date) -> bool:
    one = shipped().fields.get(name)
    if one is None:
        return False
    if value == NO_MOBILE:
        return one.none
    try:
        return one.parse(value, today) == value
    except NotValidError:
        return False


def _open_fields(half: HalfDone, data: VisitData) -> Mapping[str, str]:
    """What stood in fields that were not finished, where they are still asked."""
    return MappingProxyType(
        {k: v for k, v in half.typed.items() if any(k.startswith(f) for f in data.needs.fields)}
    )
