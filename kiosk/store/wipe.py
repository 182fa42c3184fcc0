"""What the end of a session erases: all that is personal and needs to be sent no more."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from backend_client import outbox
from backend_client.outbox import stamp
from kiosk.store import drafts

if TYPE_CHECKING:
    from sqlalchemy.engine import Connection

    from kiosk.store.store import Store

KEEP_UNPRINTED = timedelta(days=1)
KEEP_SENT = timedelta(days=180)  # as long as the platform answers a repeated key


@dataclass(frozen=True, slots=True)
class Wiped:
    """How much was erased: bodies of cases, answers, slips, drafts past their time."""

    cases: int
    answers: int
    slips: int
    drafts: int


def wipe(connection: Connection, now: datetime) -> Wiped:
    """Erase what is personal, except sealed rows that wait to be sent or for a clerk.

    A slip that is not known to have come out stays, sealed, for KEEP_UNPRINTED.
    """
    cases = connection.exec_driver_sql(
        "UPDATE cases SET sealed = NULL WHERE sealed IS NOT NULL AND NOT EXISTS (SELECT 1 FROM"
        " outbox o WHERE o.case_no = cases.case_no AND o.state <> 'sent')"
    ).rowcount
    slips = connection.exec_driver_sql(
        "UPDATE print_journal SET sealed = NULL WHERE sealed IS NOT NULL"
        " AND (outcome = 'done' OR asked_at < ?)",
        (stamp(now - KEEP_UNPRINTED),),
    ).rowcount
    answers = outbox.forget_answers(connection)
    outbox.prune(connection, now - KEEP_SENT)
    return Wiped(cases, answers, slips, drafts.expire(connection, now))


def end_session(store: Store, now: datetime, timeout_s: float = 10.0) -> Wiped:
    """Erase, and empty the write-ahead log, so that nothing of it is left in any file.

    Raises the store's errors; TimeoutError when the disk takes longer than timeout_s.
    """
    wiped = store.write(lambda connection: wipe(connection, now)).result(timeout_s)
    store.checkpoint().result(timeout_s)
    return wiped
