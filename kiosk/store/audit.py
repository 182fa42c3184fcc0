"""A walk over every sealed row: which of them are not what this terminal wrote."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from backend_client import outbox
from backend_client.sealer import SealBroken, Sealer
from kiosk.store import cases, drafts, print_journal

if TYPE_CHECKING:
    from sqlalchemy.engine import Connection


@dataclass(frozen=True, slots=True)
class BrokenRow:
    """A row that was changed or cut, by table and row id; nothing personal."""

    table: str
    row_id: str


def broken_rows(connection: Connection, sealer: Sealer) -> list[BrokenRow]:
    """Open every sealed row; return those that do not open, or do not say what was sealed."""
    checks = [
        *_each(connection, "cases", "case_no", lambda no: _check_case(connection, sealer, no)),
        *_each(
            connection,
            "print_journal WHERE sealed IS NOT NULL",
            "job_id",
            lambda job: print_journal.slip_data(connection, sealer, job),
        ),
        *_outbox_checks(connection, sealer),
        *_draft_checks(connection, sealer),
    ]
    found: list[BrokenRow] = []
    for table, row_id, check in checks:
        try:
            check()
        except SealBroken as error:
            found.append(BrokenRow(error.table, error.row_id))
        except (ValueError, TypeError, AttributeError):
            found.append(BrokenRow(table, row_id))  # a value of another type than was written
    return found


_Check = tuple[str, str, Callable[[], object]]


def _each(
    connection: Connection, source: str, column: str, check: Callable[[str], object]
) -> list[_Check]:
    ids = connection.exec_driver_sql(f"SELECT {column} FROM {source}").scalars()  # noqa: S608
    table = source.split(maxsplit=1)[0]
    return [(table, str(one), lambda one=one: check(one)) for one in ids]


def _check_case(connection: Connection, sealer: Sealer, case_no: str) -> None:
    case = cases.find_case(connection, sealer, case_no)
    events = cases.case_events(connection, sealer, case_no)
    complete = [event.seq for event in events] == list(range(1, case.events + 1))
    if not complete or events[-1].state != case.state:
        raise SealBroken("case_events", case_no)


def _outbox_checks(connection: Connection, sealer: Sealer) -> list[_Check]:
    rows = connection.exec_driver_sql("SELECT id FROM outbox").scalars()
    return [
        ("outbox", str(event), lambda event=event: _check_event(connection, sealer, event))
        for event in rows
    ]


def _check_event(connection: Connection, sealer: Sealer, event_id: int) -> None:
    key, kind, case_no, state, sealed, response = connection.exec_driver_sql(
        "SELECT key, kind, case_no, state, sealed, response FROM outbox WHERE id = ?", (event_id,)
    ).one()
    if state not in outbox.STATES or (sealed is None) != (state == "sent"):
        raise SealBroken("outbox", str(event_id))
    if sealed is not None:
        sealer.open("outbox", outbox.place(key, kind, case_no), sealed)
    if response is not None:
        sealer.open("outbox_response", key, response)


def _draft_checks(connection: Connection, sealer: Sealer) -> list[_Check]:
    ever = datetime(1, 1, 2, tzinfo=UTC)
    rows = connection.exec_driver_sql("SELECT person, matter_code FROM drafts").all()
    return [
        (
            "drafts",
            f"{person}/{matter}",
            lambda person=person, matter=matter: drafts.find(
                connection, sealer, person, matter, ever
            ),
        )
        for person, matter in rows
    ]
