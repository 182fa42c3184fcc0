"""Ranks matters by features that a question shares with them, by rarity.

First the matters as a whole (Robertson and Sparck Jones weights over an inverted index), then, for
the best of them, each single term: a question mostly fits one thing that people say.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Callable, Sequence
from math import log, sqrt
from typing import NamedTuple
from zlib import crc32

from kiosk.domain.search.text import CONCEPT

CANDIDATES = 40
SINGLE, CONCEPTS = 0.35, 1.3  # what a lone character and a shared meaning count beside a pair
STRANGE = 0.45  # what a pair that no matter holds counts: people say everything in many ways
WEAK = 0.45  # what a feature counts that stands in very many questions
FLOOR_MASS = 1.2  # so that sharing one common word is not everything in a question of one word
TERM, SECOND, WHOLE = 0.50, 0.10, 0.40  # the best term, the next best, the matter as a whole


class Scored(NamedTuple):
    """A matter found: its place, the score from 0 to 1, its best term, and what share of the
    question's mass the best term and the whole matter hold."""

    place: int
    score: float
    term: int
    fit: float
    cover: float


class Index:
    """Terms are numbered in one row, matter after matter; read only once it is built."""

    def __init__(
        self,
        vocabulary: Sequence[str],
        alone: Callable[[str], bool],
        weak: frozenset[str] = frozenset(),
    ) -> None:
        """`alone` tells a lone character or syllable from a pair; `weak` features say little."""
        self._alone = alone
        self._weak = weak
        keys = sorted((key_of(feature), number) for number, feature in enumerate(vocabulary))
        self._keys = array("I", (key for key, _ in keys))
        self._numbers = array("I", (number for _, number in keys))
        self._kinds = array("f", map(self._kind, vocabulary))
        self._features = array("H") if len(vocabulary) < 1 << 16 else array("I")
        self._ends = array("I", [0])
        self._weights = array("f")
        self._first = array("I", [0])
        self._rows: list[list[int]] = [[] for _ in vocabulary]  # places, until it is closed
        self._postings = array("H")  # places, feature after feature
        self._starts = array("I", [0])
        self._mass = array("f")
        self._rarity = array("f")

    def add(self, terms: Sequence[tuple[float, Sequence[int]]]) -> None:
        """One more matter: the weight of each term and the numbers of its features."""
        place = len(self._first) - 1
        held: set[int] = set()
        for weight, numbers in terms:
            self._features.extend(numbers)
            self._ends.append(len(self._features))
            self._weights.append(weight)
            held.update(numbers)
        for number in held:
            self._rows[number].append(place)
        self._first.append(len(self._weights))

    def close(self) -> None:
        """Weigh the features; after that questions can be asked."""
        count = len(self._first) - 1
        self._post()
        self._rarity = array("f", (
            kind * log(1 + (count - end + begin + 0.5) / (end - begin + 0.5))
            for kind, begin, end in zip(self._kinds, self._starts, self._starts[1:], strict=False)
        ))  # fmt: skip
        self._strange = log(1 + 2 * count)
        features, rarity = self._features, self._rarity
        self._mass = array("f", (
            sum(map(rarity.__getitem__, features[begin:end]))
            for begin, end in zip(self._ends, self._ends[1:], strict=False)
        ))  # fmt: skip

    def _post(self) -> None:
        """Put the rows of places into one array; a list each would take ten times as much."""
        for row in self._rows:
            self._postings.extend(row)
            self._starts.append(len(self._postings))
        self._rows.clear()

    def number_of(self, feature: str) -> int | None:
        """The number of a feature that a matter holds; else None."""
        key = key_of(feature)
        place = bisect_left(self._keys, key)
        if place == len(self._keys) or self._keys[place] != key:
            return None
        number = self._numbers[place]
        return None if self._starts[number] == self._starts[number + 1] else number

    def _places(self, number: int) -> array[int]:
        return self._postings[self._starts[number] : self._starts[number + 1]]

    def ask(self, asked: Sequence[str]) -> list[Scored]:
        """The matters that share most with the features, in no order; [] for none."""
        wanted: dict[int, float] = {}
        whole = 0.0
        for feature in asked:
            number = self.number_of(feature)
            if number is None:
                whole += self._strange * (SINGLE if self._alone(feature) else STRANGE)
            else:
                wanted[number] = self._rarity[number]
                whole += self._rarity[number]
        held: dict[int, float] = defaultdict(float)
        for number, rarity in wanted.items():
            for place in self._places(number):
                held[place] += rarity
        best = sorted(held, key=held.__getitem__, reverse=True)[:CANDIDATES]
        return [self._scored(place, wanted, whole, held[place] / whole) for place in best]

    def place_of(self, term: int) -> int:
        """The place of the matter that a term belongs to."""
        return bisect_right(self._first, term) - 1

    def first_of(self, place: int) -> int:
        """The number of a matter's first term, its official name."""
        return self._first[place]

    def _scored(self, place: int, wanted: dict[int, float], whole: float, cover: float) -> Scored:
        best, second, term, fit = 0.0, 0.0, self._first[place], 0.0
        features, ends, known = self._features, self._ends, wanted.keys()
        for number in range(self._first[place], self._first[place + 1]):
            shared = known & set(features[ends[number] : ends[number + 1]])
            mass = sum(map(wanted.__getitem__, shared))
            room = (whole + FLOOR_MASS) * (self._mass[number] + FLOOR_MASS)
            near = self._weights[number] * (mass + FLOOR_MASS * mass / whole / 2) / sqrt(room)
            if near > best:
                best, second, term, fit = near, best, number, mass / whole
            elif near > second:
                second = near
        return Scored(place, TERM * best + SECOND * second + WHOLE * cover, term, fit, cover)

    def _kind(self, feature: str) -> float:
        if feature.startswith(CONCEPT):
            return CONCEPTS
        return (SINGLE if self._alone(feature) else 1.0) * (WEAK if feature in self._weak else 1.0)


def key_of(feature: str) -> int:
    """Stands for a feature: 4 bytes instead of some 150 for a text in a dictionary. The build
    refuses two features with one key."""
    return crc32(feature.encode())
