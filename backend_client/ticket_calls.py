"""Tickets and requests that could not be settled, as a terminal and as clerks call them."""

from __future__ import annotations

from urllib.parse import quote

from backend_client.calls import Calls
from backend_client.errors import MalformedError, RefusedError
from backend_client.models.tickets import (
    BlockAnswer,
    BlockRequest,
    EnteredData,
    NextAnswer,
    NextCall,
    TicketAction,
    TicketAnswer,
    TicketList,
    TicketRequest,
    TicketView,
)
from backend_client.models.unresolved import (
    UnresolvedAction,
    UnresolvedAnswer,
    UnresolvedContent,
    UnresolvedFound,
    UnresolvedList,
    UnresolvedLookup,
    UnresolvedRequest,
)


class TicketCalls:
    """A terminal's calls; they block and raise like PlatformClient."""

    def __init__(self, calls: Calls) -> None:
        self._calls = calls

    def lease(self, asked: BlockRequest, key: str) -> BlockAnswer:
        """Numbers for a hall and a day."""
        answer = self._calls.write("/ticket-blocks", BlockAnswer, asked, key)
        if (answer.point, answer.day) != (asked.point, asked.day):
            raise MalformedError("other-place")
        return answer

    def take(self, asked: TicketRequest, key: str) -> TicketAnswer:
        """Put a number into its queue."""
        return self._calls.write("/tickets", TicketAnswer, asked, key)

    def ticket(self, ticket_id: str) -> TicketView | None:
        """A ticket as it stands; None when there is none with that id."""
        try:
            return self._calls.read(f"/tickets/{quote(ticket_id, safe='')}", TicketView)
        except RefusedError as error:
            if error.problem.code == "unknown-ticket":
                return None
            raise

    def register(self, asked: UnresolvedRequest, key: str) -> UnresolvedAnswer:
        """Keep what somebody could not get done."""
        return self._calls.write("/unresolved", UnresolvedAnswer, asked, key)

    def look_up(self, asked: UnresolvedLookup, key: str) -> UnresolvedFound:
        """What became of it."""
        return self._calls.write("/unresolved/look-up", UnresolvedFound, asked, key)


class TicketDesk:
    """A clerk's calls; they block and raise like StaffClient."""

    def __init__(self, calls: Calls) -> None:
        self._calls = calls

    def tickets(self, point: str, day: str, zone: str = "") -> TicketList:
        """The tickets of a hall and a day (ISO), in the order of calling."""
        query = f"point={quote(point, safe='')}&day={quote(day, safe='')}"
        query += f"&zone={quote(zone, safe='')}" if zone else ""
        return self._calls.read(f"/staff/tickets?{query}", TicketList)

    def call_next(self, asked: NextCall, key: str) -> NextAnswer:
        """Call whoever is next to a window."""
        return self._calls.write("/staff/tickets/next", NextAnswer, asked, key)

    def act(self, ticket_id: str, action: TicketAction, key: str) -> TicketAnswer:
        """Move a ticket on."""
        path = f"/staff/tickets/{quote(ticket_id, safe='')}/actions"
        return self._calls.write(path, TicketAnswer, action, key)

    def entered(self, ticket_id: str) -> EnteredData:
        """What the person had entered at the machine."""
        path = f"/staff/tickets/{quote(ticket_id, safe='')}/entered"
        return self._calls.read(path, EnteredData)

    def unresolved(self, state: str = "") -> UnresolvedList:
        """Requests, oldest first."""
        query = f"?state={quote(state, safe='')}" if state else ""
        return self._calls.read(f"/staff/unresolved{query}", UnresolvedList)

    def settle(self, case_no: str, action: UnresolvedAction, key: str) -> UnresolvedAnswer:
        """Take a request on, or answer it."""
        path = f"/staff/unresolved/{quote(case_no, safe='')}/actions"
        return self._calls.write(path, UnresolvedAnswer, action, key)

    def unresolved_content(self, case_no: str) -> UnresolvedContent:
        """What the person had entered."""
        path = f"/staff/unresolved/{quote(case_no, safe='')}/content"
        return self._calls.read(path, UnresolvedContent)
