"""The store's tables. A change here goes with a new file in migrations/versions and REVISIONS."""

from __future__ import annotations

from sqlalchemy import (
    DDL,
    CheckConstraint,
    Column,
    ForeignKey,
    Integer,
    LargeBinary,
    MetaData,
    PrimaryKeyConstraint,
    String,
    Table,
    event,
)

REVISIONS = ("0001", "0002", "0003", "0004")
"""Every revision, oldest first; the last one is what this program works with."""

SCHEMA_VERSION = len(REVISIONS)
STAMP = String(27)  # UTC, 2026-11-23T00:20:00.000000Z

metadata = MetaData()

meta = Table(
    "meta",
    metadata,
    Column("key", String(20), primary_key=True),
    Column("value", String(80), nullable=False),
    sqlite_with_rowid=False,
)
version = Table(  # alembic's own table, by its own name, so that a start need not load alembic
    "alembic_version",
    metadata,
    Column("version_num", String(32), nullable=False),
    PrimaryKeyConstraint("version_num", name="alembic_version_pkc"),
)
serials = Table(
    "serials",
    metadata,
    Column("day", String(6), primary_key=True),
    Column("last", Integer, nullable=False),
    sqlite_with_rowid=False,
)
cases = Table(
    "cases",
    metadata,
    Column("case_no", String(18), primary_key=True),
    Column("matter_code", String(20), nullable=False),
    Column("matter_version", String(40), nullable=False),
    Column("state", String(20), nullable=False),
    Column("created_at", STAMP, nullable=False),
    Column("due", String(10)),
    Column("provisional", Integer, nullable=False),
    Column("platform_no", String(20), nullable=False),
    Column("postal_no", String(20), nullable=False),
    Column("reason", String(80), nullable=False),
    Column("events", Integer, nullable=False),
    Column("sealed", LargeBinary),  # what the person handed in; erased once the platform has it
    Column("facts", LargeBinary, nullable=False),  # seals all columns above but `sealed`
)
case_events = Table(
    "case_events",
    metadata,
    Column("case_no", String(18), ForeignKey("cases.case_no"), primary_key=True),
    Column("seq", Integer, primary_key=True),
    Column("event", String(40), nullable=False),
    Column("state", String(20), nullable=False),
    Column("at", STAMP, nullable=False),
    Column("who", String(20), nullable=False),
    Column("facts", LargeBinary, nullable=False),  # seals the columns above
    sqlite_with_rowid=False,
)
drafts = Table(
    "drafts",
    metadata,
    Column("person", String(64), primary_key=True),  # keyed hash of the person's number
    Column("matter_code", String(20), primary_key=True),
    Column("matter_version", String(40), nullable=False),
    Column("sealed", LargeBinary, nullable=False),
    Column("saved_at", STAMP, nullable=False),
    Column("expires", STAMP, nullable=False),
    sqlite_with_rowid=False,
)
print_journal = Table(
    "print_journal",
    metadata,
    Column("job_id", String(36), primary_key=True),
    Column("case_no", String(18), ForeignKey("cases.case_no")),
    Column("kind", String(20), nullable=False),
    Column("sealed", LargeBinary),  # what the slip is made from; erased with the person's session
    Column("asked_at", STAMP, nullable=False),
    Column("outcome", String(8)),
    Column("settled_at", STAMP),
    Column("copies", Integer, nullable=False),
    CheckConstraint("outcome IN ('done', 'failed', 'unknown')", name="print_outcome"),
)
readings = Table(
    "readings",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("purpose", String(40), nullable=False),
    Column("level", Integer, nullable=False),
    Column("consent_version", String(40), nullable=False),
    Column("case_no", String(18), nullable=False),
    Column("at", STAMP, nullable=False),
)
ticket_blocks = Table(  # numbers that only this terminal gives, also while it is offline
    "ticket_blocks",
    metadata,
    Column("point", String(8), primary_key=True),
    Column("day", String(10), primary_key=True),
    Column("zone", String(1), primary_key=True),
    Column("first", Integer, primary_key=True),
    Column("last", Integer, nullable=False),
    Column("next", Integer, nullable=False),
    sqlite_with_rowid=False,
)
tickets = Table(  # what is personal in a ticket waits sealed in the outbox and nowhere else
    "tickets",
    metadata,
    Column("ticket_id", String(32), primary_key=True),
    Column("number", String(4), nullable=False),
    Column("point", String(8), nullable=False),
    Column("day", String(10), nullable=False),
    Column("zone", String(1), nullable=False),
    Column("matter_code", String(20), nullable=False),
    Column("key", String(36), nullable=False),
    Column("created_at", STAMP, nullable=False),
    sqlite_with_rowid=False,
)
service_facts = Table(  # what staff set: locks, notes, what PINs are checked by while offline
    "service_facts",
    metadata,
    Column("name", String(40), primary_key=True),
    Column("sealed", LargeBinary, nullable=False),
    sqlite_with_rowid=False,
)
service_acts = Table(
    "service_acts",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("at", STAMP, nullable=False),
    Column("staff_no", String(8), nullable=False),
    Column("act", String(24), nullable=False),
    Column("role", String(24), nullable=False),
    Column("detail", String(40), nullable=False),
)

device_faults = Table(  # what was wrong with which device: codes only
    "device_faults",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("fault_id", String(36), nullable=False, unique=True),
    Column("role", String(24), nullable=False),
    Column("kind", String(24), nullable=False),
    Column("state", String(16), nullable=False),
    Column("detail", String(40), nullable=False),
    Column("who", String(12), nullable=False),
    Column("since", STAMP, nullable=False),
    Column("until", STAMP),
    Column("told", Integer, nullable=False),
)
readiness_sheets = Table(  # the morning's check, signed: what it found and the signature, sealed
    "readiness_sheets",
    metadata,
    Column("sheet_id", String(36), primary_key=True),
    Column("at", STAMP, nullable=False),
    Column("day", String(10), nullable=False),
    Column("staff_no", String(8), nullable=False),
    Column("sealed", LargeBinary, nullable=False),
)

APPEND_ONLY = tuple(
    f"CREATE TRIGGER case_events_no_{verb.lower()} BEFORE {verb} ON case_events"
    " BEGIN SELECT RAISE(ABORT, 'case_events is append-only'); END"
    for verb in ("UPDATE", "DELETE")
)
for _statement in APPEND_ONLY:
    event.listen(case_events, "after_create", DDL(_statement))
