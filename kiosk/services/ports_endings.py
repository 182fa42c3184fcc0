"""What the endings of a visit ask of the world: tickets, and requests that could not be settled."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from kiosk.domain.ticket import Ticket
from kiosk.flows.data import Person, VisitData


@dataclass(frozen=True, slots=True, repr=False)
class TicketWish:
    """A number that is wanted. `data` is what was entered before; it goes along, sealed."""

    point: str
    day: date
    zone: str
    priority: str
    matter: str
    trouble: str
    data: VisitData
    booked_for: datetime | None = None


@dataclass(frozen=True, slots=True)
class TicketTold:
    """What became of it. `before`: how many are called before, None where nobody could be asked.
    Without a ticket `reason` says why: offline, none_left, full."""

    ticket: Ticket | None
    before: int | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Position:
    """A ticket as the hall's queue has it. `window` is 0 until it is called."""

    number: str
    point: str
    day: date
    state: str
    before: int
    window: int


@dataclass(frozen=True, slots=True, repr=False)
class CannotWish:
    """Something that could not be done. `subject` is a zone's name where no matter is known."""

    cause: str
    matter: str
    subject: str
    step: str
    trouble: str
    data: VisitData
    person: Person | None = None


@dataclass(frozen=True, slots=True)
class Registered:
    """The number and password told to the person; `answer_by` once the platform has it."""

    number: str
    password: str
    answer_by: date | None = None


@dataclass(frozen=True, slots=True, repr=False)
class OpenRequest:
    """A request as it stands: registered, handling, answered."""

    number: str
    state: str
    cause: str
    matter: str
    registered: datetime
    answer_by: date
    answer: str = ""


@dataclass(frozen=True, slots=True, repr=False)
class Followed:
    """What was found. `answered` is false when nobody could be asked."""

    answered: bool
    requests: tuple[OpenRequest, ...] = ()


class Endings(Protocol):
    """All of it may block; NotKeptError where something had to be written and was not."""

    def take_ticket(self, wish: TicketWish) -> TicketTold:
        """A number, on disk before it is told; from leased numbers while offline."""
        ...

    def ticket_now(self, ticket_id: str) -> Position | None:
        """Where a ticket stands; None where there is none or nobody can be asked."""
        ...

    def register(self, wish: CannotWish) -> Registered:
        """A number for what could not be done, on disk before it is told."""
        ...

    def follow(
        self, *, number: str = "", password: str = "", person: Person | None = None
    ) -> Followed:
        """What became of a person's requests, by a slip's number and password or by card."""
        ...
