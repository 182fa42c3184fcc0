"""What clerks do with a case: one table of moves, each written into the history."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
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
from backend_client.reference import documents, files, post
from backend_client.reference.clock import shanghai_day
from backend_client.reference.core import Platform
from backend_client.reference.files import CaseContent
from backend_client.reference.problems import ProblemError

OPEN = ("submitted", "correcting", "accepted", "reviewing", "suspended")
MOVES: Mapping[str, tuple[tuple[str, ...], CaseState]] = MappingProxyType(
    {
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
    sources, state = MOVES[action.action]
    if row["state"] not in sources:
        raise ProblemError("wrong-state")
    content = _content(platform, files.content_of(platform, row), action)
    values = {
        "state": state,
        "sealed": files.seal(platform, content),
        **_days(platform, row, action),
    }
    files.update(connection, case_no, **values)
    files.write_event(
        platform,
        connection,
        case_no,
        event=action.action,
        state=state,
        who="staff",
        reason_code=action.reason_code,
    )
    _follow(platform, connection, content, action)
    mobile = files.mobile_of(platform, content.submission)
    if mobile:
        platform.notify(connection, case_no, f"case.{state}", mobile)
    return CaseAnswer(**dict(files.view(platform, connection, case_no)), key=key)


def _content(platform: Platform, content: CaseContent, action: StaffAction) -> CaseContent:
    code, text = action.reason_code or "decided", action.reason_text
    if action.outcome is not None:
        wording = text or platform.rules.reasons["decided"]
        decision = Decision(outcome=action.outcome, code=code, text=wording)
        return content.model_copy(update={"decision": decision})
    if action.action == "correct":
        return content.model_copy(update={"reasons": (Reason(code=code, text=text or ""),)})
    if action.action == "resubmit":
        return content.model_copy(update={"reasons": ()})
    return content


def _days(platform: Platform, row: RowMapping, action: StaffAction) -> dict[str, Any]:
    today = shanghai_day(platform.clock.now())
    if action.action == "suspend":
        return {"suspended_on": today.isoformat()}
    if action.action != "resume" or not row["due"]:
        return {}
    since = date.fromisoformat(row["suspended_on"])
    due = platform.workdays.resumed(date.fromisoformat(row["due"]), since, today)
    return {"due": due.date.isoformat(), "due_provisional": due.provisional, "suspended_on": None}


def _follow(
    platform: Platform, connection: Connection, content: CaseContent, action: StaffAction
) -> None:
    case = content.submission
    if action.action in ("withdraw", "terminate"):
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
