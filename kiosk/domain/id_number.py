"""Citizen identity numbers: GB 11643 (18 characters) and the 15 digits that were before it.

The same structure and check serve residence permits for Hong Kong, Macau and Taiwan residents
(area 81, 82, 83) and the 2023 permanent residence card for foreigners (first digit 9).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date

from kiosk.domain.errors import NotValidError
from kiosk.domain.text import to_half_width

WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
CHECK = "10X98765432"
# GB/T 2260, first two digits of the area.
PROVINCES = frozenset(
    str(area)
    for block in ((11, 15), (21, 23), (31, 37), (41, 46), (50, 54), (61, 65), (71, 71), (81, 83))
    for area in range(block[0], block[1] + 1)
)
OLD_FOREIGNER = re.compile(r"[A-Z]{3}\d{4}(\d{6})\d{2}")


@dataclass(frozen=True, slots=True)
class IdNumber:
    """A number that holds together. `sex`: "1" or "2" (GB/T 2261.1). `warnings` are codes."""

    number: str = field(repr=False)
    birth: date = field(repr=False)
    sex: str = field(repr=False)
    warnings: tuple[str, ...] = ()


def check_character(first17: str) -> str:
    """The 18th character by ISO 7064 MOD 11-2."""
    return CHECK[sum(int(c) * w for c, w in zip(first17, WEIGHTS, strict=True)) % 11]


def tidy(text: str) -> str:
    """As typed or scanned, without spaces and hyphens, full-width folded, X in capitals."""
    return re.sub(r"[\s-]", "", to_half_width(text)).upper()


def parse_id_number(text: str, today: date) -> IdNumber:
    """Take a number apart; 15 digits become 18.

    NotValidError codes: length, characters, birth_date, check_digit. An area that is not in the
    list is a warning only (`area_unknown`): areas were renumbered often.
    """
    number = tidy(text)
    if len(number) not in (15, 18):
        raise NotValidError("length")
    if not re.fullmatch(r"[0-9]{15}|[0-9]{17}[0-9X]", number):
        raise NotValidError("characters")
    if len(number) == 15:
        body = number[:6] + "19" + number[6:]
        number = body + check_character(body)
    birth = _birth(number[6:14], today)
    if check_character(number[:17]) != number[17]:
        raise NotValidError("check_digit")
    return IdNumber(number, birth, _sex(number), _warnings(number))


def is_old_foreigner_number(text: str, today: date) -> bool:
    """Whether it has the shape of the 2017 card's 15 characters, with a birth date in it."""
    found = OLD_FOREIGNER.fullmatch(tidy(text))
    if found is None:
        return False
    digits = found[1]
    return any(_is_date(century + digits, today) for century in ("19", "20"))


def _birth(digits: str, today: date) -> date:
    if not _is_date(digits, today):
        raise NotValidError("birth_date")
    return date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))


def _is_date(digits: str, today: date) -> bool:
    try:
        day = date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        return False
    return date(1850, 1, 1) <= day <= today


def _sex(number: str) -> str:
    return "1" if int(number[16]) % 2 else "2"


def _warnings(number: str) -> tuple[str, ...]:
    area = number[1:3] if number[0] == "9" else number[:2]
    return () if area in PROVINCES else ("area_unknown",)
