"""Alarms to staff: raised once, rising while nobody acknowledges them in working hours."""

from __future__ import annotations

import secrets
from datetime import date, datetime, time, timedelta

from sqlalchemy import Connection, RowMapping, select

from backend_client.models.progress import Acknowledgement, Alarm, AlarmAnswer, AlarmList
from backend_client.reference.clock import SHANGHAI
from backend_client.reference.core import Platform
from backend_client.reference.numbers import rfc3339
from backend_client.reference.problems import ProblemError
from backend_client.reference.tables_progress import ALARMS
from backend_client.reference.workdays import CUT_OFF

RISES_AFTER = timedelta(minutes=30)
TOP_LEVEL = 3
OFFICE_OPENS = time(8, 30)


def raise_alarm(
    platform: Platform, connection: Connection, case_no: str, kind: str, day: date
) -> bool:
    """Raise an alarm; once a case, kind and day. True when it is a new one."""
    alarm_id = secrets.token_hex(16)
    row = {
        "alarm_id": alarm_id,
        "case_no": case_no,
        "kind": kind,
        "day": day.isoformat(),
        "level": 1,
        "raised_at": rfc3339(platform.clock.now()),
        "sealed": platform.vault.seal("alarms", alarm_id, b""),
    }
    return platform.database.insert_once(connection, ALARMS, row)


def escalate(platform: Platform, connection: Connection) -> int:
    """Let alarms that nobody took on rise by one level, in working hours; returns how many."""
    now = platform.clock.now()
    if not office_hours(platform, now):
        return 0
    query = select(ALARMS).where(ALARMS.c.acknowledged_at.is_(None) & (ALARMS.c.level < TOP_LEVEL))
    waiting = [row for row in connection.execute(query).mappings() if _waited(row, now)]
    for row in waiting:
        values = {"level": row["level"] + 1, "escalated_at": rfc3339(now)}
        here = ALARMS.c.alarm_id == row["alarm_id"]
        connection.execute(ALARMS.update().where(here).values(values))
    return len(waiting)


def acknowledge(
    platform: Platform, connection: Connection, alarm_id: str, given: Acknowledgement, key: str
) -> AlarmAnswer:
    """Somebody has taken it on; the first one stands."""
    query = select(ALARMS).where(ALARMS.c.alarm_id == alarm_id).with_for_update()
    row = connection.execute(query).mappings().first()
    if row is None:
        raise ProblemError("no-such-resource")
    if row["acknowledged_at"] is None:
        values = {
            "acknowledged_at": rfc3339(platform.clock.now()),
            "acknowledged_by": given.by,
            "sealed": platform.vault.seal("alarms", alarm_id, given.note.encode()),
        }
        here = ALARMS.c.alarm_id == alarm_id
        connection.execute(ALARMS.update().where(here).values(values))
        row = connection.execute(select(ALARMS).where(here)).mappings().one()
    return AlarmAnswer(**dict(_alarm(platform, row)), key=key)


def list_alarms(platform: Platform, connection: Connection, *, all_of_them: bool) -> AlarmList:
    """Alarms that wait for somebody, or all, the most urgent and oldest first."""
    query = select(ALARMS).order_by(ALARMS.c.level.desc(), ALARMS.c.raised_at).limit(1000)
    if not all_of_them:
        query = query.where(ALARMS.c.acknowledged_at.is_(None))
    rows = connection.execute(query).mappings()
    return AlarmList(alarms=tuple(_alarm(platform, row) for row in rows))


def _waited(row: RowMapping, now: datetime) -> bool:
    since = datetime.fromisoformat(row["escalated_at"] or row["raised_at"])
    return now - since >= RISES_AFTER


def office_hours(platform: Platform, now: datetime) -> bool:
    """Whether somebody is at work who could take an alarm on."""
    here = now.astimezone(SHANGHAI)
    return platform.workdays.worked(here.date()) and OFFICE_OPENS <= here.time() < CUT_OFF


def _alarm(platform: Platform, row: RowMapping) -> Alarm:
    same = ("alarm_id", "case_no", "kind", "level", "raised_at", "escalated_at")
    note = platform.vault.open("alarms", row["alarm_id"], row["sealed"]).decode()
    return Alarm(
        **{name: row[name] for name in same},
        acknowledged_at=row["acknowledged_at"],
        acknowledged_by=row["acknowledged_by"],
        note=note,
    )
