"""Requests of people who could not get something done: kept, taken on, answered, looked up."""

from __future__ import annotations

import hmac
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from pydantic import BaseModel
from sqlalchemy import Connection, RowMapping, select

from backend_client.models import PersonKey
from backend_client.models.unresolved import (
    UnresolvedAction,
    UnresolvedAnswer,
    UnresolvedContent,
    UnresolvedFound,
    UnresolvedList,
    UnresolvedLookup,
    UnresolvedRequest,
    UnresolvedState,
    UnresolvedView,
)
from backend_client.reference import ledger
from backend_client.reference.auth import Caller
from backend_client.reference.clock import shanghai_day
from backend_client.reference.core import Platform
from backend_client.reference.numbers import parse_case_number, rfc3339
from backend_client.reference.problems import ProblemError, invalid
from backend_client.reference.tables_tickets import UNRESOLVED

ANSWER_WITHIN = 5
"""Working days that staff hold themselves to (a sample figure)."""
MISSES = 10
CARD = 2
"""What is shown of a person's requests needs the card itself, not a typed number."""


class _Content(BaseModel):
    request: UnresolvedRequest
    answer: str | None = None


def register(
    platform: Platform, connection: Connection, caller: Caller, asked: UnresolvedRequest, key: str
) -> UnresolvedAnswer:
    """Keep a request under the number that the person was told."""
    if asked.terminal_id != caller.id:
        raise ProblemError("not-yours")
    if asked.point not in platform.offers.points:
        raise ProblemError("unknown-point")
    if asked.matter_code is not None and platform.offers.matter(asked.matter_code) is None:
        raise ProblemError("unknown-matter")
    try:
        number = parse_case_number(asked.case_no)
    except ValueError as error:
        raise invalid("/case_no", "check-digit") from error
    if number.terminal != caller.number:
        raise ProblemError("case-number-foreign")
    now = platform.clock.now()
    row = {
        "case_no": asked.case_no,
        "terminal_id": caller.id,
        "number_day": number.day.isoformat(),
        "serial": number.serial,
        "cause": asked.cause,
        "matter_code": asked.matter_code,
        "subject": asked.subject,
        "state": "registered",
        "registered_at": rfc3339(asked.at),
        "answer_by": platform.workdays.due(shanghai_day(now), ANSWER_WITHIN).date.isoformat(),
        "person_mac": asked.person and _person(platform, asked.person),
        "password_mac": _password(platform, asked.case_no, asked.password),
        "misses": 0,
        "sealed": _seal(platform, asked.case_no, _Content(request=asked)),
    }
    if not platform.database.insert_once(connection, UNRESOLVED, row):
        raise ProblemError("case-number-taken")
    return UnresolvedAnswer(**dict(view(platform, connection, asked.case_no)), key=key)


def look_up(
    platform: Platform, connection: Connection, caller: Caller, asked: UnresolvedLookup, key: str
) -> UnresolvedFound:
    """The requests of a slip or of a person, with a line in the ledger where there are any and it
    is known whose. A number is closed to passwords after MISSES wrong ones: six digits can be
    tried out."""
    if asked.person is not None and asked.identified is not None:
        if asked.identified.level < CARD:
            raise ProblemError("assurance-too-low", needed=CARD)
        here = UNRESOLVED.c.person_mac == _person(platform, asked.person)
        query = select(UNRESOLVED).where(here).order_by(UNRESOLVED.c.registered_at.desc())
        rows = connection.execute(query.limit(20)).mappings().all()
    else:
        rows = _by_slip(platform, connection, asked)
    if rows:
        whose = asked.person or _open(platform, rows[0]).request.person
        level = asked.identified.level if asked.identified else ledger.NUMBER_LEVEL
        _note(platform, connection, caller, whose, level=level, case_no=asked.case_no or "")
    return UnresolvedFound(key=key, requests=tuple(_view(platform, row) for row in rows))


def _by_slip(
    platform: Platform, connection: Connection, asked: UnresolvedLookup
) -> Sequence[RowMapping]:
    here = UNRESOLVED.c.case_no == (asked.case_no or "")
    row = connection.execute(select(UNRESOLVED).where(here)).mappings().first()
    if row is None or row["misses"] >= MISSES:
        return ()
    given = _password(platform, row["case_no"], asked.password or "")
    if hmac.compare_digest(given, row["password_mac"]):
        return (row,)
    connection.execute(UNRESOLVED.update().where(here).values(misses=row["misses"] + 1))
    return ()


def view(platform: Platform, connection: Connection, case_no: str) -> UnresolvedView:
    """A request as it stands."""
    return _view(platform, _row(connection, case_no))


def act(
    platform: Platform, connection: Connection, case_no: str, asked: UnresolvedAction, key: str
) -> UnresolvedAnswer:
    """Take a request on, or answer it; an answer may be put right by a later one."""
    row = _row(connection, case_no)
    here = UNRESOLVED.c.case_no == case_no
    if asked.action == "take":
        if row["state"] != "registered":
            raise ProblemError("wrong-state")
        connection.execute(UNRESOLVED.update().where(here).values(state="handling"))
    else:
        content = _open(platform, row).model_copy(update={"answer": asked.text.strip()})
        values: dict[str, Any] = {
            "state": "answered",
            "answered_at": rfc3339(platform.clock.now()),
            "sealed": _seal(platform, case_no, content),
        }
        connection.execute(UNRESOLVED.update().where(here).values(values))
    return UnresolvedAnswer(**dict(view(platform, connection, case_no)), key=key)


def list_requests(
    platform: Platform, connection: Connection, state: UnresolvedState | None, limit: int
) -> UnresolvedList:
    """Requests, oldest first."""
    query = select(UNRESOLVED).order_by(UNRESOLVED.c.registered_at).limit(limit)
    if state is not None:
        query = query.where(UNRESOLVED.c.state == state)
    rows = connection.execute(query).mappings().all()
    return UnresolvedList(requests=tuple(_view(platform, row) for row in rows))


def content(
    platform: Platform, connection: Connection, clerk: Caller, case_no: str
) -> UnresolvedContent:
    """What the person had entered, for the clerk who took the request on; a line in the ledger
    where the person identified themselves."""
    row = _row(connection, case_no)
    if row["state"] != "handling":
        raise ProblemError("wrong-state")
    asked = _open(platform, row).request
    _note(platform, connection, clerk, asked.person, item="entered", case_no=case_no)
    return UnresolvedContent(
        case_no=case_no,
        step=asked.step,
        trouble=asked.trouble,
        terminal_id=asked.terminal_id,
        point=asked.point,
        name=asked.person and asked.person.name,
        id_number=asked.person and asked.person.id_number,
        fields=asked.fields,
    )


def _note(
    platform: Platform,
    connection: Connection,
    caller: Caller,
    person: PersonKey | None,
    *,
    item: str = "unresolved",
    level: int = ledger.STAFF_LEVEL,
    case_no: str = "",
) -> None:
    if person is None:
        return
    ledger.note(
        platform,
        connection,
        caller.id,
        ledger.person_ref(platform, person),
        items=(item,),
        purpose="unresolved",
        level=level,
        consent_id=case_no,
    )


def _row(connection: Connection, case_no: str) -> RowMapping:
    query = select(UNRESOLVED).where(UNRESOLVED.c.case_no == case_no).with_for_update()
    row = connection.execute(query).mappings().first()
    if row is None:
        raise ProblemError("unknown-case")
    return row


def _view(platform: Platform, row: RowMapping) -> UnresolvedView:
    answered = row["answered_at"]
    return UnresolvedView(
        case_no=row["case_no"],
        state=row["state"],
        cause=row["cause"],
        matter_code=row["matter_code"],
        subject=row["subject"],
        registered_at=datetime.fromisoformat(row["registered_at"]),
        answer_by=date.fromisoformat(row["answer_by"]),
        answer=_open(platform, row).answer if answered else None,
        answered_at=datetime.fromisoformat(answered) if answered else None,
    )


def _person(platform: Platform, person: PersonKey) -> str:
    return platform.vault.mac("unresolved-person", f"{person.id_kind} {person.id_number}")


def _password(platform: Platform, case_no: str, password: str) -> str:
    return platform.vault.mac("unresolved-password", f"{case_no} {password}")


def _seal(platform: Platform, case_no: str, kept: _Content) -> bytes:
    return platform.vault.seal("unresolved", case_no, kept.model_dump_json().encode())


def _open(platform: Platform, row: RowMapping) -> _Content:
    plain = platform.vault.open("unresolved", row["case_no"], row["sealed"])
    return _Content.model_validate_json(plain)
