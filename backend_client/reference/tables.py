"""The platform's tables. What is personal stands in `sealed` columns only."""

from __future__ import annotations

from sqlalchemy import (
    Boolean,
    Column,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    UniqueConstraint,
)

METADATA = MetaData()
SCHEMA_VERSION = "1"


def _text(
    name: str,
    length: int = 64,
    *,
    primary_key: bool = False,
    unique: bool = False,
    nullable: bool = False,
) -> Column[str]:
    return Column(name, String(length), primary_key=primary_key, unique=unique, nullable=nullable)


META = Table("meta", METADATA, _text("name", primary_key=True), _text("value", 200))

TERMINALS = Table(
    "terminals",
    METADATA,
    _text("terminal_id", primary_key=True),
    _text("number", 4),
    _text("token_hash"),
    _text("last_seen", nullable=True),
    Column("beat", LargeBinary, nullable=True),
)

COUNTERS = Table(
    "counters",
    METADATA,
    _text("scope", primary_key=True),
    _text("day", 10, primary_key=True),
    Column("last", Integer, nullable=False),
)

IDEMPOTENCY = Table(
    "idempotency",
    METADATA,
    _text("principal", primary_key=True),
    _text("key", 255, primary_key=True),
    _text("fingerprint"),
    Column("sealed", LargeBinary, nullable=False),
    _text("created_at"),
    Index("idempotency_age", "created_at"),
)

CASES = Table(
    "cases",
    METADATA,
    _text("case_no", 18, primary_key=True),
    _text("platform_no", 20, unique=True),
    _text("terminal_id"),
    _text("number_day", 10),
    Column("serial", Integer, nullable=False),
    _text("matter_code"),
    _text("state"),
    _text("accepted_on", 10, nullable=True),
    _text("due", 10, nullable=True),
    Column("due_provisional", Boolean, nullable=False),
    _text("suspended_on", 10, nullable=True),
    _text("postal_no", 20, nullable=True),
    _text("doc_no", 20, nullable=True),
    _text("received_at"),
    Column("sealed", LargeBinary, nullable=False),
    Index("cases_serial", "terminal_id", "number_day", "serial"),
    Index("cases_state", "state", "received_at"),
)

CASE_EVENTS = Table(
    "case_events",
    METADATA,
    Column("id", Integer, primary_key=True, autoincrement=True),
    _text("case_no", 18),
    _text("at"),
    _text("event"),
    _text("state"),
    _text("who"),
    _text("reason_code", nullable=True),
    Index("case_events_case", "case_no", "id"),
)

DOCUMENTS = Table(
    "documents",
    METADATA,
    _text("doc_no", 20, primary_key=True),
    _text("case_no", 18),
    _text("code_hash", unique=True),
    _text("kind", 100),
    _text("issued_on", 10),
    _text("digest"),
    Column("sealed", LargeBinary, nullable=False),
)

POSTAL_ORDERS = Table(
    "postal_orders",
    METADATA,
    _text("postal_no", 20, primary_key=True),
    _text("case_no", 18, unique=True),
    _text("state"),
    Column("sealed", LargeBinary, nullable=False),
)

POSTAL_EVENTS = Table(
    "postal_events",
    METADATA,
    Column("id", Integer, primary_key=True, autoincrement=True),
    _text("postal_no", 20),
    _text("at"),
    _text("state"),
    Index("postal_events_order", "postal_no", "id"),
)

RATINGS = Table(
    "ratings",
    METADATA,
    _text("rating_id", primary_key=True),
    _text("case_no", 18, nullable=True),
    _text("terminal_id"),
    Column("level", Integer, nullable=False),
    _text("reasons", 1400),
    _text("tags_version"),
    _text("at"),
    _text("follow_up_by", 10, nullable=True),
    Column("sealed", LargeBinary, nullable=False),
    UniqueConstraint("case_no", name="ratings_case"),
)

READINGS = Table(
    "readings",
    METADATA,
    _text("reading_id", primary_key=True),
    _text("person_ref"),
    _text("at"),
    _text("terminal_id"),
    _text("matter_code"),
    _text("purpose"),
    _text("consent_id"),
    _text("items", 2000),
    Column("level", Integer, nullable=False),
    _text("outcome"),
    Index("readings_person", "person_ref", "at"),
)

NOTIFICATIONS = Table(
    "notifications",
    METADATA,
    _text("notification_id", primary_key=True),
    _text("case_no", 18),
    _text("template"),
    _text("at"),
    _text("sent_at", nullable=True),
    Column("sealed", LargeBinary, nullable=False),
    Index("notifications_waiting", "sent_at", "at"),
)
