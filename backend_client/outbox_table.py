"""The tables of the outbox, and the values that go in and come out of them."""

from __future__ import annotations

import re
import uuid
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import (
    CheckConstraint,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    text,
)

MAX_WAIT_S = 3600.0
STATES = ("pending", "leased", "sent", "parked")

metadata = MetaData()
outbox = Table(
    "outbox",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("key", String(36), nullable=False, unique=True),
    Column("kind", String(40), nullable=False),
    Column("case_no", String(22), nullable=False),
    Column("sealed", LargeBinary),
    Column("created_at", String(27), nullable=False),
    Column("state", String(8), nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("next_try", Float, nullable=False),
    Column("lease_until", Float),
    Column("reason", String(80), nullable=False),
    Column("response", LargeBinary),
    Column("sent_at", String(27)),
    CheckConstraint("state IN ('pending', 'leased', 'sent', 'parked')", name="outbox_state"),
)
Index(
    "outbox_open",
    outbox.c.case_no,
    outbox.c.id,
    sqlite_where=text("state IN ('pending', 'leased')"),
)
outbox_attempt = Table(
    "outbox_attempt",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("outbox_id", Integer, ForeignKey("outbox.id", ondelete="CASCADE"), nullable=False),
    Column("at", String(27), nullable=False),
    Column("outcome", String(12), nullable=False),
    Column("reason", String(80), nullable=False),
    CheckConstraint(
        "outcome IN ('retry', 'refused', 'unreachable', 'abandoned')", name="attempt_outcome"
    ),
)
Index("outbox_attempt_of", outbox_attempt.c.outbox_id)

_CODE = re.compile(r"[A-Za-z][A-Za-z0-9_.:\-]{0,79}")
_UUID4 = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")
_KIND = re.compile(r"[a-z][a-z_.]{0,39}")
_CASE_NO = re.compile(r"(?:[A-Z]{2}[0-9]{6,20})?")


@dataclass(frozen=True, slots=True)
class Event:
    """Something to tell the platform. `key` is the idempotency key (a UUID, version 4), `kind` a
    lower-case code, `case_no` the case it belongs to or "", `body` its JSON (personal)."""

    key: str
    kind: str
    case_no: str
    body: bytes

    def __post_init__(self) -> None:
        """ValueError, which never quotes the value, for a part that could hold personal data."""
        if not _UUID4.fullmatch(self.key):
            raise ValueError("the key of an event is a UUID of version 4")
        if not _KIND.fullmatch(self.kind):
            raise ValueError("the kind of an event is a lower-case code")
        if not _CASE_NO.fullmatch(self.case_no):
            raise ValueError("the case number of an event is two letters and digits, or empty")


@dataclass(frozen=True, slots=True)
class Due:
    """An event whose turn it is. `sealed` is its body as stored."""

    id: int
    key: str
    kind: str
    case_no: str
    sealed: bytes
    attempts: int


@dataclass(frozen=True, slots=True)
class OutboxRow:
    """A line for staff; nothing personal. Times in UTC, `age_s` in seconds."""

    id: int
    no: str
    kind: str
    state: str
    created: datetime
    age_s: int
    attempts: int
    next_try: datetime | None
    reason: str


def new_key() -> str:
    """Return a fresh idempotency key."""
    return str(uuid.uuid4())


def place(key: str, kind: str, case_no: str) -> str:
    """Return the row id that a body is sealed for: it opens under its own kind and case only."""
    return f"{key}/{kind}/{case_no}"


def code(reason: str) -> str:
    """Return `reason` if it is a code, else "unspecified": free text may name a person."""
    return reason if not reason or _CODE.fullmatch(reason) else "unspecified"


def stamp(moment: datetime) -> str:
    """Return an aware moment as UTC text of fixed width, which sorts as it happened."""
    if moment.tzinfo is None:
        raise ValueError("a moment without a zone")
    return f"{moment.astimezone(UTC).replace(tzinfo=None).isoformat(timespec='microseconds')}Z"
