"""The list of cases that staff see: numbers, states and times, nothing personal."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sqlalchemy.engine import Connection


@dataclass(frozen=True, slots=True)
class CaseRow:
    """A line of the list for staff, nothing personal; `attempts` and `next_try` are those of the
    case's first event that the platform does not have."""

    no: str
    platform_no: str
    state: str
    created: datetime
    age_s: int
    attempts: int
    next_try: datetime | None
    reason: str


def case_list(connection: Connection, now: datetime) -> list[CaseRow]:
    """Return all cases, oldest first, with where their sending stands."""
    found = connection.exec_driver_sql(
        "SELECT c.case_no, c.platform_no, c.state, c.created_at, o.attempts, o.next_try,"
        " coalesce(nullif(o.reason, ''), c.reason) FROM cases c LEFT JOIN outbox o ON o.id ="
        " (SELECT min(id) FROM outbox w WHERE w.case_no = c.case_no AND w.state <> 'sent')"
        " ORDER BY c.created_at, c.case_no"
    )
    return [_line(row, now) for row in found]


def _line(row: Any, now: datetime) -> CaseRow:
    no, platform_no, state, created_at, attempts, next_try, reason = row
    created = datetime.fromisoformat(created_at)
    planned = datetime.fromtimestamp(next_try, created.tzinfo) if next_try else None
    age = max(0, int((now - created).total_seconds()))
    return CaseRow(no, platform_no, state, created, age, attempts or 0, planned, reason)
