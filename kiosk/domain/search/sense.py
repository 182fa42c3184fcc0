"""Tells what no matter answers: the weather, the way, prices, chat, a thing asked for otherwise."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from kiosk.domain.search.taste import Taste
from kiosk.domain.search.text import Words

MANY_CONCEPTS, MANY_TOKENS = 4, 16
SURE = 0.5  # log odds from which on a question is answered
NEAR, SAME, BLAND = 0.75, 0.95, -1.0  # score, fit and taste of what a matter is just called


class Evidence(NamedTuple):
    """What is known of a question, each about 0 to 1 but `taste`, which is log odds.

    `taste`: from its wording; `words`: how well it fits the best matter; `cover`, `fit`: the share
    of its mass that this matter and its best term hold; `led`: how strongly situations lead;
    `concepts`, `tokens`: how much it says; `service`: whether it holds a word of service; `other`:
    whether it holds a word of another world and none of service; `never`: whether it holds what
    hardly any question for a matter does.
    """

    taste: float
    words: float
    cover: float
    fit: float
    led: float
    concepts: float
    tokens: float
    service: float
    other: float
    never: float


class Sense:
    """The patterns of `_outside.yaml` and the two models of `_sense.json`, which
    `packaging/train_sense.py` learns: the taste of the wording, and what all evidence comes to."""

    def __init__(
        self, patterns: Mapping[str, Any], learnt: Mapping[str, Any], names: Iterable[str]
    ) -> None:
        """`names`: what matters are called, as a person would say it in a sentence."""
        self._never = _any(patterns["never"])
        self._unless = _any(patterns["unless"])
        self._service = re.compile(patterns["service"])
        self._taste = Taste(learnt["taste"], names)
        odds = learnt["odds"]
        self._bias = float(odds["bias"])
        self._by = tuple(float(odds[name]) for name in Evidence._fields)

    def evidence(self, said: Words, found: tuple[float, float, float], led: float) -> Evidence:
        """`found`: score, cover and fit of the best matter; `led` as `Situations.lead`."""
        service = self._service.search(said.plain) is not None
        other = self._unless.search(said.plain) is not None and not service
        return Evidence(
            self._taste.of(said.plain, said.concepts),
            *found,
            led,
            min(len(said.concepts), MANY_CONCEPTS) / MANY_CONCEPTS,
            min(len(said.tokens), MANY_TOKENS) / MANY_TOKENS,
            float(service),
            float(other),
            float(self._never.search(said.plain) is not None),
        )

    def ours(self, seen: Evidence) -> bool:
        """Whether a question is answered: it is likely one of ours, or just what a matter is
        called."""
        named = seen.words >= NEAR and seen.fit >= SAME and seen.taste >= BLAND
        return named or self.odds(seen) >= SURE

    def odds(self, seen: Evidence) -> float:
        """Log odds that a question is one of ours."""
        return self._bias + sum(a * b for a, b in zip(self._by, seen, strict=True))


def _any(patterns: Sequence[str]) -> re.Pattern[str]:
    return re.compile("|".join(patterns), re.IGNORECASE)
