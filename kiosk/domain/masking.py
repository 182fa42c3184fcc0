"""What of a personal value may stand on paper, on a shared screen or in a list."""

from __future__ import annotations

import re

from kiosk.domain.address import subdistrict_of
from kiosk.domain.names import MIDDLE_DOTS, is_latin
from kiosk.domain.text import clusters

OLD_FOREIGNER = re.compile(r"[A-Z]{3}\d{12}")


def mask_name(name: str) -> str:
    """张* for two characters, 李*例 for three and more; of a name in parts (middle dots, or
    words of an alphabet) the first part's first character, of words each word's initial."""
    name = name.strip()
    if is_latin(name):
        return " ".join(_head(word) for word in name.split())
    if any(dot in name for dot in MIDDLE_DOTS):
        return "".join(_star(n, char) for n, char in enumerate(clusters(name)))
    chars = clusters(name)
    if len(chars) <= 2:
        return chars[0] + "*" if len(chars) == 2 else "*" * len(chars)
    return chars[0] + "*" * (len(chars) - 2) + chars[-1]


def mask_id_number(number: str) -> str:
    """First six and last four; the birth date never shows, whatever kind of number it is."""
    number = number.strip().upper()
    if re.fullmatch(r"\d{17}[\dX]", number):
        return number[:6] + "*" * 8 + number[-4:]
    if re.fullmatch(r"\d{15}", number):
        return number[:6] + "*" * 6 + number[-3:]
    if OLD_FOREIGNER.fullmatch(number):
        return number[:7] + "*" * 6 + number[-2:]
    return "*" * len(number)


def mask_phone(number: str) -> str:
    """138****0000; of any other telephone number the last two digits."""
    if re.fullmatch(r"\d{11}", number) and number[0] == "1":
        return number[:3] + "****" + number[-4:]
    return "*" * (len(number) - 2) + number[-2:] if len(number) >= 7 else "*" * len(number)


def mask_account(number: str) -> str:
    """Four stars and the last four digits; nothing of a number too short to hide the rest."""
    return "****" + last_four(number) if len(number) >= 12 else "*" * len(number)


def mask_address(address: str) -> str:
    """Up to the street office, town or township; an address without one shows its county."""
    shown = subdistrict_of(address)
    return shown + "****" if address.strip() else ""


def last_four(text: str) -> str:
    """The last four characters, which is what a loudspeaker may say of a number."""
    return text[-4:]


def _head(word: str) -> str:
    return word[0] + "*" * (len(word) - 1)


def _star(place: int, char: str) -> str:
    return char if place == 0 or char in MIDDLE_DOTS else "*"
