"""Drafts: what a person had entered, sealed, found again by their number only, and not for long."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from backend_client.outbox import stamp
from backend_client.sealer import Sealer

if TYPE_CHECKING:
    from sqlalchemy.engine import Connection


@dataclass(frozen=True, slots=True)
class Draft:
    """Something begun under a version of a matter. `person`: RowSealer.person of the number."""

    person: str
    matter_code: str
    matter_version: str
    data: bytes
    saved: datetime
    expires: datetime


def save(
    connection: Connection,
    sealer: Sealer,
    *,
    person: str,
    matter_code: str,
    matter_version: str,
    data: bytes,
    now: datetime,
    keep: timedelta,
) -> None:
    """Keep `data` for `keep`; it takes the place of an older draft of this person and matter."""
    place = _place(person, matter_code, matter_version)
    connection.exec_driver_sql(
        "INSERT OR REPLACE INTO drafts (person, matter_code, matter_version, sealed, saved_at,"
        " expires) VALUES (?, ?, ?, ?, ?, ?)",
        (
            person,
            matter_code,
            matter_version,
            sealer.seal("drafts", place, data),
            stamp(now),
            stamp(now + keep),
        ),
    )


def find(
    connection: Connection, sealer: Sealer, person: str, matter_code: str, now: datetime
) -> Draft | None:
    """Return the person's draft of this matter, None when there is none that is still kept."""
    row = connection.exec_driver_sql(
        "SELECT matter_version, sealed, saved_at, expires FROM drafts"
        " WHERE person = ? AND matter_code = ? AND expires > ?",
        (person, matter_code, stamp(now)),
    ).one_or_none()
    if row is None:
        return None
    data = sealer.open("drafts", _place(person, matter_code, row.matter_version), row.sealed)
    return Draft(
        person,
        matter_code,
        row.matter_version,
        data,
        datetime.fromisoformat(row.saved_at),
        datetime.fromisoformat(row.expires),
    )


def find_all(connection: Connection, sealer: Sealer, person: str, now: datetime) -> list[Draft]:
    """Return all that is still kept of a person, newest first."""
    codes = connection.exec_driver_sql(
        "SELECT matter_code FROM drafts WHERE person = ? AND expires > ? ORDER BY saved_at DESC",
        (person, stamp(now)),
    ).scalars()
    found = (find(connection, sealer, person, code, now) for code in codes.all())
    return [one for one in found if one is not None]


def slot(matter: str, subject: str) -> str:
    """Return where a draft stands among its owner's: by its matter, and by RowSealer.person of
    whom it is for, where that is somebody else ("" where not)."""
    return f"{matter}/{subject[:8]}" if subject else matter


def delete(connection: Connection, person: str, matter_code: str) -> bool:
    """Erase a draft; False when there was none."""
    done = connection.exec_driver_sql(
        "DELETE FROM drafts WHERE person = ? AND matter_code = ?", (person, matter_code)
    )
    return done.rowcount > 0


def expire(connection: Connection, now: datetime) -> int:
    """Erase drafts that are past their time; return how many."""
    done = connection.exec_driver_sql("DELETE FROM drafts WHERE expires <= ?", (stamp(now),))
    return done.rowcount


def _place(person: str, matter_code: str, matter_version: str) -> str:
    return f"{person}/{matter_code}/{matter_version}"
