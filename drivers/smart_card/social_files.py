"""The files of a social-security card (LD/T 32-2015; their structure: 人社信息函〔2012〕37号).

Cards of three generations want their records asked for in different ways, and number them in
different ways; what a record is, its tag says and nothing else.
"""

from __future__ import annotations

import unicodedata
from datetime import date

from drivers import gb18030
from drivers.smart_card.apdu import (
    DEACTIVATED,
    LOCKED,
    NO_RECORD,
    NO_SUCH_FILE,
    NOT_THIS_WAY,
    Apdus,
    CardError,
    read_record,
    select_file,
    select_name,
    tlv,
)
from drivers.smart_card.record import SocialCardRecord

APPLICATION = b"sx1.sh." + "社会保障".encode("gbk")
ISSUE, HOLDER = 0xEF05, 0xEF06
VERSION, ISSUER, VALID_TO, CARD_NUMBER = 0x03, 0x04, 0x06, 0x07
NUMBER, NAME, SEX, ETHNIC, BIRTH = 0x08, 0x09, 0x0A, 0x0B, 0x0D
WANTED = {
    ISSUE: (VERSION, ISSUER, VALID_TO, CARD_NUMBER),
    HOLDER: (NUMBER, NAME, SEX, ETHNIC, BIRTH),
}
NEEDED = {ISSUE: (VERSION, CARD_NUMBER), HOLDER: (NUMBER, NAME)}
RECORDS = range(1, 0x0E)
PADDING = b"\x00\xff "
PLACEHOLDERS = frozenset("?？\ufffd")
"""What older systems wrote where they did not know a character: then the name is not known."""
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


def read_social(card: Apdus) -> SocialCardRecord:
    """Read and check a card. CardError: not_a_social_card, deactivated, protected, garbled,
    damaged, endless, charset, control, check_digit."""
    _, status = card.ask(select_name(APPLICATION))
    if status in DEACTIVATED:
        raise CardError("deactivated")
    if status in NO_SUCH_FILE:
        raise CardError("not_a_social_card")
    _expect(status)
    return decode({**_file(card, ISSUE), **_file(card, HOLDER)})


def decode(records: dict[int, bytes]) -> SocialCardRecord:
    """What the records say. CardError: damaged, charset, control, check_digit."""
    number = _ascii(records[NUMBER]).upper()
    if not _number_fits(number):
        raise CardError("check_digit")
    version = _ascii(records[VERSION])
    return SocialCardRecord(
        name=_name(records[NAME]),
        number=number,
        card_number=_ascii(records[CARD_NUMBER]),
        generation=version[:1] if version[:1] in ("1", "2", "3") else "",
        issuer=records.get(ISSUER, b"").hex(),
        valid_to=_day(records.get(VALID_TO, b"")),
        birth=_day(records.get(BIRTH, b"")),
        sex=_ascii(records.get(SEX, b"")),
        ethnic=_ascii(records.get(ETHNIC, b"")),
    )


def _file(card: Apdus, file: int) -> dict[int, bytes]:
    for by in (0x02, 0x00):
        _, status = card.ask(select_file(file, by))
        if status not in (*NOT_THIS_WAY, *NO_SUCH_FILE):
            break
    if status in LOCKED:
        raise CardError("protected")
    if status in NO_SUCH_FILE:
        raise CardError("damaged")
    _expect(status)
    found = _by_tag(card, file)
    for how in (0x04, (file & 0x1F) << 3 | 0x04):
        if set(NEEDED[file]) <= set(found):
            return found
        found = _by_number(card, how)
    if not set(NEEDED[file]) <= set(found):
        raise CardError("damaged")
    return found


def _by_tag(card: Apdus, file: int) -> dict[int, bytes]:
    """Every wanted record by its tag; {} where the card does not know that way."""
    found: dict[int, bytes] = {}
    for tag in WANTED[file]:
        data, status = card.ask(read_record(tag, 0x00))
        if status in NO_RECORD:
            continue
        if status in NOT_THIS_WAY:
            return {}
        _expect(status)
        found |= tlv(data)
    return found


def _by_number(card: Apdus, how: int) -> dict[int, bytes]:
    """Every record by its number, whatever it is; gaps are passed over."""
    found: dict[int, bytes] = {}
    for number in RECORDS:
        data, status = card.ask(read_record(number, how))
        if status in NO_RECORD:
            continue
        if status in NOT_THIS_WAY:
            return {}
        _expect(status)
        found |= tlv(data)
    return found


def _expect(status: int) -> None:
    if status in LOCKED:
        raise CardError("protected")
    if status != 0x9000:
        raise CardError("garbled")


def _ascii(value: bytes) -> str:
    try:
        text = value.strip(PADDING).decode("ascii")
    except UnicodeDecodeError:
        raise CardError("damaged") from None
    if not text.isprintable():
        raise CardError("damaged")
    return text


def _name(value: bytes) -> str:
    try:
        name = gb18030.decode(value.rstrip(PADDING))
    except UnicodeDecodeError:
        raise CardError("charset") from None
    name = name.strip(" \u3000")
    if any(unicodedata.category(char) in ("Cc", "Cf", "Zl", "Zp") for char in name):
        raise CardError("control")
    if not name or PLACEHOLDERS & set(name):
        raise CardError("charset")
    return name


def _number_fits(number: str) -> bool:
    """18 characters whose last one is right by ISO 7064 MOD 11-2 (GB 11643)."""
    if len(number) != 18 or not (number[:17].isascii() and number[:17].isdigit()):
        return False
    total = sum(int(digit) * weight for digit, weight in zip(number, _WEIGHTS, strict=False))
    return number[17] == "10X98765432"[total % 11]


def _day(value: bytes) -> date | None:
    """Four bytes of BCD, year first; None where they are no day, 99991231 among them."""
    digits = value.hex()
    if len(digits) != 8 or not digits.isdigit() or digits.startswith("9999"):
        return None
    try:
        return date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        return None
