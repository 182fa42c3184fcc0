"""Taking a number for a hall, with what was entered before; asking how many are before it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING, ClassVar

from kiosk.domain.loader import shipped
from kiosk.domain.ticket import day_of
from kiosk.domain.windows import windows
from kiosk.services.errands.base import Press
from kiosk.services.errands.ending import Ending
from kiosk.services.ports_endings import Position, TicketTold, TicketWish
from kiosk.services.ports_papers import About
from kiosk.services.presenters import ticket as pages
from kiosk.services.slips_endings import TICKET_MARK, place_slip, ticket_slip
from kiosk.services.view import Draft, View

if TYPE_CHECKING:
    from kiosk.domain.points import ServicePoint
    from kiosk.services.controller import Controller

CODE = re.compile(f"{TICKET_MARK}([0-9a-f]{{32}})")


class Ticket(Ending):
    """Zone (where no matter tells it), who, when; then the number."""

    name: ClassVar[str] = "ticket"
    opens: ClassVar[tuple[str, ...]] = ("home.ticket", "ticket.take")

    def __init__(self, controller: Controller) -> None:
        super().__init__(controller)
        self._at = "zone"
        self._point: ServicePoint = controller.fixed.place.helper
        self._zone, self._matter, self._priority = "", "", ""
        self._told = TicketTold(None, reason="offline")
        self._position: Position | None = None

    # ---- where it is ----

    def open(self, by: str, key: str) -> None:
        """`key`: POINT or POINT:MATTER; without a matter the zone is asked for."""
        place, _, code = key.partition(":")
        self._point = shipped().points.get(place, self._point)
        matter = self.c.fixed.matters.get(code)
        if matter is not None:
            self._matter = self.about = code
            self._zone = windows().zone_for(self._point.id, matter.dept_code)
        self._at = "who" if self._zone else "zone"
        if by == "home.ticket":
            self.c.scanning.begin(self._scanned)
        self.show()

    def drafts(self, view: View) -> tuple[Draft, ...]:
        """The pages of where it is now."""
        point = self._point
        match self._at:
            case "zone":
                return pages.zones(view, point)
            case "who":
                return pages.who(view)
            case "when":
                return pages.when(view, point, self._day or view.today)
            case "taking":
                return pages.taking(view)
            case "position":
                return pages.position(view, self._position, point)
            case _:
                carried = bool(self.data.person or self.data.answers)
                return pages.taken(view, self._told, point, carried=carried)

    def presses(self) -> Mapping[str, Press]:
        """Its rows and buttons."""
        return {
            "ticket.zone": self._take_zone,
            "ticket.who": self._take_who,
            "ticket.now": lambda _: self._take(None),
            "ticket.book": self._book,
            "ticket.more": lambda _: self._more(),
            "ticket.print": lambda _: self._print(),
            "ticket.finish": lambda _: self.finish(),
            "ticket.new": lambda _: self._anew(),
        }

    @property
    def number(self) -> str:
        """The number that was taken, "" before it is."""
        return self._told.ticket.number if self._told.ticket else ""

    @property
    def _day(self) -> date | None:
        """The day for which a number taken now counts."""
        place = self.c.fixed.place
        return day_of(self._point, self.c.fixed.clock.now(), place.calendar)

    # ---- moving ----

    def _go(self, to: str) -> None:
        before = self._at
        self.step(lambda: self._return(before))
        self.c.scanning.stop()
        self._at = to
        self.show()

    def _return(self, to: str) -> None:
        self._at = to
        if to == "zone":
            self.c.scanning.begin(self._scanned)

    def _more(self) -> None:
        self.c.session.sub += 1
        self.show()

    def _take_zone(self, letter: str) -> None:
        if letter in windows().zones_of(self._point.id):
            self._zone = letter
            self._go("who")

    def _take_who(self, priority: str) -> None:
        self._priority = "" if priority == "none" else priority
        self._go("when")

    def _book(self, moment: str) -> None:
        self._take(datetime.fromisoformat(moment))

    def _anew(self) -> None:
        self._at = "zone"
        self.begin_trail()
        self.show()

    # ---- the number ----

    def _take(self, booked: datetime | None) -> None:
        day = booked.date() if booked else self._day
        if day is None:
            self._taken(TicketTold(None, reason="none_left"))
            return
        wish = TicketWish(
            point=self._point.id,
            day=day,
            zone=self._zone,
            priority=self._priority,
            matter=self._matter,
            trouble=self.trouble,
            data=self.data,
            booked_for=booked,
        )
        self._go("taking")
        self.c.work(
            lambda: self.c.services.endings.take_ticket(wish),
            self._taken,
            lambda: self._taken(TicketTold(None, reason="offline")),
        )

    def _taken(self, told: TicketTold) -> None:
        self._told, self._at = told, "taken"
        if told.ticket is not None:
            self.begin_trail()
        self.c.session.sub = 0
        self.show()

    def _print(self) -> None:
        point, ticket = self._point, self._told.ticket
        if ticket is None:
            self.print(
                lambda view, terminal, again: place_slip(view, terminal, point, again=again),
                About("notice", self._matter, self.person),
            )
        else:
            self.print(
                lambda view, terminal, again: ticket_slip(
                    view, terminal, ticket, point, again=again
                ),
                About("ticket", ticket.matter, self.person),
            )

    # ---- a number that was taken before ----

    def _scanned(self, text: str) -> None:
        found = CODE.fullmatch(text.strip())
        if found is None:
            self.c.scanning.begin(self._scanned)
            self.hint("ticket.scan_other")
            return
        ticket_id = found[1]
        self._go("taking")
        self.c.work(lambda: self.c.services.endings.ticket_now(ticket_id), self._stands)

    def _stands(self, found: Position | None) -> None:
        self._position, self._at = found, "position"
        if found is not None:
            self._point = shipped().points.get(found.point, self._point)
        self.show()
