"""Matters for whoever looks around instead of asking."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any


class Browse:
    """Codes by life event, by department and by group, and their headings, as `Finder` gives
    them."""

    def __init__(self, raw: Mapping[str, Any]) -> None:
        """`raw`: `browse` of a `search.json`."""
        self.events = _frozen(raw["events"])
        self.departments = _frozen(raw["departments"])
        self.groups = _frozen(raw["groups"])
        self.headings = MappingProxyType(
            {
                code: (area, topic)
                for area, topics in raw["areas"].items()
                for topic, codes in topics.items()
                for code in codes
            }
        )


def _frozen(raw: Mapping[str, Sequence[str]]) -> Mapping[str, tuple[str, ...]]:
    return MappingProxyType({name: tuple(codes) for name, codes in raw.items()})
