"""Tickets and requests that could not be settled: what terminals call, and what clerks call."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Response

from backend_client.models import tickets as wire
from backend_client.models import unresolved as open_wire
from backend_client.models.base import CaseNo, Day, PointId
from backend_client.models.tickets import TicketId, Zone
from backend_client.models.unresolved import UnresolvedState
from backend_client.reference import ledger, tickets, unresolved
from backend_client.reference.deps import (
    WRITE_PROBLEMS,
    StaffWrite,
    TerminalWrite,
    ThePlatform,
    TheStaff,
    TheTerminal,
    answer,
)
from backend_client.reference.problems import declared

router = APIRouter(prefix="/api/v1")
TAKEN = ("unknown-point", "unknown-matter", "ticket-number-foreign", "ticket-number-taken")


@router.post(
    "/ticket-blocks",
    status_code=201,
    response_model=wire.BlockAnswer,
    responses=declared("unknown-point", *WRITE_PROBLEMS),
)
def post_ticket_block(
    body: wire.BlockRequest, platform: ThePlatform, write: TerminalWrite
) -> Response:
    """Numbers for a hall and a day that only this terminal gives."""
    return write.do(
        "ticket-block",
        body,
        lambda c: tickets.lease(platform, c, write.caller, body, write.key),
        status=201,
    )


@router.post(
    "/tickets",
    status_code=201,
    response_model=wire.TicketAnswer,
    responses=declared(*TAKEN, "slot-full", *WRITE_PROBLEMS),
)
def post_ticket(body: wire.TicketRequest, platform: ThePlatform, write: TerminalWrite) -> Response:
    """Put a number into its queue."""
    return write.do(
        "ticket",
        body,
        lambda c: tickets.take(platform, c, write.caller, body, write.key),
        status=201,
    )


@router.get(
    "/tickets/{ticket_id}", response_model=wire.TicketView, responses=declared("unknown-ticket")
)
def get_ticket(ticket_id: TicketId, platform: ThePlatform, _terminal: TheTerminal) -> Response:
    """A ticket as it stands, by the id on its slip."""
    with platform.database.read() as connection:
        return answer(tickets.view(connection, ticket_id))


@router.get("/staff/tickets", response_model=wire.TicketList, responses=declared())
def get_tickets(
    platform: ThePlatform,
    _staff: TheStaff,
    point: PointId,
    day: Day,
    zone: Zone | None = None,
) -> Response:
    """The tickets of a hall and a day, in the order of calling."""
    with platform.database.read() as connection:
        return answer(tickets.list_tickets(connection, point, day, zone))


@router.post(
    "/staff/tickets/next", response_model=wire.NextAnswer, responses=declared(*WRITE_PROBLEMS)
)
def post_next_ticket(body: wire.NextCall, platform: ThePlatform, write: StaffWrite) -> Response:
    """Call whoever is next to a window."""
    return write.do("ticket-next", body, lambda c: tickets.call_next(platform, c, body, write.key))


@router.post(
    "/staff/tickets/{ticket_id}/actions",
    response_model=wire.TicketAnswer,
    responses=declared("unknown-ticket", "wrong-state", *WRITE_PROBLEMS),
)
def post_ticket_action(
    ticket_id: TicketId, body: wire.TicketAction, platform: ThePlatform, write: StaffWrite
) -> Response:
    """Call again, serve, finish, miss, put back, transfer, give up."""
    return write.do(
        f"ticket-action {ticket_id}",
        body,
        lambda c: tickets.act(platform, c, ticket_id, body, write.key),
    )


@router.get(
    "/staff/tickets/{ticket_id}/entered",
    response_model=wire.EnteredData,
    responses=declared("unknown-ticket", "wrong-state"),
    openapi_extra=ledger.FOUND,
)
def get_entered(ticket_id: TicketId, platform: ThePlatform, clerk: TheStaff) -> Response:
    """What the person had entered at the machine, once the ticket is called."""
    with platform.database.write() as connection:
        seen = tickets.entered(platform, connection, ticket_id)
        ledger.note_entered(platform, connection, clerk, seen)
    return answer(seen)


@router.post(
    "/unresolved",
    status_code=201,
    response_model=open_wire.UnresolvedAnswer,
    responses=declared(
        "not-yours",
        "unknown-point",
        "unknown-matter",
        "case-number-foreign",
        "case-number-taken",
        *WRITE_PROBLEMS,
    ),
)
def post_unresolved(
    body: open_wire.UnresolvedRequest, platform: ThePlatform, write: TerminalWrite
) -> Response:
    """Keep what somebody could not get done."""
    return write.do(
        "unresolved",
        body,
        lambda c: unresolved.register(platform, c, write.caller, body, write.key),
        status=201,
    )


@router.post(
    "/unresolved/look-up",
    response_model=open_wire.UnresolvedFound,
    responses=declared("assurance-too-low", *WRITE_PROBLEMS),
    openapi_extra=ledger.FOUND,
)
def post_unresolved_look_up(
    body: open_wire.UnresolvedLookup, platform: ThePlatform, write: TerminalWrite
) -> Response:
    """What became of it, by slip or card; a body, so that nothing of it stands in an address."""
    return write.do(
        "unresolved-look-up",
        body,
        lambda c: unresolved.look_up(platform, c, write.caller, body, write.key),
    )


@router.get("/staff/unresolved", response_model=open_wire.UnresolvedList, responses=declared())
def get_all_unresolved(
    platform: ThePlatform,
    _staff: TheStaff,
    state: UnresolvedState | None = None,
    limit: Annotated[int, Query(ge=1, le=1000)] = 200,
) -> Response:
    """Requests, oldest first."""
    with platform.database.read() as connection:
        return answer(unresolved.list_requests(platform, connection, state, limit))


@router.post(
    "/staff/unresolved/{case_no}/actions",
    response_model=open_wire.UnresolvedAnswer,
    responses=declared("unknown-case", "wrong-state", *WRITE_PROBLEMS),
)
def post_unresolved_action(
    case_no: CaseNo, body: open_wire.UnresolvedAction, platform: ThePlatform, write: StaffWrite
) -> Response:
    """Take a request on, or answer it."""
    return write.do(
        f"unresolved-action {case_no}",
        body,
        lambda c: unresolved.act(platform, c, case_no, body, write.key),
    )


@router.get(
    "/staff/unresolved/{case_no}/content",
    response_model=open_wire.UnresolvedContent,
    responses=declared("unknown-case", "wrong-state"),
    openapi_extra=ledger.FOUND,
)
def get_unresolved_content(case_no: CaseNo, platform: ThePlatform, clerk: TheStaff) -> Response:
    """What the person had entered, once the request is taken on."""
    with platform.database.write() as connection:
        return answer(unresolved.content(platform, connection, clerk, case_no))
