"""Postal orders: who sends what to whom, and what the carrier's scans amount to."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class Direction(StrEnum):
    """Which way an envelope goes."""

    MATERIAL_PICK_UP = "material_pick_up"
    RESULT_RETURN = "result_return"
    HALL_TO_HALL = "hall_to_hall"


class Payer(StrEnum):
    """Who pays the postage."""

    GOVERNMENT = "government"
    CITIZEN = "citizen"
    ENTERPRISE = "enterprise"


@dataclass(frozen=True, slots=True)
class Recipient:
    """Name, telephone ("none" if there is none) and address, for the carrier only."""

    name: str = field(repr=False)
    phone: str = field(repr=False)
    address: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Content:
    """One piece in the envelope, by its exact title."""

    title: str
    copies: int
    original: bool


@dataclass(frozen=True, slots=True)
class PostalOrder:
    """An order. `consent` names the separate consent to handing name, telephone and address to
    the carrier (PIPL art. 23); `fen` is what the person pays, in 0.01 yuan."""

    case_no: str
    direction: Direction
    recipient: Recipient
    contents: tuple[Content, ...]
    consent: str
    payer: Payer = Payer.GOVERNMENT
    fen: int = 0

    def __post_init__(self) -> None:
        if not self.consent:
            raise ValueError("no order without the person's consent to the carrier")
        if not self.contents:
            raise ValueError("no order without a list of what is inside")
        if self.payer is Payer.GOVERNMENT and self.fen:
            raise ValueError("what the government pays costs the person nothing")


# What a scan says, and its place in the course of a delivery: of two scans at the same moment
# the one further on counts.
SCAN_RANK = {
    "handed_over": 0,
    "in_transit": 1,
    "out_for_delivery": 2,
    "failed": 3,
    "held": 4,
    "damaged": 5,
    "delivered": 6,
    "returned": 7,
    "lost": 8,
}


@dataclass(frozen=True, slots=True, order=True)
class Scan:
    """One scan of the carrier. `state` is one of SCAN_RANK."""

    at: datetime
    state: str
    place: str = ""

    def __post_init__(self) -> None:
        if self.state not in SCAN_RANK:
            raise ValueError("the carrier reported a state that does not exist")
        if self.at.tzinfo is None:
            raise ValueError("a scan without a time zone says nothing")


def course(scans: Iterable[Scan]) -> tuple[Scan, ...]:
    """All scans once, in the order in which things happened, whatever order they came in."""
    return tuple(sorted(set(scans), key=lambda scan: (scan.at, SCAN_RANK[scan.state], scan.place)))


def state_of(scans: Iterable[Scan]) -> str | None:
    """The state that the scans amount to: that of the last one; None before the first."""
    ordered = course(scans)
    return ordered[-1].state if ordered else None


def failed_tries(scans: Iterable[Scan]) -> int:
    """How many times the carrier stood at the door in vain."""
    return sum(scan.state == "failed" for scan in course(scans))
