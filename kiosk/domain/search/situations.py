"""Leads from the meanings that a question holds together to the matters that such a life needs."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

LED, SURER, LATER = 0.36, 0.06, 0.02  # a situation; each meaning more; each place later


class Situations:
    """The situations of `_words.yaml`."""

    def __init__(self, raw: Sequence[Mapping[str, Any]]) -> None:
        self._rows = [
            _Situation.of(row["when"], [f"XC-{code}" for code in row["lead"]]) for row in raw
        ]

    def lead(self, concepts: Collection[str]) -> dict[str, float]:
        """Matters that the described situations lead to, and how strongly, 0 to 1."""
        led: dict[str, float] = {}
        said = frozenset(concepts)
        for situation in self._rows:
            if situation.holds <= said and not situation.lacks & said:
                strength = LED + SURER * min(2, len(situation.holds) - 1)
                for place, code in enumerate(situation.codes):
                    led[code] = max(led.get(code, 0.0), strength - LATER * place)
        return led


@dataclass(frozen=True, slots=True)
class _Situation:
    """A question that holds all of `holds` and none of `lacks` leads to `codes`, best first."""

    holds: frozenset[str]
    lacks: frozenset[str]
    codes: tuple[str, ...]

    @classmethod
    def of(cls, when: Sequence[str], codes: Sequence[str]) -> _Situation:
        """From a row of the table; a leading "-" means that the meaning must be missing."""
        lacks = frozenset(name[1:] for name in when if name.startswith("-"))
        return cls(frozenset(n for n in when if not n.startswith("-")), lacks, tuple(codes))
