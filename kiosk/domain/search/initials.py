"""Terms by the first letters of their syllables: `sbk` for what is read she bao ka."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Iterable, Sequence


class Initials:
    """All terms that have initials, in the order of these; each spelling is kept once."""

    def __init__(self, terms: Iterable[tuple[str, int]]) -> None:
        """Initials and the number of a term; "" for none."""
        rows = sorted(row for row in terms if row[0])
        once: dict[str, str] = {}
        self._spelt = [once.setdefault(spelt, spelt) for spelt, _ in rows]
        self._terms = array("I", (term for _, term in rows))

    def of(self, spelt: str) -> Sequence[int]:
        """The terms with just these initials."""
        first = last = bisect_left(self._spelt, spelt)
        while last < len(self._spelt) and self._spelt[last] == spelt:
            last += 1
        return self._terms[first:last]

    def holding(self, typed: str) -> Iterable[tuple[str, int]]:
        """The terms whose initials hold these letters, with all of their initials."""
        for spelt, term in zip(self._spelt, self._terms, strict=True):
            if typed in spelt:
                yield spelt, term
