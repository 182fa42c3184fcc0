"""Finding matters: by what people say, by life event, by department, by how often they are used."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from threading import Lock

from kiosk.domain.search.finder import Finder, Hit

__all__ = [
    "Finder",
    "Hit",
    "by_department",
    "finder",
    "group",
    "heading",
    "life_events",
    "often_used",
]

FILE = Path(__file__).resolve().parents[2] / "data" / "search.json"
_lock = Lock()


def finder() -> Finder:
    """What ships, loaded when it is first asked for, about 60 ms; any thread may use it."""
    with _lock:
        return _finder()


def life_events() -> Mapping[str, tuple[str, ...]]:
    """See `Finder.life_events`."""
    return finder().life_events()


def by_department() -> Mapping[str, tuple[str, ...]]:
    """See `Finder.by_department`."""
    return finder().by_department()


def often_used(elderly: bool = False) -> tuple[str, ...]:
    """See `Finder.often_used`."""
    return finder().often_used(elderly)


def heading(code: str) -> tuple[str, str]:
    """See `Finder.heading`."""
    return finder().heading(code)


def group(name: str) -> tuple[str, ...]:
    """Codes of `pension`, `medical`, `often` or `often_elderly`, most used first; else KeyError."""
    return finder().group(name)


@cache
def _finder() -> Finder:
    return Finder(json.loads(FILE.read_bytes()))
