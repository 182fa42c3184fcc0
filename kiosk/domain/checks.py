"""The checks that answers pass: what is typed or chosen becomes a value, or a code says why not.

Each check takes the text and the business day and gives the value as it is kept; NotValidError
carries a code. What a check gives it takes again unchanged.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date

from kiosk.domain.bank_card import parse_account
from kiosk.domain.errors import NotValidError
from kiosk.domain.id_number import is_old_foreigner_number, parse_id_number, tidy
from kiosk.domain.mobile import parse_mobile
from kiosk.domain.names import parse_name
from kiosk.domain.workdays import add_months

Check = Callable[[str, date], str]
MAX_ADDRESS = 100
FIRST_YEAR = 1940
FIRST_DAY = date(1900, 1, 1)
AHEAD_MONTHS = 24
CREDIT_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
CREDIT_WEIGHTS = tuple(pow(3, place, 31) for place in range(17))
VIN_VALUES = {
    **{digit: int(digit) for digit in "0123456789"},
    **dict(zip("ABCDEFGH", range(1, 9), strict=True)),
    **dict(zip("JKLMN", range(1, 6), strict=True)),
    **{"P": 7, "R": 9},
    **dict(zip("STUVWXYZ", range(2, 10), strict=True)),
}
VIN_WEIGHTS = (8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2)


def credit_check_character(first17: str) -> str:
    """The 18th character of a unified social credit code (GB 32100-2015)."""
    total = sum(CREDIT_ALPHABET.index(c) * w for c, w in zip(first17, CREDIT_WEIGHTS, strict=True))
    return CREDIT_ALPHABET[-total % 31]


def parse_credit_code(text: str) -> str:
    """18 characters; NotValidError codes: empty, too_short, too_long, characters, check_digit."""
    code = _length(tidy(text), 18, 18)
    if any(c not in CREDIT_ALPHABET for c in code):
        raise NotValidError("characters")
    if credit_check_character(code[:17]) != code[17]:
        raise NotValidError("check_digit")
    return code


def vin_check_character(vin: str) -> str:
    """What must stand in the ninth place of a vehicle's number (GB 16735-2019)."""
    total = sum(VIN_VALUES[c] * w for c, w in zip(vin, VIN_WEIGHTS, strict=True))
    return "0123456789X"[total % 11]


def parse_vin(text: str) -> str:
    """17 characters without I, O and Q; NotValidError codes as of a credit code."""
    vin = _length(tidy(text), 17, 17)
    if any(c not in VIN_VALUES for c in vin):
        raise NotValidError("characters")
    if vin_check_character(vin) != vin[8]:
        raise NotValidError("check_digit")
    return vin


def _length(text: str, least: int, most: int) -> str:
    if not text:
        raise NotValidError("empty")
    if len(text) < least:
        raise NotValidError("too_short")
    if len(text) > most:
        raise NotValidError("too_long")
    return text


def _pattern(pattern: str, least: int, most: int) -> Check:
    shape = re.compile(pattern)

    def check(text: str, _today: date) -> str:
        value = _length(tidy(text), least, most)
        if not shape.fullmatch(value):
            raise NotValidError("characters")
        return value

    return check


def _id_number(text: str, today: date) -> str:
    if not tidy(text):
        raise NotValidError("empty")
    if is_old_foreigner_number(text, today):
        return tidy(text)
    return parse_id_number(text, today).number


def _any_day(text: str) -> date:
    if not text.strip():
        raise NotValidError("empty")
    try:
        day = date.fromisoformat(text.strip())
    except ValueError:
        raise NotValidError("date") from None
    if day < FIRST_DAY:
        raise NotValidError("too_early")
    return day


def _past(text: str, today: date) -> str:
    day = _any_day(text)
    if day > today:
        raise NotValidError("future")
    return day.isoformat()


def _soon(text: str, today: date) -> str:
    """Past or future, but no further ahead than anybody plans at a counter."""
    day = _any_day(text)
    if day > add_months(today, AHEAD_MONTHS):
        raise NotValidError("too_late")
    return day.isoformat()


def _coming(text: str, today: date) -> str:
    day = _soon(text, today)
    if date.fromisoformat(day) < today:
        raise NotValidError("past")
    return day


def _year(text: str, today: date) -> str:
    year = _length(tidy(text), 4, 4)
    if not re.fullmatch(r"[0-9]{4}", year):
        raise NotValidError("characters")
    if int(year) < FIRST_YEAR:
        raise NotValidError("too_early")
    if int(year) > today.year:
        raise NotValidError("future")
    return year


def _number(most: int) -> Check:
    def check(text: str, _today: date) -> str:
        value = _length(tidy(text), 1, 20)
        if not re.fullmatch(r"[0-9]+", value):
            raise NotValidError("characters")
        if not 1 <= int(value) <= most:
            raise NotValidError("range")
        return str(int(value))

    return check


def _address(text: str, _today: date) -> str:
    address = text.strip(" \u3000\x00\t\r\n")
    if len(address) < 5:
        raise NotValidError("too_short" if address else "empty")
    if len(address) > MAX_ADDRESS:
        raise NotValidError("too_long")
    if not address.isprintable():
        raise NotValidError("characters")
    return address


CHECKS: Mapping[str, Check] = {
    "name": lambda text, _today: parse_name(text),
    "id_number": _id_number,
    "date": _past,
    "date_any": _soon,
    "date_future": _coming,
    "year": _year,
    "account": lambda text, _today: parse_account(text),
    "company_account": _pattern(r"[0-9]+", 8, 32),
    "mobile": lambda text, _today: parse_mobile(text),
    "address": _address,
    "region": _address,  # picked from the list of places, a door number perhaps behind it
    "count": _number(99_999),
    "amount": _number(999_999_999),
    "credit_code": lambda text, _today: parse_credit_code(text),
    "certificate": _pattern(r"[0-9A-Z]+", 4, 30),
    "birth_certificate": _pattern(r"[A-Z][0-9]{9}", 10, 10),
    "social_card": _pattern(r"[0-9A-Z]{9}", 9, 9),
    "plate": _pattern(r"[A-HJ-NP-Z][0-9A-HJ-NP-Z]{5,6}", 6, 7),  # GA 36: no I, no O
    "vin": lambda text, _today: parse_vin(text),
    "file_number": _pattern(r"[0-9]{12}", 12, 12),
    "property_number": _pattern(r"[0-9]+", 4, 9),
    "customer_number": _pattern(r"[0-9]+", 5, 16),
}
"""By name, as the vocabulary of fields uses them; `option` is checked by the field itself."""
