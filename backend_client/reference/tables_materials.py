"""The table of pictures that belong to cases; they are sealed."""

from __future__ import annotations

from sqlalchemy import Column, LargeBinary, String, Table

from backend_client.reference.tables import METADATA

MATERIALS = Table(
    "materials",
    METADATA,
    Column("case_no", String(18), primary_key=True),
    Column("digest", String(64), primary_key=True),
    Column("media_type", String(40), nullable=False),
    Column("received_at", String(40), nullable=False),
    Column("sealed", LargeBinary, nullable=False),
)
