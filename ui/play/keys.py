"""From the text of an answer to the keys that a person would touch for it."""

from __future__ import annotations

from collections.abc import Sequence

from kiosk.services.page import Field

PARTS = {"year": slice(0, 4), "month": slice(4, 6), "day": slice(6, 8)}


def value_of(field: Field) -> str:
    """What has been typed, without what groups it."""
    return field.typed or "".join(field.shown.split())


def wanted(field: Field, text: str) -> str:
    """What must stand in the field for this answer: of a date the digits, or those of one part."""
    plain = "".join(text.split())
    if field.kind == "date":
        return plain.replace("-", "")
    if field.kind in PARTS:
        return str(int(plain.replace("-", "")[PARTS[field.kind]] or 0))
    return plain


def strokes(keys: Sequence[str], text: str) -> list[str]:
    """The keys for a text, the longest word first, small or capital; [] where one is lacking."""
    touched: list[str] = []
    longest = max((len(key) for key in keys), default=1)
    while text:
        ends = range(min(longest, len(text)), 0, -1)
        heads = [case for n in ends for case in (text[:n], text[:n].upper(), text[:n].lower())]
        key = next((head for head in heads if head in keys), "")
        if not key:
            return []
        touched.append(key)
        text = text[len(key) :]
    return touched


def names_of(field: Field, key: str) -> tuple[str, ...]:
    """What a key may be called on the glass: a word key has the word of the running language."""
    words = [k for k in field.keys if not (k.isascii() and k.isalnum())]
    at = words.index(key) if key in words else -1
    return (key, field.key_words[at]) if 0 <= at < len(field.key_words) else (key,)
