"""Glyphs for what a printer's own font lacks: an explicit chain of fonts, cell by cell.

The chain is Noto Sans CJK SC (its half-width face first, so that Latin letters fit the columns),
HanaMinB, BabelStone Han, HanaMinA; what none of them has becomes a framed code point.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from PIL import Image, ImageChops, ImageDraw, ImageFont

from drivers.receipt_printer.charset import two_bytes
from drivers.receipt_printer.cmap import Coverage, coverage
from drivers.receipt_printer.dots import inked, squeezed

FOLDERS = (Path("/usr/share/fonts"), Path("/usr/local/share/fonts"))
CHAIN = (  # file names in order of preference, and the family names wanted inside a collection
    (("NotoSansCJK-Regular.ttc", "NotoSansCJK.ttc"), "Noto Sans Mono CJK SC"),
    (("NotoSansMonoCJKsc-Regular.otf",), "Noto Sans Mono CJK SC"),
    (("NotoSansCJK-Regular.ttc", "NotoSansCJKsc-Regular.otf"), "Noto Sans CJK SC"),
    (("HanaMinB.ttf",), "HanaMinB"),
    (("BabelStoneHan.ttf",), "BabelStone Han"),
    (("HanaMinA.ttf",), "HanaMinA"),
)
CELL = 12  # dots of one column at size 1
EM = 24  # dots of a character's height at size 1
BASELINE = 0.88  # of the em, from its top: where ideographic fonts put their em box
INK = 110  # grey from which a dot is printed
_VARIATIONS = (range(0xFE00, 0xFE10), range(0xE0100, 0xE01F0))
_PRIVATE = ("Co", "Cs", "Cn")


@dataclass(frozen=True, slots=True)
class Face:
    """One face of a font file. `index` counts inside a collection."""

    family: str
    path: Path
    index: int

    def at(self, size: int, *, marks: bool = False) -> ImageFont.FreeTypeFont:
        """The face with an em of `size` dots; `marks` for clusters whose marks must be placed."""
        return _opened(self.path, self.index, size, marks=marks)

    def draws(self, text: str) -> bool:
        """Whether it has a glyph for every code point; variation selectors may be missing."""
        held = _coverage(self.path, self.index)
        return all(ord(char) in held or _is_variation(char) for char in text)


@cache
def chain() -> tuple[Face, ...]:
    """The faces of this machine in the order in which they are asked."""
    return tuple(_found())


@lru_cache(maxsize=4096)
def columns_of(text: str) -> int:
    """Columns of size 1 that one cluster takes, the same in the printer's font and in a raster."""
    if " " <= text <= "~" and len(text) == 1:
        return 1
    if face_for(text) is None and not (len(text) == 1 and two_bytes(text)):
        return len(_label(text)) + 1
    wide = unicodedata.east_asian_width(text[0]) in ("W", "F", "A")
    return 2 if wide or two_bytes(text[0]) else 1


@lru_cache(maxsize=4096)
def face_for(text: str) -> Face | None:
    """The first face of the chain that draws a cluster, or None."""
    if unicodedata.category(text[0]) in _PRIVATE:
        return None
    for face in chain():
        if face.draws(text) and (text.isspace() or _mask(face, text, EM).getbbox()):
            return face
    return None


@lru_cache(maxsize=1024)
def glyph(text: str, width: int, height: int) -> Image.Image:
    """A cluster as a picture of mode "1" (0 = white) of width × height dots.

    A cell that is not as wide as it is high for its columns is drawn undistorted at its height
    and squeezed, as a printer does with double height.
    """
    columns = columns_of(text)
    face = face_for(text)
    full = columns * height // 2
    drawn = _framed(text, full, height) if face is None else _cell(face, text, full, height)
    if full != width:
        drawn = squeezed(drawn, width, height)
    return inked(drawn, INK)


def _cell(face: Face, text: str, width: int, height: int) -> Image.Image:
    cell = Image.new("L", (width, height), 0)
    mask = _mask(face, text, height)
    box = mask.getbbox()
    if box is None:
        return cell
    ink = mask.crop(box)
    if ink.width > width or ink.height > height:
        ink.thumbnail((width, height), Image.Resampling.LANCZOS)
    left = min(max(0, box[0] - height), width - ink.width)
    top = min(max(0, box[1] - height), height - ink.height)
    cell.paste(ink, (left, top))
    return cell


def _mask(face: Face, text: str, height: int) -> Image.Image:
    """The cluster with one em of air on each side; its em box begins at (height, height)."""
    picture = Image.new("L", (4 * height, 3 * height), 0)
    font = face.at(height, marks=len(text) > 1)
    origin = (height, height + round(BASELINE * height))
    ImageDraw.Draw(picture).text(origin, text, fill=255, font=font, anchor="ls")
    return picture


def _framed(text: str, width: int, height: int) -> Image.Image:
    cell = Image.new("L", (width, height), 0)
    draw = ImageDraw.Draw(cell)
    font = chain()[0].at(height * 4 // 5) if chain() else ImageFont.load_default(height * 3 // 5)
    draw.text((width // 2, height // 2), _label(text), fill=255, font=font, anchor="mm")
    draw.rectangle((1, 0, width - 2, height - 1), outline=255, width=max(1, height // 24))
    return cell


def _label(text: str) -> str:
    return f"U+{ord(text[0]):04X}"


def bolder(picture: Image.Image) -> Image.Image:
    """A picture as a printer strikes it emphasized: once more, one dot to the right."""
    shifted = Image.new("1", picture.size, 0)
    shifted.paste(picture, (1, 0))
    return ImageChops.logical_or(picture, shifted)


def _found() -> Iterator[Face]:
    files = {path.name: path for folder in FOLDERS for path in sorted(folder.rglob("*.[to]t[fc]"))}
    for names, family in CHAIN:
        path = next((files[name] for name in names if name in files), None)
        index = _index(path, family) if path is not None else None
        if path is not None and index is not None:
            yield Face(family, path, index)


def _index(path: Path, family: str) -> int | None:
    for index in range(16):
        try:
            name = ImageFont.truetype(path, EM, index=index).getname()[0]
        except OSError:
            return None
        if name == family:
            return index
    return None


@lru_cache(maxsize=32)
def _opened(path: Path, index: int, size: int, *, marks: bool) -> ImageFont.FreeTypeFont:
    engine = ImageFont.Layout.RAQM if marks else ImageFont.Layout.BASIC
    return ImageFont.truetype(path, size, index=index, layout_engine=engine)


@cache
def _coverage(path: Path, index: int) -> Coverage:
    return coverage(path, index)


def _is_variation(char: str) -> bool:
    return any(ord(char) in block for block in _VARIATIONS)
