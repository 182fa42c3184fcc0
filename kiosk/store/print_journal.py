"""What was to be printed and what became of it: nothing prints by itself the next morning."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, Literal

from backend_client.outbox import stamp
from backend_client.sealer import Sealer
from kiosk.store.errors import StoreError

if TYPE_CHECKING:
    from sqlalchemy.engine import Connection

Outcome = Literal["done", "failed", "unknown"]


class UnknownJobError(StoreError):
    """There is no print job of this id, or what it was made from has been erased."""

    code = "unknown_job"


@dataclass(frozen=True, slots=True)
class Slip:
    """Something to print. `job_id` is a UUID, `case_no` "" where it belongs to none, `kind` a
    code, `data` what the slip is made from (personal)."""

    job_id: str
    case_no: str
    kind: str
    data: bytes


@dataclass(frozen=True, slots=True)
class PrintJob:
    """A line of the journal. `outcome` None: asked, and no word from the printer yet."""

    job_id: str
    case_no: str
    kind: str
    asked_at: datetime
    outcome: Outcome | None
    copies: int
    kept: bool


_COLUMNS = "job_id, case_no, kind, asked_at, outcome, copies, sealed IS NOT NULL"


def plan_print(connection: Connection, sealer: Sealer, slip: Slip, at: datetime) -> None:
    """Write down that `slip` is about to be printed; it becomes durable before the first byte."""
    connection.exec_driver_sql(
        "INSERT INTO print_journal (job_id, case_no, kind, sealed, asked_at, copies)"
        " VALUES (?, ?, ?, ?, ?, 1)",
        (
            slip.job_id,
            slip.case_no or None,
            slip.kind,
            sealer.seal("print_journal", _place(slip.job_id, slip.case_no, slip.kind), slip.data),
            stamp(at),
        ),
    )


def plan_reprint(connection: Connection, job_id: str, at: datetime) -> int:
    """Write down that a slip is printed once more; return which copy it is (2: mark it)."""
    return _one(
        connection.exec_driver_sql(
            "UPDATE print_journal SET copies = copies + 1, outcome = NULL, settled_at = NULL,"
            " asked_at = ? WHERE job_id = ? AND sealed IS NOT NULL RETURNING copies",
            (stamp(at), job_id),
        ),
        job_id,
    )[0]


def set_outcome(connection: Connection, job_id: str, outcome: Outcome, at: datetime) -> None:
    """Write down what became of the newest copy; UnknownJobError if there is no such job."""
    _one(
        connection.exec_driver_sql(
            "UPDATE print_journal SET outcome = ?, settled_at = ? WHERE job_id = ? RETURNING 1",
            (outcome, stamp(at), job_id),
        ),
        job_id,
    )


def settle_interrupted(connection: Connection, at: datetime) -> int:
    """At a start: nobody knows about jobs that were under way when the terminal stopped."""
    return connection.exec_driver_sql(
        "UPDATE print_journal SET outcome = 'unknown', settled_at = ? WHERE outcome IS NULL",
        (stamp(at),),
    ).rowcount


def unfinished(connection: Connection) -> list[PrintJob]:
    """Return jobs that are not known to have come out, oldest first, for a reprint on request."""
    found = connection.exec_driver_sql(
        f"SELECT {_COLUMNS} FROM print_journal WHERE outcome IS NULL OR outcome <> 'done'"  # noqa: S608
        " ORDER BY asked_at, job_id"
    )
    return [_job(row) for row in found]


def jobs_of(connection: Connection, case_no: str) -> list[PrintJob]:
    """Return the jobs of one case, oldest first."""
    found = connection.exec_driver_sql(
        f"SELECT {_COLUMNS} FROM print_journal WHERE case_no = ? ORDER BY asked_at, job_id",  # noqa: S608
        (case_no,),
    )
    return [_job(row) for row in found]


def slip_data(connection: Connection, sealer: Sealer, job_id: str) -> Slip:
    """Return the slip; UnknownJobError when it was erased, SealBroken when it was changed."""
    case_no, kind, sealed = _one(
        connection.exec_driver_sql(
            "SELECT case_no, kind, sealed FROM print_journal"
            " WHERE job_id = ? AND sealed IS NOT NULL",
            (job_id,),
        ),
        job_id,
    )
    data = sealer.open("print_journal", _place(job_id, case_no or "", kind), sealed)
    return Slip(job_id, case_no or "", kind, data)


def _place(job_id: str, case_no: str, kind: str) -> str:
    return f"{job_id}/{case_no}/{kind}"


def _one(result: Any, job_id: str) -> Any:
    row = result.one_or_none()
    if row is None:
        raise UnknownJobError(job_id)
    return row


def _job(row: Any) -> PrintJob:
    job_id, case_no, kind, asked_at, outcome, copies, kept = row
    asked = datetime.fromisoformat(asked_at)
    return PrintJob(job_id, case_no or "", kind, asked, outcome, copies, bool(kept))
