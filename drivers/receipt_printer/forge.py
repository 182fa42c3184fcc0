"""Traces of receipt printers: text becomes signs of the same width, pictures become white."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from drivers.receipt_printer.commands import TEXT, UNKNOWN, Command, split
from drivers.receipt_printer.slip import Pair, Slip, Text

if TYPE_CHECKING:
    from drivers.events import Event
    from drivers.receipt_printer.escpos_80mm import Escpos80mmDriver

SAMPLE = Slip((Text("样例数据", size=2), Pair("办件编号", "XC 0000 0000 0000 0000")))
PICTURES = {"GS v": 6, "ESC *": 3, "GS (": 5, "GS 8": 7, "GS k": 2, "FS 2": 2}
CELL = "样".encode("gbk")


def forge(to_device: bool, data: bytes) -> bytes:
    """The bytes of a turn without what was printed; a printer's answers carry nothing personal.
    Our own sample slip stays as it is, so that a driver of today can be held against it."""
    if not to_device:
        return data
    return b"".join(_forged(command) for command in split(data))


def _forged(command: Command) -> bytes:
    if command.name == TEXT:
        return _signs(command.raw)
    if command.name == UNKNOWN and len(command.raw) > 2:
        return bytes(len(command.raw))  # cut short: what it was cannot be told
    head = PICTURES.get(command.name)
    if head is None or (command.name == "GS (" and command.args[:1] == b"H"):
        return command.raw
    return command.raw[: 2 + head] + bytes(max(0, len(command.raw) - 2 - head))


def _signs(text: bytes) -> bytes:
    out, at = b"", 0
    while at < len(text):
        wide = text[at] >= 0x81 and at + 1 < len(text)
        sign = text[at : at + 2] if wide else text[at : at + 1]
        known = sign in KNOWN or (not wide and sign in b" -")
        out += sign if known else CELL[: len(sign)] if wide else b"8"
        at += len(sign)
    return out


KNOWN = frozenset(char.encode("gbk") for char in "样例数据办件编号XC0")


def trial(driver: Escpos80mmDriver, _told: list[Event], seconds: float) -> Any:
    """Look at it, print the sample slip: its outcome."""
    driver.poll()
    return driver.print_slip(SAMPLE, "trace", seconds).outcome
