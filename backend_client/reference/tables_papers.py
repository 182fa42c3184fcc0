"""The table of slips that can be printed again; what they say is sealed."""

from __future__ import annotations

from sqlalchemy import Column, Index, Integer, LargeBinary, String, Table

from backend_client.reference.tables import METADATA

PAPERS = Table(
    "papers",
    METADATA,
    Column("paper_id", String(36), primary_key=True),
    Column("person_ref", String(32), nullable=True),
    Column("case_no", String(18), nullable=True),
    Column("matter_code", String(64), nullable=True),
    Column("kind", String(64), nullable=False),
    Column("terminal_id", String(64), nullable=False),
    Column("printed_at", String(64), nullable=False),
    Column("copies", Integer, nullable=False),
    Column("sealed", LargeBinary, nullable=False),
    Index("papers_person", "person_ref", "printed_at"),
    Index("papers_case", "case_no", "printed_at"),
    Index("papers_age", "printed_at"),
)
