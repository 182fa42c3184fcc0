"""Chinese mobile telephone numbers, and the answer that there is none."""

from __future__ import annotations

import re

from kiosk.domain.errors import NotValidError
from kiosk.domain.text import to_half_width

NO_MOBILE = "none"


def parse_mobile(text: str) -> str:
    """Eleven digits from whatever way of writing them, or NO_MOBILE for that very answer.

    NotValidError codes: empty, characters, landline, too_short, too_long, prefix.
    """
    digits = re.sub(r"[\s()-]", "", to_half_width(text))
    if digits == NO_MOBILE:
        return NO_MOBILE
    digits = re.sub(r"^(\+86|0086|86(?=1\d{10}$))", "", digits)
    problem = _problem(digits)
    if problem:
        raise NotValidError(problem)
    return digits


def _problem(digits: str) -> str:
    if not digits:
        return "empty"
    if not re.fullmatch(r"[0-9]+", digits):
        return "characters"
    if digits[0] == "0" and 10 <= len(digits) <= 12:
        return "landline"
    if len(digits) != 11:
        return "too_short" if len(digits) < 11 else "too_long"
    return "" if re.match(r"1[3-9]", digits) else "prefix"
