"""Slips that came out of a printer, kept sealed for 30 days, and printed again anywhere."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Literal

from pydantic import TypeAdapter
from sqlalchemy import ColumnElement, Connection, RowMapping, select

from backend_client.models import CaseSubmission
from backend_client.models.papers import (
    PaperAccess,
    PaperCopy,
    PaperKept,
    PaperKeptAnswer,
    PaperLine,
    PaperList,
    PaperRow,
)
from backend_client.reference import case_keys, documents, files, half_done, ledger
from backend_client.reference.assurance import CARD, rank_of
from backend_client.reference.auth import Caller
from backend_client.reference.core import Platform
from backend_client.reference.numbers import rfc3339
from backend_client.reference.problems import ProblemError
from backend_client.reference.tables import CASES
from backend_client.reference.tables_papers import PAPERS

KEEP = timedelta(days=30)
TIDY_EVERY = timedelta(hours=1)
CLOCK_LEEWAY = timedelta(days=1)
PURPOSE = "reprint"
NOBODY = "XC0000000000000000"
_LINES = TypeAdapter(tuple[PaperLine, ...])


def keep(
    platform: Platform, connection: Connection, caller: Caller, paper: PaperKept, key: str
) -> PaperKeptAnswer:
    """Keep a slip for KEEP; one that is older already is taken and forgotten at once."""
    if paper.printed_at > platform.clock.now() + CLOCK_LEEWAY:
        raise ProblemError("invalid")
    case = _case(platform, connection, paper.case_no)
    person = ledger.applicant_of(case) if case else paper.person
    row = {
        "paper_id": paper.paper_id,
        "person_ref": ledger.person_ref(platform, person) if person else None,
        "case_no": paper.case_no,
        "matter_code": paper.matter_code or (case.matter_code if case else None),
        "kind": paper.kind,
        "terminal_id": caller.id,
        "printed_at": rfc3339(paper.printed_at),
        "copies": 0,
        "sealed": platform.vault.seal("papers", paper.paper_id, _LINES.dump_json(paper.lines)),
    }
    if rfc3339(paper.printed_at) > _oldest(platform):
        platform.database.insert_once(connection, PAPERS, row)
    return PaperKeptAnswer(key=key, paper_id=paper.paper_id, case_no=paper.case_no)


def find(
    platform: Platform, connection: Connection, caller: Caller, asked: PaperAccess, key: str
) -> PaperList:
    """The slips that whoever asks may have again."""
    asked = _numbered(platform, connection, asked)
    if asked.person is None:
        outcome, left = _prove(platform, connection, asked, key)
        if outcome != "found":
            return PaperList(key=key, outcome=outcome, tries_left=left)
    rows = _rows(platform, connection, caller, asked)
    person = _owner(platform, asked, rows)
    if person is not None:
        ledger.note(
            platform,
            connection,
            caller.id,
            person,
            items=sorted({f"slip.{row['kind']}" for row in rows}) or ["slip"],
            purpose=PURPOSE,
            level=asked.identified.level if asked.identified else ledger.NUMBER_LEVEL,
            outcome="opened" if rows else "unknown",
            consent_id=asked.case_no or "",
        )
    return PaperList(key=key, outcome="found", papers=tuple(_row(row) for row in rows))


def count_copy(
    platform: Platform,
    connection: Connection,
    caller: Caller,
    paper_id: str,
    *,
    asked: PaperAccess,
    key: str,
) -> PaperCopy:
    """Count one more copy of a slip; what it says is added by `with_lines`, so that the answer
    kept under the key never outlives the slip."""
    asked = _numbered(platform, connection, asked)
    if asked.person is None and _prove(platform, connection, asked, key)[0] != "found":
        raise ProblemError("no-such-resource")
    rows = _rows(platform, connection, caller, asked)
    mine = (row for row in rows if row["paper_id"] == paper_id)
    row = next(mine, None)
    if row is None:
        raise ProblemError("no-such-resource")
    here = PAPERS.c.paper_id == paper_id
    connection.execute(PAPERS.update().where(here).values(copies=PAPERS.c.copies + 1))
    copies = connection.execute(select(PAPERS.c.copies).where(here)).scalar_one()
    ledger.note(
        platform,
        connection,
        caller.id,
        row["person_ref"] or "",
        items=(f"slip.{row['kind']}",),
        purpose=PURPOSE,
        level=asked.identified.level if asked.identified else ledger.NUMBER_LEVEL,
        matter_code=row["matter_code"] or "",
        consent_id=row["case_no"] or "",
    )
    return PaperCopy(key=key, paper_id=paper_id, copy_no=copies)


def with_lines(platform: Platform, counted: PaperCopy) -> PaperCopy:
    """The copy with what the slip says; a problem when the slip's time is over."""
    here = PAPERS.c.paper_id == counted.paper_id
    query = select(PAPERS).where(here, PAPERS.c.printed_at > _oldest(platform))
    with platform.database.read() as connection:
        row = connection.execute(query).mappings().first()
    if row is None:
        raise ProblemError("no-such-resource")
    plain = platform.vault.open("papers", counted.paper_id, row["sealed"])
    return counted.model_copy(
        update={
            "lines": _LINES.validate_json(plain),
            "printed_at": datetime.fromisoformat(row["printed_at"]),
            "terminal_id": row["terminal_id"],
        }
    )


@dataclass(slots=True)
class Tidy:
    """Erases slips whose time is over, at the start and then with the signs of life."""

    platform: Platform
    _last: datetime | None = None
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def __call__(self) -> None:
        """Erase, at most once in TIDY_EVERY; the freed pages are overwritten."""
        now = self.platform.clock.now()
        with self._lock:
            if self._last is not None and now - self._last < TIDY_EVERY:
                return
            self._last = now
        half_done.expire(self.platform)
        database = self.platform.database
        with database.write() as connection:
            gone = connection.execute(
                PAPERS.delete().where(PAPERS.c.printed_at <= _oldest(self.platform))
            ).rowcount
        if gone:
            database.checkpoint()


def _oldest(platform: Platform) -> str:
    return rfc3339(platform.clock.now() - KEEP)


def _rows(
    platform: Platform, connection: Connection, caller: Caller, asked: PaperAccess
) -> Sequence[RowMapping]:
    here: ColumnElement[bool]
    if asked.person is not None and asked.identified is not None:
        how, person = asked.identified, asked.person
        if rank_of(platform, connection, caller, how, person, purpose=PURPOSE) < CARD:
            raise ProblemError("assurance-too-low", needed=CARD // 10)
        here = PAPERS.c.person_ref == ledger.person_ref(platform, asked.person)
    else:
        here = PAPERS.c.case_no == asked.case_no
    query = select(PAPERS).where(here, PAPERS.c.printed_at > _oldest(platform))
    newest = query.order_by(PAPERS.c.printed_at.desc(), PAPERS.c.paper_id).limit(50)
    return connection.execute(newest).mappings().all()


def _owner(platform: Platform, asked: PaperAccess, rows: Sequence[RowMapping]) -> str | None:
    if asked.person is not None:
        return ledger.person_ref(platform, asked.person)
    return next((row["person_ref"] for row in rows if row["person_ref"]), None)


def _numbered(platform: Platform, connection: Connection, asked: PaperAccess) -> PaperAccess:
    """The check code's case in its place; of an unknown code a number that nobody has, so that it
    answers like a wrong password."""
    if asked.check_code is None:
        return asked
    number = documents.case_of(platform, connection, asked.check_code) or NOBODY
    return asked.model_copy(update={"case_no": number, "check_code": None})


def _prove(
    platform: Platform, connection: Connection, asked: PaperAccess, key: str
) -> tuple[Literal["found", "wrong", "locked"], int | None]:
    """Whether the number's secret is right; of a password also how many tries are left."""
    number = asked.case_no or ""
    if asked.token is not None:
        right = case_keys.token_is_right(connection, number, asked.token)
        return ("found" if right else "wrong"), None
    tried = case_keys.try_password(platform, connection, number, asked.password or "", key)
    if tried.right:
        return "found", None
    return ("locked" if tried.locked_until else "wrong"), tried.tries_left


def _case(platform: Platform, connection: Connection, case_no: str | None) -> CaseSubmission | None:
    if case_no is None:
        return None
    row = connection.execute(select(CASES).where(CASES.c.case_no == case_no)).mappings().first()
    return files.content_of(platform, row).submission if row else None


def _row(row: RowMapping) -> PaperRow:
    same = ("paper_id", "kind", "case_no", "matter_code", "terminal_id", "copies")
    return PaperRow(
        **{name: row[name] for name in same}, printed_at=datetime.fromisoformat(row["printed_at"])
    )
