"""Tables of tickets and of requests that could not be settled."""

from __future__ import annotations

from sqlalchemy import Column, Index, Integer, LargeBinary, String, Table, UniqueConstraint

from backend_client.reference.tables import METADATA

TICKET_BLOCKS = Table(
    "ticket_blocks",
    METADATA,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("terminal_id", String(64), nullable=False),
    Column("point", String(8), nullable=False),
    Column("day", String(10), nullable=False),
    Column("zone", String(1), nullable=False),
    Column("first", Integer, nullable=False),
    Column("last", Integer, nullable=False),
    Index("ticket_blocks_place", "point", "day", "zone", "first"),
)

TICKETS = Table(
    "tickets",
    METADATA,
    Column("ticket_id", String(32), primary_key=True),
    Column("number", String(4), nullable=False),
    Column("leg", Integer, nullable=False),  # 1, and one more with every transfer
    Column("point", String(8), nullable=False),
    Column("day", String(10), nullable=False),
    Column("zone", String(1), nullable=False),
    Column("priority", String(12), nullable=False),
    Column("matter_code", String(20)),
    Column("terminal_id", String(64), nullable=False),
    Column("booked_for", String(40)),
    Column("queue_at", String(40), nullable=False),
    Column("state", String(12), nullable=False),
    Column("calls", Integer, nullable=False),
    Column("requeued", Integer, nullable=False),
    Column("window", Integer),
    Column("sealed", LargeBinary, nullable=False),
    UniqueConstraint("point", "day", "number", "leg", name="tickets_number"),
    Index("tickets_queue", "point", "day", "zone", "state"),
)

TICKET_EVENTS = Table(
    "ticket_events",
    METADATA,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("ticket_id", String(32), nullable=False),
    Column("at", String(40), nullable=False),
    Column("event", String(20), nullable=False),
    Column("state", String(12), nullable=False),
    Column("who", String(12), nullable=False),
    Index("ticket_events_ticket", "ticket_id", "id"),
)

UNRESOLVED = Table(
    "unresolved",
    METADATA,
    Column("case_no", String(18), primary_key=True),
    Column("terminal_id", String(64), nullable=False),
    Column("number_day", String(10), nullable=False),
    Column("serial", Integer, nullable=False),
    Column("cause", String(20), nullable=False),
    Column("matter_code", String(20)),
    Column("subject", String(64)),
    Column("state", String(12), nullable=False),
    Column("registered_at", String(40), nullable=False),
    Column("answer_by", String(10), nullable=False),
    Column("answered_at", String(40)),
    Column("person_mac", String(64)),
    Column("password_mac", String(64), nullable=False),
    Column("misses", Integer, nullable=False),  # wrong passwords so far
    Column("sealed", LargeBinary, nullable=False),
    Index("unresolved_serial", "terminal_id", "number_day", "serial"),
    Index("unresolved_state", "state", "registered_at"),
    Index("unresolved_person", "person_mac", "registered_at"),
)
