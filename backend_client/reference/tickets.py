"""Queue tickets: blocks of numbers, the order of calling, and each ticket's moves."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from types import MappingProxyType
from typing import Any
from uuid import uuid4

from sqlalchemy import Connection, RowMapping, func, select

from backend_client.models.tickets import (
    BlockAnswer,
    BlockRequest,
    EnteredData,
    NextAnswer,
    NextCall,
    NumberBlock,
    TicketAction,
    TicketAnswer,
    TicketList,
    TicketRequest,
    TicketView,
)
from backend_client.reference.auth import Caller
from backend_client.reference.clock import shanghai_day
from backend_client.reference.core import Platform
from backend_client.reference.numbers import rfc3339
from backend_client.reference.problems import ProblemError, invalid
from backend_client.reference.tables_tickets import TICKET_BLOCKS, TICKET_EVENTS, TICKETS

MOST = 999
AHEAD = timedelta(days=45)
MOST_CALLS = 3
SLOT_PLACES = 20
"""Bookings a zone takes for one half-day (a sample figure)."""
QUEUED = ("waiting", "requeued")
OPEN = ("waiting", "requeued", "missed", "called")
MOVES: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        "call": {"waiting": "called", "requeued": "called", "called": "called"},
        "start": {"called": "serving"},
        "miss": {"called": "missed"},
        "come_back": {"missed": "requeued"},
        "finish": {"serving": "done"},
        "transfer": {"serving": "transferred", "called": "transferred"},
        "give_up": {"waiting": "void", "requeued": "void", "missed": "void"},
        "day_ends": dict.fromkeys(OPEN, "void"),
    }
)
"""Event -> state before -> state after; calls and returns are counted beside it."""


def lease(
    platform: Platform, connection: Connection, caller: Caller, asked: BlockRequest, key: str
) -> BlockAnswer:
    """Give a terminal numbers of its own; they count for one hall, zone and day."""
    _check_place(platform, asked.point, asked.day)
    blocks: list[NumberBlock] = []
    for wanted in asked.wanted:
        scope = f"ticket {asked.point} {wanted.zone}"
        serials = [
            platform.database.next_serial(connection, scope, asked.day) for _ in range(wanted.count)
        ]
        first, last = serials[0], min(serials[-1], MOST)
        if first > MOST:
            continue
        row = {"terminal_id": caller.id, "point": asked.point, "day": asked.day.isoformat()}
        row |= {"zone": wanted.zone, "first": first, "last": last}
        connection.execute(TICKET_BLOCKS.insert().values(row))
        blocks.append(NumberBlock(zone=wanted.zone, first=first, last=last))
    return BlockAnswer(key=key, point=asked.point, day=asked.day, blocks=tuple(blocks))


def take(
    platform: Platform, connection: Connection, caller: Caller, asked: TicketRequest, key: str
) -> TicketAnswer:
    """Put a number into the queue, as early as it was given."""
    _check_place(platform, asked.point, asked.day)
    _check_number(connection, caller, asked)
    if asked.booked_for is not None:
        _check_slot(connection, asked)
    if asked.matter_code is not None and platform.offers.matter(asked.matter_code) is None:
        raise ProblemError("unknown-matter")
    now = platform.clock.now()
    row = {
        "ticket_id": asked.ticket_id,
        "number": asked.number,
        "leg": 1,
        "point": asked.point,
        "day": asked.day.isoformat(),
        "zone": asked.zone,
        "priority": asked.priority,
        "matter_code": asked.matter_code,
        "terminal_id": caller.id,
        "booked_for": asked.booked_for and rfc3339(asked.booked_for),
        "queue_at": rfc3339(asked.booked_for or min(asked.taken_at, now)),
        "state": "waiting",
        "calls": 0,
        "requeued": 0,
        "window": None,
        "sealed": _seal(platform, asked.ticket_id, asked.model_dump_json().encode()),
    }
    if not platform.database.insert_once(connection, TICKETS, row):
        raise ProblemError("ticket-number-taken")
    _note(platform, connection, asked.ticket_id, event="take", state="waiting", who="terminal")
    return TicketAnswer(**dict(view(connection, asked.ticket_id)), key=key)


def view(connection: Connection, ticket_id: str) -> TicketView:
    """A ticket as it stands; a terminal may ask for any whose id it was shown."""
    return _view(connection, _row(connection, ticket_id))


def call_next(platform: Platform, connection: Connection, asked: NextCall, key: str) -> NextAnswer:
    """Call whoever is first in today's queue of a zone."""
    today = shanghai_day(platform.clock.now())
    _end_former_days(platform, connection, today)
    here = _queue(asked.point, today.isoformat(), asked.zone)
    found = connection.execute(select(TICKETS).where(here).order_by(*_order()).limit(1))
    row = found.mappings().first()
    if row is None:
        return NextAnswer(key=key)
    _move(platform, connection, row, "call", window=asked.window)
    return NextAnswer(key=key, ticket=view(connection, row["ticket_id"]))


def act(
    platform: Platform, connection: Connection, ticket_id: str, asked: TicketAction, key: str
) -> TicketAnswer:
    """Move a ticket on; the problem wrong-state where its table has no such move."""
    _end_former_days(platform, connection, shanghai_day(platform.clock.now()))
    row = _row(connection, ticket_id)
    if (asked.action == "transfer") != (asked.to_zone is not None):
        raise invalid("/to_zone", "missing" if asked.to_zone is None else "unexpected")
    values: dict[str, Any] = {"window": asked.window} if asked.window else {}
    _move(platform, connection, row, asked.action, **values)
    if asked.to_zone is not None:
        ticket_id = _pass_on(platform, connection, row, asked.to_zone)
    return TicketAnswer(**dict(view(connection, ticket_id)), key=key)


def list_tickets(connection: Connection, point: str, day: date, zone: str | None) -> TicketList:
    """All tickets of a hall and a day, in the order of calling."""
    here = (TICKETS.c.point == point) & (TICKETS.c.day == day.isoformat())
    if zone is not None:
        here &= TICKETS.c.zone == zone
    rows = connection.execute(select(TICKETS).where(here).order_by(*_order())).mappings().all()
    return TicketList(tickets=tuple(_view(connection, row) for row in rows))


def entered(platform: Platform, connection: Connection, ticket_id: str) -> EnteredData:
    """What was entered before: for the clerk who has called the ticket, and nobody else."""
    row = _row(connection, ticket_id)
    if row["state"] not in ("called", "serving"):
        raise ProblemError("wrong-state")
    plain = platform.vault.open("tickets", ticket_id, row["sealed"])
    asked = TicketRequest.model_validate_json(plain)
    kept = asked.model_dump(include={"matter_code", "trouble", "person", "fields"})
    return EnteredData(ticket_id=ticket_id, **kept)


def _check_place(platform: Platform, point: str, day: date) -> None:
    today = shanghai_day(platform.clock.now())
    if point not in platform.offers.points:
        raise ProblemError("unknown-point")
    if not today - timedelta(days=7) <= day <= today + AHEAD:
        raise invalid("/day", "out-of-range")


def _check_number(connection: Connection, caller: Caller, asked: TicketRequest) -> None:
    if asked.number[0] != asked.zone:
        raise invalid("/number", "other-zone")
    mine = (
        (TICKET_BLOCKS.c.terminal_id == caller.id)
        & (TICKET_BLOCKS.c.point == asked.point)
        & (TICKET_BLOCKS.c.day == asked.day.isoformat())
        & (TICKET_BLOCKS.c.zone == asked.zone)
        & (TICKET_BLOCKS.c.first <= int(asked.number[1:]))
        & (TICKET_BLOCKS.c.last >= int(asked.number[1:]))
    )
    if connection.execute(select(TICKET_BLOCKS.c.id).where(mine)).first() is None:
        raise ProblemError("ticket-number-foreign")


def _check_slot(connection: Connection, asked: TicketRequest) -> None:
    booked = asked.booked_for
    if booked is None or shanghai_day(booked) != asked.day:
        raise invalid("/booked_for", "other-day")
    same = (
        (TICKETS.c.point == asked.point)
        & (TICKETS.c.zone == asked.zone)
        & (TICKETS.c.booked_for == rfc3339(booked))
        & TICKETS.c.state.in_(QUEUED)
    )
    count = connection.execute(select(func.count()).select_from(TICKETS).where(same)).scalar_one()
    if count >= SLOT_PLACES:
        raise ProblemError("slot-full")


def _queue(point: str, day: str, zone: str) -> Any:
    here = (TICKETS.c.point == point) & (TICKETS.c.day == day) & (TICKETS.c.zone == zone)
    return here & TICKETS.c.state.in_(QUEUED)


def _order() -> tuple[Any, ...]:
    return ((TICKETS.c.priority == "").asc(), TICKETS.c.queue_at, TICKETS.c.number)


def _view(connection: Connection, row: RowMapping) -> TicketView:
    return TicketView(
        ticket_id=row["ticket_id"],
        number=row["number"],
        point=row["point"],
        day=date.fromisoformat(row["day"]),
        zone=row["zone"],
        priority=row["priority"],
        state=row["state"],
        before=_before(connection, row),
        matter_code=row["matter_code"],
        booked_for=datetime.fromisoformat(row["booked_for"]) if row["booked_for"] else None,
        window=row["window"],
        calls=row["calls"],
    )


def _before(connection: Connection, row: RowMapping) -> int:
    """How many of the same queue are called before this one; 0 once it is out of the queue."""
    if row["state"] not in QUEUED:
        return 0
    here = _queue(row["point"], row["day"], row["zone"])
    query = select(TICKETS.c.ticket_id).where(here).order_by(*_order())
    ids = [one for (one,) in connection.execute(query)]
    return ids.index(row["ticket_id"])


def _row(connection: Connection, ticket_id: str) -> RowMapping:
    query = select(TICKETS).where(TICKETS.c.ticket_id == ticket_id).with_for_update()
    row = connection.execute(query).mappings().first()
    if row is None:
        raise ProblemError("unknown-ticket")
    return row


def _move(
    platform: Platform, connection: Connection, row: RowMapping, event: str, **values: Any
) -> None:
    state = MOVES[event].get(row["state"])
    if state is None or (event == "call" and row["calls"] >= MOST_CALLS):
        raise ProblemError("wrong-state")
    if event == "call":
        values["calls"] = row["calls"] + 1
    elif event == "come_back":
        state = "void" if row["requeued"] else "requeued"  # once, then a new number is needed
        values |= {"requeued": 1, "calls": 0, "queue_at": rfc3339(platform.clock.now())}
    here = TICKETS.c.ticket_id == row["ticket_id"]
    connection.execute(TICKETS.update().where(here).values(state=state, **values))
    who = "platform" if event == "day_ends" else "clerk"
    _note(platform, connection, row["ticket_id"], event=event, state=state, who=who)


def _pass_on(platform: Platform, connection: Connection, row: RowMapping, zone: str) -> str:
    """The same number in another zone's queue, at the place of its time."""
    ticket_id = uuid4().hex
    plain = platform.vault.open("tickets", row["ticket_id"], row["sealed"])
    asked = TicketRequest.model_validate_json(plain)
    kept = asked.model_copy(update={"ticket_id": ticket_id, "zone": zone}).model_dump_json()
    fresh = dict(row) | {
        "ticket_id": ticket_id,
        "leg": row["leg"] + 1,
        "zone": zone,
        "state": "waiting",
        "calls": 0,
        "window": None,
        "sealed": _seal(platform, ticket_id, kept.encode()),
    }
    connection.execute(TICKETS.insert().values(fresh))
    _note(platform, connection, ticket_id, event="passed_on", state="waiting", who="clerk")
    return ticket_id


def _end_former_days(platform: Platform, connection: Connection, today: date) -> None:
    left = (TICKETS.c.day < today.isoformat()) & TICKETS.c.state.in_(OPEN)
    for row in connection.execute(select(TICKETS).where(left)).mappings().all():
        _move(platform, connection, row, "day_ends")


def _seal(platform: Platform, ticket_id: str, plain: bytes) -> bytes:
    return platform.vault.seal("tickets", ticket_id, plain)


def _note(
    platform: Platform, connection: Connection, ticket_id: str, *, event: str, state: str, who: str
) -> None:
    at = rfc3339(platform.clock.now())
    row = {"ticket_id": ticket_id, "at": at, "event": event, "state": state, "who": who}
    connection.execute(TICKET_EVENTS.insert().values(row))
