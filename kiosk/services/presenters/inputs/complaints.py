"""What is wrong with an answer, as a message: what it is, and what to do about it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kiosk.services.presenters.inputs.shapes import shape_of, typed_in

if TYPE_CHECKING:
    from kiosk.domain.fields import Field
    from kiosk.services.messages import Words

SHORT = ("empty", "too_short", "length", "landline", "too_long", "short")
"""Codes that a number of characters explains; of a mobile number that is a landline's, too."""


def complaint(words: Words, field: Field, code: str, length: int) -> tuple[str, dict[str, str]]:
    """The message for a code of NotValidError, and its values: the most exact one there is."""
    shape = shape_of(field) if typed_in(field) else None
    kind = shape.kind if shape else field.input
    left = shape.longest - length if shape else 0
    longest = str(shape.longest if shape else 0)
    values = {"n": str(length), "left": str(max(0, left)), "all": longest}
    if length == 0 and kind not in ("mobile", "bank"):
        return "check.empty", {}
    general = "short" if code in SHORT else "wrong"
    message = words.first(
        f"check.{kind}.{code}",
        *([] if code in SHORT else [f"check.{code}"]),
        f"check.{kind}.{general}",
        f"check.{general}",
    )
    return message, values
