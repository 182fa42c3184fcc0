"""Small rules for text by code point that several values share."""

from __future__ import annotations

import unicodedata

FULL_WIDTH = {0xFF01 + n: 0x21 + n for n in range(94)} | {0x3000: 0x20}
VARIATION = (range(0xFE00, 0xFE10), range(0xE0100, 0xE01F0))


def to_half_width(text: str) -> str:
    """Full-width ASCII forms folded; nothing else is changed (names are never normalised)."""
    return text.translate(FULL_WIDTH)


def is_private_use(char: str) -> bool:
    """Whether a code point means nothing without the font of whoever wrote it."""
    return unicodedata.category(char) == "Co"


def clusters(text: str) -> list[str]:
    """What a person counts as characters: a base with its variation selectors and accents."""
    found: list[str] = []
    for char in text:
        if found and _joins(char):
            found[-1] += char
        else:
            found.append(char)
    return found


def _joins(char: str) -> bool:
    return any(ord(char) in block for block in VARIATION) or unicodedata.combining(char) != 0
