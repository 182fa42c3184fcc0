"""Pages of lists that nobody should have to leaf through: the most used, then headings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from kiosk.services.page import Act, Page, Section
from kiosk.services.presenters import find
from kiosk.services.presenters.find_headings import (
    MOST,
    first_headings,
    heading_words,
    is_long,
    most_used,
    topics_in,
)
from kiosk.services.presenters.find_lists import codes_of, title_of
from kiosk.services.presenters.frame import act, framed
from kiosk.services.view import Draft, View


def matter_list(view: View, key: str) -> tuple[Draft, ...]:
    """The matters of one list; of a long one those that people come for most, and headings."""
    codes = find.here_first(view, codes_of(key, elderly=view.elderly))
    if "." in key and "/" not in key and is_long(codes, elderly=view.elderly):
        return _long_list(view, key, codes)
    return find.matter_list(view, key)


def _long_list(view: View, key: str, codes: Sequence[str]) -> tuple[Draft, ...]:
    """Both on one page; in the elderly mode the headings come on the next."""
    w = view.words
    often = most_used(codes, elderly=view.elderly)[
        : find.ELDERLY_ROWS if view.elderly else find.OFTEN_ROWS
    ]
    rows = tuple(find.matter_row(view, code) for code in often)
    page = Page(
        "matter_list",
        title=title_of(w, key),
        caption=w("find.most_say"),
        back=act(view, "common.back", "arrow-left"),
    )
    if view.elderly:
        on = replace(act(view, "find.groups", "arrow-right"), id=f"find.groups:{key}")
        return (framed(view, replace(page, sections=(Section("", rows),), other=on)),)
    page = replace(
        page,
        tiles=_heading_tiles(view, key, first_headings(codes)),
        sections=(Section(w("find.often"), rows),),
        other=act(view, "find.none"),
        caption=w("find.groups_say"),
    )
    return (framed(view, page),)


def heading_pages(view: View, key: str) -> tuple[Draft, ...]:
    """The headings of a list, or of one area in it, a few a page."""
    w = view.words
    list_, _, area = key.partition("/")
    codes = codes_of(list_, elderly=view.elderly)
    names = topics_in(codes, area) if area else first_headings(codes)
    page = Page(
        "headings",
        title=title_of(w, key),
        caption=w("find.groups_say"),
        back=act(view, "common.back", "arrow-left"),
    )
    pages = [replace(page, tiles=_heading_tiles(view, list_, p)) for p in find.cut(names, MOST)]
    return tuple(framed(view, one) for one in find.numbered(view, pages))


def _heading_tiles(view: View, list_: str, names: Sequence[str]) -> tuple[Act, ...]:
    """An area leads to its topics, a topic to its matters."""
    return tuple(
        Act(f"{'find.groups' if one.startswith('@') else 'find.list'}:{list_}/{one}", words)
        for one in names
        for words in (heading_words(view.words, one),)
    )
