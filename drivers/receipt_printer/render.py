"""Pictures and plain text of what a stream of ESC/POS bytes leaves on the paper (203 dpi)."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from PIL import Image, ImageChops, ImageDraw

from drivers.receipt_printer import fonts
from drivers.receipt_printer.commands import Command, split
from drivers.receipt_printer.dots import black_on_white
from drivers.receipt_printer.sheet import LACKING, Bitmap, Cut, Glyph, Mark, Sheet, Unknown

MARGIN_DOTS = 32  # 80 mm of paper around 576 dots, 58 mm around 384
TOP_DOTS = 16
PICTURE_ROWS_MAX = 16000  # 2 m of paper


@dataclass(frozen=True, slots=True)
class Rendering:
    """What is on the paper, from top to bottom.

    `lines` is the text, a picture being one line "[raster W×H]"; `unknown` the bytes that are no
    known command, in the order in which they came; `complete` whether it ends in a cut.
    """

    commands: tuple[Command, ...]
    lines: tuple[str, ...]
    marks: tuple[Mark, ...]
    unknown: tuple[bytes, ...]
    width: int
    height: int

    @property
    def text(self) -> str:
        """The lines as one plain text, with a line end behind each."""
        return "".join(f"{line}\n" for line in self.lines)

    @property
    def complete(self) -> bool:
        """Whether the paper was cut at the end."""
        return bool(self.marks) and isinstance(self.marks[-1], Cut)


def render(data: bytes, *, columns: int = 48, charset: str = "gbk") -> Rendering:
    """Carry out a stream on fresh paper of so many columns; any bytes will do."""
    commands = split(data)
    sheet = Sheet(columns * fonts.CELL, charset)
    for command in commands:
        sheet.run(command)
    sheet.finish()
    return Rendering(
        commands=tuple(commands),
        lines=tuple(_lines(sheet.marks)),
        marks=tuple(sheet.marks),
        unknown=tuple(mark.raw for mark in sheet.marks if isinstance(mark, Unknown)),
        width=sheet.width,
        height=sheet.y,
    )


def png(rendering: Rendering) -> bytes:
    """The paper as a PNG picture, one pixel a dot, black on white, cuts as dashed lines."""
    high = min(rendering.height, PICTURE_ROWS_MAX) + 2 * TOP_DOTS
    ink = Image.new("1", (rendering.width + 2 * MARGIN_DOTS, high), 0)
    for mark in rendering.marks:
        if isinstance(mark, Glyph):
            _or(ink, _glyph_image(mark), mark.x, mark.y)
        elif isinstance(mark, Bitmap):
            _or(ink, mark.image, mark.x, mark.y)
        elif isinstance(mark, Cut):
            _dashes(ink, mark)
    out = io.BytesIO()
    black_on_white(ink).save(out, "PNG", optimize=True)
    return out.getvalue()


def _lines(marks: Iterable[Mark]) -> Iterable[str]:
    for _y, row in groupby(_ordered(marks), key=lambda mark: (_bottom(mark), type(mark))):
        first, *others = row
        if isinstance(first, Glyph):
            yield _text_of([first, *(mark for mark in others if isinstance(mark, Glyph))])
            continue
        for mark in (first, *others):
            if isinstance(mark, Bitmap):
                yield f"[raster {mark.image.width}×{mark.image.height}]"
            elif isinstance(mark, Cut):
                yield "- - - -" if mark.partial else "-------"
            elif isinstance(mark, Unknown):
                yield f"[unknown {mark.raw.hex(' ')}]"


def _ordered(marks: Iterable[Mark]) -> list[Mark]:
    return sorted(marks, key=_bottom)


def _bottom(mark: Mark) -> int:
    if isinstance(mark, Glyph):
        return mark.y + mark.height
    return mark.y + mark.image.height if isinstance(mark, Bitmap) else mark.y


def _text_of(glyphs: Sequence[Glyph]) -> str:
    out, at = "", 0
    for glyph in glyphs:
        gap = max(0, glyph.x - at) // fonts.CELL
        out += " " * gap + glyph.char
        at = glyph.x + glyph.width
    return out.rstrip()


def _glyph_image(glyph: Glyph) -> Image.Image:
    if glyph.char == LACKING:
        box = Image.new("1", (glyph.width, glyph.height), 0)
        ImageDraw.Draw(box).rectangle((2, 2, glyph.width - 3, glyph.height - 3), outline=1, width=2)
        return box
    drawn = fonts.glyph(glyph.char, glyph.width, glyph.height)
    return fonts.bolder(drawn) if glyph.bold else drawn


def _or(ink: Image.Image, mark: Image.Image, x: int, y: int) -> None:
    box = (x + MARGIN_DOTS, y + TOP_DOTS, x + MARGIN_DOTS + mark.width, y + TOP_DOTS + mark.height)
    ink.paste(ImageChops.logical_or(ink.crop(box), mark), box[:2])


def _dashes(ink: Image.Image, cut: Cut) -> None:
    draw = ImageDraw.Draw(ink)
    step = 24 if cut.partial else 12
    y = min(cut.y + TOP_DOTS, ink.height - 1)
    for x in range(0, ink.width, step):
        draw.line((x, y, x + step // 2, y), fill=1)
