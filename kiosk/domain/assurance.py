"""How sure it is that the person at the machine is who a number says."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum
from functools import total_ordering
from types import MappingProxyType


@total_ordering
class Assurance(Enum):
    """A reading's assurance level; the value is what stands on the wire.

    A typed number opens nothing that matters, a card on the reader could be a found one, the
    e-ID code was unlocked by its owner on a telephone, and only a live proof beside the card or
    a clerk's vouching binds the person.
    """

    TYPED = "1"
    CARD = "2"
    E_ID = "2+"
    PROVEN = "3"

    @property
    def rank(self) -> int:
        """The place in the order, from 0."""
        return _ORDER.index(self.value)

    def meets(self, needed: Assurance) -> bool:
        """Whether this level is enough where `needed` is asked for."""
        return self.rank >= needed.rank

    def __lt__(self, other: object) -> bool:
        if not isinstance(other, Assurance):
            return NotImplemented
        return self.rank < other.rank


_ORDER = ("1", "2", "2+", "3")

OF_WAY: Mapping[str, Assurance] = MappingProxyType(
    {
        "number_code": Assurance.TYPED,
        "id_card": Assurance.CARD,
        "social_card": Assurance.CARD,
        "authorisation": Assurance.CARD,
        "e_id_code": Assurance.E_ID,
        "vouched": Assurance.PROVEN,
    }
)
"""The level that each way to identify reaches; docs/assurance.md says why."""
CARDS = ("id_card", "social_card")
"""The ways that are a card in the machine's own reader, for which the terminal itself speaks."""


def of_way(method: str, level: int = 1) -> Assurance:
    """The level of a way; of one that is not known here by its whole number."""
    whole = (Assurance.TYPED, Assurance.CARD, Assurance.PROVEN)
    return OF_WAY.get(method) or whole[min(max(level, 1), 3) - 1]
