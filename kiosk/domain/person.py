"""What is known of the person in front of the machine, and from where each fact is known."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType

from kiosk.domain.assurance import Assurance


class Origin(StrEnum):
    """Where a value comes from. The order is that of trust: the first wins."""

    CARD = "card"
    LICENCE = "licence"
    HRSS = "hrss"
    PLATFORM = "platform"
    CLERK = "clerk"
    PERSON = "person"


_TRUST = tuple(Origin)


@dataclass(frozen=True, slots=True)
class Fact:
    """A value, where it is known from, and how sure the person's identity was at that reading."""

    value: str = field(repr=False)
    origin: Origin
    assurance: Assurance = Assurance.TYPED


@dataclass(frozen=True, slots=True)
class PersonFacts:
    """Facts by field id; never changed, only replaced. Its repr shows no value.

    `card_kind` is the kind of card that was read (resident, hk_macau_taiwan, foreigner_2017,
    foreigner_2023), "" before one was.
    """

    card_kind: str = ""
    facts: Mapping[str, Fact] = field(default_factory=lambda: MappingProxyType({}))

    def __iter__(self) -> Iterator[str]:
        return iter(self.facts)

    def __contains__(self, field_id: object) -> bool:
        return field_id in self.facts

    def value(self, field_id: str) -> str | None:
        """The value, or None while it is not known."""
        fact = self.facts.get(field_id)
        return None if fact is None else fact.value

    def origin(self, field_id: str) -> Origin | None:
        """Where the value is known from, or None while it is not."""
        fact = self.facts.get(field_id)
        return None if fact is None else fact.origin

    def learn(self, field_id: str, fact: Fact) -> PersonFacts:
        """With one more fact; one from a better origin is not pushed aside by a worse one."""
        known = self.facts.get(field_id)
        if known is not None and _TRUST.index(known.origin) < _TRUST.index(fact.origin):
            return self
        return PersonFacts(self.card_kind, MappingProxyType({**self.facts, field_id: fact}))

    def correct(self, field_id: str, fact: Fact) -> PersonFacts:
        """With a fact that replaces whatever was known, as when a person says it has changed."""
        return PersonFacts(self.card_kind, MappingProxyType({**self.facts, field_id: fact}))

    def forget(self, field_id: str) -> PersonFacts:
        """Without one fact."""
        rest = {key: fact for key, fact in self.facts.items() if key != field_id}
        return PersonFacts(self.card_kind, MappingProxyType(rest))
