"""A case as its applicant may see it: where it stands, until when, what is still to be done."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, RowMapping, select

from backend_client.models import DueDate
from backend_client.models.progress import (
    Correction,
    MineAnswer,
    MineRequest,
    NumberRequest,
    Progress,
    ProgressPost,
    ProgressStep,
    SlipAnswer,
    SlipRequest,
)
from backend_client.reference import files, pauses
from backend_client.reference.case_keys import case_pass, token_is_right, try_password
from backend_client.reference.clock import shanghai_day
from backend_client.reference.core import Platform
from backend_client.reference.documents import document_of
from backend_client.reference.ledger import person_ref
from backend_client.reference.problems import ProblemError
from backend_client.reference.tables import CASE_EVENTS, CASES, POSTAL_ORDERS, RATINGS
from backend_client.reference.tables_progress import CASE_KEYS

LEAST_LEVEL = 2
MOST_CASES = 30
OPEN = ("submitted", "accepted", "reviewing")


def mine(platform: Platform, connection: Connection, asked: MineRequest, key: str) -> MineAnswer:
    """All cases of the person, whichever terminal took them, newest first."""
    if asked.identified.level < LEAST_LEVEL:
        raise ProblemError("assurance-too-low", needed=LEAST_LEVEL)
    ref = person_ref(platform, asked.person)
    query = (
        select(CASES)
        .join(CASE_KEYS, CASE_KEYS.c.case_no == CASES.c.case_no)
        .where(CASE_KEYS.c.person_ref == ref)
        .order_by(CASES.c.received_at.desc(), CASES.c.case_no.desc())
        .limit(MOST_CASES + 1)
    )
    rows = connection.execute(query).mappings().all()
    cases = tuple(_with_document(platform, connection, row) for row in rows[:MOST_CASES])
    return MineAnswer(key=key, cases=cases, more=len(rows) > MOST_CASES)


def by_slip(platform: Platform, connection: Connection, asked: SlipRequest, key: str) -> SlipAnswer:
    """The case whose slip was scanned."""
    if not token_is_right(connection, asked.case_no, asked.token):
        return SlipAnswer(key=key, outcome="wrong")
    return SlipAnswer(key=key, outcome="found", case=_case(platform, connection, asked.case_no))


def by_number(
    platform: Platform, connection: Connection, asked: NumberRequest, key: str
) -> SlipAnswer:
    """The case of a number and its slip's password."""
    tried = try_password(platform, connection, asked.case_no, asked.password, key)
    if tried.locked_until is not None:
        return SlipAnswer(key=key, outcome="locked", locked_until=tried.locked_until)
    if not tried.right:
        return SlipAnswer(key=key, outcome="wrong", tries_left=tried.tries_left)
    return SlipAnswer(key=key, outcome="found", case=_case(platform, connection, asked.case_no))


def progress_of(platform: Platform, connection: Connection, row: RowMapping) -> Progress:
    """What the applicant may see of a `cases` row."""
    content = files.content_of(platform, row)
    pause = pauses.under_way(connection, row["case_no"])
    delivery = content.submission.delivery
    return Progress(
        case_no=row["case_no"],
        platform_no=row["platform_no"],
        matter_code=row["matter_code"],
        state=row["state"],
        submitted_at=content.submission.submitted_at,
        accepted_on=_day(row["accepted_on"]),
        decision=content.decision,
        reason=content.reasons[0].text if content.reasons else "",
        steps=_steps(connection, row["case_no"]),
        post=_post(connection, row["postal_no"]),
        document_no=row["doc_no"] or "",
        delivery=delivery.way if delivery else "",
        rated=_rated(connection, row["case_no"]),
        case_pass=case_pass(platform, row["case_no"]),
        **_clock(platform, row),
        **_pause(platform, pause),
    )


def _with_document(platform: Platform, connection: Connection, row: RowMapping) -> Progress:
    document = document_of(platform, connection, row["doc_no"])
    return progress_of(platform, connection, row).model_copy(update={"document": document})


def _case(platform: Platform, connection: Connection, case_no: str) -> Progress:
    return progress_of(platform, connection, files.row_of(connection, case_no))


def _clock(platform: Platform, row: RowMapping) -> dict[str, Any]:
    day = _day(row["due"])
    if day is None:
        return {}
    today = shanghai_day(platform.clock.now())
    late = pauses.overdue_days(platform.workdays, day, today) if row["state"] in OPEN else 0
    return {
        "due": DueDate(date=day, provisional=row["due_provisional"]),
        "paused": row["state"] in ("correcting", "suspended"),
        "overdue": late,
    }


def _pause(platform: Platform, pause: RowMapping | None) -> dict[str, Any]:
    if pause is None:
        return {}
    content = pauses.content_of(platform, pause)
    if pause["kind"] != "correct":
        return {"pause_text": content.text}
    return {
        "correction": Correction(
            round=pause["round"],
            code=pause["reason_code"] or "",
            text=content.text,
            last_day=date.fromisoformat(pause["last_day"]),
            items=content.items,
        )
    }


def _steps(connection: Connection, case_no: str) -> tuple[ProgressStep, ...]:
    query = select(CASE_EVENTS).where(CASE_EVENTS.c.case_no == case_no).order_by(CASE_EVENTS.c.id)
    return tuple(
        ProgressStep(at=datetime.fromisoformat(row["at"]), event=row["event"], state=row["state"])
        for row in connection.execute(query).mappings()
    )


def _post(connection: Connection, postal_no: str | None) -> ProgressPost | None:
    if postal_no is None:
        return None
    query = select(POSTAL_ORDERS.c.state).where(POSTAL_ORDERS.c.postal_no == postal_no)
    return ProgressPost(postal_no=postal_no, state=connection.execute(query).scalar_one())


def _rated(connection: Connection, case_no: str) -> bool:
    query = select(RATINGS.c.rating_id).where(RATINGS.c.case_no == case_no)
    return connection.execute(query).first() is not None


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
