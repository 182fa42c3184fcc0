"""What a smart card says, as frozen values that never print themselves."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True, repr=False)
class SocialCardRecord:
    """One social-security card (LD/T 32). Fields that the card does not carry are "" or None.

    `number` is the social-security number, which is the number of the identity card, checked by
    its check character. `generation` is "1", "2" or "3", from the version that the card names.
    `sex` is GB/T 2261.1, `ethnic` the two digits of GB/T 3304, `issuer` hexadecimal digits.
    `card_number` is the printed number (9 characters), `valid_to` the last day, as it stands on
    the card: whether that day is over is for whoever knows what day it is.
    """

    name: str
    number: str
    card_number: str
    generation: str
    issuer: str = ""
    valid_to: date | None = None
    birth: date | None = None
    sex: str = ""
    ethnic: str = ""

    def __repr__(self) -> str:
        return f"<SocialCardRecord {self.generation}>"

    __str__ = __repr__


@dataclass(frozen=True, slots=True, repr=False)
class StaffCardRecord:
    """One staff card: who it was given to (4 to 8 digits) and its own serial (16 hex digits).

    It stands in for typing the number, no more: a card without a secret can be copied, so what
    opens anything is the PIN, and the serial where the platform compares it.
    """

    staff_no: str
    serial: str

    def __repr__(self) -> str:
        return "<StaffCardRecord>"

    __str__ = __repr__
