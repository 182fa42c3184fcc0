"""BM25 (Robertson and Sparck Jones) over short token lists, with pairs as well as single tokens."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import pairwise
from math import log
from typing import NamedTuple

K1 = 1.2
B = 0.4
BEST = 2.0  # about what a short name asked for word by word reaches
SINGLE = 0.25  # what a lone token counts beside a pair


class Hit(NamedTuple):
    """A document found. `coverage`: the share of what was asked that it holds, by rarity;
    `score`: coverage tempered by weight and by how much else the document says."""

    place: int
    score: float
    coverage: float


class Bm25:
    """Documents are added, then searched; a document is a list of tokens with a weight."""

    def __init__(self) -> None:
        self._postings: dict[str, list[int]] = defaultdict(list)
        self._lengths: dict[int, int] = {}
        self._weights: dict[int, float] = {}
        self._total = 0

    def add(self, place: int, weight: float, tokens: Sequence[str]) -> None:
        """Add one document under a number of the caller's."""
        for gram in set(grams(tokens)):
            self._postings[gram].append(place)
        self._lengths[place] = len(tokens)
        self._weights[place] = weight
        self._total += len(tokens)

    def find(self, tokens: Sequence[str]) -> Iterable[Hit]:
        """Documents that share something with the tokens, in no order."""
        asked = {gram: self._rarity(gram) for gram in grams(tokens)}
        whole = sum(asked.values())
        if not whole:
            return []
        shared: dict[int, float] = defaultdict(float)
        for gram, rarity in asked.items():
            for place in self._postings.get(gram, ()):
                shared[place] += rarity
        return [self._hit(place, mass / whole, len(tokens)) for place, mass in shared.items()]

    def _hit(self, place: int, coverage: float, asked: int) -> Hit:
        mean = self._total / len(self._lengths)
        length = self._lengths[place]
        tempered = (K1 + 1) / (1 + K1 * (1 - B + B * length / mean))
        exact = 1.15 if coverage > 0.999 and length == asked else 1.0
        score = coverage * tempered * exact * self._weights[place] / BEST
        return Hit(place, score, coverage)

    def _rarity(self, gram: str) -> float:
        number = len(self._postings.get(gram, ()))
        weight = 1.0 if "\x1f" in gram else SINGLE
        return weight * log(1 + (len(self._lengths) - number + 0.5) / (number + 0.5))


def grams(tokens: Sequence[str]) -> list[str]:
    """Single tokens and neighbouring pairs."""
    pairs = [f"{a}\x1f{b}" for a, b in pairwise(tokens)]
    return [*tokens, *pairs]
