"""What an identity card says, as frozen values that never print themselves."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class CardKind(StrEnum):
    """Which of the four layouts the card carries."""

    RESIDENT = "resident"
    HK_MACAU_TAIWAN = "hk_macau_taiwan"
    FOREIGNER_2017 = "foreigner_2017"
    FOREIGNER_2023 = "foreigner_2023"


@dataclass(frozen=True, slots=True, repr=False)
class IdCardRecord:
    """One card. Fields that its kind does not carry are "" or None.

    `name` is the name to address the person by: the English one on a foreigner's card, where
    `chinese_name` stands beside it. `sex` is GB/T 2261.1 (0 unknown, 1 male, 2 female, 9 not
    stated), `ethnic` the raw two digits of GB/T 3304, `nationality` three letters (ISO 3166-1).
    `valid_to` is None on a card of long term (长期; `long_term`), and where it cannot be read.
    `unreadable` names the date fields that hold something else than a date.
    `unmapped` lists code points without a public meaning ("U+E123"); they stand in the texts as
    they came, lone halves of surrogate pairs and control characters as U+FFFD.
    `new_addresses` are addresses registered after issue, oldest entry of the chip first.
    `has_photo`: a picture in the reader's own format came along; it is not kept. `photo`: that
    picture as 102 x 126 pixels of BGR, b"" without a decoder (photo.py).
    """

    kind: CardKind
    name: str
    number: str
    sex: str = ""
    birth: date | None = None
    name_en: str = ""
    chinese_name: str = ""
    ethnic: str = ""
    address: str = ""
    issuer: str = ""
    valid_from: date | None = None
    valid_to: date | None = None
    long_term: bool = False
    nationality: str = ""
    permit_number: str = ""
    issue_count: str = ""
    version: str = ""
    office_code: str = ""
    old_number_link: str = ""
    new_addresses: tuple[str, ...] = ()
    unreadable: tuple[str, ...] = ()
    unmapped: tuple[str, ...] = ()
    has_photo: bool = False
    photo: bytes = b""

    def __repr__(self) -> str:
        return f"<IdCardRecord {self.kind}>"

    __str__ = __repr__
