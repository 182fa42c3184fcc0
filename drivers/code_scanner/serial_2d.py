"""2D code scanners of the Newland and Honeywell manner: lines over a serial port or TCP."""

from __future__ import annotations

import hashlib
import logging
import os
import time
from collections.abc import Callable, Mapping
from types import MappingProxyType

from drivers.code_scanner.frames import SUFFIXES, Frames
from drivers.code_scanner.grammar import AIM_LENGTH, CodeError, text_of
from drivers.errors import DeviceError
from drivers.events import CodeRefused, CodeScanned, Event
from drivers.registry import Model, Option
from drivers.spec import DeviceSpec, parse_port
from drivers.status import State
from drivers.transport.base import Transport
from drivers.worker import Driver

log = logging.getLogger("drivers.code_scanner")

MODEL = Model(
    kind="code_scanner",
    name="serial_2d",
    ports=("serial", "tcp"),
    options={
        "trigger": Option(str, "none", choices=("none", "honeywell", "newland")),
        "prefix": Option(str, ""),
        "suffix": Option(str, "any", choices=tuple(SUFFIXES)),
        "aim": Option(bool, True),
        "max_length": Option(int, 4096, min=1, max=4096),
        "same_code_s": Option(float, 2.5, min=0, max=30),
    },
    ladder="simulated",
    faults=("garbage", "partial", "double", "control_bytes", "too_long", "hang_up"),
)

# Honeywell: serial trigger commands SYN T CR and SYN U CR; Newland: SOH T EOT and SOH P EOT
TRIGGERS: Mapping[str, tuple[bytes, bytes]] = MappingProxyType(
    {
        "none": (b"", b""),
        "honeywell": (b"\x16T\r", b"\x16U\r"),
        "newland": (b"\x01T\x04", b"\x01P\x04"),
    }
)
ACK, NAK = b"\x06", b"\x15"  # Newland's answer to a trigger
TRIGGER_AGAIN_S = 20.0
ARMED_S, IDLE_S = 0.04, 0.3
WRITE_S = 0.5
MOST_READS = 64


def make(spec: DeviceSpec, emit: Callable[[Event], None]) -> Driver:
    """The driver for a spec with all options present."""
    from drivers.transport import make_transport

    return SerialScanner(spec, emit, make_transport(parse_port(spec.port), baud=9600))


class SerialScanner(Driver):
    """Listens only while armed. What comes at other times is dropped unread; contents are handed
    on in one event and kept nowhere: the last code is remembered as a keyed digest."""

    def __init__(
        self, spec: DeviceSpec, emit: Callable[[Event], None], transport: Transport
    ) -> None:
        super().__init__(spec, emit)
        options = spec.options
        self._line = transport
        self._prefix = str(options["prefix"]).encode()
        self._aim = options["aim"] is True
        self._longest = int(str(options["max_length"]))
        self._same_code_s = float(str(options["same_code_s"]))
        self._trigger_on, self._trigger_off = TRIGGERS[str(options["trigger"])]
        self._answers = options["trigger"] == "newland"
        self._frames = Frames(
            str(options["suffix"]), self._longest + len(self._prefix) + AIM_LENGTH
        )
        self._key = os.urandom(16)
        self._last = (b"", 0.0)
        self._armed_for: str | None = None
        self._answer_due = False
        self._triggered_at = 0.0
        self._trouble = ""

    def open(self) -> None:
        """Open the line. Such a scanner has no question to answer: an open line is all there is."""
        self._line.open()
        self._frames.reset()
        self._armed_for = None
        self._trouble = ""

    def close(self) -> None:
        """Let the light go out and close the line."""
        if self._armed_for is not None:
            self._armed_for = None
            try:
                self._trigger(self._trigger_off)
            except DeviceError:
                log.info("scanner_light_unknown role=%s", self.spec.role)
        self._line.close()

    def poll(self) -> tuple[State, str]:
        """Follow the arming, read what has come, tell of a code that is complete."""
        wanted = self.wish.intent
        if wanted != self._armed_for:
            self._turn_to(wanted)
        self.poll_interval_s = IDLE_S if wanted is None else ARMED_S
        data, now = self._read(), time.monotonic()
        if wanted is None:
            self._frames.drop(data, now)
        elif data:
            self._frames.feed(data, now)
        else:
            self._deliver(wanted, now)
            self._keep_lit(now)
        return (State.FAULT, self._trouble) if self._trouble else (State.READY, "")

    def _turn_to(self, wanted: str | None) -> None:
        self._frames.drop(self._read(), time.monotonic())
        if (wanted is None) != (self._armed_for is None):
            self._trigger(self._trigger_off if wanted is None else self._trigger_on)
        self._armed_for = wanted

    def _trigger(self, command: bytes) -> None:
        self._triggered_at = time.monotonic()
        if command:
            self._line.write(command, WRITE_S)
            self._answer_due = self._answers

    def _keep_lit(self, now: float) -> None:
        if now - self._triggered_at >= TRIGGER_AGAIN_S:
            self._trigger(self._trigger_on)

    def _read(self) -> bytes:
        """What has come, at most MOST_READS portions; LinkLostError when the line is gone."""
        came = bytearray()
        for _ in range(MOST_READS):
            data = self._line.read(0.0)
            if not data:
                break
            came += data
        if self._answer_due and came:
            self._answer_due = False
            self._trouble = "trigger_refused" if came.startswith(NAK) else ""
            if came.startswith((ACK, NAK)):
                del came[0]
        return bytes(came)

    def _deliver(self, request_id: str, now: float) -> None:
        line, reason = self._frames.take(now)
        text = ""
        if line is not None:
            try:
                text = text_of(line, prefix=self._prefix, aim=self._aim, longest=self._longest)
            except CodeError as error:
                reason = str(error)
        if not text and not reason:
            return
        self._trigger(self._trigger_on)  # a scanner puts its light out after each code
        if self.wish.intent != request_id:
            return
        if reason:
            log.info("code_refused role=%s reason=%s", self.spec.role, reason)
            self.emit(CodeRefused(self.spec.role, request_id, reason))
        elif not self._seen_just_now(text, now):
            self.emit(CodeScanned(self.spec.role, request_id, text))

    def _seen_just_now(self, text: str, now: float) -> bool:
        digest = hashlib.blake2b(text.encode(), key=self._key).digest()
        last, at = self._last
        if digest == last and now - at < self._same_code_s:
            return True
        self._last = (digest, now)
        return False
