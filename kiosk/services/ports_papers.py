"""What reprints, checks of documents and the list of readings ask of the platform. Every method
may block and raises nothing: a platform that cannot be reached is the state "offline"."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Protocol

from kiosk.flows.data import Person

if TYPE_CHECKING:
    from drivers.receipt_printer import Slip


@dataclass(frozen=True, slots=True, repr=False)
class About:
    """What a slip is about, for the list it can be found in later. `kind`: receipt, record,
    notice, readings or other."""

    kind: str = "other"
    matter: str = ""
    person: Person | None = None


@dataclass(frozen=True, slots=True, repr=False)
class Proof:
    """Why somebody may have a slip again: a person with a card on the reader; or a slip's number,
    or the check code of the document on it, with its password or the token of its code."""

    person: Person | None = None
    number: str = ""
    check_code: str = ""
    password: str = ""
    token: str = ""

    @property
    def whole(self) -> bool:
        """Whether there is nothing left to ask."""
        named = bool(self.number or self.check_code)
        return self.person is not None or (named and bool(self.password or self.token))


@dataclass(frozen=True, slots=True)
class PrintedSlip:
    """A slip that can be had again, printed at `terminal`, and how often it was."""

    id: str
    kind: str
    matter: str
    number: str
    at: datetime
    terminal: str
    copies: int


@dataclass(frozen=True, slots=True)
class Slips:
    """`state`: found, wrong, locked, offline or refused."""

    state: str
    slips: tuple[PrintedSlip, ...] = ()
    tries_left: int | None = None


@dataclass(frozen=True, slots=True, repr=False)
class Copy:
    """A slip to be printed as its `copy_no`-th copy. `state`: found, gone or offline."""

    state: str
    copy_no: int = 0
    slip: Slip | None = None


@dataclass(frozen=True, slots=True)
class Verified:
    """All that a check code tells. `state`: found, unknown or offline."""

    state: str
    kind: str = ""
    issued: date | None = None
    holder: str = ""
    digest: str = ""


@dataclass(frozen=True, slots=True)
class ReadBy:
    """One reading: when, where (`staff` for a clerk), for which matter and purpose, what.
    `outcome`: opened, unknown or refused."""

    at: datetime
    terminal: str
    matter: str
    purpose: str
    items: tuple[str, ...]
    outcome: str


@dataclass(frozen=True, slots=True)
class ReadingsOf:
    """`state`: found, offline or refused; the newest first."""

    state: str
    readings: tuple[ReadBy, ...] = ()


class Papers(Protocol):
    """Slips again, documents checked, readings listed."""

    def find(self, proof: Proof) -> Slips:
        """The slips of the last 30 days that this proof opens."""
        ...

    def copy(self, slip_id: str, proof: Proof, key: str) -> Copy:
        """Count one more copy and bring what the slip says; the same key is the same copy."""
        ...

    def verify(self, code: str) -> Verified:
        """What a check code tells, as it stands on paper."""
        ...

    def readings(self, person: Person) -> ReadingsOf:
        """Who has read this person's data."""
        ...
