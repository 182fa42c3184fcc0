"""The card readers as a visit sees them: armed for one step, and every card event checked."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

from drivers.events import (
    CardBusy,
    CardRead,
    CardRemoved,
    CardTrouble,
    SmartCardRead,
    StatusChanged,
)
from drivers.smart_card.record import SocialCardRecord
from drivers.status import State
from kiosk.domain.errors import NotValidError
from kiosk.services.identity import holder_of, person_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from kiosk.flows.data import Person
    from kiosk.services.controller import Controller

MAX_FAILURES = 3
BROKEN = (State.DISCONNECTED, State.FAULT)
READER, SOCIAL_READER = "id_card", "social_card"
UNHURT = ("removed", "unsteady", "no_atr", "not_a_social_card", "in_use", "reader")
"""Troubles of a social-security card that say nothing of whether it can be read."""


class Reading:
    """Arms the reader for the step that asks for a card, and takes only that step's events."""

    def __init__(self, controller: Controller) -> None:
        self.c = controller
        self._armed = ""
        self._then: Callable[[Person], None] | None = None
        self._spent = False  # a social-security card lies there that was read and is of no use
        self._paused: tuple[bool, Callable[[Person], None] | None] = (False, None)

    def begin(self, then: Callable[[Person], None] | None = None) -> None:
        """Ask for a card; whatever an earlier asking still brings is not for us. `then` gets the
        person; without it the visit under way does."""
        self.c.identifying.drop()
        self._arm()
        self._then = then
        self.c.session.card = ""
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
            self._arm()
            self._check_reader()

    def _arm(self) -> None:
        self._armed, self._spent = uuid.uuid4().hex, False
        self.c.services.arm_card(self._armed)

    def deliver(self, person: Person) -> None:
        """A person, to whom the card that is asked for would have gone."""
        (self._then or self.c.steps.identified)(person)

    def on_event(self, event: object) -> None:
        """One event of any device."""
        match event:
            case CardBusy(request_id=request) if request == self._armed and request:
                self.c.touched()
                self._note("reading")
            case CardRead(role=role, request_id=request, record=record) if (
                request == self._armed and request
            ):
                self._read(role, person_of(record))
            case SmartCardRead(
                role=role, request_id=request, record=SocialCardRecord() as record
            ) if request == self._armed and request:
                self._social(role, record)
            case CardTrouble(role=role, request_id=request, reason=reason) if (
                request == self._armed and request
            ):
                self.c.touched()
                self._failed(reason, social=role == SOCIAL_READER)
            case CardRemoved(role=role):
                self._removed(role)
            case StatusChanged(status=status):
                self._status(status.role)
            case _:
                pass

    def _read(self, role: str, person: Person) -> None:
        self.c.session.card_on, self.c.session.card_role = True, role
        self.stop()
        self.c.touched()
        self.deliver(person)

    def _social(self, role: str, record: SocialCardRecord) -> None:
        """A card that is over, or whose number is nobody's, is told; the next one is awaited when
        it has left, for the reader has done its work for this asking."""
        today, reason = self.c.fixed.clock.today(), "expired"
        if record.valid_to is None or record.valid_to >= today:
            try:
                person = holder_of(record, today)
            except NotValidError:
                reason = "check_digit"
            else:
                self._read(role, person)
                return
        self._spent = True
        self.c.touched()
        self._failed(reason, social=True)

    def _removed(self, role: str) -> None:
        s = self.c.session
        if role == SOCIAL_READER and self._spent and self._armed:
            self._arm()
        if s.card_role in ("", role):
            s.card_on, s.card_role = False, ""
            self.c.idling.card_taken()

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

    def _failed(self, reason: str, *, social: bool = False) -> None:
        s = self.c.session
        s.card_failures += reason not in UNHURT
        if reason == "not_an_id_card":
            self._note("not_id")
        elif social and s.card_failures < MAX_FAILURES:
            self._note(reason)
        elif s.card_failures >= MAX_FAILURES:
            self.stop()
            s.card_failures = 0
            s.trouble, s.overlay = "card", "trouble"
            self.c.show()
        else:
            self._note("again")

    def _status(self, role: str) -> None:
        if role in (READER, SOCIAL_READER):
            self._check_reader()
        if self.c.session.phase == "attract" or (role == SOCIAL_READER and self._asking):
            self.c.show(quiet=True)  # what can be done here, which cards the page asks for

    def _check_reader(self) -> None:
        """Losing every reader while a card is asked for is trouble; the return of one ends that.
        One that is lost cannot tell that the card was taken: nobody is held up for it."""
        s, states = self.c.session, self.c.services.states()
        if s.phase == "card" and states.get(s.card_role or READER, State.UNKNOWN) in BROKEN:
            self.c.idling.card_taken()
        if not self._asking:
            return
        broken = states.get(READER, State.UNKNOWN) in BROKEN
        if broken and states.get(SOCIAL_READER, State.DISCONNECTED) not in BROKEN:
            broken = False
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
