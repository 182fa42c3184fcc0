"""What is to be said next: one page at a time, alerts before pages, never two at once."""

from __future__ import annotations

import unicodedata
from collections import deque
from dataclasses import dataclass, field

PRIORITIES = ("page", "alert")
LONGEST = 2000  # characters; a quarter of an hour of sound at the slowest rate would be a mistake


@dataclass(frozen=True, slots=True)
class Utterance:
    """One thing to say. `rate_cpm` is characters a minute, `volume` 0 to 10 or None for the
    loudness that is set; the text is left out of repr because it may concern a person."""

    id: str
    text: str = field(repr=False)
    lang: str = "zh_CN"
    rate_cpm: int = 220
    volume: int | None = None
    priority: str = "page"


class Agenda:
    """What waits. A page replaces every other page; alerts come first, in their order."""

    def __init__(self) -> None:
        self._alerts: deque[Utterance] = deque()
        self._page: Utterance | None = None

    def put(self, utterance: Utterance, current: Utterance | None) -> list[Utterance]:
        """Take it in; returns what is no longer to be said, the current one perhaps among it."""
        dropped: list[Utterance] = []
        if current is not None and current.priority == "page":
            dropped.append(current)
        if utterance.priority == "alert":
            self._alerts.append(utterance)
            return dropped
        if self._page is not None:
            dropped.append(self._page)
        self._page = utterance
        return dropped

    def take(self) -> Utterance | None:
        """The next one to say, or None."""
        if self._alerts:
            return self._alerts.popleft()
        page, self._page = self._page, None
        return page

    def clear(self) -> list[Utterance]:
        """Forget everything that waits, and return it."""
        dropped = list(self._alerts)
        if self._page is not None:
            dropped.append(self._page)
        self._alerts.clear()
        self._page = None
        return dropped


def for_the_engine(text: str) -> str:
    """The text as the engine takes it: control characters and lone surrogates become spaces."""
    return "".join(" " if unicodedata.category(c) in ("Cc", "Cs") else c for c in text).strip()


def speakable(text: str) -> bool:
    """Whether there is anything in it that can be heard: a letter, digit or sign."""
    return any(unicodedata.category(c)[0] in "LN" or c in "+-=%￥¥$€°" for c in text)
