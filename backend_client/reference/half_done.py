"""Half-done visits: kept sealed for seven days, opened by the same person's card, then erased."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, RowMapping, select

from backend_client.models import CaseSubmission, PersonKey
from backend_client.models.half_done import (
    HalfDoneAccess,
    HalfDoneContent,
    HalfDoneDrop,
    HalfDoneDropAnswer,
    HalfDoneKept,
    HalfDoneKeptAnswer,
    HalfDoneList,
    HalfDoneOpen,
    HalfDoneRow,
)
from backend_client.reference import files, ledger
from backend_client.reference.assurance import CARD, rank_of
from backend_client.reference.auth import Caller
from backend_client.reference.clock import shanghai_day
from backend_client.reference.core import Platform
from backend_client.reference.numbers import parse_case_number, rfc3339
from backend_client.reference.problems import ProblemError, invalid
from backend_client.reference.tables import CASES
from backend_client.reference.tables_half_done import HALF_DONE
from backend_client.reference.tables_progress import CASE_KEYS

KEEP = timedelta(days=7)
CLOCK_LEEWAY = timedelta(days=1)
PURPOSE = "resume"


def keep(
    platform: Platform, connection: Connection, caller: Caller, visit: HalfDoneKept, key: str
) -> HalfDoneKeptAnswer:
    """Keep a visit in place of an earlier state of it; one that comes late never replaces a later
    state, and never comes back once the matter was filed."""
    _check(platform, caller, visit)
    owner, subject = _refs(platform, visit.owner, visit.subject)
    here = _place(owner, visit.matter_code, subject)
    before = connection.execute(select(HALF_DONE).where(here)).mappings().first()
    late = before is not None and before["saved_at"] > rfc3339(visit.saved_at)
    until = shanghai_day(visit.saved_at) + KEEP
    over = until < shanghai_day(platform.clock.now())
    if late or over or _filed_since(platform, connection, subject, visit):
        return HalfDoneKeptAnswer(key=key, case_no=visit.case_no, kept=False)
    connection.execute(HALF_DONE.delete().where(here))
    row = {
        "owner_ref": owner,
        "matter_code": visit.matter_code,
        "subject_ref": subject,
        "visit_id": visit.visit_id,
        "case_no": visit.case_no,
        "matter_version": visit.matter_version,
        "terminal_id": caller.id,
        "saved_at": rfc3339(visit.saved_at),
        "until": until.isoformat(),
        "sealed": platform.vault.seal(
            "half_done", visit.visit_id, visit.model_dump_json().encode()
        ),
    }
    connection.execute(HALF_DONE.insert().values(row))
    return HalfDoneKeptAnswer(key=key, case_no=visit.case_no, kept=True)


def find(
    platform: Platform, connection: Connection, caller: Caller, asked: HalfDoneAccess, key: str
) -> HalfDoneList:
    """The person's half-done visits, newest first; a line in the ledger where there is one."""
    owner = _proved(platform, connection, caller, asked)
    here = (HALF_DONE.c.owner_ref == owner) & _kept(platform)
    newest = select(HALF_DONE).where(here).order_by(HALF_DONE.c.saved_at.desc()).limit(50)
    rows = connection.execute(newest).mappings().all()
    if rows:
        _note(platform, connection, caller, asked, "half_done")
    return HalfDoneList(key=key, visits=tuple(_row(row) for row in rows))


def open_visit(
    platform: Platform, connection: Connection, caller: Caller, asked: HalfDoneOpen, key: str
) -> HalfDoneContent:
    """What was entered, with who had opened it before; from now on it is this terminal."""
    owner = _proved(platform, connection, caller, asked)
    here = (HALF_DONE.c.owner_ref == owner) & (HALF_DONE.c.visit_id == asked.visit_id)
    row = connection.execute(select(HALF_DONE).where(here, _kept(platform))).mappings().first()
    if row is None:
        raise ProblemError("no-such-resource")
    plain = platform.vault.open("half_done", row["visit_id"], row["sealed"])
    visit = HalfDoneKept.model_validate_json(plain)
    opened = {"opened_by": caller.id, "opened_at": rfc3339(platform.clock.now())}
    connection.execute(HALF_DONE.update().where(here).values(opened))
    _note(platform, connection, caller, asked, "half_done.content")
    return HalfDoneContent(
        key=key,
        visit=_row(row),
        subject=visit.subject,
        step=visit.step,
        answers=visit.answers,
        questions=dict(visit.questions),
        typed=visit.typed,
        declined=visit.declined,
    )


def drop(
    platform: Platform, connection: Connection, asked: HalfDoneDrop, key: str
) -> HalfDoneDropAnswer:
    """Erase what its owner does not want any more."""
    owner = ledger.person_ref(platform, asked.owner)
    here = (HALF_DONE.c.owner_ref == owner) & (HALF_DONE.c.visit_id == asked.visit_id)
    gone = connection.execute(HALF_DONE.delete().where(here)).rowcount
    return HalfDoneDropAnswer(key=key, case_no=asked.case_no, dropped=bool(gone))


def filed(platform: Platform, case: CaseSubmission) -> None:
    """The matter was filed: what was half done of it goes, to the last byte on the disk."""
    subject = ledger.person_ref(platform, ledger.applicant_of(case))
    owner = subject
    if case.agent is not None:
        one = case.agent
        key = PersonKey(name=one.name, id_kind=one.id_kind, id_number=one.id_number)
        owner = ledger.person_ref(platform, key)
    here = _place(owner, case.matter_code, subject)
    here &= HALF_DONE.c.saved_at <= rfc3339(case.submitted_at)
    _erase(platform, here)


def expire(platform: Platform) -> None:
    """Erase what is past its last day."""
    _erase(platform, HALF_DONE.c.until < shanghai_day(platform.clock.now()).isoformat())


def wipe(platform: Platform) -> None:
    """Nothing of what was erased is left in any file."""
    platform.database.checkpoint()


def _erase(platform: Platform, here: ColumnElement[bool]) -> None:
    with platform.database.read() as connection:
        if connection.execute(select(HALF_DONE.c.visit_id).where(here)).first() is None:
            return
    with platform.database.write() as connection:
        connection.execute(HALF_DONE.delete().where(here))
    wipe(platform)


def _check(platform: Platform, caller: Caller, visit: HalfDoneKept) -> None:
    if visit.terminal_id != caller.id:
        raise ProblemError("not-yours")
    if platform.offers.matter(visit.matter_code) is None:
        raise ProblemError("unknown-matter")
    try:
        parse_case_number(visit.case_no)
    except ValueError as error:
        raise invalid("/case_no", "check-digit") from error
    if visit.saved_at > platform.clock.now() + CLOCK_LEEWAY:
        raise invalid("/saved_at", "future")


def _filed_since(
    platform: Platform, connection: Connection, subject: str, visit: HalfDoneKept
) -> bool:
    query = (
        select(CASES)
        .join(CASE_KEYS, CASE_KEYS.c.case_no == CASES.c.case_no)
        .where(CASE_KEYS.c.person_ref == subject, CASES.c.matter_code == visit.matter_code)
        .order_by(CASES.c.received_at.desc())
        .limit(10)
    )
    rows = connection.execute(query).mappings().all()
    times = (files.content_of(platform, row).submission.submitted_at for row in rows)
    return any(at > visit.saved_at for at in times)


def _refs(platform: Platform, owner: PersonKey, subject: PersonKey | None) -> tuple[str, str]:
    mine = ledger.person_ref(platform, owner)
    return mine, ledger.person_ref(platform, subject) if subject else mine


def _place(owner: str, matter: str, subject: str) -> ColumnElement[bool]:
    return (
        (HALF_DONE.c.owner_ref == owner)
        & (HALF_DONE.c.matter_code == matter)
        & (HALF_DONE.c.subject_ref == subject)
    )


def _kept(platform: Platform) -> ColumnElement[bool]:
    return HALF_DONE.c.until >= shanghai_day(platform.clock.now()).isoformat()


def _proved(
    platform: Platform, connection: Connection, caller: Caller, asked: HalfDoneAccess
) -> str:
    purpose = asked.matter_code or PURPOSE
    how, person = asked.identified, asked.person
    if rank_of(platform, connection, caller, how, person, purpose=purpose) < CARD:
        raise ProblemError("assurance-too-low", needed=CARD // 10)
    return ledger.person_ref(platform, person)


def _note(
    platform: Platform,
    connection: Connection,
    caller: Caller,
    asked: HalfDoneAccess,
    item: str,
) -> None:
    ledger.note(
        platform,
        connection,
        caller.id,
        ledger.person_ref(platform, asked.person),
        items=(item,),
        purpose=PURPOSE,
        level=asked.identified.level,
        matter_code=asked.matter_code or "",
    )


def _row(row: RowMapping) -> HalfDoneRow:
    same = ("visit_id", "case_no", "matter_code", "matter_version", "terminal_id", "opened_by")
    values: dict[str, Any] = {name: row[name] for name in same}
    opened = row["opened_at"]
    return HalfDoneRow(
        **values,
        saved_at=datetime.fromisoformat(row["saved_at"]),
        until=date.fromisoformat(row["until"]),
        for_other=row["owner_ref"] != row["subject_ref"],
        opened_at=datetime.fromisoformat(opened) if opened else None,
    )
