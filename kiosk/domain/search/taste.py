"""Tells by the way a question is put whether it asks for a matter or for something else.

A linear model over hashed runs of characters (hashing trick: Weinberger et al., ICML 2009), in
which the names of matters are masked, so that what counts is what is said of them: "lost, what
now" or "where is it sold". `packaging/train_sense.py` learns it; see docs/decisions/0013.
"""

from __future__ import annotations

from array import array
from base64 import b64decode
from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations
from math import sqrt
from typing import Any
from zlib import crc32

from kiosk.domain.search.text import CONCEPT

BUCKETS = 1 << 15
LONGEST = 2  # characters in a run: longer ones learn sentences by heart
OBJECT = "〇"  # stands for a name of a matter
SHORTEST_NAME, LONGEST_NAME = 2, 8


class Taste:
    """`weights`: one signed byte a bucket; a question's taste is above zero for what is ours."""

    def __init__(self, raw: Mapping[str, Any], names: Iterable[str]) -> None:
        """`raw`: `weights` in base64, `scale` of one step, `bias`; `names` are masked."""
        self._weights = array("b", b64decode(raw["weights"]))
        self._scale = float(raw["scale"])
        self._bias = float(raw["bias"])
        self._names = frozenset(names)

    def of(self, plain: str, concepts: Sequence[str]) -> float:
        """Log odds from the wording alone; `plain` and `concepts` as of `Words`."""
        runs = buckets(masked(plain, self._names), concepts)
        weights = self._weights
        return self._bias + self._scale * sum(weights[run] for run in runs) / norm(runs)


def nameable(text: str) -> bool:
    """Whether a term of a matter is short enough to be masked where it is said."""
    return SHORTEST_NAME <= len(text) <= LONGEST_NAME


def masked(plain: str, names: frozenset[str]) -> str:
    """The text with the longest names in it, from the left, replaced by `OBJECT`."""
    out: list[str] = []
    place = 0
    while place < len(plain):
        for end in range(min(len(plain), place + LONGEST_NAME), place + SHORTEST_NAME - 1, -1):
            if plain[place:end] in names:
                out.append(OBJECT)
                place = end
                break
        else:
            out.append(plain[place])
            place += 1
    return "".join(out)


def buckets(text: str, concepts: Sequence[str]) -> list[int]:
    """The buckets of all runs of one and two characters, edges marked, and of all concepts and
    pairs of concepts, each once."""
    kept = f"^{''.join(char for char in text if char.isalnum() or char == OBJECT)}$"
    runs = {kept[i : i + n] for n in range(1, LONGEST + 1) for i in range(len(kept) - n + 1)}
    runs |= {CONCEPT + concept for concept in concepts}
    runs |= {f"{CONCEPT}{a}{CONCEPT}{b}" for a, b in combinations(sorted(concepts), 2)}
    return sorted({crc32(run.encode()) % BUCKETS for run in runs - {"^", "$"}})


def norm(runs: list[int]) -> float:
    """What the sum over runs is divided by, so that long questions are no surer than short."""
    return sqrt(max(len(runs), 1))
