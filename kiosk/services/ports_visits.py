"""What half-done visits ask of store and platform. Every method may block; a platform that cannot
be reached is a value, not an exception. `keep` raises NotKeptError where the disk does not take it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from types import MappingProxyType
from typing import Protocol

from kiosk.flows.data import Person


def _nothing() -> Mapping[str, str]:
    return MappingProxyType({})


@dataclass(frozen=True, slots=True, repr=False)
class HalfDone:
    """A visit as it was left: no consents, nothing that registers know. `subject` is the number
    of whom it is for, where that is not who stands there; `typed` is what stood in fields that
    were not finished; `opened_by` the terminal that opened it last since."""

    id: str
    number: str
    matter: str
    version: str
    step: str
    saved: datetime
    answers: Mapping[str, str] = field(default_factory=_nothing)
    questions: Mapping[str, str] = field(default_factory=_nothing)
    typed: Mapping[str, str] = field(default_factory=_nothing)
    declined: bool = False
    subject: str = ""
    opened_by: str = ""
    opened_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Begun:
    """A line of the list: which matter, left when, kept until which day."""

    id: str
    number: str
    matter: str
    saved: datetime
    until: date
    for_other: bool = False


@dataclass(frozen=True, slots=True)
class Mine:
    """A person's half-done visits, newest first. Not `answered`: the platform could not be asked,
    and only what was left at this machine is in it."""

    answered: bool
    visits: tuple[Begun, ...] = ()


@dataclass(frozen=True, slots=True)
class Kept:
    """Kept under a number until a day; `everywhere`: the platform has it already."""

    id: str
    number: str
    until: date
    everywhere: bool


class Visits(Protocol):
    """Half-done visits of the person who stands there, by their card."""

    def keep(self, half: HalfDone, owner: Person, subject: Person | None) -> Kept:
        """On disk, then to the platform; an empty id or number is given here."""
        ...

    def mine(self, owner: Person, matter: str = "") -> Mine:
        """All of the person's. `matter`: what they were identified for, "" for this alone."""
        ...

    def open(self, owner: Person, id: str, matter: str = "") -> HalfDone | None:
        """What was entered; None where it is not there any more or cannot be had now."""
        ...

    def drop(self, owner: Person, matter: str, subject: str, half: HalfDone | None) -> None:
        """Erase what was kept of a matter, here and at the platform; `half`: gone on from."""
        ...
