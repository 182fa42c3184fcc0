"""What following a case asks of the world: to find it, to put it right, to rate it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from kiosk.flows.data import Document, Person


@dataclass(frozen=True, slots=True)
class AskedItem:
    """One thing to put right: a field of the vocabulary, or a paper to be brought."""

    field: str
    material: str
    text: str


@dataclass(frozen=True, slots=True)
class Asked:
    """What the section wants put right, in its words, until the end of `last_day`."""

    round: int
    text: str
    last_day: date
    items: tuple[AskedItem, ...]


@dataclass(frozen=True, slots=True, repr=False)
class FollowedCase:
    """A case as its applicant may see it. `overdue` in working days; `steps` are (event, day);
    `outcome` granted, refused, partly or ""; `case_pass` lets it be rated once;
    `document` is the result, where the applicant's card was read."""

    case_no: str
    matter: str
    state: str
    submitted: datetime
    accepted: date | None = None
    due: date | None = None
    provisional: bool = False
    paused: bool = False
    overdue: int = 0
    steps: tuple[tuple[str, date], ...] = ()
    asked: Asked | None = None
    pause_text: str = ""
    outcome: str = ""
    outcome_text: str = ""
    reason: str = ""
    post: str = ""
    delivery: str = ""
    document_no: str = ""
    document: Document | None = None
    rated: bool = False
    case_pass: str = ""


@dataclass(frozen=True, slots=True, repr=False)
class Followed:
    """What was found: `found`, `wrong` (no such number, or not its password or slip), `locked`
    until a moment, or `offline` where nobody could be asked. `more`: older ones were left off."""

    outcome: str
    cases: tuple[FollowedCase, ...] = ()
    tries_left: int | None = None
    locked_until: datetime | None = None
    more: bool = False


@dataclass(frozen=True, slots=True)
class PutRight:
    """What became of a correction: `sent` with the new due day, `kept` on disk until the network
    is back, `late` or `refused` (somebody was faster, a clerk sees it)."""

    outcome: str
    due: date | None = None
    provisional: bool = False
    still: int = 0


class Progress(Protocol):
    """Every method may block; NotKeptError where the disk did not take it."""

    def mine(self, person: Person) -> Followed:
        """All cases of the person whose card was read."""
        ...

    def by_slip(self, case_no: str, token: str) -> Followed:
        """The case of a slip in hand."""
        ...

    def by_number(self, case_no: str, password: str) -> Followed:
        """The case of a number and the password on its slip."""
        ...

    def put_right(self, person: Person, case: FollowedCase, fields: Mapping[str, str]) -> PutRight:
        """Keep what the person corrected, and try to hand it in."""
        ...

    def rate(self, case_no: str, level: int, *, token: str = "", case_pass: str = "") -> str:
        """Keep a rating and try to hand it in: sent, kept, or already (the first one stands)."""
        ...
