"""The platform's own look at its cases: what falls due, is late, expired or came back by post."""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterator
from dataclasses import dataclass, fields
from datetime import date

from sqlalchemy import Connection, RowMapping, select
from sqlalchemy.exc import SQLAlchemyError

from backend_client.reference import alarms, corrections, deeds, faults, files, pauses
from backend_client.reference.clock import shanghai_day
from backend_client.reference.core import Platform
from backend_client.reference.notices import Notices
from backend_client.reference.progress import OPEN
from backend_client.reference.tables import CASES, POSTAL_ORDERS
from backend_client.reference.tables_progress import CASE_PAUSES, WATCHED

log = logging.getLogger("platform.watch")
EVERY_S = 60.0
DUE_AHEAD = 1  # working days before the due day
CORRECTION_AHEAD = 3
LETTER_TROUBLE = ("failed", "held", "returned", "lost", "damaged")


@dataclass(frozen=True, slots=True)
class Found:
    """How much one look found that was new."""

    due: int = 0
    overdue: int = 0
    correction_due: int = 0
    expired: int = 0
    letters: int = 0
    escalated: int = 0


class Watch:
    """Looks now and then; every look is one transaction, and tells nothing twice."""

    def __init__(self, platform: Platform, notices: Notices) -> None:
        self._platform, self._notices = platform, notices
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="watch", daemon=True)

    def started(self) -> Watch:
        """Look now, and then every minute."""
        self._thread.start()
        return self

    def stop(self) -> None:
        """Look no more."""
        self._stop.set()
        self._thread.join(10)

    def look(self) -> Found:
        """One look at everything."""
        platform, today = self._platform, shanghai_day(self._platform.clock.now())
        with platform.database.write() as connection:
            found = Found(
                due=_due(platform, connection, today),
                overdue=_overdue(platform, connection, today),
                correction_due=_correction_due(platform, connection, today),
                expired=_expired(platform, connection),
                letters=_letters(platform, connection, today),
                escalated=alarms.escalate(platform, connection)
                + faults.escalate(platform, connection),
            )
        self._notices.send_waiting()
        return found

    def _run(self) -> None:
        while True:
            try:
                found = self.look()
            except (SQLAlchemyError, OSError) as error:
                log.warning("look failed: %s", type(error).__name__)
            else:
                counts = {one.name: getattr(found, one.name) for one in fields(found)}
                if any(counts.values()):
                    log.info("looked %s", " ".join(f"{k}={v}" for k, v in counts.items() if v))
            if self._stop.wait(EVERY_S):
                return


def _due(platform: Platform, connection: Connection, today: date) -> int:
    ahead = platform.workdays.due(today, DUE_AHEAD).date
    rows = _open_cases(connection, CASES.c.due >= today.isoformat(), CASES.c.due <= _text(ahead))
    return sum(_tell(platform, connection, row, "due", row["due"], alarm=True) for row in rows)


def _overdue(platform: Platform, connection: Connection, today: date) -> int:
    rows = _open_cases(connection, CASES.c.due < today.isoformat())
    return sum(_tell(platform, connection, row, "overdue", row["due"], alarm=True) for row in rows)


def _correction_due(platform: Platform, connection: Connection, today: date) -> int:
    ahead = platform.workdays.due(today, CORRECTION_AHEAD).date
    return sum(
        _tell(platform, connection, _row(connection, pause), "correction_due", pause["last_day"])
        for pause in _corrections(connection)
        if today.isoformat() <= pause["last_day"] <= _text(ahead)
    )


def _expired(platform: Platform, connection: Connection) -> int:
    now, count = platform.clock.now(), 0
    for pause in _corrections(connection):
        last = date.fromisoformat(pause["last_day"])
        # A terminal that was offline may still bring what was put right in time.
        if pauses.over(last + corrections.GRACE, now):
            corrections.expire(platform, connection, pause)
            alarms.raise_alarm(platform, connection, pause["case_no"], "correction_expired", last)
            count += 1
    return count


def _letters(platform: Platform, connection: Connection, today: date) -> int:
    query = select(POSTAL_ORDERS).where(POSTAL_ORDERS.c.state.in_(LETTER_TROUBLE))
    count = 0
    for order in connection.execute(query).mappings().all():
        kind = f"letter_{order['state']}"
        row = files.row_of(connection, order["case_no"])
        count += _tell(platform, connection, row, kind, order["postal_no"][:10], alarm_day=today)
    return count


def _tell(
    platform: Platform,
    connection: Connection,
    row: RowMapping,
    kind: str,
    mark: str,
    *,
    alarm: bool = False,
    alarm_day: date | None = None,
) -> int:
    """Tell applicant and staff once; `mark` is what makes it another time."""
    seen = {"case_no": row["case_no"], "kind": kind, "day": mark}
    if not platform.database.insert_once(connection, WATCHED, seen):
        return 0
    submission = files.content_of(platform, row).submission
    deeds.tell(platform, connection, submission, f"case.{kind}")
    if alarm or alarm_day is not None:
        day = alarm_day or date.fromisoformat(mark)
        alarms.raise_alarm(platform, connection, row["case_no"], kind, day)
    return 1


def _open_cases(connection: Connection, *more: object) -> Iterator[RowMapping]:
    query = select(CASES).where(CASES.c.state.in_(OPEN), CASES.c.due.is_not(None), *more)  # type: ignore[arg-type]
    yield from connection.execute(query).mappings().all()


def _corrections(connection: Connection) -> Iterator[RowMapping]:
    query = select(CASE_PAUSES).where(
        CASE_PAUSES.c.ended_on.is_(None), CASE_PAUSES.c.kind == "correct"
    )
    yield from connection.execute(query).mappings().all()


def _row(connection: Connection, pause: RowMapping) -> RowMapping:
    return files.row_of(connection, pause["case_no"])


def _text(day: date) -> str:
    return day.isoformat()
