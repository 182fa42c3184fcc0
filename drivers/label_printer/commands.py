"""A label as TSPL, after the TSPL/TSPL2 programming manual.

Nothing that anybody wrote ever stands in a string of the language: texts go as BITMAP, and the one
string, the barcode's, was checked to hold A-Z and 0-9 only. Some firmwares obey ESC ! and ~ ! even
within the data of a picture; where dots would spell these, one dot is left out.
"""

from __future__ import annotations

from collections.abc import Iterator

from PIL import Image

from drivers.label_printer.label import Label
from drivers.label_printer.layout import Bars, draw
from drivers.label_printer.waybill import checked

EOL = b"\r\n"
REAL_TIME = (b"\x1b!", b"~!")
GAP_ROWS = 12  # empty rows that are worth a picture of their own
OPAQUE = 0  # BITMAP mode: overwrite
OPPOSITE = bytes(byte ^ 0xFF for byte in range(256))


def encode(label: Label, *, dpi: int = 203, gap_mm: int = 2, turned: bool = False) -> bytes:
    """The bytes of one label, from SIZE to PRINT."""
    drawn = draw(label, dpi)
    wide, high = label.size_mm
    lines = [
        b"SIZE %d mm,%d mm" % (wide, high),
        b"GAP %d mm,0 mm" % gap_mm,
        b"DIRECTION %d" % turned,
        b"REFERENCE 0,0",
        b"CLS",
        *_pictures(drawn.picture),
        _barcode(drawn.bars),
        b"PRINT 1,1",
    ]
    return EOL.join(lines) + EOL


def _barcode(bars: Bars) -> bytes:
    text = checked(bars.text).encode("ascii")
    place = (bars.x, bars.y, bars.height, bars.module, bars.module)
    return b'BARCODE %d,%d,"128",%d,0,0,%d,%d,"%b"' % (*place, text)


def _pictures(sheet: Image.Image) -> Iterator[bytes]:
    """The inked parts of a sheet, each as one BITMAP whose bits are 0 for black."""
    for top, bottom in _parts(sheet):
        box = sheet.crop((0, top, sheet.width, bottom)).getbbox()
        if box is None:
            continue
        left = box[0] // 8 * 8
        right = (box[2] + 7) // 8 * 8
        part = Image.new("1", (right - left, bottom - top), 0)
        part.paste(sheet.crop((left, top, min(right, sheet.width), bottom)), (0, 0))
        data = defused(part.tobytes().translate(OPPOSITE))
        head = (left, top, (right - left) // 8, bottom - top, OPAQUE)
        yield b"BITMAP %d,%d,%d,%d,%d," % head + data


def _parts(sheet: Image.Image) -> Iterator[tuple[int, int]]:
    """(first row, row behind the last) of the parts between which so many rows are empty."""
    blank = bytes((sheet.width + 7) // 8)
    across = len(blank)
    data = sheet.tobytes()
    inked = [y for y in range(sheet.height) if data[y * across : (y + 1) * across] != blank]
    if not inked:
        return
    first = before = inked[0]
    for y in inked[1:]:
        if y - before > GAP_ROWS:
            yield first, before + 1
            first = y
        before = y
    yield first, before + 1


def defused(data: bytes) -> bytes:
    """The same dots with one less (a bit more that is 1) where they would spell a command."""
    for word in REAL_TIME:
        data = data.replace(word, bytes((word[0], word[1] | 0x80)))
    return data
