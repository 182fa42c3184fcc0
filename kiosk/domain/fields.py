"""The vocabulary of fields: how each is asked, checked, kept, shown, and known without asking."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from kiosk.domain import masking
from kiosk.domain.checks import CHECKS
from kiosk.domain.errors import NotValidError
from kiosk.domain.mobile import NO_MOBILE


class Sensitivity(StrEnum):
    """How a value is kept: `sensitive` as in PIPL art. 28."""

    PLAIN = "plain"
    PERSONAL = "personal"
    SENSITIVE = "sensitive"


@dataclass(frozen=True, slots=True)
class Field:
    """One entry of the vocabulary; `options` and `labels` are those of a choice, an option's
    words being the message `<labels>.<option>`. `length` is the most that can be typed, 0 where
    the check alone says."""

    id: str
    input: str
    check: str
    sensitivity: Sensitivity
    mask: str
    known_from: tuple[str, ...] = ()
    suggested_by: tuple[str, ...] = ()
    options: tuple[str, ...] = ()
    labels: str = ""
    none: bool = False
    length: int = 0

    def parse(self, text: str, today: date) -> str:
        """The value as it is kept; NotValidError with a code if the answer will not do."""
        if self.check == "option":
            return self._option(text)
        value = CHECKS[self.check](text, today)
        if value == NO_MOBILE and not self.none:
            raise NotValidError("empty")
        return value

    def masked(self, value: str) -> str:
        """The value as it may stand on paper and in lists."""
        return value if self.none and value == NO_MOBILE else MASKS[self.mask](value)

    def _option(self, text: str) -> str:
        if text not in self.options:
            raise NotValidError("option")
        return text


MASKS: Mapping[str, Callable[[str], str]] = {
    "none": lambda value: value,
    "hidden": lambda value: "*" * len(value),
    "name": masking.mask_name,
    "id_number": masking.mask_id_number,
    "phone": masking.mask_phone,
    "account": masking.mask_account,
    "address": masking.mask_address,
}

CHOSEN = frozenset({"choice", "yes_no"})
INPUTS = CHOSEN | frozenset(
    {"name", "id_number", "date", "digits", "letters", "mobile", "address", "region"}
)


def problems(field: Field) -> list[str]:
    """What is wrong with an entry of the vocabulary, as sentences."""
    found = [
        (field.input not in INPUTS, f"input {field.input!r} is unknown"),
        (field.check != "option" and field.check not in CHECKS, f"no check {field.check!r}"),
        (field.mask not in MASKS, f"no mask {field.mask!r}"),
        ((field.input in CHOSEN) != bool(field.options), "a choice, and only it, has options"),
        (
            field.input == "yes_no" and field.options != ("yes", "no"),
            "a question is answered by yes or no",
        ),
        ((field.check == "option") != bool(field.options), "options are checked by `option`"),
        (
            field.mask == "none" and field.sensitivity is not Sensitivity.PLAIN,
            "a personal value needs a mask",
        ),
    ]
    return [f"{field.id}: {text}" for wrong, text in found if wrong]
