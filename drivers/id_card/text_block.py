"""The text of a card (GA/T 490 and the layouts that followed): 220 to 256 bytes of UTF-16LE."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from types import MappingProxyType
from typing import Any

from drivers.errors import BadAnswerError
from drivers.id_card.private_use import STANDARD, is_private
from drivers.id_card.record import CardKind, IdCardRecord

TEXT_MIN, TEXT_MAX = 220, 256
ADDRESS_BYTES, ADDRESSES_MAX = 70, 4
LONG_TERM = "长期"
_FLAG = slice(248, 250)
_PADDING = " \0\u3000"
_KINDS = {
    " ": CardKind.RESIDENT,
    "\0": CardKind.RESIDENT,
    "J": CardKind.HK_MACAU_TAIWAN,
    "I": CardKind.FOREIGNER_2017,
    "Y": CardKind.FOREIGNER_2023,
}
_NUMBERS = {
    r"8[123]0000\d{11}[\dXx]": CardKind.HK_MACAU_TAIWAN,
    r"9\d{16}[\dXx]": CardKind.FOREIGNER_2023,
    r"\d{17}[\dXx]": CardKind.RESIDENT,
    r"[A-Z]{3}\d{12}[A-Z]{3}": CardKind.FOREIGNER_2017,
}
# field: (offset, bytes), one after the other where a value is stored in two places
_COMMON = {
    "name": ((0, 30),),
    "sex": ((30, 2),),
    "birth": ((36, 16),),
    "address": ((52, 70),),
    "number": ((122, 36),),
    "issuer": ((158, 30),),
    "valid_from": ((188, 16),),
    "valid_to": ((204, 16),),
}
_LAYOUTS: Mapping[CardKind, Mapping[str, tuple[tuple[int, int], ...]]] = MappingProxyType(
    {
        CardKind.RESIDENT: _COMMON | {"ethnic": ((32, 4),)},
        CardKind.HK_MACAU_TAIWAN: _COMMON
        | {"permit_number": ((220, 18),), "issue_count": ((238, 4),)},
        CardKind.FOREIGNER_2017: {
            "name_en": ((0, 120),),
            "sex": ((120, 2),),
            "number": ((122, 30),),
            "nationality": ((152, 6),),
            "chinese_name": ((158, 30),),
            "valid_from": ((188, 16),),
            "valid_to": ((204, 16),),
            "birth": ((220, 16),),
            "version": ((236, 4),),
            "office_code": ((240, 8),),
        },
        CardKind.FOREIGNER_2023: {
            "chinese_name": ((0, 30),),
            "sex": ((30, 2),),
            "issue_count": ((32, 4),),
            "birth": ((36, 16),),
            "name_en": ((52, 70), (220, 22)),
            "number": ((122, 36),),
            "valid_from": ((188, 16),),
            "valid_to": ((204, 16),),
            "nationality": ((242, 6),),
            "old_number_link": ((250, 6),),
        },
    }
)


@dataclass(slots=True)
class _Text:
    """Turns slices into text and remembers which characters had no public meaning."""

    block: bytes
    site: Mapping[int, str]
    unmapped: dict[str, None] = field(default_factory=lambda: {})

    def at(self, *pieces: tuple[int, int]) -> str:
        raw = b"".join(self.block[start : start + size] for start, size in pieces)
        units = raw[: len(raw) // 2 * 2].decode("utf-16-le", "surrogatepass")
        return "".join(self._known(char) for char in units.strip(_PADDING))

    def _known(self, char: str) -> str:
        point = ord(char)
        if 0xD800 <= point <= 0xDFFF or point < 0x20 or 0x7F <= point <= 0x9F:
            self.unmapped[f"U+{point:04X}"] = None
            return "\ufffd"
        if not is_private(point):
            return char
        known = self.site.get(point) or STANDARD.get(point)
        if known is None:
            self.unmapped[f"U+{point:04X}"] = None
        return known or char


def fields_of(block: bytes) -> Mapping[str, tuple[tuple[int, int], ...]]:
    """Where which field stands in a block of this layout: name -> pieces (offset, bytes). Of an
    unknown layout those of a resident's card."""
    flag = block[_FLAG].decode("utf-16-le", "replace") if len(block) >= _FLAG.stop else " "
    return _LAYOUTS[_KINDS.get(flag, CardKind.RESIDENT)]


def decode_text(block: bytes, site: Mapping[int, str] = MappingProxyType({})) -> IdCardRecord:
    """Decode the text block of any of the four layouts; fields past its end are empty.

    `site`: the installation's own meaning of private-use points. BadAnswerError: `text_length`,
    `text_layout` (a flag of no known layout), `text_empty` (no name or no number).
    """
    if not TEXT_MIN <= len(block) <= TEXT_MAX:
        raise BadAnswerError("text_length", f"{len(block)} bytes")
    text = _Text(block, site)
    kind = _kind(block)
    values: dict[str, Any] = {name: text.at(*pieces) for name, pieces in _LAYOUTS[kind].items()}
    name = values.pop("name", "") or values.get("name_en", "") or values.get("chinese_name", "")
    number = values.pop("number").upper()
    if not name or not number:
        raise BadAnswerError("text_empty")
    birth, valid_from = values.pop("birth"), values.pop("valid_from")
    valid_to = values.pop("valid_to")
    record = IdCardRecord(
        kind=kind, name=name, number=number, unmapped=tuple(text.unmapped), **values
    )
    return _with_dates(record, birth, valid_from, valid_to)


def _kind(block: bytes) -> CardKind:
    """The layout by its flag; where the block ends before the flag, by the form of the number."""
    flag = block[_FLAG]
    if len(flag) == 2:
        kind = _KINDS.get(flag.decode("utf-16-le", "surrogatepass"))
    else:
        number = block[122:158].decode("utf-16-le", "replace").strip(_PADDING)
        kind = next((kind for form, kind in _NUMBERS.items() if re.fullmatch(form, number)), None)
    if kind is None:
        raise BadAnswerError("text_layout", flag.hex())
    return kind


def decode_addresses(data: bytes, site: Mapping[int, str] = MappingProxyType({})) -> list[str]:
    """The addresses registered after issue, 70 bytes each, at most four; blank ones left out."""
    if len(data) % ADDRESS_BYTES or len(data) > ADDRESS_BYTES * ADDRESSES_MAX:
        raise BadAnswerError("address_length", f"{len(data)} bytes")
    text = _Text(data, site)
    found = (text.at((start, ADDRESS_BYTES)) for start in range(0, len(data), ADDRESS_BYTES))
    return [address for address in found if address]


def _with_dates(record: IdCardRecord, birth: str, valid_from: str, valid_to: str) -> IdCardRecord:
    long_term = valid_to == LONG_TERM
    dates = {
        "birth": _date(birth),
        "valid_from": _date(valid_from),
        "valid_to": None if long_term else _date(valid_to),
    }
    bad = tuple(
        name
        for name, day in dates.items()
        if day is None and not (name == "valid_to" and long_term)
    )
    return replace(
        record,
        birth=dates["birth"],
        valid_from=dates["valid_from"],
        valid_to=dates["valid_to"],
        long_term=long_term,
        unreadable=bad,
    )


def _date(text: str) -> date | None:
    if len(text) != 8 or not (text.isascii() and text.isdigit()):
        return None
    try:
        return date(int(text[:4]), int(text[4:6]), int(text[6:]))
    except ValueError:
        return None
