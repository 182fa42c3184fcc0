"""Pages that lead to a matter without typing: events, departments, records, paged lists."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TypeVar

from kiosk.domain.material import needed
from kiosk.domain.matter import Decides, Matter
from kiosk.services.errands import opened_by
from kiosk.services.page import Act, Page, Row, Section
from kiosk.services.presenters.find_lists import (
    EVENTS,
    OFTEN_PRINTED,
    PRINT_GROUPS,
    codes_of,
    departments,
    title_of,
)
from kiosk.services.presenters.frame import act, framed
from kiosk.services.view import Draft, View
from kiosk.services.wording import matter_name, official_name, spoken_count

T = TypeVar("T")
ROWS = 6
ELDERLY_ROWS = 3
OFTEN_ROWS = 3
OFTEN_FIRST = "XC-MZ-008"
"""Stands before all others: who comes for it can least look through lists."""
TILES = 4
DEPARTMENTS = 8
ELDERLY_DEPARTMENTS = 4


def cut(items: Sequence[T], size: int) -> list[tuple[T, ...]]:
    """In pages of `size`; one empty page for nothing."""
    return [tuple(items[n : n + size]) for n in range(0, max(1, len(items)), size)]


# ---- one matter ----


def matter_row(view: View, code: str) -> Row:
    """A matter as a row: its names, whether it can be done here, how long, what to bring."""
    w, matter = view.words, view.matters[code]
    here = code in view.offered
    name = matter_name(w, matter)
    place = w("find.here" if here else "find.window")
    detail = f"{limit(view, matter)}{w('list.comma')}{bring(view, matter)}"
    act = Act(f"matters.choose:{code}", name)
    mark = "check" if here else "map-pin"
    if view.elderly:
        time = limit(view, matter)
        return Row("", name, f"{place}{w('list.comma')}{time}", act=act, whole=True)
    return Row(_official(view, matter), name, f"{place}\n{detail}", mark, act, whole=True)


def limit(view: View, matter: Matter) -> str:
    """How long it takes."""
    w, days = view.words, matter.promise.number
    if matter.decided_in_visit and matter.code in view.offered:
        return w("matters.at_once")
    if days:
        return w("matters.days", n=days)
    return w("find.at_once" if matter.decides is Decides.ON_THE_SPOT else "find.same_day")


def bring(view: View, matter: Matter) -> str:
    """What the person must bring: nothing, or how many papers."""
    count = sum(m.must_be_brought for m in needed(matter.materials))
    if not count:
        return view.words("matters.nothing_to_bring")
    return view.words("find.bring", n=count)


def _official(view: View, matter: Matter) -> str:
    """The official name, where the page's language has it."""
    w = view.words
    if w.lang == "zh_CN" or w.has(f"matter.official.{matter.code}"):
        return official_name(w, matter)
    return w(f"department.{matter.dept_code}")


def here_first(view: View, codes: Sequence[str]) -> tuple[str, ...]:
    """What can be done on this machine stands before what cannot."""
    return tuple(sorted(codes, key=lambda code: code not in view.offered))


# ---- hubs: a page of ways, with what is used most ----


def hub(view: View, key: str) -> tuple[Draft, ...]:
    """Where to begin looking: "matters" for everything, "print" for records to print."""
    if view.elderly:
        return _elderly_hub(view, key)
    w = view.words
    often = Section(
        w("find.often" if key == "matters" else "find.print_often"),
        tuple(matter_row(view, code) for code in often_shown(view, key)),
        act=_more(view) if key == "matters" else None,
    )
    page = replace(
        _hub_page(view, key),
        tiles=_ways(view, key),
        sections=(often,),
    )
    if key == "matters":
        search = act(view, "find.search", "search")
        page = replace(page, other=act(view, "find.departments", "building-community"), main=search)
    else:
        page = replace(page, other=act(view, "papers.open", "receipt"))
    return (framed(view, page),)


def _hub_page(view: View, key: str) -> Page:
    w = view.words
    of_print = key == "print"
    return Page(
        "records" if of_print else "matters",
        title=w("find.print_title" if of_print else "matters.title"),
        caption=w("find.print_say" if of_print else "matters.say"),
        back=act(view, "common.back", "arrow-left"),
    )


def _more(view: View) -> Act:
    return replace(act(view, "find.often"), text=view.words("find.more"), name=_more_name(view))


def _more_name(view: View) -> str:
    return view.words("find.more_name")


def often_shown(view: View, key: str) -> tuple[str, ...]:
    """The few that stand on a page by themselves, before anybody has looked for anything."""
    if key == "print":
        return OFTEN_PRINTED
    often = here_first(view, codes_of("often", elderly=view.elderly))
    return tuple(dict.fromkeys((OFTEN_FIRST, *often)))[:OFTEN_ROWS]


def _ways(view: View, key: str) -> tuple[Act, ...]:
    w = view.words
    if key == "print":
        return tuple(Act(f"find.list:print.{g}", w(m), icon) for g, m, icon in PRINT_GROUPS)
    return tuple(Act(f"find.list:event.{e}", w(m), icon) for e, m, icon in EVENTS)


def _elderly_hub(view: View, key: str) -> tuple[Draft, ...]:
    """What is used most; then, a few at a time, what it is about."""
    w = view.words
    page = _hub_page(view, key)
    rows = tuple(matter_row(view, code) for code in often_shown(view, key))
    if key == "print":
        rows = (*rows[:2], _way(view, "papers.open", "receipt"))
    first = replace(
        page, sections=(Section("", rows),), other=act(view, "find.other_ways", "arrow-right")
    )
    ways = _ways(view, key)
    if key == "matters":
        ways += tuple(
            act(view, message, icon)
            for message, icon in (
                ("find.often", "repeat"),
                ("find.departments", "building-community"),
                ("find.search", "search"),
            )
        )
    asked = replace(page, title=w("find.events_title"), caption=w("find.events_say"))
    pages = [replace(asked, tiles=tiles) for tiles in cut(ways, TILES)]
    return tuple(framed(view, one) for one in (first, *numbered(view, pages)))


# ---- lists ----


def numbered(view: View, pages: Sequence[Page]) -> list[Page]:
    """Pages with their number and the way to the next; behind the last one, the way out."""
    last = len(pages) - 1
    return [
        replace(
            page,
            remark=view.words("find.page", n=n + 1, all=last + 1) if last else "",
            other=act(view, "find.next", "arrow-right") if n < last else act(view, "find.none"),
        )
        for n, page in enumerate(pages)
    ]


def matter_list(view: View, key: str) -> tuple[Draft, ...]:
    """The matters of one list, a page at a time."""
    codes = here_first(view, codes_of(key, elderly=view.elderly))
    w = view.words
    caption = w("find.list_say", n=spoken_count(w, len(codes)))
    return list_pages(view, codes, title_of(w, key), caption)


def list_pages(view: View, codes: Sequence[str], title: str, caption: str) -> tuple[Draft, ...]:
    """Rows of matters under a title."""
    page = Page(
        "matter_list",
        title=title,
        caption=caption,
        back=act(view, "common.back", "arrow-left"),
    )
    size = ELDERLY_ROWS if view.elderly else ROWS
    pages = [replace(page, sections=(Section("", _rows(view, p)),)) for p in cut(codes, size)]
    return tuple(framed(view, one) for one in numbered(view, pages))


def _rows(view: View, codes: Sequence[str]) -> tuple[Row, ...]:
    return tuple(matter_row(view, code) for code in codes)


def department_list(view: View) -> tuple[Draft, ...]:
    """All departments as tiles of words."""
    w = view.words
    page = Page(
        "departments",
        title=w("find.departments_title"),
        caption=w("find.departments_say"),
        back=act(view, "common.back", "arrow-left"),
    )
    size = ELDERLY_DEPARTMENTS if view.elderly else DEPARTMENTS
    tiles = [Act(f"find.list:dept.{code}", w(f"department.{code}")) for code in departments()]
    pages = [replace(page, tiles=part) for part in cut(tiles, size)]
    return tuple(framed(view, one) for one in numbered(view, pages))


# ---- nothing found ----


def ways_on(view: View, *, search: bool = True) -> tuple[Row, ...]:
    """Where to go when the right one was not there; at most four ways, each a row."""
    ways = [("find.search", "search")] if search else []
    ways += [("find.browse", "list-search"), ("find.helper", "users")]
    rows = [_way(view, message, icon) for message, icon in ways]
    if opened_by("cannot.open"):
        named = Act("cannot.open", view.words("find.cannot"), "message-report")
        rows.append(Row(value=named.text, mark=named.icon, act=named, whole=True))
    return tuple(rows)


def _way(view: View, message: str, icon: str) -> Row:
    one = act(view, message, icon)
    return Row(value=one.text, mark=icon, act=one, whole=True)


def nothing(view: View) -> tuple[Draft, ...]:
    """None of these: other ways, and people who help."""
    w = view.words
    page = Page(
        "find_none",
        title=w("find.nothing_title"),
        lead=w("find.nothing_lead"),
        caption=w("find.nothing_say"),
        sections=(Section("", ways_on(view)),),
        back=act(view, "common.back", "arrow-left"),
    )
    return (framed(view, page),)
