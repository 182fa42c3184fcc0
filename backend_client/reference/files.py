"""Case files as kept: sealed content, state, history, and the view that goes out."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict
from sqlalchemy import Connection, RowMapping, select

from backend_client.models import (
    CaseEvent,
    CaseHistory,
    CaseRow,
    CaseState,
    CaseSubmission,
    CaseView,
    Decision,
    DueDate,
    PersonKey,
    Reason,
)
from backend_client.reference.auth import Caller
from backend_client.reference.core import Platform
from backend_client.reference.documents import document_of
from backend_client.reference.numbers import is_mobile, mask_name, rfc3339
from backend_client.reference.problems import ProblemError
from backend_client.reference.tables import CASE_EVENTS, CASES


class CaseContent(BaseModel):
    """What is sealed of a case."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    submission: CaseSubmission
    reasons: tuple[Reason, ...] = ()
    decision: Decision | None = None


def seal(platform: Platform, content: CaseContent) -> bytes:
    """Sealed content for the `cases` row of its case number."""
    case_no = content.submission.case_no
    return platform.vault.seal("cases", case_no, content.model_dump_json().encode())


def content_of(platform: Platform, row: RowMapping) -> CaseContent:
    """The content of a `cases` row; VaultError when it was changed."""
    plain = platform.vault.open("cases", row["case_no"], row["sealed"])
    return CaseContent.model_validate_json(plain)


def row_of(
    connection: Connection, case_no: str, caller: Caller | None = None, *, lock: bool = False
) -> RowMapping:
    """A `cases` row; the problem unknown-case also for a case of another terminal. `lock`: nobody
    else changes it until this transaction has ended."""
    query = select(CASES).where(CASES.c.case_no == case_no)
    query = query.with_for_update() if lock else query
    row = connection.execute(query).mappings().first()
    foreign = caller is not None and not caller.is_staff
    if row is None or (foreign and caller and row["terminal_id"] != caller.id):
        raise ProblemError("unknown-case")
    return row


def update(connection: Connection, case_no: str, **values: Any) -> None:
    """Change columns of a case."""
    connection.execute(CASES.update().where(CASES.c.case_no == case_no).values(values))


def write_event(
    platform: Platform,
    connection: Connection,
    case_no: str,
    *,
    event: str,
    state: CaseState,
    who: Literal["terminal", "platform", "staff"],
    reason_code: str | None = None,
) -> None:
    """Add one step to a case's history; steps are never changed."""
    row = {"case_no": case_no, "event": event, "state": state, "who": who}
    at = rfc3339(platform.clock.now())
    connection.execute(CASE_EVENTS.insert().values(**row, at=at, reason_code=reason_code))


def view(
    platform: Platform, connection: Connection, case_no: str, caller: Caller | None = None
) -> CaseView:
    """A case as it stands."""
    row = row_of(connection, case_no, caller)
    content = content_of(platform, row)
    return CaseView(
        case_no=row["case_no"],
        platform_no=row["platform_no"],
        matter_code=row["matter_code"],
        matter_version=content.submission.matter_version,
        state=row["state"],
        submitted_at=content.submission.submitted_at,
        received_at=datetime.fromisoformat(row["received_at"]),
        accepted_on=_day(row["accepted_on"]),
        due=due_of(row),
        postal_no=row["postal_no"],
        decision=content.decision,
        reasons=content.reasons,
        document=document_of(platform, connection, row["doc_no"]),
    )


def due_of(row: RowMapping) -> DueDate | None:
    """The due date of a `cases` row; None while its clock stands or where there is none."""
    day = _day(row["due"])
    if day is None or row["state"] in ("correcting", "suspended"):
        return None
    return DueDate(date=day, provisional=row["due_provisional"])


def history(connection: Connection, case_no: str, caller: Caller) -> CaseHistory:
    """All steps of a case, oldest first."""
    row_of(connection, case_no, caller)
    query = select(CASE_EVENTS).where(CASE_EVENTS.c.case_no == case_no).order_by(CASE_EVENTS.c.id)
    rows = connection.execute(query).mappings()
    return CaseHistory(case_no=case_no, events=tuple(CaseEvent(**_event(row)) for row in rows))


def list_cases(
    platform: Platform, connection: Connection, state: str | None, limit: int
) -> tuple[CaseRow, ...]:
    """A clerk's list, oldest first, names masked."""
    query = select(CASES).order_by(CASES.c.received_at, CASES.c.case_no).limit(limit)
    if state:
        query = query.where(CASES.c.state == state)
    return tuple(_line(platform, row) for row in connection.execute(query).mappings())


def mobile_of(platform: Platform, case: CaseSubmission) -> str | None:
    """Where messages about a case go: the number given, else the one the platform knows."""
    given = case.fields.get("applicant.mobile")
    if given == "none":
        return None
    if is_mobile(given):
        return given
    one = case.applicant
    person = platform.registry.find(
        PersonKey(name=one.name, id_kind=one.id_kind, id_number=one.id_number)
    )
    known = person.known.get("applicant.mobile") if person else None
    return known.value if known else None


def _event(row: RowMapping) -> dict[str, Any]:
    event = {name: row[name] for name in ("event", "state", "who", "reason_code")}
    return {**event, "at": datetime.fromisoformat(row["at"])}


def _line(platform: Platform, row: RowMapping) -> CaseRow:
    return CaseRow(
        case_no=row["case_no"],
        platform_no=row["platform_no"],
        matter_code=row["matter_code"],
        applicant=mask_name(content_of(platform, row).submission.applicant.name),
        state=row["state"],
        received_at=datetime.fromisoformat(row["received_at"]),
        due=due_of(row),
    )


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
