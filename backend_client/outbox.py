"""The outbox: everything that leaves the terminal waits here, sealed, until the platform has it.

Every function works on a connection handed in and never commits, so that an event becomes durable
in the same commit as the fact it tells. Order is the local sequence `id`, never the clock.

Times of the schedule (`next_try`, `lease_until`) are seconds on the caller's schedule clock; 0 is
"at once". A time further ahead than MAX_WAIT_S cannot have been planned, the clock was set back:
such a row is due.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import text

from backend_client.outbox_table import (
    MAX_WAIT_S,
    STATES,
    Due,
    Event,
    OutboxRow,
    code,
    metadata,
    new_key,
    place,
    stamp,
)

if TYPE_CHECKING:
    from sqlalchemy.engine import Connection

    from backend_client.sealer import Sealer

__all__ = [
    "MAX_WAIT_S", "STATES", "Due", "Event", "OutboxRow", "all_due", "answer", "code", "counts",
    "due", "enqueue", "expired", "forget_answers", "hurry", "lease", "least_tried", "mark_retry",
    "mark_sent", "metadata", "new_key", "next_due", "park", "park_unknown", "place", "prune",
    "release_expired", "retry", "rows", "stamp",
]  # fmt: skip


def enqueue(connection: Connection, sealer: Sealer, event: Event, now: datetime) -> None:
    """Write `event` as pending; IntegrityError when its key is in the outbox already."""
    sealed = sealer.seal("outbox", place(event.key, event.kind, event.case_no), event.body)
    connection.exec_driver_sql(
        "INSERT INTO outbox (key, kind, case_no, sealed, created_at, state, attempts, next_try,"
        " reason) VALUES (?, ?, ?, ?, ?, 'pending', 0, 0, '')",
        (event.key, event.kind, event.case_no, sealed, stamp(now)),
    )


_HEAD = (
    " state IN ('pending', 'leased') AND state = 'pending'"  # the first half lets the index serve
    " AND (case_no = '' OR NOT EXISTS (SELECT 1 FROM outbox e WHERE e.case_no = o.case_no"
    " AND e.id < o.id AND e.state IN ('pending', 'leased')))"
)
_READY = f" AND (next_try <= :now OR next_try > :now + {MAX_WAIT_S})"
_URGENT_FIRST = (
    " ORDER BY NOT (key = :urgent OR (case_no <> '' AND case_no ="
    " (SELECT case_no FROM outbox WHERE key = :urgent))),"
)
_DUE = text(
    "SELECT id, key, kind, case_no, sealed, attempts FROM outbox o WHERE"  # noqa: S608
    + _HEAD
    + _READY
    + _URGENT_FIRST
    + " next_try, id LIMIT :limit"
)
_LEAST_TRIED = text(
    "SELECT id, key, kind, case_no, sealed, attempts FROM outbox o WHERE"  # noqa: S608
    + _HEAD
    + _URGENT_FIRST
    + " attempts, id LIMIT 1"
)
_NEXT = text("SELECT min(next_try) FROM outbox o WHERE" + _HEAD)  # noqa: S608


def due(connection: Connection, now: float, *, urgent: str = "", limit: int = 50) -> list[Due]:
    """Return events whose turn it is, at most one a case, first the event with the key `urgent` and
    what its case has before it."""
    rows = connection.execute(_DUE, {"now": now, "urgent": urgent, "limit": limit})
    return [Due(*row) for row in rows]


def least_tried(connection: Connection, *, urgent: str = "") -> Due | None:
    """Return the event to probe a returning platform with, whatever its schedule says."""
    row = connection.execute(_LEAST_TRIED, {"urgent": urgent}).one_or_none()
    return Due(*row) if row else None


def next_due(connection: Connection, now: float) -> float | None:
    """Return the seconds until an event becomes due, None when nothing waits."""
    at = connection.execute(_NEXT).scalar_one()
    if at is None:
        return None
    return 0.0 if at > now + MAX_WAIT_S else max(0.0, float(at) - now)


def lease(connection: Connection, event_id: int, until: float) -> bool:
    """Take a pending event for one attempt; False when it is not pending any more."""
    return _changed(
        connection,
        "UPDATE outbox SET state = 'leased', lease_until = ?, attempts = attempts + 1"
        " WHERE id = ? AND state = 'pending'",
        (until, event_id),
    )


def mark_sent(
    connection: Connection, sealer: Sealer, event: Due, response: bytes, at: datetime
) -> None:
    """The platform has it: the body is erased, the answer is kept sealed until it is forgotten."""
    connection.exec_driver_sql(
        "UPDATE outbox SET state = 'sent', sealed = NULL, response = ?, sent_at = ?, reason = '',"
        " lease_until = NULL WHERE id = ?",
        (_seal_response(sealer, event.key, response), stamp(at), event.id),
    )


def mark_retry(
    connection: Connection,
    event_id: int,
    outcome: str,
    reason: str,
    *,
    next_try: float,
    at: datetime,
) -> None:
    """The attempt failed (`outcome`: retry or unreachable); it is due again at `next_try`."""
    _note_attempt(connection, event_id, outcome, reason, at)
    connection.exec_driver_sql(
        "UPDATE outbox SET state = 'pending', next_try = ?, reason = ?, lease_until = NULL"
        " WHERE id = ?",
        (next_try, code(reason), event_id),
    )


def park(
    connection: Connection,
    sealer: Sealer,
    event: Due,
    reason: str,
    *,
    response: bytes,
    at: datetime,
) -> None:
    """Refused for good: the event stays, with body, reason and sealed answer, for a clerk."""
    _note_attempt(connection, event.id, "refused", reason, at)
    connection.exec_driver_sql(
        "UPDATE outbox SET state = 'parked', reason = ?, response = ?, lease_until = NULL"
        " WHERE id = ?",
        (code(reason), _seal_response(sealer, event.key, response), event.id),
    )


def release_expired(connection: Connection, now: float | None, at: datetime) -> int:
    """Put leases that ran out by `now` (None: all of them) back in the queue; return how many.

    Their outcome is unknown, the platform may have the event: the same key goes out again.
    """
    limit = float("inf") if now is None else now
    rows = connection.exec_driver_sql(
        "SELECT id FROM outbox WHERE state = 'leased' AND lease_until <= ?", (limit,)
    ).all()
    for row in rows:
        mark_retry(connection, row.id, "abandoned", "interrupted", next_try=0.0, at=at)
    return len(rows)


def expired(connection: Connection, now: float) -> bool:
    """Tell whether release_expired would find anything; cheap, and does not write."""
    query = "SELECT 1 FROM outbox WHERE state = 'leased' AND lease_until <= ? LIMIT 1"
    return connection.exec_driver_sql(query, (now,)).first() is not None


def all_due(connection: Connection) -> None:
    """The platform is back: whatever waits is due at once."""
    connection.exec_driver_sql(
        "UPDATE outbox SET next_try = 0 WHERE state = 'pending' AND next_try > 0"
    )


def hurry(connection: Connection, key: str) -> None:
    """A person waits for the event `key`: it and its case's earlier events are due at once."""
    connection.exec_driver_sql(
        "UPDATE outbox SET next_try = 0 WHERE state = 'pending' AND next_try > 0 AND (key = ? OR"
        " (case_no <> '' AND case_no = (SELECT case_no FROM outbox WHERE key = ?)))",
        (key, key),
    )


def retry(connection: Connection, event_id: int) -> bool:
    """Put a parked event back in the queue, at its old place; False when it is not parked."""
    return _changed(
        connection,
        "UPDATE outbox SET state = 'pending', next_try = 0, reason = ''"
        " WHERE id = ? AND state = 'parked'",
        (event_id,),
    )


def park_unknown(connection: Connection) -> int:
    """Park events in a state that no program wrote (a changed byte); return how many."""
    return connection.exec_driver_sql(
        "UPDATE outbox SET state = 'parked', reason = 'row_changed', lease_until = NULL"
        " WHERE state NOT IN ('pending', 'leased', 'sent', 'parked')"
    ).rowcount


def counts(connection: Connection) -> dict[str, int]:
    """Return the number of events in each state of STATES."""
    rows = connection.exec_driver_sql("SELECT state, count(*) FROM outbox GROUP BY state").all()
    return {state: 0 for state in STATES} | {row[0]: row[1] for row in rows}


def rows(
    connection: Connection, now: datetime, states: tuple[str, ...] = ("pending", "leased", "parked")
) -> list[OutboxRow]:
    """Return the events in `states` in their order, with nothing personal, for staff."""
    marks = ", ".join("?" for _ in states)
    found = connection.exec_driver_sql(
        "SELECT id, case_no, kind, state, created_at, attempts, next_try, reason FROM outbox"  # noqa: S608
        f" WHERE state IN ({marks}) ORDER BY id",
        states,
    )
    return [_staff_row(row, now) for row in found]


def answer(connection: Connection, sealer: Sealer, key: str) -> tuple[str, bytes, str] | None:
    """Return (state, answer, reason) of the event `key`; b"" where there is no answer (yet)."""
    row = connection.exec_driver_sql(
        "SELECT state, response, reason FROM outbox WHERE key = ?", (key,)
    ).one_or_none()
    if row is None:
        return None
    sealed = row.response
    response = b"" if sealed is None else sealer.open("outbox_response", key, sealed)
    return row.state, response, row.reason


def forget_answers(connection: Connection) -> int:
    """Erase the answers to sent events (they may be personal); return how many."""
    return connection.exec_driver_sql(
        "UPDATE outbox SET response = NULL WHERE state = 'sent' AND response IS NOT NULL"
    ).rowcount


def prune(connection: Connection, before: datetime) -> int:
    """Delete what was sent before `before`, attempts and all; return the number of events."""
    return connection.exec_driver_sql(
        "DELETE FROM outbox WHERE state = 'sent' AND response IS NULL AND sent_at < ?",
        (stamp(before),),
    ).rowcount


def _seal_response(sealer: Sealer, key: str, response: bytes) -> bytes | None:
    return sealer.seal("outbox_response", key, response) if response else None


def _note_attempt(
    connection: Connection, event_id: int, outcome: str, reason: str, at: datetime
) -> None:
    connection.exec_driver_sql(
        "INSERT INTO outbox_attempt (outbox_id, at, outcome, reason) VALUES (?, ?, ?, ?)",
        (event_id, stamp(at), outcome, code(reason)),
    )


def _changed(connection: Connection, statement: str, values: tuple[Any, ...]) -> bool:
    return connection.exec_driver_sql(statement, values).rowcount == 1


def _staff_row(row: Any, now: datetime) -> OutboxRow:
    created = datetime.fromisoformat(row.created_at)
    planned = row.next_try if row.state == "pending" and row.next_try > 0 else None
    return OutboxRow(
        id=row.id,
        no=row.case_no,
        kind=row.kind,
        state=row.state,
        created=created,
        age_s=max(0, int((now - created).total_seconds())),
        attempts=row.attempts,
        next_try=None if planned is None else datetime.fromtimestamp(planned, UTC),
        reason=row.reason,
    )
