"""Personal names by code point: kept exactly as the card or the register has them."""

from __future__ import annotations

import unicodedata

from kiosk.domain.errors import NotValidError
from kiosk.domain.text import clusters, is_private_use

MIDDLE_DOTS = "·•‧・･⋅．"
MAX_CLUSTERS = 50
_FOLD = str.maketrans(dict.fromkeys(MIDDLE_DOTS, "·"))


def parse_name(text: str) -> str:
    """A name, outer blanks removed and nothing else changed.

    NotValidError codes: empty, too_long, characters (control characters, digits, symbols).
    """
    name = text.strip(" \u3000\x00\t\r\n")
    if not name:
        raise NotValidError("empty")
    if len(clusters(name)) > MAX_CLUSTERS:
        raise NotValidError("too_long")
    if not all(_belongs(char) for char in name):
        raise NotValidError("characters")
    return name


def same_name(one: str, other: str) -> bool:
    """Equal code point by code point; only the many middle dots count as one."""
    return one.strip().translate(_FOLD) == other.strip().translate(_FOLD)


def unreadable(name: str) -> tuple[int, ...]:
    """Places of characters that only the issuer's own font can draw; a clerk must settle them."""
    return tuple(n for n, char in enumerate(clusters(name)) if is_private_use(char[0]))


def is_latin(name: str) -> bool:
    """Whether a name is written in an alphabet, given name and family name as words."""
    return all(ord(char) < 0x250 for char in name) and any(char.isalpha() for char in name)


def _belongs(char: str) -> bool:
    if char in MIDDLE_DOTS or char in " -'’.,":
        return True
    # Unassigned code points may be characters newer than this Python's tables.
    return unicodedata.category(char)[0] in "LM" or unicodedata.category(char) in ("Co", "Cn")
