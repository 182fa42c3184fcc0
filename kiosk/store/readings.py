"""Readings of known data, each under a consent: what for, at which level, when; never whose."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from backend_client.outbox import stamp

if TYPE_CHECKING:
    from sqlalchemy.engine import Connection


@dataclass(frozen=True, slots=True)
class Reading:
    """One reading. `purpose` and `consent_version` are codes, `level` the assurance level."""

    purpose: str
    level: int
    consent_version: str
    at: datetime
    case_no: str = ""


def note_reading(connection: Connection, reading: Reading) -> None:
    """Write down a reading; before the answer is shown."""
    connection.exec_driver_sql(
        "INSERT INTO readings (purpose, level, consent_version, case_no, at)"
        " VALUES (?, ?, ?, ?, ?)",
        (
            reading.purpose,
            reading.level,
            reading.consent_version,
            reading.case_no,
            stamp(reading.at),
        ),
    )


def readings(connection: Connection, since: datetime) -> list[Reading]:
    """Return the readings from `since` on, in order."""
    found = connection.exec_driver_sql(
        "SELECT purpose, level, consent_version, at, case_no FROM readings WHERE at >= ?"
        " ORDER BY id",
        (stamp(since),),
    )
    return [
        Reading(purpose, level, consent, datetime.fromisoformat(at), case_no)
        for purpose, level, consent, at, case_no in found
    ]
