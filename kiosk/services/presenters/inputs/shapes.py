"""What can be typed into a field: its keys, how long it gets, and how it is grouped for reading."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kiosk.domain.fields import Field

DIGITS = ("1", "2", "3", "4", "5", "6", "7", "8", "9", "clear", "0", "delete")
WITH_X = (*DIGITS[:11], "X", "delete")
LETTERS = (
    *"1234567890",
    "row",
    *"QWERTYUIOP",
    "row",
    *"ASDFGHJKL",
    "row",
    *"ZXCVBNM",
    "row",
    "clear",
    "delete",
)
DOOR_WORDS = ("组", "号", "栋", "单元", "室", "-")
DOOR = (*DOOR_WORDS, *DIGITS)
DATE_PARTS = ("year", "month", "day")


@dataclass(frozen=True, slots=True)
class Shape:
    """One way of typing. `shortest` characters are the least that can be right, `longest` the
    most that can be typed; `groups` are set apart by a blank, the last one repeats."""

    kind: str
    keys: tuple[str, ...]
    shortest: int
    longest: int
    groups: tuple[int, ...] = ()

    @property
    def counted(self) -> bool:
        """Whether it is right with exactly one length, so that it can be said what is missing."""
        return self.shortest == self.longest

    def typed(self, sofar: str, key: str) -> str:
        """What stands there after one more key; a key that does not fit changes nothing."""
        if key == "clear":
            return ""
        if key == "delete":
            return sofar[: -len(_last(sofar))] if sofar else ""
        if key not in self.keys or key == "row" or len(sofar) + len(key) > self.longest:
            return sofar
        return sofar + key if self._fits(sofar, key) else sofar

    def _fits(self, sofar: str, key: str) -> bool:
        if key == "X" and self.kind in ("id_number", "last_four"):  # only as a check digit
            return len(sofar) == self.longest - 1
        if key in DOOR_WORDS:
            return sofar[-1:].isdigit()
        return True

    def shown(self, typed: str) -> str:
        """As it stands in the box, in groups."""
        parts: list[str] = []
        sizes = list(self.groups) or [len(typed)]
        while typed:
            size = sizes.pop(0) if len(sizes) > 1 else sizes[0]
            parts.append(typed[:size])
            typed = typed[size:]
        return " ".join(parts)


def _last(typed: str) -> str:
    """What one touch had put at the end."""
    return next((word for word in DOOR_WORDS if typed.endswith(word)), typed[-1:])


def _without(letters: str) -> tuple[str, ...]:
    return tuple(key for key in LETTERS if key not in letters)


MOBILE = Shape("mobile", DIGITS, 11, 11, (3, 4, 4))
ACCOUNT = Shape("bank", DIGITS, 16, 19, (4,))
ID_NUMBER = Shape("id_number", WITH_X, 18, 18, (6, 8, 4))
CREDIT_CODE = Shape("credit_code", _without("IOSVZ"), 18, 18, (4,))
"""Without the letters that a credit code leaves out (GB 32100-2015, 4.2)."""
LAST_FOUR = Shape("last_four", WITH_X, 4, 4)
DATE = Shape("date", DIGITS, 8, 8)
DOOR_NUMBER = Shape("door", DOOR, 1, 20)

BY_CHECK = {
    "mobile": MOBILE,
    "account": ACCOUNT,
    "id_number": ID_NUMBER,
    "credit_code": CREDIT_CODE,
    "vin": Shape("vin", _without("IOQ"), 17, 17, (4,)),
    "plate": Shape("plate", _without("IO"), 6, 7),
    "social_card": Shape("letters", LETTERS, 9, 9),
    "birth_certificate": Shape("letters", LETTERS, 10, 10),
    "certificate": Shape("letters", LETTERS, 4, 30, (4,)),
    "year": Shape("number", DIGITS, 4, 4),
    "count": Shape("number", DIGITS, 1, 5),
    "amount": Shape("number", DIGITS, 1, 9),
    "file_number": Shape("digits", DIGITS, 12, 12, (4,)),
    "property_number": Shape("digits", DIGITS, 4, 9),
    "customer_number": Shape("digits", DIGITS, 5, 16, (4,)),
    "company_account": Shape("digits", DIGITS, 8, 32, (4,)),
}
BY_INPUT = {
    "date": DATE,
    "digits": Shape("digits", DIGITS, 1, 20, (4,)),
    "letters": Shape("letters", LETTERS, 1, 30, (4,)),
}


def shape_of(field: Field) -> Shape:
    """How a field is typed; KeyError for one that is chosen or picked instead."""
    shape = BY_CHECK[field.check] if field.check in BY_CHECK else BY_INPUT[field.input]
    if not field.length or shape.counted:
        return shape
    return replace(shape, longest=field.length, shortest=min(shape.shortest, field.length))


def date_shape(part: str) -> Shape:
    """One part of a date by itself: year, month or day."""
    return Shape(part, DIGITS, 4 if part == "year" else 1, 4 if part == "year" else 2)


def date_split(path: tuple[str, ...], typed: str, *, apart: bool) -> tuple[tuple[str, ...], str]:
    """A date under way, asked in one piece or part by part: what is settled, and what is typed.

    It may have been begun the other way, so that changing the mode loses nothing.
    """
    if not apart:
        return (), ("".join(p.zfill(2) for p in path) + typed)[:8]
    if len(typed) > 4 and not path:
        path, typed = (typed[:4],), typed[4:]
    if len(typed) > 2 and len(path) == 1:
        path, typed = (*path, typed[:2]), typed[2:]
    return path, typed


def iso_date(path: tuple[str, ...], typed: str) -> str:
    """The date as it is checked, yyyy-mm-dd; incomplete ones come out shorter."""
    if path:
        return "-".join((path[0], *(part.zfill(2) for part in (*path[1:], typed))))
    return "-".join(part for part in (typed[:4], typed[4:6], typed[6:]) if part)


def part_fits(part: str, typed: str) -> bool:
    """Whether digits can be that part of a date; which days a month has is seen with the whole."""
    low, high = {"year": (1850, 2199), "month": (1, 12), "day": (1, 31)}[part]
    return typed.isdigit() and low <= int(typed) <= high


def typed_in(field: Field) -> bool:
    """Whether a field is typed, not chosen or picked."""
    return field.check in BY_CHECK or field.input in BY_INPUT
