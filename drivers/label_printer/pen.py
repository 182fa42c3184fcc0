"""Text and boxes on a sheet of dots, in millimetres; every character by the chain of fonts."""

from __future__ import annotations

from PIL import Image, ImageChops, ImageDraw

from drivers.receipt_printer import fonts
from drivers.receipt_printer.text import Row, clean, clusters, shorten, width, wrap


class Pen:
    """Draws on a sheet of mode "1" (ink = 255). `per_mm` is dots a millimetre."""

    def __init__(self, size_mm: tuple[int, int], per_mm: float) -> None:
        self._per_mm = per_mm
        self.sheet = Image.new("1", (self.dots(size_mm[0]), self.dots(size_mm[1])), 0)
        self._draw = ImageDraw.Draw(self.sheet)

    def dots(self, mm: float) -> int:
        """Millimetres in dots."""
        return round(mm * self._per_mm)

    def rule(self, x: float, y: float, wide: float, high: float = 0.3) -> None:
        """A filled bar; all in mm."""
        left, top = self.dots(x), self.dots(y)
        self._draw.rectangle(
            (left, top, left + self.dots(wide) - 1, top + max(1, self.dots(high)) - 1), fill=255
        )

    def text(
        self,
        text: str,
        x: float,
        y: float,
        wide: float,
        em: float,
        *,
        rows: int = 1,
        bold: bool = False,
        align: str = "left",
    ) -> float:
        """Set a paragraph at (x, y) within `wide` mm and so many rows, the last of which ends in
        "…" where something is left out; returns the mm that it takes downwards."""
        cell = max(1, self.dots(em) // 2)
        columns = max(2, self.dots(wide) // cell)
        cleaned = clusters(clean(text), fonts.columns_of)
        ellipsis = clusters("…", fonts.columns_of)[0]
        lines = shorten(wrap(cleaned, columns), rows, columns, ellipsis)
        if not any(lines):
            return 0.0
        for number, line in enumerate(lines):
            spare = columns - width(line)
            before = {"left": 0, "center": spare // 2, "right": spare}[align]
            at = (self.dots(x) + before * cell, self.dots(y + number * em * 1.2))
            self._put(_line(line, cell, bold=bold), at)
        return len(lines) * em * 1.2

    def badge(self, text: str, x: float, y: float, em: float) -> float:
        """White characters in a black box; returns its width in mm."""
        cell = self.dots(em) // 2
        row = clusters(clean(text)[:2], fonts.columns_of)
        letters, pad = _line(row, cell, bold=True), self.dots(em * 0.15)
        box = Image.new("1", (letters.width + 2 * pad, letters.height + 2 * pad), 255)
        box.paste(ImageChops.invert(letters), (pad, pad))
        self._put(box, (self.dots(x), self.dots(y)))
        return box.width / self._per_mm

    def _put(self, picture: Image.Image, at: tuple[int, int]) -> None:
        area = (*at, at[0] + picture.width, at[1] + picture.height)
        self.sheet.paste(ImageChops.logical_or(self.sheet.crop(area), picture), at)


def _line(row: Row, cell: int, *, bold: bool) -> Image.Image:
    picture = Image.new("1", (max(1, width(row)) * cell, 2 * cell), 0)
    at = 0
    for cluster in row:
        if not cluster.is_space:
            glyph = fonts.glyph(cluster.text, cluster.columns * cell, 2 * cell)
            picture.paste(glyph, (at, 0))
        at += cluster.columns * cell
    return fonts.bolder(picture) if bold else picture
