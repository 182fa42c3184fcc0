"""Scanners that type: a USB keyboard to the kernel, taken away from the screen and read as keys."""

from __future__ import annotations

from collections.abc import Callable

from drivers.code_scanner.keyboard import NOT_TEXT, Typist
from drivers.code_scanner.line_scanner import LineScanner
from drivers.driver import Driver
from drivers.events import Event
from drivers.registry import Model, Option
from drivers.spec import DeviceSpec, parse_port
from drivers.transport.evdev import EvdevSource

MODEL = Model(
    kind="code_scanner",
    name="evdev_wedge",
    ports=("evdev",),
    options={
        "prefix": Option(str, ""),
        "suffix": Option(str, "any", choices=("any", "tab", "quiet")),
        "aim": Option(bool, True),
        "max_length": Option(int, 4096, min=1, max=4096),
        "same_code_s": Option(float, 2.5, min=0, max=30),
    },
    ladder="simulated",
    faults=("partial", "alt_code", "control_keys", "overrun", "double", "hang_up"),
)


def make(spec: DeviceSpec, emit: Callable[[Event], None]) -> Driver:
    """The driver for a spec with all options present."""
    return LineScanner(spec, emit, WedgeLine(parse_port(spec.port).path))


class WedgeLine:
    """A scanner that types, as the bytes that it meant: a `drivers.transport.Transport`."""

    def __init__(self, path: str) -> None:
        self._source = EvdevSource(path)
        self._typist = Typist()

    def open(self) -> None:
        """Take the device; LinkLostError as EvdevSource.open."""
        self._typist.forget()
        self._source.open()

    def close(self) -> None:
        """Let it go."""
        self._source.close()

    def write(self, data: bytes, timeout_s: float) -> None:
        """Such a scanner takes no commands: nothing is ever written."""

    def read(self, timeout_s: float, limit: int = 4096) -> bytes:
        """What was typed; keys without a byte of their own are read over, so b"" means that no
        key has come. Where the kernel lost events the code that was being typed is spoiled."""
        while events := list(self._source.keys(timeout_s)):
            if typed := b"".join(map(self._typed, events)):
                return typed
        return b""

    def drain(self, quiet_s: float, limit_s: float = 2.0) -> bytes:
        """Not needed: such a device answers nothing."""
        return b""

    def _typed(self, event: tuple[int, int] | None) -> bytes:
        if event is None:
            self._typist.forget()
            return NOT_TEXT
        return self._typist.key(*event)
