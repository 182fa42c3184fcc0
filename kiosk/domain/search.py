"""Finding a matter by the words, the pinyin or the initials that a person types or says.

Three indexes that are kept apart (Han characters, pinyin syllables, initials), each a BM25 over
single tokens and neighbouring pairs. What is not found with confidence is not offered.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from kiosk.domain.bm25 import Bm25, Hit
from kiosk.domain.query import Query, fold, is_han, letters_of, read_query, syllables_of

# A name, a short name or a keyword says more than the department that it belongs to.
WEIGHTS = {"s": 1.5, "k": 1.3, "n": 1.0, "d": 0.3}
# The share of a query, by rarity, that must be found. Letters that are no initials of anything
# fit many matters a little, so initials must fit almost whole.
FLOORS = {"text": 0.42, "pinyin": 0.5, "initials": 0.8}
FREQUENT = 1.1
SYNONYM_WEIGHT = 0.9

Term = Sequence[str]  # kind, text, reading


@dataclass(frozen=True, slots=True)
class Match:
    """A matter found. `score` lies between 0 and 1; `matched` is its term that fits best;
    `by` tells which index found it: text, pinyin, initials or code."""

    code: str
    score: float
    matched: str
    by: str


class Index:
    """An index over all matters; built once, about 40 ms, and only read afterwards."""

    def __init__(
        self,
        terms: Mapping[str, Sequence[Term]],
        channels: Mapping[str, Collection[str]],
        frequent: Collection[str],
        fillers: Sequence[str],
        synonyms: Sequence[Sequence[str]],
    ) -> None:
        self._channels = channels
        self._frequent = frozenset(frequent)
        self._fillers = tuple(sorted(fillers, key=len, reverse=True))
        self._synonyms = tuple(tuple(group) for group in synonyms)
        self._texts: list[tuple[str, str]] = []
        self._text, self._pinyin, self._initials = Bm25(), Bm25(), Bm25()
        self._syllables: set[str] = set()
        for code, entries in terms.items():
            for kind, text, reading in entries:
                self._add(code, kind, text, reading.split())

    def _add(self, code: str, kind: str, text: str, reading: list[str]) -> None:
        weight = WEIGHTS[kind]
        place = len(self._texts)
        self._texts.append((code, text))
        self._text.add(place, weight, letters_of(text))
        spelt = [fold(part) for part in reading]
        self._syllables.update(part for part in spelt if part.isalpha())
        self._pinyin.add(place, weight, spelt)
        self._initials.add(place, weight, [part[0] for part in spelt])

    def search(self, words: str, limit: int = 8, channel: str = "") -> list[Match]:
        """The matters that fit, best first; [] for nothing and for nonsense.

        `channel` (kiosk, window, online) leaves out what is not offered there; "" for all.
        """
        query = read_query(words, self._fillers)
        if query.code in self._channels:
            return [Match(query.code, 1.0, query.code, "code")][: max(limit, 0)]
        found = self._best(query)
        offered = [m for m in found if not channel or channel in self._channels[m.code]]
        return offered[: max(limit, 0)]

    def _best(self, query: Query) -> list[Match]:
        best: dict[str, Match] = {}
        for hit, by, weight in self._hits(query):
            code, text = self._texts[hit.place]
            score = min(1.0, hit.score * weight * (FREQUENT if code in self._frequent else 1.0))
            known = best.get(code)
            if hit.coverage >= FLOORS[by] and (known is None or score > known.score):
                best[code] = Match(code, round(score, 4), text, by)
        return sorted(best.values(), key=lambda m: (-m.score, m.code))

    def _hits(self, query: Query) -> list[tuple[Hit, str, float]]:
        found: list[tuple[Hit, str, float]] = []
        if any(is_han(char) for char in query.tokens) or (query.tokens and not query.latin):
            for tokens, weight in self._variants(query.tokens):
                found += [(hit, "text", weight) for hit in self._text.find(tokens)]
        if query.latin:
            for spelt in syllables_of(query.latin, self._syllables):
                found += [(hit, "pinyin", 1.0) for hit in self._pinyin.find(spelt)]
            if len(query.latin) == 2 or len(set(query.latin)) > 1:
                found += [(h, "initials", 0.9) for h in self._initials.find(list(query.latin))]
        return found

    def _variants(self, tokens: tuple[str, ...]) -> list[tuple[list[str], float]]:
        text = "".join(tokens)
        variants = {text: 1.0}
        for group in self._synonyms:
            for word in group:
                if word in text:
                    for other in group:
                        variants.setdefault(text.replace(word, other), SYNONYM_WEIGHT)
        return [(letters_of(variant), weight) for variant, weight in variants.items()]
