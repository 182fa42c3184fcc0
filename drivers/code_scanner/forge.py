"""Traces of scanners: a code keeps its form and its line ends; its letters and digits go."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

from drivers.events import CodeRefused, CodeScanned, Event

if TYPE_CHECKING:
    from drivers.code_scanner.serial_2d import SerialScanner


def forge(to_device: bool, data: bytes) -> bytes:
    """The bytes of a turn with 0 for each digit and A for everything else but control characters
    and an AIM identifier; commands carry nothing personal."""
    if to_device:
        return data
    kept = 3 if data[:1] == b"]" else 0
    return data[:kept] + bytes(_sign(byte) for byte in data[kept:])


def _sign(byte: int) -> int:
    if byte < 0x20 or byte == 0x7F:
        return byte
    return 0x30 if 0x30 <= byte <= 0x39 else 0x41


def trial(driver: SerialScanner, seconds: float) -> Any:
    """Wait for one code: "code", why it was refused, or "nothing"."""
    found: list[str] = []

    def note(event: Event) -> None:
        if isinstance(event, CodeScanned):
            found.append("code")
        elif isinstance(event, CodeRefused):
            found.append(event.reason)

    driver.emit, driver.wish.intent = note, "trace"
    until = time.monotonic() + seconds
    while not found and time.monotonic() < until:
        driver.poll()
        driver.wish.stopping.wait(driver.poll_interval_s)
    driver.wish.intent = None
    driver.poll()
    return found[0] if found else "nothing"
