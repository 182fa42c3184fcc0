"""An authorisation: two people at the machine, one lets the other act for a time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, ClassVar

from kiosk.services.errands.base import Errand, Press
from kiosk.services.ports_identity import Stored
from kiosk.services.presenters import authorise as pages
from kiosk.services.view import Draft, View

if TYPE_CHECKING:
    from kiosk.flows.data import Person
    from kiosk.services.controller import Controller
    from kiosk.services.way import Given

TERMS = {"month": 30, "half": 182, "year": 365}
"""Days that an authorisation can be given for, today not counted."""


@dataclass(frozen=True, slots=True, repr=False)
class Paper:
    """What is known so far. `place`: own | list | other | scope | term | check | done."""

    place: str = "own"
    principal: Person | None = None
    agent: Person | None = None
    stored: Stored | None = None
    scope: str = ""
    term: str = ""
    agreed: datetime | None = None
    made: Given | None = None
    busy: bool = False
    failed: str = ""  # same | offline

    def until(self, today: date) -> date:
        """The last day; the day itself where no term is chosen."""
        return today + timedelta(days=TERMS.get(self.term, 0))


class Authorise(Errand):
    """Give, see and take back authorisations."""

    name: ClassVar[str] = "authorise"
    opens: ClassVar[tuple[str, ...]] = ("authorise.open",)

    def __init__(self, controller: Controller) -> None:
        super().__init__(controller)
        self.paper = Paper()

    @property
    def person(self) -> Person | None:
        """Who gives it."""
        return self.paper.principal

    def open(self, by: str, key: str) -> None:
        """Ask for the card of the person who gives it."""
        self.c.reading.begin(self._own)
        self.show()

    def drafts(self, view: View) -> tuple[Draft, ...]:
        """The page of where it is now."""
        return pages.drafts(view, self.paper)

    def presses(self) -> Mapping[str, Press]:
        """Its actions."""
        return {
            "authorise.new": lambda _: self._new(),
            "authorise.revoke": self._revoke,
            "authorise.make": lambda _: self._make(),
            "authorise.finish": lambda _: self.c.idling.finish(),
        }

    def forward(self, name: str) -> None:
        """From scope to term to the check; in the elderly mode that has two pages."""
        s = self.c.session
        if name == "common.next" and s.sub + 1 < len(self.c.drafts()):
            s.sub += 1
            self.show()
            return
        after = {"scope": "term", "term": "check"}.get(self.paper.place)
        if name == "common.next" and after:
            self._go(after)

    def choose(self, id: str) -> None:
        """A scope or a term; only one that is on the page."""
        if all(choice.id != id for choice in self.c.draft().page.choices):
            return
        kind, _, value = id.removeprefix("authorise.").partition(".")
        if kind == "scope":
            self.paper = replace(self.paper, scope=value)
        elif kind == "term":
            self.paper = replace(self.paper, term=value)
        self.c.show(quiet=True)

    def tick(self, id: str) -> None:
        """Agree, or not after all."""
        if id == "authorise.agree":
            now = None if self.paper.agreed else self.c.fixed.clock.utc_now()
            self.paper = replace(self.paper, agreed=now)
            self.c.show(quiet=True)

    def _go(self, place: str) -> None:
        before = self.paper

        def undo() -> None:
            self.paper = replace(before, busy=False)
            if before.place in ("own", "other"):
                self.c.reading.begin(self._own if before.place == "own" else self._other)

        self.step(undo)
        self.paper = replace(self.paper, place=place, failed="")
        self.show()

    def _own(self, person: Person) -> None:
        self._trail.clear()
        self.paper = Paper("list", principal=person, busy=True)
        self.show()
        self.c.work(lambda: self.c.services.identity.authorisations(person), self._listed)

    def _listed(self, found: Stored | None) -> None:
        failed = "" if found else "offline"
        self.paper = replace(self.paper, stored=found, busy=False, failed=failed)
        self.show()

    def _new(self) -> None:
        if self.paper.busy or self.paper.stored is None:
            return
        self._go("other")
        self.c.reading.begin(self._other)
        self.show()

    def _other(self, person: Person) -> None:
        principal = self.paper.principal
        if principal is not None and person.number == principal.number:
            self.paper = replace(self.paper, failed="same")
            self.c.reading.begin_again()
            return
        self._go("scope")
        self.paper = replace(self.paper, agent=person)
        self.show()

    def _make(self) -> None:
        one, today = self.paper, self.c.fixed.clock.today()
        principal, agent, agreed = one.principal, one.agent, one.agreed
        if principal is None or agent is None or agreed is None or one.busy:
            return
        self.paper = replace(one, busy=True, failed="")
        self.show()
        self.c.work(
            lambda: self.c.services.identity.authorise(
                principal, agent, one.scope, one.until(today), agreed
            ),
            self._made,
        )

    def _made(self, made: Given | None) -> None:
        if made is None:
            self.paper = replace(self.paper, busy=False, failed="offline")
        else:
            self.begin_trail()
            self.paper = replace(self.paper, place="done", made=made, busy=False)
        self.show()

    def _revoke(self, id: str) -> None:
        principal = self.paper.principal
        if principal is None or self.paper.busy:
            return
        self.paper = replace(self.paper, busy=True)
        self.show()
        self.c.work(
            lambda: self.c.services.identity.revoke(id, principal),
            lambda ok: self._revoked(principal, ok=ok),
        )

    def _revoked(self, principal: Person, *, ok: bool) -> None:
        if not ok:
            self.paper = replace(self.paper, busy=False, failed="offline")
            self.show()
            return
        self.c.work(lambda: self.c.services.identity.authorisations(principal), self._listed)
