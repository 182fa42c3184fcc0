"""2D code scanners of the Newland and Honeywell manner: lines over a serial port or TCP."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Mapping
from types import MappingProxyType

from drivers.code_scanner.frames import SUFFIXES
from drivers.code_scanner.line_scanner import LineScanner
from drivers.driver import Driver
from drivers.errors import DeviceError
from drivers.events import Event
from drivers.registry import Model, Option
from drivers.spec import DeviceSpec, parse_port
from drivers.status import State
from drivers.transport.base import Transport

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
WRITE_S = 0.5


def make(spec: DeviceSpec, emit: Callable[[Event], None]) -> Driver:
    """The driver for a spec with all options present."""
    from drivers.transport import make_transport

    return SerialScanner(spec, emit, make_transport(parse_port(spec.port), baud=9600))


class SerialScanner(LineScanner):
    """A line scanner whose light is switched by a command."""

    def __init__(
        self, spec: DeviceSpec, emit: Callable[[Event], None], transport: Transport
    ) -> None:
        super().__init__(spec, emit, transport)
        trigger = str(spec.options["trigger"])
        self._trigger_on, self._trigger_off = TRIGGERS[trigger]
        self._answers = trigger == "newland"
        self._answer_due = False
        self._triggered_at = 0.0
        self._trouble = ""

    def open(self) -> None:
        """Open the line; what an earlier scanner refused is forgotten."""
        super().open()
        self._trouble = ""

    def close(self) -> None:
        """Let the light go out and close the line."""
        if self._armed_for is not None:
            try:
                self._light(on=False)
            except DeviceError:
                log.info("scanner_light_unknown role=%s", self.spec.role)
        super().close()

    def poll(self) -> tuple[State, str]:
        """As every line scanner, and a fault where the trigger was refused."""
        state = super().poll()
        return (State.FAULT, self._trouble) if self._trouble else state

    def _light(self, *, on: bool) -> None:
        self._triggered_at = time.monotonic()
        command = self._trigger_on if on else self._trigger_off
        if command:
            self._line.write(command, WRITE_S)
            self._answer_due = self._answers

    def _while_armed(self, now: float) -> None:
        if now - self._triggered_at >= TRIGGER_AGAIN_S:
            self._light(on=True)

    def _read(self) -> bytes:
        came = super()._read()
        if self._answer_due and came:
            self._answer_due = False
            self._trouble = "trigger_refused" if came.startswith(NAK) else ""
            if came.startswith((ACK, NAK)):
                return came[1:]
        return came
