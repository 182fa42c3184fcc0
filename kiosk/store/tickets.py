"""Queue tickets of this terminal: leased blocks of numbers, and the numbers given from them.

A number is taken and put into the outbox in one commit, so that none is given twice and none
that was told to a person gets lost. Functions work on a connection and never commit.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from backend_client import outbox
from backend_client.outbox import stamp
from kiosk.domain.ticket import Block, Ticket

if TYPE_CHECKING:
    from sqlalchemy.engine import Connection

    from backend_client.sealer import Sealer


@dataclass(frozen=True, slots=True)
class TicketRow:
    """A line for staff; nothing personal. `state` is that of its way to the platform."""

    no: str
    platform_no: str
    state: str
    created: datetime
    age_s: int
    attempts: int
    next_try: datetime | None
    reason: str


def add_block(connection: Connection, block: Block) -> None:
    """Keep a leased block; one that is there already stays as it is."""
    connection.exec_driver_sql(
        "INSERT INTO ticket_blocks (point, day, zone, first, last, next) VALUES (?, ?, ?, ?, ?, ?)"
        " ON CONFLICT DO NOTHING",
        (block.point, block.day.isoformat(), block.zone, block.next, block.last, block.next),
    )


def blocks(connection: Connection, point: str, day: date) -> list[Block]:
    """The blocks of a hall and a day that still hold numbers, in the order they are used."""
    found = connection.exec_driver_sql(
        "SELECT zone, next, last FROM ticket_blocks WHERE point = ? AND day = ? AND next <= last"
        " ORDER BY zone, first",
        (point, day.isoformat()),
    )
    return [Block(point, day, zone, following, last) for zone, following, last in found]


def next_serial(connection: Connection, point: str, day: date, zone: str) -> int | None:
    """Take the lowest number left of a zone; None where none is left."""
    place = (point, day.isoformat(), zone)
    found = connection.exec_driver_sql(
        "SELECT first, next FROM ticket_blocks WHERE point = ? AND day = ? AND zone = ?"
        " AND next <= last ORDER BY first LIMIT 1",
        place,
    ).one_or_none()
    if found is None:
        return None
    first, serial = found
    connection.exec_driver_sql(
        "UPDATE ticket_blocks SET next = ? WHERE point = ? AND day = ? AND zone = ? AND first = ?",
        (serial + 1, *place, first),
    )
    return int(serial)


def note_ticket(
    connection: Connection, sealer: Sealer, ticket: Ticket, event: outbox.Event, now: datetime
) -> None:
    """Write a number that was given, with the event that tells the platform."""
    connection.exec_driver_sql(
        "INSERT INTO tickets (ticket_id, number, point, day, zone, matter_code, key, created_at)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (
            ticket.id,
            ticket.number,
            ticket.point,
            ticket.day.isoformat(),
            ticket.zone,
            ticket.matter,
            event.key,
            stamp(now),
        ),
    )
    outbox.enqueue(connection, sealer, event, now)


def forget_before(connection: Connection, day: date) -> None:
    """Drop blocks and numbers of days before `day`: they count no more."""
    for table in ("ticket_blocks", "tickets"):
        connection.exec_driver_sql(f"DELETE FROM {table} WHERE day < ?", (day.isoformat(),))  # noqa: S608


def ticket_list(connection: Connection, now: datetime) -> list[TicketRow]:
    """Every number kept, oldest first, with how far it has got."""
    found = connection.exec_driver_sql(
        "SELECT t.number, t.point, t.day, t.created_at, o.state, o.attempts, o.next_try, o.reason"
        " FROM tickets t LEFT JOIN outbox o ON o.key = t.key ORDER BY t.created_at"
    )
    rows: list[TicketRow] = []
    for number, point, day, created_at, state, attempts, next_try, reason in found:
        created = datetime.fromisoformat(created_at)
        waits = state in ("pending", "leased")
        rows.append(
            TicketRow(
                no=f"{point} {day} {number}",
                platform_no="",
                state=state or "sent",
                created=created,
                age_s=max(0, int((now - created).total_seconds())),
                attempts=attempts or 0,
                next_try=datetime.fromtimestamp(next_try, now.tzinfo) if waits else None,
                reason=reason or "",
            )
        )
    return rows
