"""Devices as the controller uses them: arm, say, print; states at a glance."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, TypeVar

from drivers.code_scanner import ScannerHandle
from drivers.events import Event, Spoken
from drivers.id_card import IdCardHandle
from drivers.page_printer import PageHandle
from drivers.receipt_printer import PrintResult, ReceiptHandle, Slip
from drivers.smart_card import SmartCardHandle
from drivers.speaker import SpeakerHandle
from drivers.spec import DeviceSpec
from drivers.status import State

if TYPE_CHECKING:
    from drivers.device_set import DeviceSet
    from drivers.status import DeviceStatus

H = TypeVar("H")
CPM = {("zh_CN", False): 200, ("zh_CN", True): 155, ("en", False): 200, ("en", True): 155}
"""Characters a minute: brisk for most, slow in the elderly mode."""
PRINT_S = 20.0
CARD_READERS = ("id_card", "social_card")
PAGES_S = 45.0
PAGES_GO = (State.READY, State.LOW, State.BUSY)
NEEDED = ("id_card", "receipt")
"""What visits ask for: a machine that has none must say so as if it were broken."""


class Peripherals:
    """Everything plugged in. Before `open` every role reads as unknown and nothing happens."""

    def __init__(self) -> None:
        self._devices: DeviceSet | None = None
        self._spoken: list[Callable[[str], None]] = []
        self._slips: list[Callable[[bytes], None]] = []
        self._speaking = ""
        self.printing = False

    def open(self, specs: Iterable[DeviceSpec], on_event: Callable[[Event], None]) -> None:
        """Start a worker for each device; events come on the devices' threads."""
        from drivers.device_set import open_devices

        def take(event: Event) -> None:
            if isinstance(event, Spoken):
                self._heard(event)
            on_event(event)

        self._devices = open_devices(specs, take)

    def close(self) -> None:
        """End all workers."""
        if self._devices:
            self._devices.stop()

    def on_spoken(self, listener: Callable[[str], None]) -> None:
        """Call back with each text that the engine has returned sound for."""
        self._spoken.append(listener)

    def on_slip(self, listener: Callable[[bytes], None]) -> None:
        """Call back with the bytes of each slip as sent."""
        self._slips.append(listener)

    @property
    def speaking(self) -> bool:
        """Whether an utterance has been asked for and has not ended."""
        return bool(self._speaking)

    def statuses(self) -> tuple[DeviceStatus, ...]:
        """A snapshot of every device."""
        return self._devices.statuses() if self._devices else ()

    def handle(self, role: str, of: type[H]) -> H | None:
        """The handle of a role's device when it is of that class; None before `open`."""
        return self._devices.handle(role, of) if self._devices else None

    def states(self) -> Mapping[str, str]:
        """Role -> state; of what is needed and not plugged in: disconnected."""
        lacking = dict.fromkeys(NEEDED, State.DISCONNECTED.value) if self._devices else {}
        return MappingProxyType(lacking | {s.role: s.state.value for s in self.statuses()})

    def restart(self, role: str) -> bool:
        """Close a device and open it anew; False where there is none."""
        return bool(self._devices and self._devices.restart(role))

    def rest(self, role: str, note: str) -> bool:
        """Take a device out of service, "" puts it back; False where there is none."""
        return bool(self._devices and self._devices.rest(role, note))

    def arm_card(self, request_id: str) -> None:
        """Look for a card in every reader for citizens' cards."""
        for role in CARD_READERS:
            self.arm_reader(role, request_id)

    def disarm_card(self) -> None:
        """Look no more."""
        for role in CARD_READERS:
            self.disarm_reader(role)

    def arm_reader(self, role: str, request_id: str) -> None:
        """Look for a card in one reader."""
        reader = self._reader(role)
        if reader:
            reader.arm(request_id)

    def disarm_reader(self, role: str) -> None:
        """Look no more there."""
        reader = self._reader(role)
        if reader:
            reader.disarm()

    def _reader(self, role: str) -> IdCardHandle | SmartCardHandle | None:
        found = self._devices.role(role) if self._devices else None
        return found if isinstance(found, IdCardHandle | SmartCardHandle) else None

    def arm_scan(self, request_id: str) -> None:
        """Look for a code."""
        scanner = self._devices.handle("scanner", ScannerHandle) if self._devices else None
        if scanner:
            scanner.arm(request_id)

    def disarm_scan(self) -> None:
        """Take no more codes."""
        scanner = self._devices.handle("scanner", ScannerHandle) if self._devices else None
        if scanner:
            scanner.disarm()

    def say(self, text: str, *, lang: str, elderly: bool, volume: int) -> None:
        """Speak, replacing what is being said."""
        speaker = self._devices.handle("speaker", SpeakerHandle) if self._devices else None
        if speaker:
            self._speaking = uuid.uuid4().hex
            speaker.say(
                self._speaking,
                text.replace("\n", " "),
                lang=lang,
                rate_cpm=CPM[(lang, elderly)],
                volume=volume,
            )

    def hush(self) -> None:
        """Silence at once."""
        self._speaking = ""
        speaker = self._devices.handle("speaker", SpeakerHandle) if self._devices else None
        if speaker:
            speaker.reset()

    def print_slip(self, slip: Slip, job_id: str) -> PrintResult:
        """Print and wait for proof; blocks at most PRINT_S and a little."""
        printer = self._devices.handle("receipt", ReceiptHandle) if self._devices else None
        if printer is None:
            return PrintResult("failed", "not_installed", b"")
        self.printing = True
        try:
            result = printer.print(slip, job_id, PRINT_S)
        finally:
            self.printing = False
        if result.outcome != "failed" or result.reason == "paper_out":
            for listener in self._slips:
                listener(result.data)
        return result

    def has_pages(self) -> bool:
        """Whether there is a page printer that may print now."""
        state = self._devices.status("pages").state if self._devices else State.UNKNOWN
        return state in PAGES_GO and self._pages() is not None

    def print_pages(self, pdf: bytes, job_id: str) -> PrintResult:
        """Print and follow to the end; blocks at most PAGES_S and a little."""
        printer = self._pages()
        if printer is None:
            return PrintResult("failed", "not_installed", b"")
        self.printing = True
        try:
            return printer.print(pdf, job_id, PAGES_S)
        finally:
            self.printing = False

    def clear_pages(self) -> None:
        """Nothing of the person who has gone is printed any more."""
        printer = self._pages()
        if printer is not None:
            printer.clear()

    def _pages(self) -> PageHandle | None:
        return self._devices.handle("pages", PageHandle) if self._devices else None

    def _heard(self, event: Spoken) -> None:
        if event.outcome == "started":
            for listener in self._spoken:
                listener(event.text)
        elif event.utterance_id == self._speaking:
            self._speaking = ""
