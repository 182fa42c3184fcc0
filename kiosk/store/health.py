"""The fault record and the signed checks of mornings on disk. Functions never commit."""

from __future__ import annotations

import json
from datetime import datetime
from typing import TYPE_CHECKING, Any

from backend_client.outbox import stamp
from kiosk.domain.faults import Fault
from kiosk.domain.readiness import Sheet, content, from_content

if TYPE_CHECKING:
    from sqlalchemy.engine import Connection

    from backend_client.sealer import Sealer

SHEETS = "readiness_sheets"
KEPT_FAULTS = 2000
"""Ended faults beyond these are forgotten, the oldest first."""
_COLUMNS = "fault_id, role, kind, state, detail, who, since, until, told"


def put_fault(connection: Connection, fault: Fault) -> None:
    """Write a fault down as it stands now, new or known."""
    until = stamp(fault.until) if fault.until else None
    connection.exec_driver_sql(
        f"INSERT INTO device_faults ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"  # noqa: S608 - a constant
        " ON CONFLICT (fault_id) DO UPDATE SET state = excluded.state, detail = excluded.detail,"
        " who = excluded.who, until = excluded.until, told = excluded.told",
        (
            *(fault.fault_id, fault.role, fault.kind, fault.state, fault.detail, fault.who),
            *(stamp(fault.since), until, int(fault.told)),
        ),
    )
    connection.exec_driver_sql(
        "DELETE FROM device_faults WHERE until IS NOT NULL AND id <="
        " (SELECT max(id) FROM device_faults) - ?",
        (KEPT_FAULTS,),
    )


def faults(connection: Connection, limit: int, *, lasting: bool = False) -> tuple[Fault, ...]:
    """The newest faults, or with `lasting` those that have not ended."""
    only = "WHERE until IS NULL" if lasting else ""
    found = connection.exec_driver_sql(
        f"SELECT {_COLUMNS} FROM device_faults {only} ORDER BY since DESC, id DESC LIMIT ?",  # noqa: S608 - constants
        (limit,),
    )
    return tuple(_fault(tuple(row)) for row in found)


def _fault(row: tuple[Any, ...]) -> Fault:
    *codes, since, until, told = row
    return Fault(
        *(str(code) for code in codes),
        since=_moment(since),
        until=_moment(until) if until else None,
        told=bool(told),
    )


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text)


def put_sheet(connection: Connection, sealer: Sealer, sheet: Sheet) -> None:
    """Keep a signed check; the same id again is an error of the database."""
    sealed = sealer.seal(SHEETS, sheet.sheet_id, json.dumps(content(sheet)).encode())
    connection.exec_driver_sql(
        "INSERT INTO readiness_sheets (sheet_id, at, day, staff_no, sealed) VALUES (?, ?, ?, ?, ?)",
        (sheet.sheet_id, stamp(sheet.at), sheet.day.isoformat(), sheet.staff_no, sealed),
    )


def sheets(connection: Connection, sealer: Sealer, limit: int) -> tuple[Sheet, ...]:
    """The newest signed checks. SealBroken when one was changed."""
    found = connection.exec_driver_sql(
        "SELECT sheet_id, sealed FROM readiness_sheets ORDER BY at DESC LIMIT ?", (limit,)
    )
    return tuple(from_content(json.loads(sealer.open(SHEETS, id, data))) for id, data in found)
