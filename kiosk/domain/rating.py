"""Ratings of a service: five levels, reasons by level, free words; never forced, never guessed.

Levels and indicators follow GB/T 39734-2020 and Guobanfa [2019] 51.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import IntEnum
from types import MappingProxyType

MAX_TEXT = 200
CHANNEL_KIOSK = 5
CHANNEL_WINDOW = 4
TAGS_VERSION = "2026-1"


class Level(IntEnum):
    """From very satisfied to very dissatisfied; the last two are bad ratings."""

    VERY_GOOD = 5
    GOOD = 4
    FAIR = 3
    BAD = 2
    VERY_BAD = 1

    @property
    def is_bad(self) -> bool:
        """Whether somebody has to call back and answer for it."""
        return self <= Level.BAD


_GOOD = ("fast", "clear", "convenient", "works_well")
_BAD = ("slow", "unclear", "inconvenient", "machine_trouble")
# Reason tags a level; the words of one are the message rating.tag.<tag>.
TAGS = MappingProxyType(
    {
        Level.VERY_GOOD: _GOOD,
        Level.GOOD: _GOOD,
        Level.FAIR: (*_GOOD, *_BAD),
        Level.BAD: _BAD,
        Level.VERY_BAD: _BAD,
    }
)


@dataclass(frozen=True, slots=True)
class Rating:
    """One rating of one matter in one visit; ValueError if it does not hold together.

    What was not rated has no Rating at all: there is no default level.
    """

    case_no: str
    level: Level
    tags: tuple[str, ...] = ()
    text: str = field(default="", repr=False)
    channel: int = CHANNEL_KIOSK
    tags_version: str = TAGS_VERSION

    def __post_init__(self) -> None:
        if len(self.text) > MAX_TEXT:
            raise ValueError(f"at most {MAX_TEXT} characters")
        if not set(self.tags) <= set(TAGS[self.level]):
            raise ValueError("a reason that this level does not offer")
        if len(set(self.tags)) != len(self.tags):
            raise ValueError("a reason given twice")
