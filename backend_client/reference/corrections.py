"""Putting a case right: fields entered anew by the applicant; with the last one it goes on."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any, cast

from sqlalchemy import Connection, RowMapping

from backend_client.models import CaseSubmission
from backend_client.models.case import CaseState
from backend_client.models.casework import CorrectionItem
from backend_client.models.progress import CorrectionAnswer, CorrectionSubmission
from backend_client.reference import deeds, files, pauses, post
from backend_client.reference.auth import Caller
from backend_client.reference.case_keys import belongs_to
from backend_client.reference.clock import shanghai_day
from backend_client.reference.core import Platform
from backend_client.reference.numbers import is_mobile
from backend_client.reference.problems import ProblemError, invalid

LEAST_LEVEL = 2
GRACE = timedelta(days=7)
"""How long after the last day the platform waits for a terminal that was without a network."""
MAILED_TO = "delivery.address"


def put_right(
    platform: Platform,
    connection: Connection,
    caller: Caller,
    given: CorrectionSubmission,
    key: str,
) -> CorrectionAnswer:
    """Take values for fields that were asked for; what was there before is kept."""
    _may(platform, connection, caller, given)
    row = files.row_of(connection, given.case_no, lock=True)
    pause = pauses.under_way(connection, given.case_no)
    if pause is None or pause["kind"] != "correct" or pause["round"] != given.round:
        raise ProblemError("nothing-to-correct")
    at = min(given.submitted_at, platform.clock.now())
    if pauses.over(date.fromisoformat(pause["last_day"]), at):
        raise ProblemError("correction-too-late")
    left = _left(platform, pause, given)
    before = files.content_of(platform, row)
    case = _changed(platform, connection, before.submission, given.fields)
    sealed = files.seal(platform, before.model_copy(update={"submission": case}))
    files.update(connection, given.case_no, sealed=sealed)
    pauses.put_items(platform, connection, pause, left)
    words = _before(before.submission, given.fields)
    if left:
        deeds.write(
            platform,
            connection,
            case,
            event="correct_partly",
            state="correcting",
            who="terminal",
            by=caller.id,
            words=words,
        )
    else:
        go_on(platform, connection, pause, at=at, who="terminal", by=caller.id, words=words)
    return _answer(connection, given.case_no, left, key)


def _may(
    platform: Platform, connection: Connection, caller: Caller, given: CorrectionSubmission
) -> None:
    if given.terminal_id != caller.id:
        raise ProblemError("not-yours")
    if not belongs_to(platform, connection, given.case_no, given.person):
        raise ProblemError("unknown-case")
    if given.identified.level < LEAST_LEVEL:
        raise ProblemError("assurance-too-low", needed=LEAST_LEVEL)


def go_on(
    platform: Platform,
    connection: Connection,
    pause: RowMapping,
    *,
    at: datetime,
    who: deeds.Who,
    by: str = "",
    words: str = "",
) -> None:
    """Everything is put right: the case is where it was, and its clock goes on."""
    case_no = pause["case_no"]
    content = files.content_of(platform, files.row_of(connection, case_no))
    state = cast("CaseState", pause["state_before"])
    files.update(
        connection,
        case_no,
        state=state,
        sealed=files.seal(platform, content.model_copy(update={"reasons": ()})),
        **ended(platform, connection, pause, at),
    )
    deeds.write(
        platform,
        connection,
        content.submission,
        event="resubmit",
        state=state,
        who=who,
        by=by,
        words=words,
    )


def ended(
    platform: Platform, connection: Connection, pause: RowMapping, at: datetime
) -> dict[str, Any]:
    """The `cases` columns after a pause that ends now."""
    due = pauses.end(platform, connection, pause, at)
    if due is None:
        return {"suspended_on": None}
    return {"due": due.date.isoformat(), "due_provisional": due.provisional, "suspended_on": None}


def expire(platform: Platform, connection: Connection, pause: RowMapping) -> None:
    """The last day has passed and something is still missing: the case ends."""
    case_no = pause["case_no"]
    content = files.content_of(platform, files.row_of(connection, case_no, lock=True))
    pauses.close(connection, pause, shanghai_day(platform.clock.now()))
    files.update(connection, case_no, state="terminated", suspended_on=None)
    post.cancel_order(platform, connection, case_no)
    deeds.write(
        platform,
        connection,
        content.submission,
        event="correction_expired",
        state="terminated",
        who="platform",
        reason_code="correction-expired",
    )


def _left(
    platform: Platform, pause: RowMapping, given: CorrectionSubmission
) -> tuple[CorrectionItem, ...]:
    items = pauses.content_of(platform, pause).items
    asked = {item.field for item in items if item.field}
    for name, value in given.fields.items():
        if name not in asked:
            raise invalid(f"/fields/{name}", "not-asked")
        if not value:
            raise invalid(f"/fields/{name}", "missing")
        if name == "applicant.mobile" and value != "none" and not is_mobile(value):
            raise invalid(f"/fields/{name}", "form")
    return tuple(item for item in items if item.field not in given.fields)


def _changed(
    platform: Platform, connection: Connection, case: CaseSubmission, fields: dict[str, str]
) -> CaseSubmission:
    changes: dict[str, Any] = {"fields": {**case.fields, **fields}}
    if MAILED_TO in fields and case.delivery is not None and case.delivery.way == "mail":
        changes["delivery"] = case.delivery.model_copy(update={"address": fields[MAILED_TO]})
        post.readdress(platform, connection, case.case_no, changes["delivery"])
    return case.model_copy(update=changes)


def _before(case: CaseSubmission, fields: dict[str, str]) -> str:
    return "\n".join(f"{name}={case.fields.get(name, '')}" for name in fields)


def _answer(
    connection: Connection, case_no: str, left: tuple[CorrectionItem, ...], key: str
) -> CorrectionAnswer:
    row = files.row_of(connection, case_no)
    return CorrectionAnswer(
        key=key, case_no=case_no, state=row["state"], due=files.due_of(row), left=left
    )
