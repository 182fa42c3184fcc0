"""Terminals: signs of life, the highest serial known, and ratings given on them."""

from __future__ import annotations

import json
import secrets
from datetime import date, datetime

from sqlalchemy import Connection, RowMapping, func, select

from backend_client.models import (
    Heartbeat,
    HeartbeatAnswer,
    Rating,
    RatingAnswer,
    TerminalList,
    TerminalStatus,
)
from backend_client.reference import files
from backend_client.reference.auth import Caller
from backend_client.reference.case_keys import case_pass, token_is_right
from backend_client.reference.clock import shanghai_day
from backend_client.reference.core import Platform
from backend_client.reference.numbers import rfc3339
from backend_client.reference.problems import ProblemError
from backend_client.reference.tables import CASES, RATINGS, TERMINALS
from backend_client.reference.tables_tickets import UNRESOLVED
from backend_client.reference.vault import same_hash

BAD = 2
VERIFY_WITHIN = 1  # working day


def beat(
    platform: Platform, connection: Connection, caller: Caller, life: Heartbeat, key: str
) -> HeartbeatAnswer:
    """Keep the newest sign of life and say what the terminal must know."""
    now = platform.clock.now()
    values = {"last_seen": rfc3339(now), "beat": life.model_dump_json().encode()}
    here = TERMINALS.c.terminal_id == caller.id
    connection.execute(TERMINALS.update().where(here).values(values))
    return HeartbeatAnswer(
        key=key,
        at=now,
        day=life.day,
        highest_serial=highest_serial(connection, caller, life.day),
        catalogue_version=platform.offers.catalogue.version,
    )


def highest_serial(connection: Connection, caller: Caller, day: date) -> int:
    """The highest serial among the terminal's case numbers of a day; 0 for none."""
    known = [
        select(func.max(kept.c.serial)).where(
            (kept.c.terminal_id == caller.id) & (kept.c.number_day == day.isoformat())
        )
        for kept in (CASES, UNRESOLVED)
    ]
    return max(connection.execute(query).scalar_one() or 0 for query in known)


def list_terminals(connection: Connection) -> TerminalList:
    """All terminals as last heard."""
    rows = connection.execute(select(TERMINALS).order_by(TERMINALS.c.terminal_id)).mappings()
    return TerminalList(terminals=tuple(_status(row) for row in rows))


def rate(
    platform: Platform, connection: Connection, caller: Caller, rating: Rating, key: str
) -> RatingAnswer:
    """Keep a rating; a bad one is to be verified within one working day."""
    if rating.case_no:
        proven = _proven(platform, connection, rating.case_no, rating)
        files.row_of(connection, rating.case_no, None if proven else caller)
    today = shanghai_day(platform.clock.now())
    bad = rating.level <= BAD
    follow_up = platform.workdays.due(today, VERIFY_WITHIN).date if bad else None
    rating_id = secrets.token_hex(16)
    row = {
        "rating_id": rating_id,
        "case_no": rating.case_no,
        "terminal_id": caller.id,
        "level": rating.level,
        "reasons": json.dumps(rating.reasons),
        "tags_version": rating.tags_version,
        "at": rfc3339(rating.at),
        "follow_up_by": follow_up and follow_up.isoformat(),
        "sealed": platform.vault.seal("ratings", rating_id, rating.text.encode()),
    }
    if not platform.database.insert_once(connection, RATINGS, row):
        raise ProblemError("already-rated")
    return RatingAnswer(
        key=key, rating_id=rating_id, case_no=rating.case_no, follow_up_by=follow_up
    )


def _proven(platform: Platform, connection: Connection, case_no: str, rating: Rating) -> bool:
    """Whether the one who rates holds the case's slip, or has just asked how the case stands."""
    if rating.slip_token and token_is_right(connection, case_no, rating.slip_token):
        return True
    return bool(rating.case_pass) and same_hash(rating.case_pass, case_pass(platform, case_no))


def _status(row: RowMapping) -> TerminalStatus:
    life = Heartbeat.model_validate_json(row["beat"]) if row["beat"] else None
    return TerminalStatus(
        terminal_id=row["terminal_id"],
        number=row["number"],
        last_seen=datetime.fromisoformat(row["last_seen"]) if row["last_seen"] else None,
        software=life.software if life else None,
        mode=life.mode if life else None,
        devices=life.devices if life else (),
        outbox_pending=life.outbox_pending if life else 0,
        outbox_parked=life.outbox_parked if life else 0,
        out_of_service=life.out_of_service if life else "",
    )
