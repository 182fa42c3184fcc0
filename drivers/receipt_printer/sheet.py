"""Carrying out ESC/POS commands on a sheet in memory: what stands where on the paper."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from PIL import Image

from drivers import gb18030
from drivers.receipt_printer.charset import rom_bytes
from drivers.receipt_printer.commands import TEXT, UNKNOWN, Command

CELL = 12
EM = 24
SIXTH_INCH = 34  # dots at 203 dpi
LACKING = "▯"  # what a printer's font shows for a character that it lacks
_SILENT = frozenset(
    {"DLE EOT", "DLE ENQ", "DLE DC4", "GS r", "GS I", "GS a", "GS b", "ESC r", "ESC t", "ESC R"}
    | {"ESC u", "ESC v", "ESC c", "ESC M", "ESC V", "ESC {", "FS S", "FS C", "FS -", "ESC -"}
    | {"GS H", "GS h", "GS w", "GS f", "GS P", "GS L", "GS W", "ESC  ", "CR", "CAN", "ESC <"}
)


@dataclass(frozen=True, slots=True)
class Glyph:
    """A character on the sheet: its left upper corner and box in dots."""

    char: str
    x: int
    y: int
    width: int
    height: int
    bold: bool


@dataclass(frozen=True, slots=True)
class Bitmap:
    """A picture on the sheet, mode "1", ink = 1."""

    x: int
    y: int
    image: Image.Image


@dataclass(frozen=True, slots=True)
class Cut:
    """A cut at y dots. `partial`: a bridge of paper stays."""

    y: int
    partial: bool


@dataclass(frozen=True, slots=True)
class Unknown:
    """Bytes that are no known command, and where they came."""

    y: int
    raw: bytes


Mark = Glyph | Bitmap | Cut | Unknown


class Sheet:
    """A roll of paper being printed on. `width` in dots; `charset` is that of the printer's font.

    `marks` is what stands on it, `y` how many dots of paper have gone through.
    """

    def __init__(self, width: int = 576, charset: str = "gbk") -> None:
        self.width = width
        self.charset = charset
        self.marks: list[Mark] = []
        self.y = 0
        self._glyphs: list[Glyph] = []
        self._reset()

    def run(self, command: Command) -> None:
        """Carry out one command."""
        if command.name == TEXT:
            self._put(command.args)
        elif command.name == UNKNOWN:
            self.marks.append(Unknown(self.y, command.raw))
        elif command.name in _ACTS:
            _ACTS[command.name](self, command.args)
        elif command.name not in _SILENT:
            self.marks.append(Unknown(self.y, command.raw))

    def finish(self) -> None:
        """Put down a line that was never fed, as a cut or the end of the stream leaves it."""
        height = max((glyph.height for glyph in self._glyphs), default=0)
        self._line_end()
        self.y += height

    # ---- acts ----

    def _reset(self, _args: bytes = b"") -> None:
        self._line_end()
        self.chinese = True
        self._scale = (1, 1)
        self._bold = False
        self._align = 0
        self._spacing = SIXTH_INCH
        self._x = 0

    def _put(self, data: bytes) -> None:
        for char in decode(data, self.charset) if self.chinese else data.decode("cp437"):
            across, down = self._scale
            wide = CELL * across * (1 if char.isascii() or not self.chinese else 2)
            if self._x + wide > self.width:
                self._feed_line()
            self._glyphs.append(Glyph(char, self._x, self.y, wide, EM * down, self._bold))
            self._x += wide

    def _feed_line(self, _args: bytes = b"") -> None:
        height = max((glyph.height for glyph in self._glyphs), default=0)
        self._line_end()
        self.y += max(self._spacing, height)

    def _line_end(self) -> None:
        if self._glyphs:
            bottom = max(glyph.height for glyph in self._glyphs)
            shift = (self.width - self._x) * self._align // 2
            for glyph in self._glyphs:
                y = self.y + bottom - glyph.height
                at = (glyph.x + shift, y, glyph.width, glyph.height)
                self.marks.append(Glyph(glyph.char, *at, glyph.bold))
        self._glyphs = []
        self._x = 0

    def _feed_lines(self, args: bytes) -> None:
        self._line_end()
        self.y += args[0] * self._spacing

    def _feed_dots(self, args: bytes) -> None:
        self._line_end()
        self.y += args[0]

    def _raster(self, args: bytes) -> None:
        across, rows = int.from_bytes(args[2:4], "little"), int.from_bytes(args[4:6], "little")
        self._line_end()
        if not across or not rows:
            return
        image = Image.frombytes("1", (across * 8, rows), args[6:])
        x = max(0, (self.width - image.width) * self._align // 2)
        self.marks.append(Bitmap(x, self.y, image.crop((0, 0, min(image.width, self.width), rows))))
        self.y += rows

    def _cut(self, args: bytes) -> None:
        if args[0] in (65, 66, 97, 98):
            self.y += args[1] + EM
        self._line_end()
        self.marks.append(Cut(self.y, partial=args[0] % 2 == 1 if args[0] < 65 else args[0] == 66))

    def _cut_old(self, _args: bytes) -> None:
        self.marks.append(Cut(self.y, partial=True))

    def _set_scale(self, args: bytes) -> None:
        self._scale = ((args[0] >> 4 & 7) + 1, (args[0] & 7) + 1)

    def _set_bold(self, args: bytes) -> None:
        self._bold = bool(args[0] & 1)

    def _set_align(self, args: bytes) -> None:
        self._align = {0: 0, 48: 0, 1: 1, 49: 1, 2: 2, 50: 2}.get(args[0], self._align)

    def _set_spacing(self, args: bytes) -> None:
        self._spacing = args[0] if args else SIXTH_INCH

    def _chinese_on(self, _args: bytes) -> None:
        self.chinese = True

    def _chinese_off(self, _args: bytes) -> None:
        self.chinese = False


_ACTS: Mapping[str, Callable[[Sheet, bytes], None]] = {
    name: getattr(Sheet, method)
    for name, method in {
        "ESC @": "_reset",
        "LF": "_feed_line",
        "FF": "_feed_line",
        "ESC d": "_feed_lines",
        "ESC J": "_feed_dots",
        "GS v": "_raster",
        "GS V": "_cut",
        "ESC i": "_cut_old",
        "ESC m": "_cut_old",
        "GS !": "_set_scale",
        "ESC E": "_set_bold",
        "ESC G": "_set_bold",
        "ESC a": "_set_align",
        "ESC 2": "_set_spacing",
        "ESC 3": "_set_spacing",
        "FS &": "_chinese_on",
        "FS .": "_chinese_off",
    }.items()
}


def decode(data: bytes, charset: str) -> str:
    """Text bytes in Chinese mode as the printer's font shows them; what it lacks is "▯"."""
    out: list[str] = []
    at = 0
    while at < len(data):
        step = 1 if data[at] < 0x81 else 4 if data[at + 1 : at + 2].isdigit() else 2
        code = data[at : at + step]
        at += step
        try:
            char = gb18030.decode(code)
        except UnicodeDecodeError:
            char = LACKING
        out.append(char if rom_bytes(char, charset) == code else LACKING)
    return "".join(out)
