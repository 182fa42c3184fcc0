"""From a slip to rows of columns: wrapping, values hanging beside their labels, length of paper."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from drivers.receipt_printer import fonts
from drivers.receipt_printer.qr import QrPicture, qr_picture
from drivers.receipt_printer.slip import Item, Pair, Qr, Rule, Slip, Text
from drivers.receipt_printer.text import (
    Cluster,
    Row,
    clean,
    clusters,
    shorten,
    width,
    wrap,
)

COLUMNS = (48, 42, 32)
DOTS_PER_MM = 8  # 203 dpi
PAPER_MAX_MM = 600  # longer slips are shortened, item by item
ITEM_ROWS = (60, 12, 8, 6, 4, 3, 2, 1)  # what one paragraph may take, until the slip fits
GAP = 2  # columns between a label and its value
FEED_DOTS = 136  # head to cutter: 10 to 15 mm on the usual mechanisms


@dataclass(frozen=True, slots=True)
class Paper:
    """The grid a slip is set in. `tall` prints the body at double height (6 mm), since the
    3 mm of size 1 are below the 10 pt that people past 60 need."""

    columns: int = 48
    tall: bool = True

    @property
    def dots(self) -> int:
        """Width that can be printed on, in dots."""
        return self.columns * fonts.CELL

    def feed(self, size: int) -> int:
        """Dots from one line of a size to the next."""
        return 60 if size == 2 or self.tall else 34


@dataclass(frozen=True, slots=True)
class TextRow:
    """One line: clusters from the left edge, which is column 0; blanks are in it."""

    row: Row
    size: int = 1
    bold: bool = False


@dataclass(frozen=True, slots=True)
class Feed:
    """`n` empty lines of the body."""

    n: int


Line = TextRow | Feed | QrPicture
SPACE = Cluster(" ", 1)
BAR = "─"  # in every GB 2312 font; 24 dots wide and joined to its neighbours


def lay_out(slip: Slip, paper: Paper) -> list[Line]:
    """The lines of a slip, none wider than the paper, at most 60 cm in all.

    Where it would be longer, long paragraphs are shortened and end in "…"; only after that lines
    at the end give way. SlipError for a QR code that does not fit.
    """
    lines: list[Line] = []
    for limit in ITEM_ROWS:
        lines = list(_lines(slip, paper, limit))
        if height(lines, paper) <= PAPER_MAX_MM * DOTS_PER_MM:
            return lines
    return _cut_off(lines, paper)


def height(lines: Sequence[Line], paper: Paper) -> int:
    """Dots of paper that lines take, with the feed to the cutter."""
    return sum(_line_height(line, paper) for line in lines) + FEED_DOTS


def _line_height(line: Line, paper: Paper) -> int:
    if isinstance(line, QrPicture):
        return line.height
    if isinstance(line, Feed):
        return line.n * paper.feed(1)
    return paper.feed(line.size)


def _cut_off(lines: list[Line], paper: Paper) -> list[Line]:
    left = PAPER_MAX_MM * DOTS_PER_MM - FEED_DOTS - paper.feed(1)
    kept: list[Line] = []
    for line in lines:
        left -= _line_height(line, paper)
        if left < 0:
            break
        kept.append(line)
    return [*kept, TextRow(_row("……"))]


def _lines(slip: Slip, paper: Paper, limit: int) -> Iterator[Line]:
    for kind, items in groupby(slip.lines, key=_group):
        if kind == "pairs":
            yield from _pairs([item for item in items if isinstance(item, Pair)], paper, limit)
            continue
        for item in items:
            if isinstance(item, Text):
                yield from _text(item, paper, limit)
            elif isinstance(item, Pair):
                yield from _large_pair(item, paper, limit)
            elif isinstance(item, Qr):
                yield qr_picture(item.text, paper.dots)
                if item.note:
                    yield from _text(Text(item.note, align="center"), paper, limit)
            elif isinstance(item, Rule):
                yield TextRow(_row(BAR * (paper.columns // 2)))
            else:
                yield Feed(item.n)


def _group(item: Item) -> str:
    return "pairs" if isinstance(item, Pair) and item.size == 1 else "others"


def _row(text: str) -> Row:
    return clusters(clean(text), fonts.columns_of)


def _wrapped(text: str, columns: int, limit: int) -> list[Row]:
    ellipsis = _row("…")[0]
    return shorten(wrap(_row(text), columns), limit, columns, ellipsis)


def _text(item: Text, paper: Paper, limit: int) -> Iterator[TextRow]:
    columns = paper.columns // item.size
    for row in _wrapped(item.text, columns, limit):
        yield TextRow(_aligned(row, columns, item.align), item.size, item.bold)


def _aligned(row: Row, columns: int, align: str) -> Row:
    spare = columns - width(row)
    before = {"left": 0, "center": spare // 2, "right": spare}[align]
    return (SPACE,) * before + row if row else row


def _pairs(pairs: Sequence[Pair], paper: Paper, limit: int) -> Iterator[TextRow]:
    """Labels left, values in one column, continuation lines under the value."""
    labels = [_row(pair.label) for pair in pairs]
    narrow = [width(label) for label in labels if width(label) <= paper.columns // 2 - GAP]
    column = max(narrow, default=0) + GAP
    for pair, label in zip(pairs, labels, strict=True):
        values = _wrapped(pair.value, paper.columns - column, limit)
        if width(label) + GAP <= column:
            first = label + (SPACE,) * (column - width(label)) + values.pop(0)
            yield TextRow(first)
        else:
            yield from (TextRow(row) for row in _long_label(label, paper, limit))
        yield from (TextRow((SPACE,) * column + row) for row in values)


def _long_label(label: Row, paper: Paper, limit: int) -> list[Row]:
    return shorten(wrap(label, paper.columns), limit, paper.columns, _row("…")[0])


def _large_pair(pair: Pair, paper: Paper, limit: int) -> Iterator[TextRow]:
    yield from _text(Text(pair.label), paper, limit)
    yield from _text(Text(pair.value, size=2, bold=True), paper, limit)
