"""Matters for whoever looks around instead of asking."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any


class Browse:
    """Codes by life event, by department and by group, as `Finder` gives them."""

    def __init__(self, raw: Mapping[str, Any]) -> None:
        """`raw`: `browse` of a `search.json`."""
        self.events = _frozen(raw["events"])
        self.departments = _frozen(raw["departments"])
        self.groups = _frozen(raw["groups"])


def _frozen(raw: Mapping[str, Sequence[str]]) -> Mapping[str, tuple[str, ...]]:
    return MappingProxyType({name: tuple(codes) for name, codes in raw.items()})
