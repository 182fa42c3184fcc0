"""GB 18030-2022 on top of Python's codec, which stands at the 2000/2005 edition.

Where the editions differ, 18 two-byte codes that used to mean private-use code points now mean
real characters (GB 18030-2022, changes against 2005), and A8BC means U+1E3F since 2005.
"""

from __future__ import annotations

_VERTICAL_FORMS = {  # A6D9-A6DF, A6EC, A6ED, A6F3; note that the first three are not in order
    0xE78D: 0xFE10,
    0xE78E: 0xFE12,
    0xE78F: 0xFE11,
    0xE790: 0xFE13,
    0xE791: 0xFE14,
    0xE792: 0xFE15,
    0xE793: 0xFE16,
    0xE794: 0xFE17,
    0xE795: 0xFE18,
    0xE796: 0xFE19,
}
_IDEOGRAPHS = {  # FE59, FE61, FE66, FE67, FE6D, FE7E, FE90, FEA0
    0xE81E: 0x9FB4,
    0xE826: 0x9FB5,
    0xE82B: 0x9FB6,
    0xE82C: 0x9FB7,
    0xE832: 0x9FB8,
    0xE843: 0x9FB9,
    0xE854: 0x9FBA,
    0xE864: 0x9FBB,
}
_LATIN = {0xE7C7: 0x1E3F}  # A8BC
_WITHDRAWN = {  # FE51, FE52, FE53, FE6C, FE76, FE91: not to be used since 2022
    0xE816: 0x20087,
    0xE817: 0x20089,
    0xE818: 0x200CC,
    0xE831: 0x215D7,
    0xE83B: 0x2298F,
    0xE855: 0x241FE,
}
_TO_2022 = {**_VERTICAL_FORMS, **_IDEOGRAPHS, **_LATIN}
_FROM_2022 = {new: old for old, new in _TO_2022.items()}
_TO_STANDARD = {**_TO_2022, **_WITHDRAWN}


def encode(text: str) -> bytes:
    """`text` as GB 18030-2022; UnicodeEncodeError on a lone surrogate only.

    The private-use code points of the older editions go to the same two bytes as the characters
    that replaced them.
    """
    return text.translate(_FROM_2022).encode("gb18030")


def decode(data: bytes) -> str:
    """GB 18030 bytes of any edition as text; UnicodeDecodeError where they are none.

    The four-byte codes that the changed characters had before 2022 are understood too.
    """
    return data.decode("gb18030").translate(_TO_2022)


def standard(text: str) -> str:
    """`text` with the private-use code points of older editions as the characters they stood for.

    For drawing and printing only: stored names keep the code points that they came with.
    """
    return text.translate(_TO_STANDARD)
