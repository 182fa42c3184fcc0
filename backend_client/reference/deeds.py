"""One step of a case's life: the state, the history, who did it and why, and the message."""

from __future__ import annotations

from typing import Any, Literal

from sqlalchemy import Connection

from backend_client.models import CaseState, CaseSubmission
from backend_client.reference import files
from backend_client.reference.core import Platform
from backend_client.reference.numbers import rfc3339
from backend_client.reference.tables_progress import CASE_DEEDS

Who = Literal["terminal", "platform", "staff"]
TOLD = {
    "accept": "case.accepted",
    "not_accept": "case.not_accepted",
    "correct": "case.correction",
    "resubmit": "case.corrected",
    "suspend": "case.suspended",
    "resume": "case.resumed",
    "decide": "case.decided",
    "withdraw": "case.withdrawn",
    "terminate": "case.terminated",
    "correction_expired": "case.correction_expired",
}
"""Steps that the applicant is told of, with the id of the message; the others are routine."""


def write(
    platform: Platform,
    connection: Connection,
    case: CaseSubmission,
    *,
    event: str,
    state: CaseState,
    who: Who,
    by: str = "",
    reason_code: str | None = None,
    words: str = "",
) -> None:
    """Add a step to the history with who, when and why, and tell the applicant of it."""
    case_no = case.case_no
    files.write_event(
        platform,
        connection,
        case_no,
        event=event,
        state=state,
        who=who,
        reason_code=reason_code,
    )
    at = rfc3339(platform.clock.now())
    row: dict[str, Any] = {"case_no": case_no, "at": at, "event": event, "who": by or who}
    sealed = platform.vault.seal("case_deeds", f"{case_no}/{at}/{event}", words.encode())
    connection.execute(CASE_DEEDS.insert().values(**row, sealed=sealed))
    if event in TOLD:
        tell(platform, connection, case, TOLD[event])


def tell(platform: Platform, connection: Connection, case: CaseSubmission, message: str) -> None:
    """Queue a message to the applicant, where there is a number to send it to."""
    mobile = files.mobile_of(platform, case)
    if mobile:
        platform.notify(connection, case.case_no, message, mobile)
