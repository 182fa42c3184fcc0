"""The windows of all points with their zones: a sample, made by packaging/build_windows.py."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

FILE = Path(__file__).resolve().parent.parent / "data" / "windows.json"
GENERAL = "A"


@dataclass(frozen=True, slots=True)
class Window:
    """One window. `number` counts within its point, `zone` is the letter of its tickets."""

    point: str
    number: int
    zone: str


@dataclass(frozen=True, slots=True)
class Windows:
    """All windows. `zones`: letter -> name of the zone; `departments`: code -> letter."""

    all: tuple[Window, ...]
    zones: Mapping[str, str]
    departments: Mapping[str, str]

    def of(self, point: str) -> tuple[Window, ...]:
        """The windows of one point, by number."""
        return tuple(window for window in self.all if window.point == point)

    def zones_of(self, point: str) -> tuple[str, ...]:
        """The letters that a point has windows for, in order."""
        return tuple(sorted({window.zone for window in self.of(point)}))

    def zone_for(self, point: str, dept_code: str) -> str:
        """The letter under which a point serves a department; "" where it has no window at all.

        A small point serves everything at its general windows, a hall of one zone at those.
        """
        here, wanted = self.zones_of(point), self.departments.get(dept_code, GENERAL)
        if wanted in here:
            return wanted
        return GENERAL if GENERAL in here else next(iter(here), "")


@cache
def windows(file: Path = FILE) -> Windows:
    """The table of this installation."""
    raw: dict[str, Any] = json.loads(file.read_text("utf-8"))
    return Windows(
        tuple(Window(*row) for row in raw["rows"]),
        MappingProxyType(dict(raw["zones"])),
        MappingProxyType(dict(raw["departments"])),
    )
