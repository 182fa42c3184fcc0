"""Where a person is within one answer that takes more than one touch."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from dataclasses import field as made
from types import MappingProxyType


def _nothing() -> Mapping[str, str]:
    return MappingProxyType({})


@dataclass(frozen=True, slots=True, repr=False)
class Entry:
    """An answer under way. It lives in the session and goes with it.

    `field` is the field that was opened out of turn, "" while the first missing one is asked;
    `page` counts the pages of a long list from 0; `path` holds the parts chosen so far (places
    from the county down, or the year and the month); `kept` what stood in other fields when they
    were left for the one before.
    """

    field: str = ""
    page: int = 0
    path: tuple[str, ...] = ()
    kept: Mapping[str, str] = made(default_factory=_nothing)
    alone: bool = False

    def opened(self, name: str) -> Entry:
        """Another field in front; what was typed elsewhere stays."""
        return Entry(name, kept=self.kept)

    def keep(self, name: str, typed: str) -> Entry:
        """With what stood in a field; nothing is kept of an empty one."""
        rest = {one: text for one, text in self.kept.items() if one != name}
        if typed:
            rest[name] = typed
        return replace(self, kept=MappingProxyType(rest))

    def done(self, name: str) -> Entry:
        """Nothing kept of a field and its parts any more."""
        rest = {k: v for k, v in self.kept.items() if k != name and not k.startswith(f"{name}.")}
        return replace(self, kept=MappingProxyType(rest))

    def at(self, *path: str) -> Entry:
        """Further down or up, on the first page there."""
        return replace(self, path=path, page=0)


NO_ENTRY = Entry()
