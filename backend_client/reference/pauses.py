"""Times in which a case's clock stands: while it is corrected, while the section waits."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import Literal

from pydantic import BaseModel, ConfigDict
from sqlalchemy import Connection, RowMapping, func, select

from backend_client.models import DueDate, StaffAction
from backend_client.models.casework import CorrectionItem
from backend_client.reference.clock import SHANGHAI
from backend_client.reference.core import Platform
from backend_client.reference.tables_progress import CASE_PAUSES
from backend_client.reference.workdays import ONE_DAY, Workdays

CORRECTION_DAYS = 15
"""Working days for putting right where the clerk names no last day."""


class PauseContent(BaseModel):
    """What is sealed of a pause: the section's words, and what is still to be put right."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    text: str
    items: tuple[CorrectionItem, ...] = ()


def begin(
    platform: Platform,
    connection: Connection,
    row: RowMapping,
    action: StaffAction,
    today: date,
) -> None:
    """Stop the clock of a `cases` row: what for, until when, and which day it was due."""
    case_no = row["case_no"]
    kind: Literal["correct", "suspend"] = "correct" if action.action == "correct" else "suspend"
    last = None
    if kind == "correct":
        last = action.last_day or platform.workdays.due(today, CORRECTION_DAYS).date
    number = _rounds(connection, case_no) + 1
    values = {
        "case_no": case_no,
        "round": number,
        "kind": kind,
        "state_before": row["state"],
        "began_on": today.isoformat(),
        "last_day": last and last.isoformat(),
        "due_before": row["due"],
        "reason_code": action.reason_code,
    }
    content = PauseContent(text=action.reason_text or "", items=action.items)
    sealed = seal(platform, case_no, number, content)
    connection.execute(CASE_PAUSES.insert().values(**values, sealed=sealed))


def under_way(connection: Connection, case_no: str) -> RowMapping | None:
    """The pause that has not ended, if any."""
    here = (CASE_PAUSES.c.case_no == case_no) & CASE_PAUSES.c.ended_on.is_(None)
    return connection.execute(select(CASE_PAUSES).where(here)).mappings().first()


def end(
    platform: Platform, connection: Connection, pause: RowMapping, at: datetime
) -> DueDate | None:
    """Let the clock go on; the due day after it, None where nothing was promised."""
    began = date.fromisoformat(pause["began_on"])
    resumed = max(platform.workdays.accepted_on(at), began)
    due = None
    if pause["due_before"]:
        due = moved(platform.workdays, date.fromisoformat(pause["due_before"]), began, resumed)
    values = {"ended_on": resumed.isoformat(), "due_after": due and due.date.isoformat()}
    _update(connection, pause, values)
    return due


def close(connection: Connection, pause: RowMapping, today: date) -> None:
    """The case ended in the pause: nothing goes on."""
    _update(connection, pause, {"ended_on": today.isoformat()})


def moved(workdays: Workdays, due: date, began: date, resumed: date) -> DueDate:
    """The due day after a pause. The day it began still counts, the day it ended does not: the
    working days that were left are counted from the day after. What was overdue stays so, by
    no more than before."""
    if due >= began:
        after = workdays.resumed(due, began, resumed)
        day = after.date
        while not workdays.worked(day):
            day += ONE_DAY
        return DueDate(date=day, provisional=after.provisional)
    late = overdue_days(workdays, due, began)
    day = resumed
    while late or not workdays.worked(day):
        late -= workdays.worked(day)
        day -= ONE_DAY
    return DueDate(date=day, provisional=day.year > workdays.last_year)


def overdue_days(workdays: Workdays, due: date, today: date) -> int:
    """Working days after the due day, today among them; 0 in time."""
    return sum(workdays.worked(due + ONE_DAY * n) for n in range(1, (today - due).days + 1))


def content_of(platform: Platform, pause: RowMapping) -> PauseContent:
    """The words and items of a `case_pauses` row."""
    place = _place(pause["case_no"], pause["round"])
    return PauseContent.model_validate_json(
        platform.vault.open("case_pauses", place, pause["sealed"])
    )


def put_items(
    platform: Platform,
    connection: Connection,
    pause: RowMapping,
    items: tuple[CorrectionItem, ...],
) -> None:
    """Keep what is still to be put right."""
    content = content_of(platform, pause).model_copy(update={"items": items})
    sealed = seal(platform, pause["case_no"], pause["round"], content)
    _update(connection, pause, {"sealed": sealed})


def seal(platform: Platform, case_no: str, number: int, content: PauseContent) -> bytes:
    """Sealed content of a pause."""
    plain = content.model_dump_json().encode()
    return platform.vault.seal("case_pauses", _place(case_no, number), plain)


def over(last_day: date, at: datetime) -> bool:
    """Whether a moment lies after the end of a day in Shanghai."""
    midnight = datetime.combine(last_day + timedelta(days=1), time(), SHANGHAI)
    return at >= midnight


def _rounds(connection: Connection, case_no: str) -> int:
    query = select(func.max(CASE_PAUSES.c.round)).where(CASE_PAUSES.c.case_no == case_no)
    return connection.execute(query).scalar_one() or 0


def _update(connection: Connection, pause: RowMapping, values: Mapping[str, object]) -> None:
    here = (CASE_PAUSES.c.case_no == pause["case_no"]) & (CASE_PAUSES.c.round == pause["round"])
    connection.execute(CASE_PAUSES.update().where(here).values(values))


def _place(case_no: str, number: int) -> str:
    return f"{case_no}/{number}"
