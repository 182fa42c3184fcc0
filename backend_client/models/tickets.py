"""Queue tickets on the wire: blocks of numbers, a number taken, and what clerks do with it."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from backend_client.models.base import (
    Answer,
    Day,
    FieldId,
    FieldValue,
    IdKind,
    MatterCode,
    Moment,
    PointId,
    Request,
    Slug,
    Text,
)

TicketState = Literal[
    "waiting", "called", "serving", "done", "missed", "requeued", "transferred", "void"
]
TicketId = Annotated[str, Field(pattern=r"^[0-9a-f]{32}$")]
"""Random, made by the terminal: it stands on the slip and tells nothing."""

TicketNo = Annotated[str, Field(pattern=r"^[A-Z][0-9]{3}$")]
Zone = Annotated[str, Field(pattern=r"^[A-Z]$")]
Priority = Literal["", "elderly", "disabled", "serviceman", "pregnant"]
WindowNo = Annotated[int, Field(ge=1, le=999, strict=True)]


class WantedNumbers(Request):
    """How many numbers of a zone a terminal asks for."""

    zone: Zone
    count: Annotated[int, Field(ge=1, le=20, strict=True)]


class BlockRequest(Request):
    """A terminal asks for numbers of a hall and a day, to give them also while it is offline."""

    point: PointId
    day: Day
    wanted: Annotated[tuple[WantedNumbers, ...], Field(min_length=1, max_length=26)]


class NumberBlock(Answer):
    """Numbers `first` to `last` of a zone; no other terminal gives them."""

    zone: Zone
    first: int
    last: int


class BlockAnswer(Answer):
    """The blocks asked for; a zone whose 999 numbers are gone is left out."""

    key: str
    point: PointId
    day: Day
    blocks: tuple[NumberBlock, ...]


class TicketPerson(Request):
    """Whom the number is for, where they identified themselves."""

    name: Text
    id_kind: IdKind
    id_number: Annotated[str, Field(pattern=r"^[0-9A-Z]{15,18}$")]


class TicketRequest(Request):
    """A number that was given. What was entered before comes along for the window's clerk.

    `booked_for` is the moment from which a booking is called; `trouble` is what kept the person
    from going on at the machine.
    """

    ticket_id: TicketId
    number: TicketNo
    point: PointId
    day: Day
    zone: Zone
    priority: Priority = ""
    matter_code: MatterCode | None = None
    booked_for: Moment | None = None
    taken_at: Moment
    trouble: Slug | None = None
    person: TicketPerson | None = None
    fields: Annotated[dict[FieldId, FieldValue], Field(default_factory=dict, max_length=200)]


class TicketView(Answer):
    """A ticket as it stands. `before`: how many are called before it; `window` once called."""

    ticket_id: TicketId
    number: TicketNo
    point: PointId
    day: Day
    zone: Zone
    priority: Priority
    state: TicketState
    before: int
    matter_code: MatterCode | None = None
    booked_for: Moment | None = None
    window: int | None = None
    calls: int = 0


class TicketAnswer(TicketView):
    """The answer to a write; `key` echoes the Idempotency-Key."""

    key: str


class NextCall(Request):
    """A clerk calls whoever is next in a zone to a window."""

    point: PointId
    zone: Zone
    window: WindowNo


class NextAnswer(Answer):
    """Whoever was called; null where nobody waits."""

    key: str
    ticket: TicketView | None = None


class TicketAction(Request):
    """What happens to a ticket: called again, served, missed, back in the queue, passed on.

    `transfer` needs `to_zone` and keeps the number; `window` may change with a call.
    """

    action: Literal["call", "start", "finish", "miss", "come_back", "transfer", "give_up"]
    window: WindowNo | None = None
    to_zone: Zone | None = None


class TicketList(Answer):
    """The tickets of a hall and a day in the order in which they are called."""

    tickets: tuple[TicketView, ...]


class EnteredData(Answer):
    """What the person had entered before, for the clerk who serves the ticket."""

    ticket_id: TicketId
    matter_code: MatterCode | None
    trouble: str | None
    person: TicketPerson | None
    fields: dict[str, str]
