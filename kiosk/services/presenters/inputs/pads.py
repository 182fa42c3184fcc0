"""Fields that are typed: what stands in them, what is missing, and the keys under them."""

from __future__ import annotations

from kiosk.services.page import Field
from kiosk.services.presenters.inputs.entry import Entry
from kiosk.services.presenters.inputs.shapes import DATE_PARTS, DIGITS, DOOR_WORDS, LAST_FOUR, Shape
from kiosk.services.view import View


def standing(entry: Entry, typed: str, name: str) -> str:
    """What stands in a field: what was typed just now, or before it was left for another."""
    return typed or entry.kept.get(name, "")


def pad(view: View, name: str, shape: Shape, *, label: str, typed: str) -> Field:
    """A field with its keys; the hint says what is wrong, or how many are still to come."""
    w = view.words
    return Field(
        id=name,
        label=label,
        kind=shape.kind,
        shown=shown(view, shape, typed),
        typed=typed,
        hint=hint(view, shape, typed),
        keys=shape.keys,
        clear_text=w("form.clear"),
        delete_text=w("form.delete"),
        key_words=tuple(w(f"inputs.door.{n}") for n in range(6)) if shape.kind == "door" else (),
    )


def shown(view: View, shape: Shape, typed: str) -> str:
    """What was typed as people write it: in groups, a date with its units."""
    if shape.kind == "date":
        return _date(view, typed)
    if shape.kind in DATE_PARTS and typed and view.words.lang == "zh_CN":
        return view.words(f"inputs.date.{shape.kind}_shown", n=typed)
    if shape.kind == "door" and view.words.lang != "zh_CN":
        for n, word in enumerate(DOOR_WORDS[:5]):
            typed = typed.replace(word, f" {view.words(f'inputs.door.{n}')} ")
        return typed.strip()
    return shape.shown(typed)


def _date(view: View, typed: str) -> str:
    parts = (typed[:4], typed[4:6], typed[6:])
    whole = (len(parts[0]) == 4, len(parts[1]) == 2, len(parts[2]) == 2)
    units = ("年", "月", "日") if view.words.lang == "zh_CN" else ("-", "-", "")
    return "".join(p + (u if w else "") for p, w, u in zip(parts, whole, units, strict=True))


def hint(view: View, shape: Shape, typed: str) -> str:
    """What is wrong with what stands there; else, once begun, how many are missing."""
    w, left = view.words, shape.longest - len(typed)
    if view.hint.startswith("check."):
        return w(view.hint, **view.hint_values)
    if shape.counted and typed and left > 0:
        return w("form.digits_left", n=left)
    return ""


def digit_field(view: View, name: str, length: int) -> Field:
    """A field for a number of exactly `length` digits; four are the last of a card, X too."""
    shape = LAST_FOUR if length == 4 else Shape("digits", DIGITS, length, length)
    label = f"field.{name}.label"
    words = view.words(label) if view.words.has(label) else view.words("sign.number_title")
    return pad(view, name, shape, label=words, typed=view.typed)
