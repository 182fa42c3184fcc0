"""Who has read my data: the list for the card's holder, on the screen and on paper."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, ClassVar

from kiosk.services.errands.base import Errand, Press
from kiosk.services.ports_papers import About, ReadingsOf
from kiosk.services.presenters import documents as pages
from kiosk.services.presenters.readings import readings
from kiosk.services.slips_records import readings_slip
from kiosk.services.view import Draft, View

if TYPE_CHECKING:
    from kiosk.flows.data import Person
    from kiosk.services.controller import Controller


class Readings(Errand):
    """`_at`: card, asking, list, or no (with its reason)."""

    name: ClassVar[str] = "readings"
    opens: ClassVar[tuple[str, ...]] = ("readings.open",)

    def __init__(self, controller: Controller) -> None:
        super().__init__(controller)
        self._at, self._no = "card", ""
        self._person: Person | None = None
        self._found = ReadingsOf("found")

    def open(self, by: str, key: str) -> None:
        """Begin: ask for the card."""
        self._ask_card()

    @property
    def person(self) -> Person | None:
        """Whose card was read."""
        return self._person

    def drafts(self, view: View) -> tuple[Draft, ...]:
        """The pages of where it is now."""
        match self._at:
            case "card":
                return pages.card(view)
            case "list":
                return readings(view, self._found.readings, self.c.fixed.terminal_id)
            case "no":
                return pages.sorry(view, self._no)
            case _:
                return pages.waiting(view)

    def presses(self) -> Mapping[str, Press]:
        """Ways from page to page."""
        return {
            "readings.print": lambda _: self._print(),
            "papers.again": lambda _: self._ask_card(),
            "papers.finish": lambda _: self.c.idling.finish(),
        }

    def forward(self, name: str) -> None:
        """The next page of the list."""
        s = self.c.session
        if name == "common.next" and s.sub + 1 < len(self.c.drafts()):
            s.sub += 1
            self.show()

    def _ask_card(self) -> None:
        self._at = "card"
        self.c.reading.begin(self._carded)
        self.show()

    def _carded(self, person: Person) -> None:
        self._person, self._at = person, "asking"
        self.show()
        self.c.work(lambda: self.c.services.papers.readings(person), self._told)

    def _told(self, found: ReadingsOf) -> None:
        self._found, self.c.session.sub = found, 0
        self._at, self._no = ("list", "") if found.state == "found" else ("no", found.state)
        self.show()

    def _print(self) -> None:
        person, s = self._person, self.c.session
        if person is None:
            return
        s.print_state = "printing"
        view, terminal = self.c.view(), self.c.fixed.terminal_id
        self.show()
        slip = readings_slip(view, person, self._found.readings, terminal)
        about = About("readings", person=person)
        self.c.work(
            lambda: self.c.services.print_slip(slip, "", copy=False, about=about), self._printed
        )

    def _printed(self, outcome: str) -> None:
        self.c.session.print_state = outcome
        self.show()
