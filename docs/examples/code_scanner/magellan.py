"""Scanners that single letters switch on and off (Datalogic Magellan 800i, reference, app. F)."""

from __future__ import annotations

from collections.abc import Callable

from drivers.code_scanner.line_scanner import LineScanner
from drivers.code_scanner.serial_2d import MODEL as SERIAL
from drivers.driver import Driver
from drivers.events import Event
from drivers.registry import Model
from drivers.spec import DeviceSpec, parse_port
from drivers.transport import make_transport

MODEL = Model(
    kind="code_scanner",
    name="magellan",
    ports=("serial",),
    options={name: option for name, option in SERIAL.options.items() if name != "trigger"},
    faults=SERIAL.faults,
    emulated_as="serial_2d",
)
ENABLE, DISABLE, WRITE_S = b"E", b"D", 0.5


def make(spec: DeviceSpec, emit: Callable[[Event], None]) -> Driver:
    """A line scanner with this light."""
    return Magellan(spec, emit, make_transport(parse_port(spec.port), baud=9600))


class Magellan(LineScanner):
    """It stays on after a code, and says nothing to a command."""

    def _light(self, *, on: bool) -> None:
        self._line.write(ENABLE if on else DISABLE, WRITE_S)
