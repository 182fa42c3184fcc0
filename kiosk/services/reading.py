"""The ID reader as the visit sees it: armed for one step, and every card event checked."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

from drivers.events import CardBusy, CardRead, CardRemoved, CardTrouble, StatusChanged
from drivers.status import State
from kiosk.services.identity import person_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from kiosk.flows.data import Person
    from kiosk.services.controller import Controller

MAX_FAILURES = 3
BROKEN = (State.DISCONNECTED, State.FAULT)
READER = "id_card"


class Reading:
    """Arms the reader for the step that asks for a card, and takes only that step's events."""

    def __init__(self, controller: Controller) -> None:
        self.c = controller
        self._armed = ""
        self._then: Callable[[Person], None] | None = None
        self._paused: tuple[bool, Callable[[Person], None] | None] = (False, None)

    def begin(self, then: Callable[[Person], None] | None = None) -> None:
        """Ask for a card; whatever an earlier asking still brings is not for us. `then` gets the
        person; without it the visit under way does."""
        self.c.identifying.drop()
        self._armed = uuid.uuid4().hex
        self._then = then
        self.c.session.card = ""
        self.c.services.arm_card(self._armed)
        self._check_reader()

    def stop(self) -> None:
        """No card is wanted."""
        self.c.identifying.drop()
        self.c.session.card = ""  # no later page is to say that a card is being read
        if self._armed:
            self._armed = ""
            self.c.services.disarm_card()

    def pause(self) -> None:
        """Look no more until `resume`, and let go of nothing."""
        self._paused = bool(self._armed), self._then
        if self._armed:
            self._armed = ""
            self.c.services.disarm_card()

    def resume(self) -> None:
        """Go on with what was asked before `pause`."""
        (armed, self._then), self._paused = self._paused, (False, None)
        if armed:
            self._armed = uuid.uuid4().hex
            self.c.services.arm_card(self._armed)
            self._check_reader()

    def deliver(self, person: Person) -> None:
        """A person, to whom the card that is asked for would have gone."""
        (self._then or self.c.steps.identified)(person)

    def on_event(self, event: object) -> None:
        """One event of any device."""
        match event:
            case CardBusy(request_id=request) if request == self._armed and request:
                self.c.touched()
                self._note("reading")
            case CardRead(request_id=request, record=record) if request == self._armed and request:
                self.c.session.card_on = True
                self.stop()
                self.c.touched()
                self.deliver(person_of(record))
            case CardTrouble(request_id=request, reason=reason) if (
                request == self._armed and request
            ):
                self.c.touched()
                self._failed(reason)
            case CardRemoved():
                self.c.session.card_on = False
                self.c.idling.card_taken()
            case StatusChanged(status=status):
                self._status(status.role)
            case _:
                pass

    def _note(self, card: str) -> None:
        if self._asking:
            self.c.session.card = card
            self.c.show()

    @property
    def _asking(self) -> bool:
        """Whether the page that is shown asks for a card."""
        if self.c.session.way is not None:
            return False
        return self.c.session.step == "identify" or (self._then is not None and bool(self._armed))

    def _failed(self, reason: str) -> None:
        s = self.c.session
        s.card_failures += 1
        if reason == "not_an_id_card":
            self._note("not_id")
        elif s.card_failures >= MAX_FAILURES:
            self.stop()
            s.card_failures = 0
            s.trouble, s.overlay = "card", "trouble"
            self.c.show()
        else:
            self._note("again")

    def _status(self, role: str) -> None:
        if role == READER:
            self._check_reader()
        if self.c.session.phase == "attract":
            self.c.show(quiet=True)

    def _check_reader(self) -> None:
        """Losing the reader while a card is asked for is trouble; its return ends that. One that
        is lost cannot tell that the card was taken: nobody is held up for it."""
        s = self.c.session
        broken = self.c.services.states().get(READER, State.UNKNOWN) in BROKEN
        if s.phase == "card" and broken:
            self.c.idling.card_taken()
        if not self._asking:
            return
        if broken and s.trouble != "reader":
            s.trouble, s.overlay = "reader", "trouble"
            self.c.show()
        elif not broken and s.trouble == "reader":
            s.trouble, s.overlay = "", ""
            self.begin_again()

    def begin_again(self) -> None:
        """Ask for the card once more, on the page that asks."""
        self.begin(self._then)
        self.c.show()
