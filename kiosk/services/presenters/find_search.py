"""The search page: what was typed, what was found, and the keyboard."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from kiosk.services.page import Field, Page, Section
from kiosk.services.presenters.find import (
    cut,
    list_pages,
    matter_row,
    numbered,
    often_shown,
    ways_on,
)
from kiosk.services.presenters.frame import act, framed
from kiosk.services.view import Draft, View
from kiosk.services.wording import spoken_count

FIELD = "find.words"
LETTERS = (*"qwertyuiop", "row", *"asdfghjkl", "row", *"zxcvbnm", "row")
KEYS = (*LETTERS, "clear", "space", "delete")
LONGEST = 24
HITS = 4


def search_page(
    view: View, typed: str, codes: Sequence[str] | None, *, asked: bool
) -> tuple[Draft, ...]:
    """`codes` is what was found, None where nothing has been looked for yet. In the elderly mode
    the keyboard has a page of its own; `asked` is true once the results were asked for."""
    if not view.elderly:
        return _standard(view, typed, codes)
    if asked and codes:
        w, count = view.words, len(codes)
        title = w("find.found", n=count)
        return list_pages(view, codes, title, w("find.found_say", n=spoken_count(w, count)))
    return (_keys_alone(view, typed, codes),)


def _page(view: View, typed: str, hint: str) -> Page:
    w = view.words
    return Page(
        "search",
        title=w("find.search_title"),
        caption=w("find.search_say"),
        back=act(view, "common.back", "arrow-left"),
        field=Field(
            id=FIELD,
            label=w(FIELD),
            kind="letters",
            shown=typed,
            hint=hint,
            keys=KEYS,
            clear_text=w("find.clear"),
            delete_text=w("find.delete"),
            space_text=w("find.space"),
        ),
    )


def _standard(view: View, typed: str, codes: Sequence[str] | None) -> tuple[Draft, ...]:
    w = view.words
    page = _page(view, typed, "")
    if codes is None or not typed.strip():
        rows = tuple(matter_row(view, code) for code in often_shown(view, "matters"))
        return (framed(view, replace(page, sections=(Section(w("find.often"), rows),))),)
    if not codes:
        rows = ways_on(view, search=False)
        return (framed(view, replace(page, sections=(Section(w("find.nothing"), rows),))),)
    title = w("find.found_one") if len(codes) == 1 else w("find.found", n=len(codes))
    pages = [
        replace(page, sections=(Section(title, tuple(matter_row(view, code) for code in part)),))
        for part in cut(codes, HITS)
    ]
    return tuple(framed(view, one) for one in numbered(view, pages))


def _keys_alone(view: View, typed: str, codes: Sequence[str] | None) -> Draft:
    w = view.words
    hint = ""
    if typed.strip() and codes is not None:
        hint = w("find.found", n=len(codes)) if codes else w("find.nothing")
    page = replace(_page(view, typed, hint), main=act(view, "find.results", "arrow-right"))
    return framed(view, page, "" if typed.strip() else "frame.gap.find")
