"""SAM-V and SAM-A modules on a serial line: polled only while somebody is asked for a card."""

from __future__ import annotations

import contextlib
import struct
import time
from collections.abc import Callable, Generator, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from types import MappingProxyType

from drivers.errors import BadAnswerError, DeviceError, LinkLostError, NoAnswerError
from drivers.events import CardBusy, CardRead, CardRemoved, CardTrouble, Event
from drivers.id_card import sam_link
from drivers.id_card.photo import PhotoDecoder
from drivers.id_card.private_use import load_site_table
from drivers.id_card.record import IdCardRecord
from drivers.id_card.sam_card import CardError, SamCard
from drivers.id_card.sam_link import ModuleFaultError, SamLink
from drivers.registry import Model, Option
from drivers.spec import DeviceSpec, Port, parse_port
from drivers.status import State
from drivers.transport import Transport, make_transport
from drivers.worker import Driver

MODEL = Model(
    kind="id_card",
    name="sam_v",
    ports=("serial", "tcp"),
    options=MappingProxyType(
        {
            "probe_bauds": Option(bool, False),
            "pause_ms": Option(int, 5, min=0, max=100),
            "new_addresses": Option(bool, False),
            "private_use_table": Option(str, ""),
            "wlt_decoder": Option(str, ""),
        }
    ),
    faults=(
        "garbage",
        "false_preamble",
        "split",
        "bad_checksum",
        "bad_length",
        "flipped_bit",
        "no_answer",
        "late",
        "duplicate",
        "truncated",
        "card_gone_mid_read",
        "swap_mid_read",
        "hang_up",
        "echo",
        "not_an_id_card",
        "module_fault",
        "short_block",
    ),
)
BAUDS = (115200, 57600, 38400, 19200, 9600)
ARMED_S, RESTING_S, STATUS_S = 0.3, 1.0, 5.0
GONE_AFTER = 3  # finds in a row that see no card: the first may be the module's own doing


def make(spec: DeviceSpec, emit: Callable[[Event], None]) -> SamVDriver:
    """The driver for a spec whose options are complete."""
    return SamVDriver(spec, emit)


@dataclass(frozen=True, slots=True)
class _Lying:
    """The card on the reader: its chip's number where known; `trouble`: it must be lifted."""

    chip: bytes | None
    trouble: str = ""


class SamVDriver(Driver):
    """States by poll: ready, media_present "card_left" (nobody is armed and a card lies there),
    fault "module_fault". Detail codes: docs/devices.md."""

    def __init__(self, spec: DeviceSpec, emit: Callable[[Event], None]) -> None:
        super().__init__(spec, emit)
        self._site: Mapping[int, str] = MappingProxyType({})
        self._pipe: Transport | None = None
        self._lying: _Lying | None = None
        self._misses = 0
        self._served: str | None = None  # the intent that had its answer
        self._busy: str | None = None  # the intent that heard of a card being read
        self._faulty: str | None = None  # the intent that heard of a fault of the reader
        self._asked_at = 0.0

    # ---- opening and closing ----

    def open(self) -> None:
        """Open the line and make sure that a working module answers on it."""
        self._load_table()
        port = parse_port(self.spec.port)
        probe = bool(self.spec.options.get("probe_bauds")) and port.scheme == "serial"
        ports = [port, *_other_rates(port)] if probe else [port]
        for number, candidate in enumerate(ports, 1):
            self._connect(candidate)
            try:
                return self._greet(tries=1 if probe else 2)
            except (NoAnswerError, BadAnswerError):
                self.close()
                if number == len(ports):
                    raise
        return None

    def close(self) -> None:
        """Close the line; what is known of the card on it stays."""
        pipe, self._pipe = self._pipe, None
        if pipe is not None:
            pipe.close()

    def _load_table(self) -> None:
        path = str(self.spec.options.get("private_use_table", ""))
        if path and not self._site:
            try:
                self._site = load_site_table(Path(path))
            except (OSError, ValueError) as error:
                raise DeviceError("private_use_table", str(error)) from None

    def _connect(self, port: Port) -> None:
        self._pipe = make_transport(port)
        self._pipe.open()
        pause_ms = self.spec.options.get("pause_ms", 5)
        pause_s = pause_ms / 1000 if isinstance(pause_ms, int) else 0.0
        self._link = SamLink(self._pipe, self.wish.stopping, pause_s)
        addresses = bool(self.spec.options.get("new_addresses"))
        photos = PhotoDecoder(str(self.spec.options.get("wlt_decoder", "")))
        self._card = SamCard(self._link, self._site, new_addresses=addresses, photos=photos)

    def _greet(self, tries: int) -> None:
        try:
            self._link.ask(sam_link.STATUS, tries)
        except ModuleFaultError:
            # like a power cycle: what it says after that is its own
            self._link.ask(sam_link.RESET)
            self._link.ask(sam_link.STATUS)
        answer = self._link.ask(sam_link.SERIAL)
        if answer.sw3 == sam_link.OK:
            self.serial = serial_text(answer.data)
            self._link.fence = sam_link.SERIAL
        self._asked_at = time.monotonic()

    # ---- on every poll ----

    def poll(self) -> tuple[State, str]:
        """Look for a card while armed, watch the one that was read, otherwise rest."""
        intent = self.wish.intent
        with self._telling(intent):
            if self._lying is not None and self._lying.trouble:
                self._await_lifting(intent, self._lying.trouble)
            elif intent is not None and intent != self._served:
                self._hunt(intent)
            elif self._lying is not None:
                self._watch()
            else:
                self._rest()
        waiting = intent is not None and intent != self._served
        self.poll_interval_s = ARMED_S if waiting or self._lying is not None else RESTING_S
        left = intent is None and self._lying is not None
        return (State.MEDIA_PRESENT, "card_left") if left else (State.READY, "")

    def read_once(self, deadline_s: float) -> IdCardRecord:
        """Wait up to deadline_s for a card and read it; DeviceError `no_card` or why not."""
        until = time.monotonic() + deadline_s
        while not self._find():
            if time.monotonic() >= until:
                raise CardError("no_card")
            if self.wish.stopping.wait(ARMED_S):
                raise DeviceError("stopped")
        try:
            record, chip = self._card.read_placed(lambda: None)
        except CardError as error:
            self._lying = _Lying(None, error.code) if error.lift else None
            raise
        self._lying, self._misses = _Lying(chip), 0
        return record

    def _find(self) -> bool:
        self._link.strange = False
        self._asked_at = time.monotonic()
        return self._card.find()

    def _hunt(self, intent: str) -> None:
        try:
            if not self._find():
                self._missed()
                return
            record, chip = self._card.read_placed(lambda: self._tell_busy(intent))
        except CardError as error:
            self._trouble(intent, error)
            return
        if self._lying is not None and self._lying.chip != chip:
            self.emit(CardRemoved(self.spec.role))
        self._lying, self._misses, self._served = _Lying(chip), 0, intent
        self._busy = None
        if self.wish.intent == intent:
            self.emit(CardRead(self.spec.role, intent, record))

    def _trouble(self, intent: str, error: CardError) -> None:
        self._lying = _Lying(None, error.code) if error.lift else None
        self._misses, self._served = 0, intent if error.lift else None
        self._busy = None
        if self.wish.intent == intent:
            self.emit(CardTrouble(self.spec.role, intent, error.code))

    def _await_lifting(self, intent: str | None, reason: str) -> None:
        """A card that failed is not tried again before it left; every arming hears of it once."""
        if intent is not None and intent != self._served:
            self._served = intent
            self.emit(CardTrouble(self.spec.role, intent, reason))
        try:
            there = self._find()
        except CardError:
            there = True
        if not there:
            self._lying, self._served = None, None

    def _watch(self) -> None:
        """Notice that the card that was read left, or that another one took its place."""
        try:
            if not self._find():
                self._missed()
                return
        except CardError:
            self._gone()
            return
        self._misses = 0
        known = self._lying.chip if self._lying else None
        if known is not None and self._card.chip_number() not in (known, None):
            self._gone()

    def _missed(self) -> None:
        self._misses += 1
        if self._lying is not None and self._misses >= GONE_AFTER:
            self._gone()

    def _gone(self) -> None:
        self._lying, self._misses = None, 0
        self.emit(CardRemoved(self.spec.role))

    def _rest(self) -> None:
        self._link.listen()
        if time.monotonic() - self._asked_at >= STATUS_S:
            self._asked_at = time.monotonic()
            self._link.ask(sam_link.STATUS)

    def _tell_busy(self, intent: str) -> None:
        if self.wish.intent == intent and self._busy != intent:
            self._busy = intent
            self.emit(CardBusy(self.spec.role, intent))

    @contextlib.contextmanager
    def _telling(self, intent: str | None) -> Generator[None]:
        """Tell whoever waits for a card, once, that the reader itself is the trouble."""
        try:
            yield
        except (ModuleFaultError, LinkLostError, NoAnswerError, BadAnswerError) as error:
            reason = "module" if isinstance(error, ModuleFaultError) else "link"
            heard = self._busy == intent or reason == "module"
            if intent is not None and heard and self._faulty != intent:
                self._faulty, self._busy = intent, None
                self.emit(CardTrouble(self.spec.role, intent, reason))
            raise


def serial_text(data: bytes) -> str:
    """The 16 bytes of a module's serial number in the customary form."""
    return "{:02d}.{:02d}-{:08d}-{:010d}-{:010d}".format(*struct.unpack("<HHIII", data))


def _other_rates(port: Port) -> Iterator[Port]:
    for baud in BAUDS:
        if port.query.get("baud", "115200") != str(baud):
            query = MappingProxyType({**port.query, "baud": str(baud)})
            yield replace(port, query=query)
