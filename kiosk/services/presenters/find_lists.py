"""The lists a person can look through for a matter: by event, department, use, what is printed."""

from __future__ import annotations

from functools import cache

from kiosk.domain.loader import shipped
from kiosk.domain.matter import KioskMode
from kiosk.domain.search import by_department, finder, group, life_events, often_used
from kiosk.services.messages import Words
from kiosk.services.presenters.find_headings import heading_words, headings_of
from kiosk.services.wording import matter_name

EVENTS = (
    ("old", "find.event.old", "old"),
    ("ill", "find.event.ill", "heartbeat"),
    ("work", "find.event.work", "briefcase"),
    ("house", "find.event.house", "home"),
    ("born", "find.event.born", "baby-carriage"),
    ("school", "find.event.school", "school"),
    ("died", "find.event.died", "flower"),
    ("business", "find.event.business", "building-store"),
)
"""Event, the message that names it, its icon; in the order of the page."""

PRINTED = {
    "social": (
        *("XC-RS-026", "XC-RS-027", "XC-RS-006", "XC-RS-028"),
        *("XC-RS-037", "XC-RS-029", "XC-RS-025"),
    ),
    "medical": ("XC-YB-030", "XC-YB-008", "XC-YB-009"),
    "house": ("XC-BDC-005", "XC-GJJ-001", "XC-ZJ-017"),
    "certificate": ("XC-RS-049", "XC-RS-076", "XC-RS-077"),
    "other": ("XC-SJ-019", "XC-SF-004", "XC-SF-005"),
}
"""Records that are looked up and printed, by what people say."""

PRINT_GROUPS = (
    ("social", "find.print.social", "credit-card"),
    ("medical", "find.print.medical", "heartbeat"),
    ("house", "find.print.house", "home"),
    ("certificate", "find.print.certificate", "certificate"),
    ("other", "find.print.other", "list-search"),
)
OFTEN_PRINTED = ("XC-RS-026", "XC-YB-030", "XC-BDC-005")


def title_of(words: Words, key: str) -> str:
    """What a list is called: "event.old", "dept.RS", "print.social", "group.pension", "often"; of
    a heading in it, "dept.RS/retire", what the heading is called."""
    list_, _, under = key.partition("/")
    if under:
        return heading_words(words, under)
    kind, _, name = list_.partition(".")
    if kind == "event":
        return words(next(message for event, message, _ in EVENTS if event == name))
    if kind == "print":
        return words(next(message for one, message, _ in PRINT_GROUPS if one == name))
    if kind == "group":
        return words("home.pension" if name == "pension" else "home.medical")
    if kind == "dept":
        return words(f"department.{name}")
    return words("find.often")


def codes_of(key: str, *, elderly: bool) -> tuple[str, ...]:
    """The matters of a list, the most used first; of one heading in it behind a stroke."""
    list_, _, under = key.partition("/")
    if under:
        return tuple(c for c in codes_of(list_, elderly=elderly) if under in headings_of(c))
    kind, _, name = list_.partition(".")
    if kind == "event":
        return life_events()[name]
    if kind == "print":
        return _printed(name)
    if kind == "group":
        return group(name)
    if kind == "dept":
        return by_department()[name]
    return often_used(elderly=elderly)


def departments() -> tuple[str, ...]:
    """Codes of all departments, those with the most matters first."""
    lists = by_department()
    return tuple(sorted(lists, key=lambda code: -len(lists[code])))


def _printed(name: str) -> tuple[str, ...]:
    """A group's records; whatever the table has not placed stands under the last one."""
    if name != "other":
        return PRINTED[name]
    placed = {code for codes in PRINTED.values() for code in codes}
    rest = (m.code for m in shipped().catalogue if m.kiosk_mode is KioskMode.QUERY_PRINT)
    return (*PRINTED["other"], *(code for code in rest if code not in placed))


def found(text: str, lang: str, limit: int = 20) -> tuple[str, ...]:
    """Matters for what was typed, best first: by their names where the page is in English."""
    hits = tuple(hit.code for hit in finder().find(text, channel="kiosk", limit=limit))
    named = _named(text, lang) if lang == "en" else ()
    return tuple(dict.fromkeys((*named, *hits)))[:limit]


def _named(text: str, lang: str) -> tuple[str, ...]:
    """Matters each of whose typed words begins a word of the name."""
    typed = text.lower().split()
    if not typed or len(max(typed, key=len)) < 2:
        return ()
    return tuple(
        code
        for code, name in _names(lang)
        if all(any(word.startswith(part) for word in name) for part in typed)
    )


@cache
def _names(lang: str) -> tuple[tuple[str, tuple[str, ...]], ...]:
    words = Words(lang)
    return tuple((m.code, tuple(_split(matter_name(words, m)))) for m in shipped().catalogue)


def _split(name: str) -> list[str]:
    kept = "".join(c.lower() if c.isalnum() else " " for c in name)
    return kept.split()
