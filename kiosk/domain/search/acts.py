"""Tells siblings apart by what is to be done with the thing: replace, renew, change, end, move."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

ALIKE = 0.06  # for a matter that does what a question asks
OTHER = 0.02  # off a matter that does something else or nothing of the kind
UNASKED = 0.025  # off a matter that does what nobody asked


class Acts:
    """The acts of `_words.yaml`: which a question asks for, which matters do them."""

    def __init__(self, raw: Sequence[Mapping[str, Any]], places: Mapping[str, int]) -> None:
        """Each row: `asks`, a pattern over a question; `codes`, the matters that do it; `narrow`,
        whether such a matter is for nothing else; `soft`, whether others lose nothing by it."""
        self._asks = [re.compile(row["asks"]) for row in raw]
        self._narrow = sum(1 << n for n, row in enumerate(raw) if row["narrow"])
        self._soft = sum(1 << n for n, row in enumerate(raw) if row["soft"])
        self._done: dict[int, int] = {}
        for number, row in enumerate(raw):
            for code in row["codes"]:
                place = places[f"XC-{code}"]
                self._done[place] = self._done.get(place, 0) | 1 << number

    def asked(self, plain: str) -> int:
        """One bit for each act that a question asks for."""
        return sum(1 << n for n, pattern in enumerate(self._asks) if pattern.search(plain))

    def bend(self, asked: int, place: int) -> float:
        """What a matter gains, or below zero loses, in a question that asks for these acts."""
        done = self._done.get(place, 0)
        gain = ALIKE if asked & done & ~self._soft else 0.0
        loss = OTHER if asked & ~self._soft and not asked & done else 0.0
        return gain - loss - (UNASKED if done & self._narrow & ~asked else 0.0)
