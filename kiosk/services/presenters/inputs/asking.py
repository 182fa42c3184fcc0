"""The page that asks for one value: typed on a pad, chosen from a list, or picked."""

from __future__ import annotations

from dataclasses import replace

from kiosk.domain.fields import Field
from kiosk.domain.loader import shipped
from kiosk.services.page import Act, Choice, Page, Section
from kiosk.services.presenters.frame import act, back, framed
from kiosk.services.presenters.inputs.pads import pad, standing
from kiosk.services.presenters.inputs.paging import paged
from kiosk.services.presenters.inputs.picking import pick
from kiosk.services.presenters.inputs.shapes import (
    DATE,
    DATE_PARTS,
    Shape,
    date_shape,
    date_split,
    shape_of,
)
from kiosk.services.presenters.known import filled_page, known, known_page
from kiosk.services.view import Draft, View
from kiosk.services.wording import spoken_count

PICKED = ("region", "address")
CHOSEN = ("choice", "yes_no")
YES_NO = ("yes", "no")


def field(view: View) -> tuple[Draft, ...]:
    """The one value asked for now; the elderly mode shows first, by itself, what was looked up.
    On the way back to a form that is filled in: what stands there, and a way to change each."""
    data, name = view.data, asked_now(view)
    if not name:
        return (filled_page(view),)
    asked = asked_page(view, name)
    looked_up = any(f in data.known for f in data.needs.lookups)
    if view.elderly and not data.answers and looked_up and not view.entry.field:
        return (known_page(view), asked)
    return (asked,)


def asked_now(view: View) -> str:
    """The field in front: the one that was opened, else the first that is missing; "" for none."""
    return view.entry.field or next(iter(view.data.missing()), "")


def asked_page(view: View, name: str) -> Draft:
    """The page of one field by its kind of input."""
    one = shipped().fields[name]
    if one.input in CHOSEN:
        return _choices(view, one)
    if one.input in PICKED:
        return pick(view, name)
    return _typed(view, one)


def _typed(view: View, one: Field) -> Draft:
    w, shape = view.words, shape_of(one)
    typed = standing(view.entry, view.typed, one.id)
    label = w(f"field.{one.id}.label")
    page = Page(
        "form",
        title=_title(view, one.id),
        lead=_help(view, one.id),
        sections=() if view.elderly else _beside(view, shape),
        other=_none(view, one),
        caption=_spoken(view, _word(view, one.id, "say", "label")),
        back=back(view),
        main=act(view, "common.next", "arrow-right"),
    )
    if shape.kind == "date":
        path, typed = date_split(view.entry.path, typed, apart=view.elderly)
        page, shape = _dated(view, page, label, path)
    field = pad(view, one.id, shape, label=label, typed=typed)
    return framed(view, replace(page, field=field))


def _spoken(view: View, label: str) -> str:
    left = len(view.data.missing())
    if left < 2:
        return view.words("form.say", label=label)
    return view.words("inputs.say_more", label=label, n=spoken_count(view.words, left))


def _dated(view: View, page: Page, label: str, path: tuple[str, ...]) -> tuple[Page, Shape]:
    """The page of a date: eight digits, or year, month and day one after the other."""
    w = view.words
    if not view.elderly:
        lead = page.lead or w("inputs.date.format")
        return replace(page, lead=lead, caption=w("inputs.date.whole_say", label=label)), DATE
    part = DATE_PARTS[len(path)]
    asked = w(f"inputs.date.{part}")
    chosen = "".join(
        w(f"inputs.date.{p}_shown", n=n) for p, n in zip(DATE_PARTS, path, strict=False)
    )
    page = replace(
        page,
        title=w("inputs.date.title", label=label, part=asked),
        lead=w("inputs.region.so_far", place=chosen) if chosen else page.lead,
        caption=w("inputs.date.say", label=label, part=asked),
    )
    return page, date_shape(part)


def _beside(view: View, shape: Shape) -> tuple[Section, ...]:
    """What is known beside the field; a keyboard leaves room for three lines of it."""
    section = known(view)
    few = 3 if shape.kind in ("letters", "credit_code") else 5
    return (replace(section, rows=section.rows[:few]),) if section.rows else ()


def _choices(view: View, one: Field) -> Draft:
    w = view.words
    chosen = view.data.answers.get(one.id, "") if view.entry.field == one.id else ""
    yes_no = one.options == YES_NO
    choices = tuple(
        Choice(
            f"{one.id}:{option}",
            w(f"{one.labels}.{option}"),
            icon={"yes": "check", "no": "x"}[option] if yes_no else "",
            chosen=chosen == option,
        )
        for option in one.options
    )
    page = Page(
        "choose",
        title=_title(view, one.id),
        lead=_help(view, one.id) or w("inputs.choose"),
        caption=w(
            "inputs.choose_say", prompt=_sentence(view, _word(view, one.id, "prompt", "label"))
        ),
        back=back(view),
    )
    return framed(view, paged(view, page, choices))


def _title(view: View, name: str) -> str:
    w = view.words
    left = len(view.data.missing())
    label, prompt = _word(view, name, "ask", "label"), _word(view, name, "prompt", "ask", "label")
    if view.entry.field:
        return prompt
    return w("form.one_left" if left == 1 else "form.more_left", label=label, n=left, prompt=prompt)


def _word(view: View, name: str, *parts: str) -> str:
    return view.words(view.words.first(*(f"field.{name}.{part}" for part in parts)))


def _help(view: View, name: str) -> str:
    key = f"field.{name}.help"
    return view.words(key) if view.words.has(key) else ""


def _none(view: View, one: Field) -> Act | None:
    if not one.none:
        return None
    if one.check == "mobile":
        return act(view, "form.no_mobile")
    return act(view, "inputs.none", key=f"{one.id}:none")


def _sentence(view: View, text: str) -> str:
    """A question as it is, a mere name with a full stop, so that a voice stops behind it."""
    ends = text[-1:] in "？。！?.!"
    stop = "。" if view.words.lang == "zh_CN" else "."
    return text if ends else text + stop
