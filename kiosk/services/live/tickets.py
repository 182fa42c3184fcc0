"""Queue tickets: numbers leased ahead, on disk before they are told, then to the platform."""

from __future__ import annotations

import logging
import uuid
from datetime import date
from typing import TYPE_CHECKING

from kiosk.domain.loader import shipped
from kiosk.domain.ticket import Block, Ticket, day_of, number_of
from kiosk.domain.windows import windows
from kiosk.services.filing import new_key
from kiosk.services.live.ending import WAIT_S, Ending, entered
from kiosk.services.ports import NotKeptError
from kiosk.services.ports_endings import Position, TicketTold, TicketWish

if TYPE_CHECKING:
    from sqlalchemy.engine import Connection

log = logging.getLogger("kiosk.tickets")
LEASE = 5
"""Numbers a zone held for an outage; twelve machines take sixty of 999."""
LEASE_AHEAD = 2
TRIES = 3
TAKEN = ("ticket-number-taken", "ticket-number-foreign")
"""A restored store held numbers that were given since: the next one is taken."""


class Tickets(Ending):
    """Gives numbers and asks where they stand. `home` is the hall for which it leases ahead."""

    home = ""

    def take_ticket(self, wish: TicketWish) -> TicketTold:
        """A number from what is leased; more is leased where nothing is left."""
        told = TicketTold(None, reason="offline")
        for _ in range(TRIES):
            key = new_key()
            ticket = self._number(wish, key)
            if isinstance(ticket, str):
                return TicketTold(None, reason=ticket)
            if wish.booked_for:
                told, again = self._booked(wish, ticket)
            else:
                told, again = self._sent(ticket, key)
            if not again:
                break
        return told

    def ticket_now(self, ticket_id: str) -> Position | None:
        """Ask the platform."""
        from backend_client.errors import PlatformError

        backend = self.online
        if backend is None:
            return None
        try:
            found = backend.client.tickets.ticket(ticket_id)
        except PlatformError as error:
            log.warning("ticket_not_asked kind=%s", type(error).__name__)
            return None
        if found is None:
            return None
        return Position(
            found.number, found.point, found.day, found.state, found.before, found.window or 0
        )

    def top_up(self) -> None:
        """Lease numbers of the hall `home` for its next day of opening, so that it goes on giving
        them while it is offline. Runs after each sign of life."""
        try:
            self._top_up()
        except NotKeptError as error:
            log.warning("numbers_not_kept reason=%s", error)

    def _top_up(self) -> None:
        from kiosk.store import tickets

        records, data = self._services.records, shipped()
        if records is None or not self.home:
            return
        day = day_of(data.points[self.home], self._clock.now(), data.calendar)
        if day is None:
            return
        today, held = self._clock.today(), dict[str, int]()
        records.write(lambda c: tickets.forget_before(c, today))
        for block in records.store.read(lambda c: tickets.blocks(c, self.home, day)):
            held[block.zone] = held.get(block.zone, 0) + block.left
        zones = [z for z in windows().zones_of(self.home) if held.get(z, 0) < LEASE_AHEAD]
        if zones:
            self._lease(self.home, day, zones)

    def _number(self, wish: TicketWish, key: str) -> Ticket | str:
        """A number on disk, with its event in the same commit unless it is booked; or why not."""
        ticket = self._next(wish, key)
        if ticket is not None:
            return ticket
        if self.online is None:
            return "offline"
        if not self._lease(wish.point, wish.day, [wish.zone]):
            return "none_left" if self.online else "offline"
        return self._next(wish, key) or "none_left"

    def _next(self, wish: TicketWish, key: str) -> Ticket | None:
        from backend_client.outbox import Event
        from kiosk.store import tickets

        records, now = self._services.kept, self._clock.utc_now()

        def write(connection: Connection) -> Ticket | None:
            serial = tickets.next_serial(connection, wish.point, wish.day, wish.zone)
            if serial is None:
                return None
            ticket = _ticket(wish, serial)
            if wish.booked_for is None:
                event = Event(key, "ticket", "", self._request(wish, ticket))
                tickets.note_ticket(connection, records.store.sealer, ticket, event, now)
            return ticket

        return records.write(write)

    def _sent(self, ticket: Ticket, key: str) -> tuple[TicketTold, bool]:
        """Hurry it to the platform; the number counts also where that has to wait."""
        from backend_client.models.tickets import TicketAnswer

        backend = self._services.backend
        if backend is None:
            return TicketTold(ticket), False
        sent = backend.send(key, WAIT_S)
        if sent.outcome == "parked" and sent.reason in TAKEN:
            return TicketTold(None, reason="none_left"), True
        if sent.outcome != "sent":
            return TicketTold(ticket), False
        return TicketTold(ticket, TicketAnswer.model_validate_json(sent.response).before), False

    def _booked(self, wish: TicketWish, ticket: Ticket) -> tuple[TicketTold, bool]:
        """A booking counts once the platform has room for it, and is told after that only."""
        from backend_client.errors import PlatformError, RefusedError
        from backend_client.models.tickets import TicketRequest

        backend = self.online
        if backend is None:
            return TicketTold(None, reason="offline"), False
        asked = TicketRequest.model_validate_json(self._request(wish, ticket))
        try:
            answer = backend.client.tickets.take(asked, new_key())
        except RefusedError as error:
            reason = "full" if error.code == "slot-full" else "none_left"
            return TicketTold(None, reason=reason), error.code in TAKEN
        except PlatformError as error:
            log.warning("booking_failed kind=%s", type(error).__name__)
            return TicketTold(None, reason="offline"), False
        return TicketTold(ticket, answer.before), False

    def _lease(self, point: str, day: date, zones: list[str]) -> bool:
        from backend_client.errors import PlatformError
        from backend_client.models.tickets import BlockRequest, WantedNumbers
        from kiosk.store import tickets

        backend, records = self._services.backend, self._services.records
        if backend is None or records is None:
            return False
        wanted = tuple(WantedNumbers(zone=zone, count=LEASE) for zone in zones)
        try:
            answer = backend.client.tickets.lease(
                BlockRequest(point=point, day=day, wanted=wanted), new_key()
            )
        except PlatformError as error:
            log.warning("numbers_not_leased kind=%s", type(error).__name__)
            return False
        blocks = [Block(point, day, one.zone, one.first, one.last) for one in answer.blocks]

        def keep(connection: Connection) -> None:
            for block in blocks:
                tickets.add_block(connection, block)

        records.write(keep)
        return bool(blocks)

    def _request(self, wish: TicketWish, ticket: Ticket) -> bytes:
        from backend_client.models.tickets import TicketPerson, TicketRequest

        person = wish.data.person
        return (
            TicketRequest(
                ticket_id=ticket.id,
                number=ticket.number,
                point=ticket.point,
                day=ticket.day,
                zone=ticket.zone,
                priority=ticket.priority,  # type: ignore[arg-type]  # checked by the model
                matter_code=wish.matter or None,
                booked_for=wish.booked_for,
                taken_at=self._clock.utc_now(),
                trouble=wish.trouble or None,
                person=TicketPerson(
                    name=person.name,
                    id_kind=person.kind,  # type: ignore[arg-type]  # checked by the model
                    id_number=person.number,
                )
                if person
                else None,
                fields=entered(wish.data),
            )
            .model_dump_json()
            .encode()
        )


def _ticket(wish: TicketWish, serial: int) -> Ticket:
    return Ticket(
        id=uuid.uuid4().hex,
        number=number_of(wish.zone, serial),
        point=wish.point,
        day=wish.day,
        zone=wish.zone,
        priority=wish.priority,
        matter=wish.matter,
        booked_for=wish.booked_for,
    )
