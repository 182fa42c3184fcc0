"""Text on a grid of columns: cleaning, splitting into clusters, measuring and wrapping."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from drivers import gb18030

MARK = "※"  # stands where a character that must not reach a printer was taken out
_UNSAFE = ("Cc", "Cf", "Zl", "Zp")  # C0, C1, DEL, bidirectional and other invisible controls
_AS_PRINTED = {0xA5: "￥"}  # GBK fonts have the full-width sign only
_CLOSERS = frozenset("，。、；：！？）》〉」』】〕”’％…·,.;:!?)]}%")
_OPENERS = frozenset("（《〈「『【〔“‘￥([{#")
_IN_NUMBER = frozenset(".,:/-+%")


@dataclass(frozen=True, slots=True)
class Cluster:
    """A character with its combining marks, and how many columns of size 1 it takes."""

    text: str
    columns: int

    @property
    def is_space(self) -> bool:
        """Whether a line may end here and the blank be dropped."""
        return self.text == " "


Measure = Callable[[str], int]
Row = tuple[Cluster, ...]


def clean(text: str) -> str:
    """`text` with every run of controls replaced by one visible mark and every blank by a space.

    Private-use code points that older editions of GB 18030 gave to real characters become those.
    """
    out: list[str] = []
    for char in gb18030.standard(text).translate(_AS_PRINTED):
        category = unicodedata.category(char)
        if category in _UNSAFE:
            if not out or out[-1] != MARK:
                out.append(MARK)
        else:
            out.append(" " if category == "Zs" and char != "\u3000" else char)
    return "".join(out)


def clusters(text: str, measure: Measure) -> Row:
    """Split cleaned text into clusters; `measure` gives the columns of one of them."""
    groups: list[str] = []
    for char in text:
        if groups and unicodedata.category(char) in ("Mn", "Me", "Mc"):
            groups[-1] += char
        else:
            groups.append(char)
    return tuple(Cluster(group, measure(group)) for group in groups)


def width(row: Sequence[Cluster]) -> int:
    """Columns that a row takes at size 1."""
    return sum(cluster.columns for cluster in row)


def wrap(row: Row, columns: int) -> list[Row]:
    """Break a paragraph into rows of at most `columns`; at least one row comes back.

    Breaks stand at spaces and between ideographs, never inside a number or a word, never before
    closing or after opening punctuation. What is longer than a whole row is cut between clusters.
    """
    rows: list[Row] = []
    line: list[Cluster] = []
    for piece in _pieces(row):
        if width(line) + width(_without_end_spaces(piece)) <= columns:
            line += piece
            continue
        if line:
            rows.append(_without_end_spaces(line))
        *full, line = _cut(piece, columns)
        rows += (tuple(part) for part in full)
    rows.append(_without_end_spaces(line))
    return [row for row in rows if row] or [()]


def shorten(rows: list[Row], limit: int, columns: int, ellipsis: Cluster) -> list[Row]:
    """The first `limit` rows, the last of them ending in `ellipsis` where something is left out."""
    if len(rows) <= limit:
        return rows
    last = list(rows[limit - 1])
    while last and width(last) + ellipsis.columns > columns:
        last.pop()
    return [*rows[: limit - 1], (*last, ellipsis)]


def _without_end_spaces(row: Sequence[Cluster]) -> Row:
    end = len(row)
    while end and row[end - 1].is_space:
        end -= 1
    return tuple(row[:end])


def _pieces(row: Row) -> Iterator[list[Cluster]]:
    """Parts between which a line may break; spaces stand at the end of the part before."""
    piece: list[Cluster] = []
    for cluster in row:
        if piece and _may_break(piece[-1], cluster):
            yield piece
            piece = []
        piece.append(cluster)
    if piece:
        yield piece


def _may_break(before: Cluster, after: Cluster) -> bool:
    left, right = before.text[-1], after.text[0]
    if right == " ":
        return False
    if left == " ":
        return True
    if left in _OPENERS or right in _CLOSERS:
        return False
    return not (_is_word(left) and _is_word(right))


def _is_word(char: str) -> bool:
    """Characters that hold together with their like: digits, number signs, letters of words."""
    if char.isdigit() or char in _IN_NUMBER:
        return True
    return char.isalpha() and unicodedata.east_asian_width(char) not in ("W", "F")


def _cut(piece: list[Cluster], columns: int) -> list[list[Cluster]]:
    parts: list[list[Cluster]] = [[]]
    for cluster in piece:
        if cluster.is_space and width(parts[-1]) + cluster.columns > columns:
            continue
        if parts[-1] and width(parts[-1]) + cluster.columns > columns:
            parts.append([])
        parts[-1].append(cluster)
    return parts
