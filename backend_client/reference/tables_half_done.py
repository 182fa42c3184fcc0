"""The table of half-done visits; what was entered is sealed, people are keyed hashes."""

from __future__ import annotations

from sqlalchemy import Column, Index, LargeBinary, String, Table

from backend_client.reference.tables import METADATA

HALF_DONE = Table(
    "half_done",
    METADATA,
    Column("owner_ref", String(32), primary_key=True),
    Column("matter_code", String(64), primary_key=True),
    Column("subject_ref", String(32), primary_key=True),
    Column("visit_id", String(32), nullable=False),
    Column("case_no", String(18), nullable=False),
    Column("matter_version", String(200), nullable=False),
    Column("terminal_id", String(64), nullable=False),
    Column("saved_at", String(64), nullable=False),
    Column("until", String(10), nullable=False),
    Column("opened_by", String(64), nullable=True),
    Column("opened_at", String(64), nullable=True),
    Column("sealed", LargeBinary, nullable=False),
    Index("half_done_visit", "visit_id"),
    Index("half_done_age", "until"),
)
