"""What clerks do with a case: one table of moves, each written into the history."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Any

from sqlalchemy import Connection, RowMapping

from backend_client.models import (
    CaseAnswer,
    CaseState,
    Decision,
    DocumentRow,
    Reason,
    StaffAction,
)
from backend_client.reference import corrections, deeds, documents, files, pauses, post
from backend_client.reference.clock import shanghai_day
from backend_client.reference.core import Platform
from backend_client.reference.files import CaseContent
from backend_client.reference.problems import ProblemError, invalid

OPEN = ("submitted", "correcting", "accepted", "reviewing", "suspended")
MOVES: Mapping[str, tuple[tuple[str, ...], CaseState]] = MappingProxyType(
    {
        "accept": (("submitted",), "accepted"),
        "not_accept": (("submitted",), "not_accepted"),
        "correct": (("submitted", "accepted", "reviewing"), "correcting"),
        "resubmit": (("correcting",), "accepted"),
        "review": (("accepted",), "reviewing"),
        "suspend": (("accepted", "reviewing"), "suspended"),
        "resume": (("suspended",), "reviewing"),
        "decide": (("accepted", "reviewing"), "decided"),
        "conclude": (("decided",), "concluded"),
        "deliver": (("concluded",), "delivered"),
        "withdraw": (OPEN, "withdrawn"),
        "terminate": (OPEN, "terminated"),
    }
)


def act(
    platform: Platform, connection: Connection, case_no: str, action: StaffAction, key: str
) -> CaseAnswer:
    """Move a case on; the problem wrong-state where the table has no such move."""
    row = files.row_of(connection, case_no, lock=True)
    if row["state"] not in MOVES[action.action][0]:
        raise ProblemError("wrong-state")
    pause = pauses.under_way(connection, case_no)
    if action.action == "resubmit" and pause is not None:
        now = platform.clock.now()
        corrections.go_on(platform, connection, pause, at=now, who="staff", by=action.by or "")
    else:
        _move(platform, connection, row, pause, action)
    return CaseAnswer(**dict(files.view(platform, connection, case_no)), key=key)


def _move(
    platform: Platform,
    connection: Connection,
    row: RowMapping,
    pause: RowMapping | None,
    action: StaffAction,
) -> None:
    state = MOVES[action.action][1]
    content = _content(platform, files.content_of(platform, row), action)
    days = _days(platform, connection, row, pause, action)
    sealed = files.seal(platform, content)
    files.update(connection, row["case_no"], state=state, sealed=sealed, **days)
    _follow(platform, connection, content, action)
    deeds.write(
        platform,
        connection,
        content.submission,
        event=action.action,
        state=state,
        who="staff",
        by=action.by or "",
        reason_code=action.reason_code,
        words=action.reason_text or "",
    )


def _content(platform: Platform, content: CaseContent, action: StaffAction) -> CaseContent:
    code, text = action.reason_code or "decided", action.reason_text
    if action.outcome is not None:
        wording = text or platform.rules.reasons["decided"]
        decision = Decision(outcome=action.outcome, code=code, text=wording)
        return content.model_copy(update={"decision": decision})
    if action.action in ("correct", "not_accept", "terminate"):
        return content.model_copy(update={"reasons": (Reason(code=code, text=text or ""),)})
    return content


def _days(
    platform: Platform,
    connection: Connection,
    row: RowMapping,
    pause: RowMapping | None,
    action: StaffAction,
) -> dict[str, Any]:
    now = platform.clock.now()
    today = shanghai_day(now)
    if action.action == "accept":
        return _accepted(platform, row, now)
    if action.action in ("correct", "suspend"):
        if action.last_day is not None and action.last_day < today:
            raise invalid("/last_day", "past")
        pauses.begin(platform, connection, row, action, today)
        return {"suspended_on": today.isoformat()}
    if action.action == "resume" and pause is not None:
        return corrections.ended(platform, connection, pause, now)
    if pause is not None:
        pauses.close(connection, pause, today)
    return {}


def _accepted(platform: Platform, row: RowMapping, now: datetime) -> dict[str, Any]:
    day = platform.workdays.accepted_on(now)
    matter = platform.offers.matter(row["matter_code"])
    due = platform.workdays.due(day, matter.promise_days) if matter else None
    return {
        "accepted_on": day.isoformat(),
        "due": due and due.date.isoformat(),
        "due_provisional": bool(due and due.provisional),
    }


def _follow(
    platform: Platform, connection: Connection, content: CaseContent, action: StaffAction
) -> None:
    case = content.submission
    if action.action in ("withdraw", "terminate", "not_accept"):
        post.cancel_order(platform, connection, case.case_no)
    if content.decision is None or action.action != "decide":
        return
    rule = platform.rules.matters.get(case.matter_code)
    kind = (rule and rule.document) or platform.rules.default_document
    rows = action.rows or (_outcome_row(platform, content.decision),)
    documents.issue(platform, connection, case, kind, rows)
    post.queue_order(platform, connection, case.case_no)


def _outcome_row(platform: Platform, decision: Decision) -> DocumentRow:
    return DocumentRow(label=platform.rules.outcomes[decision.outcome], value=decision.text)
