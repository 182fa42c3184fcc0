"""Numbers that are given out: cases, slip passwords, check codes, tickets, waybills."""

from __future__ import annotations

import re
import secrets
from dataclasses import dataclass
from datetime import date, datetime

from kiosk.domain.errors import NotValidError
from kiosk.domain.text import to_half_width
from kiosk.domain.zone import local_date

CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_CROCKFORD_READ = str.maketrans({"O": "0", "I": "1", "L": "1"})
S10_WEIGHTS = (8, 6, 4, 2, 3, 5, 9, 7)
FILE_CARRIER = "98"
MAX_SERIAL = 99_999
SLIP_CODE = "JB1"
TOKEN_LENGTH = 26


@dataclass(frozen=True, slots=True)
class CaseNumber:
    """XC, day (yyMMdd, Shanghai), terminal (4 digits), serial (5 digits), check digit."""

    day: date
    terminal: str
    serial: int

    def __str__(self) -> str:
        body = f"{self.day:%y%m%d}{self.terminal}{self.serial:05d}"
        return f"XC{body}{mod_11_10(body)}"


def mod_11_10(digits: str) -> str:
    """The check digit of ISO/IEC 7064 MOD 11,10 over a string of digits."""
    product = 10
    for char in digits:
        product = ((product + int(char)) % 10 or 10) * 2 % 11
    return str((11 - product) % 10)


def case_number(moment: datetime, terminal: str, serial: int) -> str:
    """A case number without spaces; ValueError for a terminal or serial out of range."""
    if not re.fullmatch(r"[0-9]{4}", terminal):
        raise ValueError("a terminal number has four digits")
    if not 1 <= serial <= MAX_SERIAL:
        raise ValueError("a serial lies between 1 and 99999")
    return str(CaseNumber(local_date(moment), terminal, serial))


def parse_case_number(text: str) -> CaseNumber:
    """Take a case number apart, however it was typed or scanned.

    NotValidError codes: shape, date, check_digit.
    """
    number = re.sub(r"[\s-]", "", to_half_width(text)).upper()
    if not re.fullmatch(r"XC[0-9]{16}", number):
        raise NotValidError("shape")
    body, check = number[2:-1], number[-1]
    if mod_11_10(body) != check:
        raise NotValidError("check_digit")
    try:
        day = date(2000 + int(body[:2]), int(body[2:4]), int(body[4:6]))
    except ValueError:
        raise NotValidError("date") from None
    return CaseNumber(day, body[6:10], int(body[10:]))


def in_fours(text: str) -> str:
    """Leading letters, then groups of four: XC 2611 2300 0500 0423."""
    found = re.match(r"[A-Z]*(?=\d)", text)
    head = found[0] if found else ""
    rest = text[len(head) :]
    groups = [rest[n : n + 4] for n in range(0, len(rest), 4)]
    return " ".join([head, *groups] if head else groups)


def slip_password() -> str:
    """Six random digits that let the holder of a slip ask about its case."""
    return f"{secrets.randbelow(1_000_000):06d}"


def slip_token() -> str:
    """130 random bits in Crockford's base 32, for the code on a slip: whoever has it has held
    the slip in hand."""
    return "".join(secrets.choice(CROCKFORD) for _ in range(TOKEN_LENGTH))


def slip_code(case_no: str, token: str) -> str:
    """What a slip's code holds: number and token, nothing of a person. Only characters of a QR
    code's alphanumeric mode (ISO/IEC 18004, 7.4.4), so that the code stays small."""
    return f"{SLIP_CODE}/{case_no}/{token}"


def parse_slip_code(text: str) -> tuple[str, str]:
    """Number and token of a scanned slip; the token is "" on a slip that has the number only.

    NotValidError codes: shape (no slip of ours), check_digit, date.
    """
    parts = text.strip().split("/")
    if len(parts) == 1:
        return parse_slip_number(parts[0]), ""
    if len(parts) != 3 or parts[0] != SLIP_CODE:
        raise NotValidError("shape")
    if not re.fullmatch(f"[{CROCKFORD}]{{{TOKEN_LENGTH}}}", parts[2]):
        raise NotValidError("shape")
    return parse_slip_number(parts[1]), parts[2]


def parse_slip_number(text: str) -> str:
    """A case number as typed or scanned, with or without XC and blanks, as it is kept.

    NotValidError codes: shape, check_digit, date.
    """
    number = re.sub(r"[\s-]", "", to_half_width(text)).upper()
    number = number if number.startswith("XC") else f"XC{number}"
    parse_case_number(number)
    return number


def check_code() -> str:
    """A document's check code: 16 characters of Crockford's base 32, 80 random bits."""
    return "".join(secrets.choice(CROCKFORD) for _ in range(16))


def check_code_in_fours(code: str) -> str:
    """ABCD EFGH JKMN PQRS."""
    return " ".join(code[n : n + 4] for n in range(0, len(code), 4))


def parse_check_code(text: str) -> str:
    """A check code as typed: case, spaces, hyphens, O for 0 and I or L for 1 do not matter.

    NotValidError code: shape.
    """
    code = re.sub(r"[\s-]", "", to_half_width(text)).upper().translate(_CROCKFORD_READ)
    if not re.fullmatch(f"[{CROCKFORD}]{{16}}", code):
        raise NotValidError("shape")
    return code


def s10_check_digit(serial8: str) -> str:
    """The check digit of UPU S10 over its eight serial digits."""
    rest = 11 - sum(int(c) * w for c, w in zip(serial8, S10_WEIGHTS, strict=True)) % 11
    return {10: "0", 11: "5"}.get(rest, str(rest))


def parse_waybill(text: str) -> str:
    """A waybill of 13 digits, or of UPU S10 (two letters, nine digits, two letters).

    NotValidError codes: shape, check_digit (S10 only: 13 digits carry none).
    """
    number = re.sub(r"[\s-]", "", to_half_width(text)).upper()
    if re.fullmatch(r"[0-9]{13}", number):
        return number
    if not re.fullmatch(r"[A-Z]{2}[0-9]{9}[A-Z]{2}", number):
        raise NotValidError("shape")
    if s10_check_digit(number[2:10]) != number[10]:
        raise NotValidError("check_digit")
    return number


def file_carrier_waybill(serial: int) -> str:
    """A waybill of the file carrier: 98 and eleven digits; ValueError out of range."""
    if not 1 <= serial < 10**11:
        raise ValueError("a serial has at most eleven digits")
    return f"{FILE_CARRIER}{serial:011d}"


def ticket_number(zone: str, serial: int) -> str:
    """A queue ticket: the zone's letter and three digits; ValueError out of range."""
    if not re.fullmatch(r"[A-Z]", zone) or not 1 <= serial <= 999:
        raise ValueError("a ticket is one letter and a number from 1 to 999")
    return f"{zone}{serial:03d}"


def is_platform_number(text: str) -> bool:
    """Whether it is a platform number: 420602, day (yyyyMMdd), six digits."""
    if not re.fullmatch(r"420602[0-9]{14}", text):
        return False
    try:
        date(int(text[6:10]), int(text[10:12]), int(text[12:14]))
    except ValueError:
        return False
    return True
