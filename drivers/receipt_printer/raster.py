"""Pictures as raster commands that no printer can mistake for a real-time command."""

from __future__ import annotations

from collections.abc import Iterator

from PIL import Image

from drivers.receipt_printer import fonts
from drivers.receipt_printer.text import Cluster, Row, width

GS_V_0 = b"\x1dv0\x00"  # obsolete on new Epson models, yet the one picture command all clones have
BAND_ROWS = 240  # a picture goes out in bands: small buffers, heights of one byte
DLE = 0x10
_REAL_TIME = (0x04, 0x05, 0x14)  # DLE EOT, DLE ENQ, DLE DC4


def row_image(row: Row, size: int, tall: bool, bold: bool) -> Image.Image:
    """A line drawn as the printer would set it: mode "1", ink = 1, `size` and `tall` applied."""
    high = fonts.EM * (2 if size == 2 or tall else 1)
    cell = fonts.CELL * size
    picture = Image.new("1", (max(1, width(row)) * cell, high), 0)
    at = 0
    for cluster in row:
        if not cluster.is_space:
            picture.paste(_drawn(cluster, cell, high), (at, 0))
        at += cluster.columns * cell
    return fonts.bolder(picture) if bold else picture


def raster(picture: Image.Image, paper_dots: int) -> bytes:
    """GS v 0 commands for a picture of mode "1" (ink = 1) not wider than the paper.

    A printer obeys 10 04 n, 10 05 n and 10 14 n even inside a picture: where the dots would
    spell one of these the picture moves right by up to 7 dots or, on a full line, one dot is added.
    """
    for shift in range(min(8, paper_dots - picture.width + 1)):
        bands = list(_bands(picture, shift))
        if not any(spells_command(data) for _rows, data in bands):
            return b"".join(_command(rows, data) for rows, data in bands)
    bands = list(_bands(picture, 0))
    return b"".join(_command(rows, defused(data)) for rows, data in bands)


def spells_command(data: bytes) -> bool:
    """Whether picture data holds the beginning of a real-time command."""
    return any(data.find(bytes((DLE, second))) >= 0 for second in _REAL_TIME)


def defused(data: bytes) -> bytes:
    """The same dots with one more wherever they would spell a real-time command."""
    for second in _REAL_TIME:
        data = data.replace(bytes((DLE, second)), bytes((DLE, second | 0x80)))
    return data


def _bands(picture: Image.Image, shift: int) -> Iterator[tuple[int, bytes]]:
    wide = (picture.width + shift + 7) // 8 * 8
    for top in range(0, picture.height, BAND_ROWS):
        rows = min(BAND_ROWS, picture.height - top)
        band = Image.new("1", (wide, rows), 0)
        band.paste(picture.crop((0, top, picture.width, top + rows)), (shift, 0))
        yield rows, band.tobytes()


def _command(rows: int, data: bytes) -> bytes:
    across = len(data) // rows
    return GS_V_0 + across.to_bytes(2, "little") + rows.to_bytes(2, "little") + data


def _drawn(cluster: Cluster, cell: int, high: int) -> Image.Image:
    return fonts.glyph(cluster.text, cluster.columns * cell, high)
