"""A clerk's word, as the person meets it: a number on the screen, then the page goes on."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from kiosk.domain.assurance import of_way
from kiosk.services.offering import form_of
from kiosk.services.ports_identity import Answered, Claim, Opened
from kiosk.services.way import Way

if TYPE_CHECKING:
    from kiosk.flows.data import Person
    from kiosk.services.controller import Controller
    from kiosk.services.identifying import Identifying

POLL_S = 2.0


class Vouching:
    """Asks for a clerk's word and waits for it."""

    def __init__(self, controller: Controller, ways: Identifying) -> None:
        self.c = controller
        self.ways = ways
        self._polled = 0.0

    def pulse(self) -> None:
        """Look every two seconds whether the clerk has answered, and whether it is too late."""
        way, now = self.c.session.way, self.c.fixed.clock.monotonic()
        if way is None or way.place != "vouch" or way.state or not way.vouch:
            return
        if now >= way.until:
            self.ways.say(replace(way, state="expired"))
        elif now - self._polled >= POLL_S and not way.busy:
            self._polled = now
            self.ways.put(replace(way, busy=True), quiet=True)
            asked = way.vouch
            self.c.work(
                lambda: self.c.services.identity.vouch(asked),
                lambda found: self._vouched(asked, found),
            )

    def must_prove(self, person: Person) -> bool:
        """A card where more is needed: ask for a clerk's word. False where it is enough, or where
        no clerk can be asked from here."""
        s, form = self.c.session, form_of(self.c)
        if form is None or of_way(person.method, person.level).meets(form.assurance):
            return False
        if s.data.agent is not None or not self.c.services.online():
            return False
        self.ways.begin(Way("vouch", claimed=person, busy=True))
        self.ask(Claim(person.kind, person.number, person.name))
        return True

    def ask(self, claim: Claim) -> None:
        """Have a number for the clerk; the session's clock stands still meanwhile."""
        s, purpose = self.c.session, self.ways.purpose
        s.typed = ""
        s.patience.hold("way", self.c.fixed.clock.monotonic())
        self.c.work(lambda: self.c.services.identity.open_vouch(claim, purpose), self._opened)

    def _opened(self, opened: Opened) -> None:
        way, now = self.c.session.way, self.c.fixed.clock.monotonic()
        if way is None or way.place != "vouch":
            return
        if not opened.id:
            self.ways.say(replace(way, busy=False, state="offline"))
            return
        self._polled = now
        until = now + opened.seconds
        self.ways.say(replace(way, vouch=opened.id, code=opened.code, until=until, busy=False))

    def _vouched(self, asked: str, found: Answered) -> None:
        way = self.c.session.way
        if way is None or way.vouch != asked:
            return
        if found.person is not None:
            self._proved(way, found.person)
        elif found.state in ("refused", "expired"):
            self.ways.say(replace(way, busy=False, state=found.state))
        else:
            self.ways.put(replace(way, busy=False), quiet=True)

    def _proved(self, way: Way, person: Person) -> None:
        if way.claimed is None:
            self.ways.found(person)
            return
        self.ways.close()
        one = replace(way.claimed, method=person.method, level=person.level, grant=person.grant)
        self.c.steps.visit.replace(replace(self.c.session.data, person=one))
        self.c.steps.press("confirm.yes", "")
