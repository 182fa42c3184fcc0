"""Tables for following a case: who may ask, pauses of its clock, what was put right, alarms."""

from __future__ import annotations

from sqlalchemy import Column, Index, Integer, LargeBinary, String, Table, UniqueConstraint

from backend_client.reference.tables import METADATA


def _text(
    name: str, length: int = 64, *, primary_key: bool = False, nullable: bool = False
) -> Column[str]:
    return Column(name, String(length), primary_key=primary_key, nullable=nullable)


CASE_KEYS = Table(
    "case_keys",
    METADATA,
    _text("case_no", 18, primary_key=True),
    _text("person_ref"),
    _text("password_mac", nullable=True),
    _text("token_hash", nullable=True),
    Index("case_keys_person", "person_ref"),
)
"""What proves that somebody may ask about a case: only keyed or one-way hashes."""

SLIP_TRIES = Table(
    "slip_tries",
    METADATA,
    _text("number_mac", primary_key=True),
    Column("wrong", Integer, nullable=False),
    _text("last_key", 255),
    _text("last_at"),
    _text("locked_until", nullable=True),
    Index("slip_tries_age", "last_at"),
)
"""Wrong passwords by number, whether or not there is such a number."""

CASE_PAUSES = Table(
    "case_pauses",
    METADATA,
    _text("case_no", 18, primary_key=True),
    Column("round", Integer, primary_key=True),
    _text("kind"),
    _text("state_before"),
    _text("began_on", 10),
    _text("ended_on", 10, nullable=True),
    _text("last_day", 10, nullable=True),
    _text("due_before", 10, nullable=True),
    _text("due_after", 10, nullable=True),
    _text("reason_code", nullable=True),
    Column("sealed", LargeBinary, nullable=False),
)
"""Times in which a case's clock stands: corrections and suspensions, numbered for the case."""

CASE_DEEDS = Table(
    "case_deeds",
    METADATA,
    Column("id", Integer, primary_key=True, autoincrement=True),
    _text("case_no", 18),
    _text("at"),
    _text("event"),
    _text("who"),
    Column("sealed", LargeBinary, nullable=False),
    Index("case_deeds_case", "case_no", "id"),
)
"""Every change of a case with who did it and why in words; what was before a correction too."""

WATCHED = Table(
    "watched",
    METADATA,
    _text("case_no", 18, primary_key=True),
    _text("kind", primary_key=True),
    _text("day", 10, primary_key=True),
)
"""What the watch has told already: once a case, kind and day."""

ALARMS = Table(
    "alarms",
    METADATA,
    _text("alarm_id", primary_key=True),
    _text("case_no", 18),
    _text("kind"),
    _text("day", 10),
    Column("level", Integer, nullable=False),
    _text("raised_at"),
    _text("escalated_at", nullable=True),
    _text("acknowledged_at", nullable=True),
    _text("acknowledged_by", nullable=True),
    Column("sealed", LargeBinary, nullable=False),
    UniqueConstraint("case_no", "kind", "day", name="alarms_once"),
    Index("alarms_open", "acknowledged_at", "level"),
)
