"""Tables of staff accounts and of what was done in service mode."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, Index, String, Table

from backend_client.reference.tables import METADATA

STAFF = Table(
    "staff_accounts",
    METADATA,
    Column("staff_no", String(8), primary_key=True),
    Column("salt", String(32), nullable=False),
    Column("pin_hash", String(128), nullable=False),
    Column("role", String(16), nullable=False),
    Column("points", String(600), nullable=False),
    Column("active", Boolean, nullable=False),
)

SERVICE_EVENTS = Table(
    "service_events",
    METADATA,
    Column("event_id", String(32), primary_key=True),
    Column("terminal_id", String(64), nullable=False),
    Column("at", String(64), nullable=False),
    Column("staff_no", String(8), nullable=False),
    Column("act", String(64), nullable=False),
    Column("role", String(24), nullable=False),
    Column("detail", String(40), nullable=False),
    Column("offline", Boolean, nullable=False),
    Index("service_events_at", "at"),
)
