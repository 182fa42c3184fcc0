"""What identification asks of the platform. Every method may block and raises nothing: a platform
that cannot be reached is the state "offline"."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from kiosk.flows.data import Person
from kiosk.services.way import Given


@dataclass(frozen=True, slots=True, repr=False)
class Answered:
    """`state`: right (with the person), wrong, locked, expired, refused, waiting, offline."""

    state: str
    person: Person | None = None
    tries_left: int = 0


@dataclass(frozen=True, slots=True, repr=False)
class Claim:
    """Whom a clerk is asked to vouch for; `name` is empty where the number was typed."""

    kind: str
    number: str
    name: str = ""


@dataclass(frozen=True, slots=True, repr=False)
class Opened:
    """An attempt or a request: its id, the number to show, and how long it is good for.
    An empty id: the platform could not be reached."""

    id: str
    code: str = ""
    seconds: float = 0.0


@dataclass(frozen=True, slots=True, repr=False)
class Stored:
    """A person's authorisations; None where the platform could not be asked."""

    given: tuple[Given, ...]
    received: tuple[Given, ...]


class IdentityServices(Protocol):
    """Identification at the platform."""

    def take_eid(self, code: str, purpose: str) -> Answered:
        """Hand in a scanned e-ID code."""
        ...

    def send_code(self, claim: Claim) -> Opened:
        """Have a code sent to the telephone known for a number, if there is one."""
        ...

    def check_code(self, attempt: str, code: str, purpose: str) -> Answered:
        """Try the code."""
        ...

    def open_vouch(self, claim: Claim, purpose: str) -> Opened:
        """Ask for a clerk's word."""
        ...

    def vouch(self, vouch: str) -> Answered:
        """How that stands."""
        ...

    def authorisations(self, person: Person) -> Stored | None:
        """What a person gave and was given."""
        ...

    def use_authorisation(self, id: str, agent: Person, matter: str) -> Answered:
        """The principal of an authorisation, for its agent."""
        ...

    def authorise(
        self, principal: Person, agent: Person, scope: str, until: date, agreed: datetime
    ) -> Given | None:
        """Keep an authorisation; None where that was not possible."""
        ...

    def revoke(self, id: str, principal: Person) -> bool:
        """Take one back; False where that was not possible."""
        ...
