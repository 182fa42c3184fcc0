"""Device faults as machines tell them: an alarm each, rising while nobody takes it on."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, RowMapping, select

from backend_client.models.faults import (
    DeviceFault,
    DeviceFaultAnswer,
    DeviceFaultKept,
    DeviceFaultList,
    DeviceFaultRow,
    FaultTaken,
)
from backend_client.reference.alarms import RISES_AFTER, TOP_LEVEL, office_hours
from backend_client.reference.auth import Caller
from backend_client.reference.core import Platform
from backend_client.reference.numbers import rfc3339
from backend_client.reference.problems import ProblemError
from backend_client.reference.tables_faults import DEVICE_FAULTS

MOST = 1000
NOBODY_PHONE = ""
"""The gateway knows who is on duty at a terminal; the message names the terminal."""


def keep(
    platform: Platform, connection: Connection, caller: Caller, told: DeviceFault, key: str
) -> DeviceFaultKept:
    """Write a fault down as told; staff are told once that it began and once that it ended."""
    before = _row(connection, told.fault_id)
    if before is not None and before["terminal_id"] != caller.id:
        raise ProblemError("no-such-resource")
    values = {
        **{name: getattr(told, name) for name in ("role", "kind", "state", "detail", "who")},
        "since": rfc3339(told.since),
        "until": rfc3339(told.until) if told.until else None,
        "told_at": rfc3339(told.at),
    }
    if before is None:
        _begin(platform, connection, caller, told, values)
    elif _newer(before, told):
        here = DEVICE_FAULTS.c.fault_id == told.fault_id
        connection.execute(DEVICE_FAULTS.update().where(here).values(values))
    if told.until and (before is None or before["until"] is None):
        platform.notify(connection, caller.id, "device.fixed", NOBODY_PHONE)
    return DeviceFaultKept(key=key, fault_id=told.fault_id)


def _begin(
    platform: Platform,
    connection: Connection,
    caller: Caller,
    told: DeviceFault,
    values: dict[str, str | None],
) -> None:
    row = {
        "fault_id": told.fault_id,
        "terminal_id": caller.id,
        "level": 1,
        "sealed": platform.vault.seal("device_faults", told.fault_id, b""),
        **values,
    }
    connection.execute(DEVICE_FAULTS.insert().values(row))
    platform.notify(connection, caller.id, "device.fault", NOBODY_PHONE)


def _newer(before: RowMapping, told: DeviceFault) -> bool:
    """An outbox keeps its order; a word that was overtaken all the same changes nothing."""
    return before["until"] is None and datetime.fromisoformat(before["told_at"]) <= told.at


def _row(connection: Connection, fault_id: str) -> RowMapping | None:
    query = select(DEVICE_FAULTS).where(DEVICE_FAULTS.c.fault_id == fault_id).with_for_update()
    return connection.execute(query).mappings().first()


def listed(platform: Platform, connection: Connection, *, all_of_them: bool) -> DeviceFaultList:
    """Faults that last, or all; those that nobody has taken on first, the most urgent on top."""
    query = select(DEVICE_FAULTS).limit(MOST)
    if not all_of_them:
        query = query.where(DEVICE_FAULTS.c.until.is_(None))
    query = query.order_by(
        DEVICE_FAULTS.c.until.is_not(None),
        DEVICE_FAULTS.c.acknowledged_at.is_not(None),
        DEVICE_FAULTS.c.level.desc(),
        DEVICE_FAULTS.c.since,
    )
    rows = connection.execute(query).mappings()
    return DeviceFaultList(faults=tuple(_shown(platform, row) for row in rows))


def take_on(
    platform: Platform, connection: Connection, fault_id: str, given: FaultTaken, key: str
) -> DeviceFaultAnswer:
    """Somebody has taken it on; the first one stands."""
    row = _row(connection, fault_id)
    if row is None:
        raise ProblemError("no-such-resource")
    if row["acknowledged_at"] is None:
        here = DEVICE_FAULTS.c.fault_id == fault_id
        values = {
            "acknowledged_at": rfc3339(platform.clock.now()),
            "acknowledged_by": given.by,
            "sealed": platform.vault.seal("device_faults", fault_id, given.note.encode()),
        }
        connection.execute(DEVICE_FAULTS.update().where(here).values(values))
        row = connection.execute(select(DEVICE_FAULTS).where(here)).mappings().one()
    return DeviceFaultAnswer(**_shown(platform, row).model_dump(), key=key)


def escalate(platform: Platform, connection: Connection) -> int:
    """Let faults that nobody took on rise by one level, in working hours; returns how many."""
    now = platform.clock.now()
    if not office_hours(platform, now):
        return 0
    query = select(DEVICE_FAULTS).where(
        DEVICE_FAULTS.c.until.is_(None),
        DEVICE_FAULTS.c.acknowledged_at.is_(None),
        DEVICE_FAULTS.c.level < TOP_LEVEL,
    )
    waiting = [row for row in connection.execute(query).mappings() if _waited(row, now)]
    for row in waiting:
        here = DEVICE_FAULTS.c.fault_id == row["fault_id"]
        values = {"level": row["level"] + 1, "escalated_at": rfc3339(now)}
        connection.execute(DEVICE_FAULTS.update().where(here).values(values))
        platform.notify(connection, row["terminal_id"], "device.fault_rises", NOBODY_PHONE)
    return len(waiting)


def _waited(row: RowMapping, now: datetime) -> bool:
    return now - datetime.fromisoformat(row["escalated_at"] or row["since"]) >= RISES_AFTER


def _shown(platform: Platform, row: RowMapping) -> DeviceFaultRow:
    note = platform.vault.open("device_faults", row["fault_id"], row["sealed"]).decode()
    return DeviceFaultRow(
        **{name: row[name] for name in DeviceFaultRow.model_fields if name != "note"}, note=note
    )
