"""Tells what no matter answers: the weather, the way, prices, hours, chat."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

NEVER, UNLESS = 0.5, 0.32  # what a word of another world takes off
NEARER, MOST = 1.1, 0.5  # what a topic takes off for each point that it fits better, and at most
HEAD = 0.02  # so much better the matters must be
BEHIND, BESIDE = 1.2, 0.11  # the same for words alone, past so much
# Log odds that a question is one of ours, fitted to 759 questions, of which 207 were not.
ODDS, BY_WORDS, BY_COVER, BY_TOPIC, BY_LED = -1.76, 2.6, 2.14, -4.15, 2.1
BY_CONCEPT, BY_SERVICE, BY_TOKEN, BY_TOLL = 0.57, 0.88, 0.118, -3.55
SURE, UNSURE = 0.5, 0.34  # below such odds so much is taken off


class Evidence(NamedTuple):
    """What is known of a question: how well its words fit the best matter and what share of them
    that holds, how well they fit a topic, how strongly situations lead; how many concepts and
    tokens it holds."""

    words: float
    cover: float
    topic: float
    led: float
    concepts: int
    tokens: int


class Sense:
    """The patterns of `_outside.yaml`, and how far what fits a topic counts against matters."""

    def __init__(self, raw: Mapping[str, Any]) -> None:
        self._never = _any(raw["never"])
        self._unless = _any(raw["unless"])
        self._service = re.compile(raw["service"])

    def toll(self, plain: str) -> float:
        """What the words of a question alone take off the score of every matter, 0 to 1."""
        if self._never.search(plain):
            return NEVER
        if self._unless.search(plain) and not self._service.search(plain):
            return UNLESS
        return 0.0

    def doubt(self, plain: str, toll: float, seen: Evidence) -> float:
        """What is taken off where all that is known speaks for a question that has no answer."""
        odds = ODDS + BY_WORDS * seen.words + BY_COVER * seen.cover + BY_TOPIC * seen.topic
        odds += BY_LED * seen.led + BY_CONCEPT * min(seen.concepts, 4)
        odds += BY_TOKEN * min(seen.tokens, 16) + BY_SERVICE * bool(self._service.search(plain))
        odds += BY_TOLL * (toll > 0)
        return UNSURE if odds < SURE else 0.0

    @staticmethod
    def nearer(topic: float, matter: float, words: float) -> float:
        """What is taken off when the best topic scores `topic`, the best matter `matter`, of which
        its words `words` and the rest what they may mean together."""
        behind = NEARER * max(0.0, topic + HEAD - matter)
        return min(MOST, behind + BEHIND * max(0.0, topic - BESIDE - words))


def _any(patterns: Sequence[str]) -> re.Pattern[str]:
    return re.compile("|".join(patterns), re.IGNORECASE)
