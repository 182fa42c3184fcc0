"""Headings for lists of matters that are too long to leaf through: areas, in them topics.

At most MOST stand on a page, so that from any list a matter is at most five pages away.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from functools import cache

from kiosk.domain.search import group, heading, often_used
from kiosk.services.messages import Words

MOST = 6
"""Headings on one page, in either mode."""
LONG, LONG_ELDERLY = 18, 12
"""A list with more matters than that is put under headings."""
REST = "@rest"


def is_long(codes: Sequence[str], *, elderly: bool) -> bool:
    """Whether nobody should have to leaf through it."""
    return len(codes) > (LONG_ELDERLY if elderly else LONG)


def headings_of(code: str) -> tuple[str, str]:
    """A matter's area, marked by @, and its topic; a department stands for what has neither."""
    area, topic = heading(code)
    department = code.split("-")[1]
    return f"@{area or department}", topic or department


def heading_words(words: Words, under: str) -> str:
    """What an area, a topic or a department is called."""
    name = under.removeprefix("@")
    if name.isupper():
        return words(f"department.{name}")
    return words(f"area.{name}" if under.startswith("@") else f"topic.{name}")


def first_headings(codes: Sequence[str]) -> tuple[str, ...]:
    """Topics where they are few, else areas; what does not fit on the page goes under the last."""
    topics = _sized(headings_of(code)[1] for code in codes)
    if len(topics) <= MOST:
        return topics
    areas = _areas(codes)
    if len(areas) <= MOST:
        return tuple(_lone(codes, area) for area in areas)
    return (*(_lone(codes, area) for area in areas[: MOST - 1]), REST)


def topics_in(codes: Sequence[str], area: str) -> tuple[str, ...]:
    """The topics of an area among these matters, those with the most matters first."""
    areas = _areas(codes)
    wanted = areas[MOST - 1 :] if area == REST else (area,)
    both = (headings_of(code) for code in codes)
    return _sized(topic for one, topic in both if one in wanted)


def _areas(codes: Sequence[str]) -> tuple[str, ...]:
    return _sized(headings_of(code)[0] for code in codes)


def _lone(codes: Sequence[str], area: str) -> str:
    """An area with one topic is that topic."""
    topics = topics_in(codes, area)
    return topics[0] if len(topics) == 1 else area


def _sized(names: Iterable[str]) -> tuple[str, ...]:
    """Each once, those that come most often first."""
    return tuple(name for name, _ in Counter(names).most_common())


def most_used(codes: Sequence[str], *, elderly: bool) -> tuple[str, ...]:
    """Those that people come for most before all others, which keep their order."""
    use = _use(often_used(elderly), often_used(not elderly))
    return tuple(sorted(codes, key=lambda code: use.get(code, len(use))))


@cache
def _use(*lists: tuple[str, ...]) -> dict[str, int]:
    every = (*lists, group("pension"), group("medical"))
    return {c: n for n, c in enumerate(dict.fromkeys(c for one in every for c in one))}
