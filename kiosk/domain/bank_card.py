"""Bank card and social-security-card account numbers (ISO/IEC 7812-1)."""

from __future__ import annotations

import re

from kiosk.domain.errors import NotValidError
from kiosk.domain.text import to_half_width


def luhn_digit(body: str) -> str:
    """The check digit that `body` (digits) needs at its end."""
    total = 0
    for place, char in enumerate(reversed(body)):
        digit = int(char) * (2 if place % 2 == 0 else 1)
        total += digit - 9 if digit > 9 else digit
    return str(-total % 10)


def parse_account(text: str) -> str:
    """16 to 19 digits without spaces; NotValidError codes: length, characters, check_digit."""
    digits = re.sub(r"[\s-]", "", to_half_width(text))
    if not re.fullmatch(r"[0-9]*", digits):
        raise NotValidError("characters")
    if not 16 <= len(digits) <= 19:
        raise NotValidError("length")
    if luhn_digit(digits[:-1]) != digits[-1]:
        raise NotValidError("check_digit")
    return digits
