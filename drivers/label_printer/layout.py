"""From a label to dots and the place of its barcode: one part, 76×130 or 100×150 mm.

Everything that anybody wrote is drawn; only the barcode, which holds A-Z and 0-9, is left to the
printer. Bars: X 0.34 mm or more and 12.5 mm high or more, as UPU S10 recommends.
"""

from __future__ import annotations

from dataclasses import dataclass

from PIL import Image

from drivers.label_printer import code128
from drivers.label_printer.label import Label, Party
from drivers.label_printer.pen import Pen

MARGIN = 3.0
BAR_MM = 14.0
DOTS_PER_MM = {203: 8.0, 300: 300 / 25.4}
MODULE = {203: 3, 300: 4}  # dots of the narrowest bar


@dataclass(frozen=True, slots=True)
class Bars:
    """The barcode: where it begins, its height and its narrowest bar, in dots."""

    text: str
    x: int
    y: int
    height: int
    module: int


@dataclass(frozen=True, slots=True)
class Drawn:
    """A label as it will be printed, the bars apart."""

    picture: Image.Image
    bars: Bars


def draw(label: Label, dpi: int = 203) -> Drawn:
    """Set a label for a print head of 203 or 300 dpi."""
    pen = Pen(label.size_mm, DOTS_PER_MM[dpi])
    wide, high = label.size_mm
    inner = wide - 2 * MARGIN
    big = 1.0 if wide < 100 else 1.25
    y = _head(pen, label, inner)
    if label.route:
        pen.text(label.route, MARGIN, y + 1.5, inner, 9 * big, bold=True, align="center")
        y += 9 * big + 3.0
        pen.rule(MARGIN, y, inner)
    bars = _bars(pen, label, y + 2.5, dpi)
    y += 2.5 + BAR_MM + 1.0
    y += pen.text(_spaced(label.waybill), MARGIN, y, inner, 4.0, bold=True, align="center") + 0.8
    pen.rule(MARGIN, y, inner, 0.5)
    y = _party(pen, label.receiver, y + 2.0, inner, 4.6 * big, main=True)
    pen.rule(MARGIN, y, inner)
    y = _party(pen, label.sender, y + 1.6, inner, 3.2 * big, main=False)
    pen.rule(MARGIN, y, inner)
    foot = high - MARGIN - (3.4 if label.note else 0.0)
    _facts(pen, label, y + 1.6, foot - 1.0)
    if label.note:
        pen.text(label.note, MARGIN, foot, inner, 3.0, align="center")
    return Drawn(pen.sheet, bars)


def _head(pen: Pen, label: Label, inner: float) -> float:
    """Service and mark; returns where the next part begins."""
    pen.text(label.title, MARGIN, MARGIN, inner * 0.68, 5.0, bold=True)
    if label.sample:
        at = MARGIN + inner * 0.68
        pen.text(label.sample, at, MARGIN + 0.9, inner * 0.32, 3.4, bold=True, align="right")
    pen.rule(MARGIN, MARGIN + 6.4, inner, 0.5)
    return MARGIN + 6.9


def _bars(pen: Pen, label: Label, y: float, dpi: int) -> Bars:
    """In the middle, but never so far right that a printer which encodes less tightly would lose
    the quiet zone."""
    module, paper = MODULE[dpi], pen.sheet.width
    middle = (paper - code128.narrowest(label.waybill) * module) // 2
    last = paper - (code128.widest(label.waybill) + code128.QUIET) * module
    x = max(code128.QUIET * module, min(middle, last))
    return Bars(label.waybill, x, pen.dots(y), pen.dots(BAR_MM), module)


def _spaced(waybill: str) -> str:
    if waybill.isdigit():
        return f"{waybill[:4]} {waybill[4:8]} {waybill[8:]}"
    return f"{waybill[:2]} {waybill[2:6]} {waybill[6:10]} {waybill[10]} {waybill[11:]}"


def _party(pen: Pen, party: Party, y: float, inner: float, em: float, *, main: bool) -> float:
    """Name and telephone beside the mark, the address below; returns where it ends."""
    left = MARGIN + pen.badge(party.mark, MARGIN, y, em * 1.4) + 1.6
    wide = MARGIN + inner - left
    first = "  ".join(part for part in (party.name, party.phone) if part)
    down = pen.text(first, left, y, wide, em, rows=2, bold=main)
    down += pen.text(party.address, left, y + down + 0.4, wide, em, rows=3 if main else 2)
    return y + max(down + 0.4, em * 1.9) + 1.0


def _facts(pen: Pen, label: Label, y: float, end: float) -> None:
    """As many facts as find room."""
    em = 3.2 if label.size_mm[0] < 100 else 3.8
    inner = label.size_mm[0] - 2 * MARGIN
    aside = inner * 0.27
    for fact in label.facts:
        rows = min(2, int((end - y) / (em * 1.2)))
        if rows < 1:
            return
        left = pen.text(fact.label, MARGIN, y, aside - 1.0, em, rows=rows)
        right = pen.text(fact.value, MARGIN + aside, y, inner - aside, em, rows=rows)
        y += max(left, right) + 0.4
