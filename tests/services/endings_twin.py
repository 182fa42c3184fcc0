"""Tickets and requests in memory, as a World has them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

from kiosk.domain.ticket import Ticket, number_of
from kiosk.services.ports import NotKeptError
from kiosk.services.ports_endings import (
    Followed,
    OpenRequest,
    Position,
    Registered,
    TicketTold,
)

NUMBER = "XC2611230005000431"


class EndingsTwin:
    def __init__(self, world):
        self.world = world
        self.wishes = []
        self.before = 3
        self.blocks = {}
        self.positions = {}
        self.reason = ""
        self.requests = ()
        self.asked = []

    def take_ticket(self, wish):
        if not self.world.disk:
            raise NotKeptError("full")
        if self.reason:
            return TicketTold(None, reason=self.reason)
        self.wishes.append(wish)
        place = (wish.point, wish.day, wish.zone)
        self.blocks[place] = self.blocks.get(place, 11) + 1
        ticket = Ticket(
            id="ab" * 16,
            number=number_of(wish.zone, self.blocks[place]),
            point=wish.point,
            day=wish.day,
            zone=wish.zone,
            priority=wish.priority,
            matter=wish.matter,
            booked_for=wish.booked_for,
        )
        self.positions[ticket.id] = Position(
            ticket.number, ticket.point, ticket.day, "waiting", self.before, 0
        )
        return TicketTold(ticket, self.before if self.world.network else None)

    def ticket_now(self, ticket_id):
        return self.positions.get(ticket_id)

    def move(self, **changes):
        """The hall calls, serves, ends every number."""
        self.positions = {k: replace(p, **changes) for k, p in self.positions.items()}

    def register(self, wish):
        if not self.world.disk:
            raise NotKeptError("full")
        self.wishes.append(wish)
        by = date(2026, 11, 30) if self.world.network else None
        return Registered(NUMBER, "012345", by)

    def follow(self, *, number="", password="", person=None):
        self.asked.append((number, password, person.number if person else ""))
        return Followed(self.world.network, self.requests if self.world.network else ())


def request(state="registered", answer="", matter="XC-MZ-008", at=None):
    begun = at or datetime.fromisoformat("2026-11-23T01:41:00+00:00")
    by = (begun + timedelta(days=7)).date()
    return OpenRequest(NUMBER, state, "material", matter, begun, by, answer)
