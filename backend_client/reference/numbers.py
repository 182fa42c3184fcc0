"""Numbers and codes the platform gives, checks and masks."""

from __future__ import annotations

import re
import secrets
from dataclasses import dataclass
from datetime import date, datetime

CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
ID_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
ID_CHECKS = "10X98765432"
MIDDLE_DOTS = "·•‧・･⋅．"


@dataclass(frozen=True, slots=True)
class CaseNumber:
    """What a case number says: the day it was given, by which terminal, and its serial."""

    day: date
    terminal: str
    serial: int


def mod_11_10(digits: str) -> int:
    """The check digit of ISO 7064 MOD 11,10."""
    product = 10
    for digit in digits:
        total = (int(digit) + product) % 10 or 10
        product = total * 2 % 11
    return (11 - product) % 10


def parse_case_number(text: str) -> CaseNumber:
    """Take XC + yyMMdd + terminal 4 + serial 5 + check digit apart; ValueError if it is none."""
    if not re.fullmatch(r"XC[0-9]{16}", text):
        raise ValueError("form")
    digits = text[2:]
    if mod_11_10(digits[:15]) != int(digits[15]):
        raise ValueError("check digit")
    return CaseNumber(_day(digits[:6]), digits[6:10], int(digits[10:15]))


def _day(six: str) -> date:
    return date(2000 + int(six[:2]), int(six[2:4]), int(six[4:6]))


def platform_number(day: date, serial: int) -> str:
    """420602 + yyyyMMdd + 6 digits."""
    return f"420602{day:%Y%m%d}{serial:06d}"


def postal_number(day: date, serial: int) -> str:
    """PO + yyyyMMdd + 6 digits: the order's own number, not the carrier's waybill."""
    return f"PO{day:%Y%m%d}{serial:06d}"


def document_number(day: date, serial: int) -> str:
    """XCD + yyyyMMdd + 6 digits."""
    return f"XCD{day:%Y%m%d}{serial:06d}"


def new_check_code() -> str:
    """80 random bits as 16 characters of Crockford's base 32, in fours."""
    return grouped("".join(secrets.choice(CROCKFORD) for _ in range(16)))


def grouped(code: str) -> str:
    """A check code in fours, joined by hyphens."""
    return "-".join(code[n : n + 4] for n in range(0, len(code), 4))


def read_check_code(text: str) -> str | None:
    """A check code as people type it: any case, any grouping, O for 0, I and L for 1."""
    code = re.sub(r"[\s-]", "", text).upper().translate(str.maketrans("OIL", "011"))
    return grouped(code) if re.fullmatch(f"[{CROCKFORD}]{{16}}", code, re.ASCII) else None


def id_number_fault(kind: str, number: str, birth: date) -> str | None:
    """What is wrong with a number on a card: form, check, birth; None when nothing is.

    18-digit numbers have the check character of GB 11643-1999 and the birth date in the middle;
    permits of 2017 are three letters and twelve digits.
    """
    if kind == "foreigner_2017":
        return None if re.fullmatch(r"[A-Z]{3}[0-9]{12}", number) else "form"
    if not re.fullmatch(r"[0-9]{17}[0-9X]", number):
        return "form"
    total = sum(int(digit) * weight for digit, weight in zip(number, ID_WEIGHTS, strict=False))
    if ID_CHECKS[total % 11] != number[17]:
        return "check"
    return None if number[6:14] == f"{birth:%Y%m%d}" else "birth"


def age_on(day: date, birth: date) -> int:
    """Full years; someone born on 29 February grows older on 1 March in common years."""
    return day.year - birth.year - ((day.month, day.day) < (birth.month, birth.day))


def nth_birthday(birth: date, years: int) -> date:
    """The first day on which age_on gives `years`."""
    try:
        return birth.replace(year=birth.year + years)
    except ValueError:
        return date(birth.year + years, 3, 1)


def mask_name(name: str) -> str:
    """张* for two characters, 李*例 for more; of a name in parts only its first character, of
    words in an alphabet each word's initial."""
    name = name.strip()
    if re.search("[A-Za-z]", name) and all(ord(char) < 0x250 for char in name):
        return " ".join(word[0] + "*" * (len(word) - 1) for word in name.split())
    if any(dot in name for dot in MIDDLE_DOTS):
        return name[0] + "".join(char if char in MIDDLE_DOTS else "*" for char in name[1:])
    if len(name) <= 2:
        return name[:1] + "*" if len(name) == 2 else "*" * len(name)
    return name[0] + "*" * (len(name) - 2) + name[-1]


def mask_number(number: str) -> str:
    """First six and last four of a number on a card."""
    return number[:6] + "*" * max(len(number) - 10, 0) + number[-4:] if len(number) > 10 else "*"


def mask_phone(number: str) -> str:
    """138****0000."""
    return number[:3] + "****" + number[-4:] if len(number) == 11 else "****"


def mask_address(address: str) -> str:
    """Up to the street office, town or township; the county where there is none such."""
    found = re.match(r".*?(?:街道|[^市县区]镇|[^市县区]乡)", address) or re.match(
        r".*?[市州盟].*?[区县市旗]", address
    )
    return (found.group(0) if found else address[:3]) + "****"


def is_mobile(text: str | None) -> bool:
    """Whether text is a mobile number of the mainland."""
    return bool(text and re.fullmatch(r"1[3-9][0-9]{9}", text, re.ASCII))


def rfc3339(moment: datetime) -> str:
    """A UTC moment as text that sorts by time."""
    return moment.strftime("%Y-%m-%dT%H:%M:%S.%fZ")
