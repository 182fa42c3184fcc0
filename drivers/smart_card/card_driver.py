"""What all smart cards share: watching the reader, reading once, telling what went wrong."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable
from dataclasses import dataclass

from drivers.driver import Driver
from drivers.errors import DeviceError, LinkLostError
from drivers.events import CardBusy, CardRemoved, CardTrouble, Event, SmartCardRead
from drivers.smart_card.apdu import Apdus, CardError
from drivers.smart_card.net_link import NetLink
from drivers.smart_card.reader_link import ReaderLink, Slot
from drivers.smart_card.record import SocialCardRecord, StaffCardRecord
from drivers.spec import DeviceSpec, parse_port
from drivers.status import State

ARMED_S, RESTING_S = 0.2, 0.7
READ_S = 4.0  # for a whole card
CONNECT_S = 2.5  # powering up, twice where it failed
UNSTEADY_S = 5.0  # pulled twice within so long: it is not lying steadily

Record = SocialCardRecord | StaffCardRecord


@dataclass(frozen=True, slots=True)
class _Lying:
    """The card in the reader that was read, or that cannot be. `trouble`: why."""

    slot: Slot
    trouble: str = ""


class SmartCardDriver(Driver):
    """States by poll: ready, media_present "card_left", busy "in_use". Codes: docs/devices.md."""

    def __init__(
        self, spec: DeviceSpec, emit: Callable[[Event], None], read: Callable[[Apdus], Record]
    ) -> None:
        super().__init__(spec, emit)
        self._read_files = read
        answer_s = spec.options.get("answer_s", 2.5)
        self._answer_s = float(answer_s) if isinstance(answer_s, int | float) else 2.5
        self._link: ReaderLink | NetLink | None = None
        self._lying: _Lying | None = None
        self._served: str | None = None  # the intent that had its answer
        self._told: tuple[str | None, str] = (None, "")  # the last trouble, and whose
        self._pulled: tuple[str, float] = ("", 0.0)  # the last time, and whose

    # ---- opening and closing ----

    def open(self) -> None:
        """Start the child and make sure that the named reader is there."""
        port = parse_port(self.spec.port)
        net = port.scheme == "tcp"
        self._link = (NetLink if net else ReaderLink)(port, self.wish.stopping)
        self._link.look()

    def close(self) -> None:
        """End the child; what is known of the card stays."""
        link, self._link = self._link, None
        if link is not None:
            link.close()

    # ---- on every poll ----

    def poll(self) -> tuple[State, str]:
        """Look at the reader; read its card once for an arming."""
        intent = self.wish.intent
        slot = self._there().look()
        self._watch(slot)
        waiting = intent is not None and intent != self._served
        if intent is not None and waiting and slot.present:
            self._serve(intent, slot)
        self.poll_interval_s = ARMED_S if waiting or self._lying is not None else RESTING_S
        if slot.used:
            return State.BUSY, "in_use"
        left = intent is None and self._lying is not None
        return (State.MEDIA_PRESENT, "card_left") if left else (State.READY, "")

    def read_once(self, deadline_s: float) -> Record:
        """Wait up to deadline_s for a card and read it; CardError no_card or why not."""
        until = time.monotonic() + deadline_s
        while not (slot := self._there().look()).present:
            if time.monotonic() >= until:
                raise CardError("no_card")
            if self.wish.stopping.wait(ARMED_S):
                raise DeviceError("stopped")
        try:
            record = self._read(slot, lambda: None)
        except CardError as error:
            self._lying = _Lying(slot, error.code) if error.lift else None
            raise
        self._lying = _Lying(slot)
        return record

    def _there(self) -> ReaderLink | NetLink:
        if self._link is None:
            raise LinkLostError("closed")
        return self._link

    def _watch(self, slot: Slot) -> None:
        """Notice that the card that was here left, or was changed for another between looks."""
        lying = self._lying
        if lying is None or (slot.present and slot.changes == lying.slot.changes):
            return
        self._lying = None
        if lying.trouble:
            self._served = None  # the next card is tried for the same request
        else:
            self.emit(CardRemoved(self.spec.role))

    def _serve(self, intent: str, slot: Slot) -> None:
        """Read the card for a request; one that failed is not tried again before it left."""
        if self._lying is not None and self._lying.trouble:
            self._served = intent
            self._tell(intent, self._lying.trouble)
            return
        try:
            record = self._read(slot, lambda: self._tell_busy(intent))
        except CardError as error:
            self._failed(intent, slot, error)
            return
        except LinkLostError:
            self._tell(intent, "reader")
            raise
        self._lying, self._served, self._told = _Lying(slot), intent, (None, "")
        if self.wish.intent == intent:
            self.emit(SmartCardRead(self.spec.role, intent, record))

    def _failed(self, intent: str, slot: Slot, error: CardError) -> None:
        code = error.code
        if code == "removed":
            now, (whose, before) = time.monotonic(), self._pulled
            code = "unsteady" if whose == intent and now - before < UNSTEADY_S else "removed"
            self._pulled = intent, now
        elif error.lift:
            self._lying, self._served = _Lying(slot, code), intent
        self._tell(intent, code)

    def _read(self, slot: Slot, busy: Callable[[], None]) -> Record:
        """Read the card that `slot` saw, whole, within READ_S. CardError says why not."""
        if slot.mute:
            raise CardError("no_atr")
        link, until = self._there(), time.monotonic() + READ_S

        def transmit(command: bytes) -> bytes:
            left = until - time.monotonic()
            if left <= 0:
                raise CardError("mute")
            return link.send(command, min(self._answer_s, left))

        link.connect(CONNECT_S)
        busy()
        try:
            record = self._read_files(Apdus(transmit))
        finally:
            with contextlib.suppress(DeviceError):  # the reading's own trouble is what counts
                link.leave()
        return record

    # ---- telling ----

    def _tell_busy(self, intent: str) -> None:
        if self.wish.intent == intent and self._told != (intent, "unsteady"):
            self.emit(CardBusy(self.spec.role, intent))

    def _tell(self, intent: str | None, code: str) -> None:
        """Tell whoever waits for a card what is wrong, once for each wrong in a row."""
        if intent is None or self.wish.intent != intent or self._told == (intent, code):
            return
        self._told = (intent, code)
        self.emit(CardTrouble(self.spec.role, intent, code))
