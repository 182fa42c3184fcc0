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


def trial(driver: SerialScanner, told: list[Event], seconds: float) -> Any:
    """Wait for one code: "code", why it was refused, or "nothing"."""
    driver.wish.intent = "trace"
    until = time.monotonic() + seconds
    while not told and time.monotonic() < until:
        driver.poll()
        driver.wish.stopping.wait(driver.poll_interval_s)
    driver.wish.intent = None
    driver.poll()
    for event in told:
        if isinstance(event, CodeScanned):
            return "code"
        if isinstance(event, CodeRefused):
            return event.reason
    return "nothing"
