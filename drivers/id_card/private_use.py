"""Characters that came as private-use code points because they were encoded late.

The table holds what GBK and GB 18030-2000 kept in the private use area and Unicode has since
encoded (GB 18030-2022; WHATWG Encoding, gb18030 index). Other private-use points have no public
meaning: the same one differs from system to system, so a site hands in its own table.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

_FROM_E815 = """
2E81 20087 20089 200CC 2E84 3473 3447 2E88 2E8B 9FB4 359E 361A 360E 2E8C 2E97 396E 3918 9FB5 39CF
39DF 3A73 39D0 9FB6 9FB7 3B4E 3C6E 3CE0 2EA7 215D7 9FB8 2EAA 4056 415F 2EAE 4337 2EB3 2EB6 2EB7
2298F 43B1 43AC 2EBB 43DD 44D6 4661 464C 9FB9 4723 4729 477C 478D 2ECA 4947 497A 497D 4982 4983
4985 4986 499F 499B 49B7 49B6 9FBA 241FE 4CA3 4C9F 4CA0 4CA1 4C77 4CA2 4D13 4D14 4D15 4D16 4D17
4D18 4D19 4DAE 9FBB
"""
_FROM_E78D = "FE10 FE12 FE11 FE13 FE14 FE15 FE16 FE17 FE18 FE19"
_FROM_E7E7 = "303E 2FF0 2FF1 2FF2 2FF3 2FF4 2FF5 2FF6 2FF7 2FF8 2FF9 2FFA 2FFB"
_ALONE = {0xE7C7: "\u1e3f", 0xE7C8: "\u01f9", 0xE76C: "\u20ac"}


def _run(first: int, points: str) -> dict[int, str]:
    return {first + at: chr(int(point, 16)) for at, point in enumerate(points.split())}


STANDARD: Mapping[int, str] = MappingProxyType(
    _run(0xE815, _FROM_E815) | _run(0xE78D, _FROM_E78D) | _run(0xE7E7, _FROM_E7E7) | _ALONE
)


def is_private(point: int) -> bool:
    """Whether a code point lies in one of the three private use areas."""
    return 0xE000 <= point <= 0xF8FF or 0xF0000 <= point <= 0xFFFFD or 0x100000 <= point <= 0x10FFFD


def load_site_table(path: Path) -> Mapping[int, str]:
    """Read a site's own table: UTF-8 lines `E123 2B740`, private point and standard one in hex,
    `#` begins a remark. ValueError names the line; OSError when the file cannot be read."""
    table: dict[int, str] = {}
    for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
        words = line.partition("#")[0].replace("U+", "").split()
        if not words:
            continue
        pair = _pair(words)
        if pair is None:
            raise ValueError(f"{path.name}:{number}: want a private and a standard point")
        table[pair[0]] = pair[1]
    return MappingProxyType(table)


def _pair(words: list[str]) -> tuple[int, str] | None:
    try:
        private, standard = (int(word, 16) for word in words)
        char = chr(standard)
    except (ValueError, OverflowError):
        return None
    taken = is_private(standard) or 0xD800 <= standard <= 0xDFFF
    return (private, char) if is_private(private) and not taken else None
