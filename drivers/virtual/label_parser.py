"""The language of a label printer, read as its firmware does: command lines, pictures in between.

What is no command of the language, or is one with wrong values, is kept in `unknown` and does
nothing, as on the real machine.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from PIL import Image, ImageChops, ImageDraw

from drivers.virtual.label_code128 import modules

PICTURE = re.compile(rb"BITMAP +(\d+) *, *(\d+) *, *(\d+) *, *(\d+) *, *([012]) *,", re.IGNORECASE)
BARCODE = re.compile(
    rb'BARCODE +(\d+),(\d+),"([^"]*)",(\d+),([0-3]),(0|90|180|270),(\d+),(\d+),"([^"]*)"',
    re.IGNORECASE,
)
SIZE = re.compile(rb"SIZE +([\d.]+) *mm *, *([\d.]+) *mm", re.IGNORECASE)
PRINT = re.compile(rb"PRINT +(\d+)(?: *, *(\d+))?", re.IGNORECASE)
SETTINGS = re.compile(
    rb"(?:GAP +[\d.]+ *mm *, *[\d.]+ *mm|DIRECTION +[01]|REFERENCE +\d+ *, *\d+)", re.IGNORECASE
)
LINE_MAX = 4096
SIDE_MAX_MM = 300.0


@dataclass(slots=True)
class Printed:
    """One label: its picture (mode "1", ink = 255), the bytes it came from, whether it came out."""

    picture: Image.Image
    data: bytes
    commands: tuple[str, ...]
    barcodes: tuple[str, ...]
    complete: bool = False


@dataclass(slots=True)
class Parser:
    """Takes the stream apart. `per_mm` dots a millimetre."""

    per_mm: float = 8.0
    rest: bytearray = field(default_factory=bytearray)
    commands: list[str] = field(default_factory=list[str])
    barcodes: list[str] = field(default_factory=list[str])
    unknown: list[bytes] = field(default_factory=list[bytes])
    picture: Image.Image = field(default_factory=lambda: Image.new("1", (608, 1040), 0))
    _data: bytearray = field(default_factory=bytearray)

    def feed(self, data: bytes) -> None:
        """More of the stream."""
        self.rest += data

    def forget(self) -> None:
        """Drop what has come in and what was drawn."""
        self.rest.clear()
        self._begin()

    def take(self) -> Printed | None:
        """Carry out whole commands up to the next PRINT; the label that it asks for, or None."""
        while self.rest:
            taken = self._picture() if bytes(self.rest[:6]).upper() == b"BITMAP" else self._line()
            if taken is None:
                return None
            self._data += taken
            line = bytes(taken).strip()
            if not line:
                continue
            label = self._obey(line)
            if label is not None:
                return label
        return None

    def _picture(self) -> bytearray | None:
        head = PICTURE.match(self.rest)
        if head is None:
            return self._line() if len(self.rest) > 64 or b"\n" in self.rest else None
        length = int(head[3]) * int(head[4])
        end = head.end() + length
        if length > 1 << 20:
            return self._line()
        return self._cut(end) if len(self.rest) >= end else None

    def _line(self) -> bytearray | None:
        end = self.rest.find(b"\n")
        if end < 0:
            return self._cut(LINE_MAX) if len(self.rest) > LINE_MAX else None
        return self._cut(end + 1)

    def _cut(self, length: int) -> bytearray:
        taken = self.rest[:length]
        del self.rest[:length]
        return taken

    def _obey(self, line: bytes) -> Printed | None:
        name = line.split(None, 1)[0].upper()
        known = {b"SIZE": self._size, b"CLS": self._clear, b"BITMAP": self._bitmap}
        known[b"BARCODE"] = self._bars
        if name == b"PRINT" and PRINT.fullmatch(line):
            self.commands.append("PRINT")
            return self._finished()
        good = known[name](line) if name in known else bool(SETTINGS.fullmatch(line))
        if good:
            self.commands.append(name.decode("ascii"))
        else:
            self.unknown.append(line[:200])
        return None

    def _finished(self) -> Printed:
        label = Printed(
            self.picture.copy(), bytes(self._data), tuple(self.commands), tuple(self.barcodes)
        )
        self._begin()
        return label

    def _begin(self) -> None:
        self._data.clear()
        self.commands.clear()
        self.barcodes.clear()

    def _size(self, line: bytes) -> bool:
        found = SIZE.fullmatch(line)
        try:
            sides = [float(side) for side in found.groups()] if found else []
        except ValueError:
            return False
        if not sides or not all(1 <= side <= SIDE_MAX_MM for side in sides):
            return False
        wide, high = (round(side * self.per_mm) for side in sides)
        self.picture = Image.new("1", (wide, high), 0)
        return True

    def _clear(self, line: bytes) -> bool:
        if line.upper() != b"CLS":
            return False
        self.picture.paste(0, (0, 0, *self.picture.size))
        return True

    def _bitmap(self, line: bytes) -> bool:
        head = PICTURE.match(line)
        if head is None:
            return False
        x, y, across, rows, mode = (int(value) for value in head.groups())
        data = line[head.end() :]
        if across * rows == 0 or len(data) < across * rows:
            return False
        ink = bytes(byte ^ 0xFF for byte in data[: across * rows])
        self._merge(Image.frombytes("1", (across * 8, rows), ink), x, y, mode)
        return True

    def _merge(self, ink: Image.Image, x: int, y: int, mode: int) -> None:
        under = self.picture.crop((x, y, x + ink.width, y + ink.height))
        if mode == 1:
            ink = ImageChops.logical_or(under, ink)
        elif mode == 2:
            ink = ImageChops.logical_xor(under, ink)
        self.picture.paste(ink, (x, y))

    def _bars(self, line: bytes) -> bool:
        found = BARCODE.fullmatch(line)
        if found is None or found[3] != b"128" or found[6] != b"0":
            return False
        x, y, height, narrow = (int(found[group]) for group in (1, 2, 4, 7))
        text = found[9].decode("latin-1")
        try:
            bars = modules(text)
        except ValueError:
            return False
        if not 1 <= narrow <= 10 or not height:
            return False
        draw = ImageDraw.Draw(self.picture)
        for place, dark in enumerate(bars):
            if dark == "1":
                left = x + place * narrow
                draw.rectangle((left, y, left + narrow - 1, y + height - 1), fill=255)
        self.barcodes.append(text)
        return True
