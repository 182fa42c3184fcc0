"""Which characters a TrueType or OpenType file has: its `cmap` table (OpenType 1.9, cmap 4, 12)."""

from __future__ import annotations

import struct
from bisect import bisect_right
from collections.abc import Iterator
from pathlib import Path

Range = tuple[int, int]  # first and last code point


class Coverage:
    """The code points that a font maps to a glyph."""

    def __init__(self, ranges: list[Range]) -> None:
        self._ranges = _merged(ranges)
        self._firsts = [first for first, _last in self._ranges]

    def __contains__(self, code_point: int) -> bool:
        at = bisect_right(self._firsts, code_point) - 1
        return at >= 0 and code_point <= self._ranges[at][1]


def coverage(path: Path, index: int) -> Coverage:
    """Read the coverage of face `index` of a font file; OSError where it cannot be read,
    ValueError where it is not a font."""
    data = path.read_bytes()
    try:
        table = _cmap(data, _face(data, index))
        return Coverage(_ranges(table))
    except (struct.error, IndexError) as error:
        raise ValueError(f"{path.name} is not a font: {error}") from None


def _face(data: bytes, index: int) -> int:
    if data[:4] != b"ttcf":
        return 0
    return int(struct.unpack_from(">I", data, 12 + 4 * index)[0])


def _cmap(data: bytes, face: int) -> bytes:
    (tables,) = struct.unpack_from(">H", data, face + 4)
    for number in range(tables):
        tag, _sum, offset, length = struct.unpack_from(">4sIII", data, face + 12 + 16 * number)
        if tag == b"cmap":
            return data[offset : offset + length]
    raise ValueError("a font without a cmap table")


def _ranges(table: bytes) -> list[Range]:
    (count,) = struct.unpack_from(">H", table, 2)
    found: dict[int, int] = {}
    for number in range(count):
        platform, encoding, offset = struct.unpack_from(">HHI", table, 4 + 8 * number)
        if platform == 0 or (platform == 3 and encoding in (1, 10)):
            found[struct.unpack_from(">H", table, offset)[0]] = offset
    if 12 in found:
        return list(_format_12(table, found[12]))
    if 4 in found:
        return list(_format_4(table, found[4]))
    raise ValueError("a font without a Unicode cmap")


def _format_12(table: bytes, at: int) -> Iterator[Range]:
    (groups,) = struct.unpack_from(">I", table, at + 12)
    for first, last, glyph in struct.iter_unpack(">III", table[at + 16 : at + 16 + 12 * groups]):
        if glyph or last > first:
            yield (first if glyph else first + 1, last)


def _format_4(table: bytes, at: int) -> Iterator[Range]:
    (twice,) = struct.unpack_from(">H", table, at + 6)
    count = twice // 2
    ends = struct.unpack_from(f">{count}H", table, at + 14)
    starts = struct.unpack_from(f">{count}H", table, at + 16 + twice)
    deltas = struct.unpack_from(f">{count}H", table, at + 16 + 2 * twice)
    offsets_at = at + 16 + 3 * twice
    for number in range(count):
        (offset,) = struct.unpack_from(">H", table, offsets_at + 2 * number)
        for code in range(starts[number], min(ends[number], 0xFFFE) + 1):
            glyph = code
            if offset:
                place = offsets_at + 2 * number + offset + 2 * (code - starts[number])
                (glyph,) = struct.unpack_from(">H", table, place)
            if (not offset and (glyph + deltas[number]) & 0xFFFF) or (offset and glyph):
                yield (code, code)


def _merged(ranges: list[Range]) -> list[Range]:
    out: list[Range] = []
    for first, last in sorted(ranges):
        if out and first <= out[-1][1] + 1:
            out[-1] = (out[-1][0], max(last, out[-1][1]))
        else:
            out.append((first, last))
    return out
