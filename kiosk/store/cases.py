"""Cases: numbers, filing in one commit, the state machine's events, the platform's answers.

Functions work on a connection of kiosk.store and never commit. A row's plain columns, which
queries need, are sealed once more in `facts`: a changed byte in either is found when it is read.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from backend_client import outbox
from backend_client.outbox import stamp
from backend_client.sealer import SealBroken, Sealer
from kiosk.store.case_numbers import new_case_number, raise_serial_floor
from kiosk.store.case_rows import CaseRow, case_list
from kiosk.store.errors import (
    AnswerConflictError,
    StateConflictError,
    UnknownCaseError,
)
from kiosk.store.print_journal import Slip, plan_print

if TYPE_CHECKING:
    from sqlalchemy.engine import Connection

__all__ = [
    "CaseEvent", "CaseFile", "CaseRow", "PlatformAnswer", "StoredCase", "apply_platform_answer",
    "case_events", "case_list", "file_case", "find_case", "insert_case", "new_case_number",
    "raise_serial_floor", "set_case_state",
]  # fmt: skip

_FACTS = (
    "case_no, matter_code, matter_version, state, created_at, due, provisional, platform_no,"
    " postal_no, reason, events"
)


@dataclass(frozen=True, slots=True)
class CaseFile:
    """A case to be filed. `created` is aware; `body` is all that is personal in it."""

    case_no: str
    matter_code: str
    matter_version: str
    created: datetime
    due: date | None
    provisional: bool
    body: bytes
    state: str = "submitted"


@dataclass(frozen=True, slots=True)
class StoredCase:
    """A case as stored. `body` is None once the platform has it and the session is over."""

    case_no: str
    matter_code: str
    matter_version: str
    state: str
    created: datetime
    due: date | None
    provisional: bool
    platform_no: str
    postal_no: str
    reason: str
    events: int
    body: bytes | None


@dataclass(frozen=True, slots=True)
class CaseEvent:
    """One step of a case: what happened, the state after it, when, and who did it."""

    seq: int
    event: str
    state: str
    at: datetime
    who: str


@dataclass(frozen=True, slots=True)
class PlatformAnswer:
    """What the platform says about a case. `event`: the state machine's; `reason`: a code."""

    platform_no: str
    event: str
    state: str
    due: date | None = None
    provisional: bool = False
    postal_no: str = ""
    reason: str = ""


def file_case(
    connection: Connection,
    sealer: Sealer,
    case: CaseFile,
    event: outbox.Event,
    *,
    who: str = "person",
    slip: Slip | None = None,
) -> None:
    """Write the case, its first event, the outbox event and the planned slip, all or none."""
    row = StoredCase(
        case_no=case.case_no,
        matter_code=case.matter_code,
        matter_version=case.matter_version,
        state=case.state,
        created=case.created,
        due=case.due,
        provisional=case.provisional,
        platform_no="",
        postal_no="",
        reason="",
        events=1,
        body=case.body,
    )
    insert_case(connection, sealer, row, event="submit", at=case.created, who=who)
    outbox.enqueue(connection, sealer, event, case.created)
    if slip is not None:
        plan_print(connection, sealer, slip, case.created)


def insert_case(
    connection: Connection, sealer: Sealer, row: StoredCase, *, event: str, at: datetime, who: str
) -> None:
    """Write a new case row and its first event."""
    values = _plain(row)
    sealed = None if row.body is None else sealer.seal("cases", row.case_no, row.body)
    facts = _seal_facts(sealer, "cases.facts", row.case_no, values)
    connection.exec_driver_sql(
        f"INSERT INTO cases ({_FACTS}, sealed, facts) VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?)",  # noqa: S608
        (*values, sealed, facts),
    )
    _note_event(connection, sealer, row, event=event, at=at, who=who)


def find_case(connection: Connection, sealer: Sealer, case_no: str) -> StoredCase:
    """Return the case; UnknownCaseError, or SealBroken when a byte of its row has changed."""
    found = connection.exec_driver_sql(
        f"SELECT {_FACTS}, sealed, facts FROM cases WHERE case_no = ?",  # noqa: S608
        (case_no,),
    ).one_or_none()
    if found is None:
        raise UnknownCaseError(case_no)
    *values, sealed, facts = found
    _check_facts(sealer, "cases.facts", case_no, tuple(values), facts)
    body = None if sealed is None else sealer.open("cases", case_no, sealed)
    return _stored(values, body)


def case_events(connection: Connection, sealer: Sealer, case_no: str) -> list[CaseEvent]:
    """Return the case's events in order; SealBroken when one was changed."""
    found = connection.exec_driver_sql(
        "SELECT seq, event, state, at, who, facts FROM case_events WHERE case_no = ? ORDER BY seq",
        (case_no,),
    )
    events: list[CaseEvent] = []
    for seq, event, state, at, who, facts in found:
        place = f"{case_no}/{seq}"
        _check_facts(sealer, "case_events", place, (event, state, at, who), facts)
        events.append(CaseEvent(seq, event, state, datetime.fromisoformat(at), who))
    return events


def set_case_state(
    connection: Connection,
    sealer: Sealer,
    case_no: str,
    *,
    event: str,
    before: str,
    after: str,
    at: datetime,
    who: str,
) -> None:
    """Write a step of the state machine; StateConflictError when the case is not in `before`."""
    case = find_case(connection, sealer, case_no)
    if case.state != before:
        raise StateConflictError(f"{case_no} is {case.state}, not {before}")
    _change(connection, sealer, replace(case, state=after), event=event, at=at, who=who)


def apply_platform_answer(
    connection: Connection, sealer: Sealer, case_no: str, answer: PlatformAnswer, at: datetime
) -> bool:
    """Take over what the platform says; False when it says nothing new (a repeated answer).

    AnswerConflictError when the case has another platform number already, or an empty one comes.
    """
    case = find_case(connection, sealer, case_no)
    if not answer.platform_no or case.platform_no not in ("", answer.platform_no):
        raise AnswerConflictError(f"{case_no}: the platform's number does not fit")
    changed = replace(
        case,
        platform_no=answer.platform_no,
        state=answer.state,
        due=answer.due,
        provisional=answer.provisional,
        postal_no=answer.postal_no or case.postal_no,
        reason=outbox.code(answer.reason),
    )
    if changed == case:
        return False
    _change(connection, sealer, changed, event=answer.event, at=at, who="platform")
    return True


def _change(
    connection: Connection, sealer: Sealer, case: StoredCase, *, event: str, at: datetime, who: str
) -> None:
    case = replace(case, events=case.events + 1)
    values = _plain(case)
    connection.exec_driver_sql(
        "UPDATE cases SET state = ?, due = ?, provisional = ?, platform_no = ?, postal_no = ?,"
        " reason = ?, events = ?, facts = ? WHERE case_no = ?",
        (
            values[3],
            *values[5:],
            _seal_facts(sealer, "cases.facts", case.case_no, values),
            case.case_no,
        ),
    )
    _note_event(connection, sealer, case, event=event, at=at, who=who)


def _note_event(
    connection: Connection, sealer: Sealer, case: StoredCase, *, event: str, at: datetime, who: str
) -> None:
    values = (event, case.state, stamp(at), who)
    facts = _seal_facts(sealer, "case_events", f"{case.case_no}/{case.events}", values)
    connection.exec_driver_sql(
        "INSERT INTO case_events (case_no, seq, event, state, at, who, facts)"
        " VALUES (?, ?, ?, ?, ?, ?, ?)",
        (case.case_no, case.events, *values, facts),
    )


def _plain(case: StoredCase) -> tuple[Any, ...]:
    return (
        case.case_no,
        case.matter_code,
        case.matter_version,
        case.state,
        stamp(case.created),
        case.due.isoformat() if case.due else None,
        int(case.provisional),
        case.platform_no,
        case.postal_no,
        case.reason,
        case.events,
    )


def _stored(values: list[Any], body: bytes | None) -> StoredCase:
    no, matter, version, state, created, due, provisional, *rest = values
    return StoredCase(
        no,
        matter,
        version,
        state,
        datetime.fromisoformat(created),
        date.fromisoformat(due) if due else None,
        bool(provisional),
        *rest,
        body=body,
    )


def _seal_facts(sealer: Sealer, table: str, place: str, values: tuple[Any, ...]) -> bytes:
    return sealer.seal(table, place, json.dumps(values).encode())


def _check_facts(
    sealer: Sealer, table: str, place: str, values: tuple[Any, ...], facts: bytes
) -> None:
    if json.loads(sealer.open(table, place, facts)) != list(values):
        raise SealBroken(table, place)
