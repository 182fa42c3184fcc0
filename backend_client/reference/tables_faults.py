"""Tables of what is wrong with the devices of terminals."""

from __future__ import annotations

from sqlalchemy import Column, Index, Integer, LargeBinary, String, Table

from backend_client.reference.tables import METADATA

DEVICE_FAULTS = Table(
    "device_faults",
    METADATA,
    Column("fault_id", String(36), primary_key=True),
    Column("terminal_id", String(16), nullable=False),
    Column("role", String(24), nullable=False),
    Column("kind", String(24), nullable=False),
    Column("state", String(24), nullable=False),
    Column("detail", String(40), nullable=False),
    Column("who", String(12), nullable=False),
    Column("since", String(40), nullable=False),
    Column("until", String(40)),
    Column("told_at", String(40), nullable=False),
    Column("level", Integer, nullable=False),
    Column("escalated_at", String(40)),
    Column("acknowledged_at", String(40)),
    Column("acknowledged_by", String(64)),
    Column("sealed", LargeBinary, nullable=False),  # the note of who took it on
    Index("device_faults_open", "until", "acknowledged_at", "level"),
)
