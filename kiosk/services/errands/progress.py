"""Following a case: found by card, slip or number; shown, put right, printed, rated."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, ClassVar

from kiosk.domain.errors import NotValidError
from kiosk.domain.numbers import parse_slip_code, parse_slip_number
from kiosk.services.errands.base import Errand, Press
from kiosk.services.errands.putting_right import PuttingRight
from kiosk.services.errands.rating import Rated
from kiosk.services.ports_papers import About
from kiosk.services.ports_progress import Followed, FollowedCase
from kiosk.services.presenters import progress
from kiosk.services.presenters.progress_case import case_page
from kiosk.services.presenters.progress_slip import progress_slip, result_slip
from kiosk.services.reading import BROKEN, READER
from kiosk.services.view import Draft, View

if TYPE_CHECKING:
    from kiosk.flows.data import Person
    from kiosk.services.controller import Controller

LENGTHS = {"number": progress.NUMBER_LENGTH, "password": progress.PASSWORD_LENGTH}


class Progress(Errand):
    """Where it is: ask, number, password, looking, list, case, none, or in one of its helpers."""

    name: ClassVar[str] = "progress"
    opens: ClassVar[tuple[str, ...]] = ("home.progress",)
    rating: ClassVar[bool] = False

    def __init__(self, controller: Controller) -> None:
        super().__init__(controller)
        self.at = "ask"
        self.found = Followed("found")
        self.case: FollowedCase | None = None
        self.token = ""
        self._nothing = "none"
        self._number = ""
        self._again: Callable[[], None] = self._ask
        self._person: Person | None = None
        self.fixing = PuttingRight(self)
        self.rated = Rated(self)

    def open(self, by: str, key: str) -> None:
        """Ask for card or slip at once."""
        self._ask()

    def drafts(self, view: View) -> tuple[Draft, ...]:
        """The pages of where it is."""
        place = {
            "number": lambda: progress.number(view),
            "password": lambda: progress.password(view),
            "looking": lambda: progress.looking(view),
            "list": lambda: progress.listed(view, self.found, rating=self.rating),
            "none": lambda: progress.nothing(view, self._nothing, self.found),
            "rate": lambda: self.rated.drafts(view),
            "ask": lambda: progress.ask(view, rating=self.rating),
        }.get(self.at)
        if place:
            return place()
        case = self.case
        if case is None:
            return progress.ask(view, rating=self.rating)
        return case_page(view, case) if self.at == "case" else self.fixing.drafts(view, case)

    def presses(self) -> Mapping[str, Press]:
        """Its actions; those of its helpers among them."""
        return {
            "progress.type": lambda _: self._type(),
            "rating.type": lambda _: self._type(),
            "progress.older": lambda _: self._turn(),
            "progress.case": self._choose_case,
            "progress.print": lambda _: self._print(),
            "progress.result": lambda _: self._print(result=True),
            "progress.rate": lambda _: self.rated.begin(self.case, self.token),
            "progress.done": lambda _: self.c.idling.finish(),
            "progress.again": lambda _: self._again(),
            "progress.helper": lambda _: self.c.help(),
            **self.fixing.presses(),
            **self.rated.presses(),
        }

    def press(self, name: str, key: str) -> None:
        """Pages of the form, and of trouble with the card, have actions of their own."""
        if self.c.session.overlay == "trouble":
            self._trouble(name, key)
        elif self.at == "fix" and self.fixing.takes(name, key):
            return
        else:
            super().press(name, key)

    def forward(self, name: str) -> None:
        """What was typed is whole; or the next page of this place."""
        if self.at == "number":
            self._take_number()
        elif self.at == "password":
            self._look_by_number()
        elif name == "common.next":
            self._turn()

    def choose(self, id: str) -> None:
        """A choice of a form's page."""
        if self.at == "fix":
            self.fixing.choose(id)

    def tick(self, id: str) -> None:
        """The statement that it is true."""
        if self.at == "fix":
            self.c.steps.answering.tick(id)

    def key(self, k: str) -> None:
        """A digit of number or password, or a key of a form's page."""
        if self.at == "fix":
            self.c.steps.answering.key(k)
        elif self.at in LENGTHS:
            self._digit(k, LENGTHS[self.at])

    def back(self) -> None:
        """One page back; on the way to the first page card and scanner listen again."""
        super().back()
        if self.c.session.errand is self and self.at == "ask":
            self._listen()

    @property
    def person(self) -> Person | None:
        """Whose card was read, if one was."""
        return self._person

    # ---- moving ----

    def go(self, to: str) -> None:
        """A page further; back leads to where it was."""
        before = self.at
        self.step(lambda: setattr(self, "at", before))
        self.at = to
        self.show()

    def _turn(self) -> None:
        self.c.session.sub += 1
        self.show()

    def _trouble(self, name: str, key: str) -> None:
        """The card could not be read, or its reader was lost: slip and number are still there."""
        s = self.c.session
        s.trouble, s.overlay = "", ""
        if name in ("trouble.card.retry", "common.back"):
            self._ask()
        else:
            s.overlay, s.trouble = "trouble", s.trouble
            self.c.steps.press(name, key)

    # ---- finding ----

    def _ask(self) -> None:
        self.begin_trail()
        s = self.c.session
        s.sub, s.typed, s.card = 0, "", ""
        self.at, self.case, self.token, self._person = "ask", None, "", None
        self._listen()
        self.show()

    def _listen(self) -> None:
        if self.c.services.states().get(READER) not in BROKEN:
            self.c.reading.begin(self._card)
        self.c.scanning.begin(self._scanned, self._no_slip)

    def _deaf(self) -> None:
        self.c.reading.stop()
        self.c.scanning.stop()

    def _card(self, person: Person) -> None:
        self._person = person
        self._look(lambda: self.c.services.progress.mine(person), "none")

    def _scanned(self, text: str) -> None:
        try:
            number, token = parse_slip_code(text)
        except NotValidError:
            self._no_slip()
            return
        if not token:
            self._number = number  # a slip of a printer's or a hand's: its password proves it
            self._deaf()
            self.go("password")
            return
        self.token = token
        self.scanned(number, token)

    def scanned(self, number: str, token: str) -> None:
        """A slip's code was read: look for its case."""
        self._look(lambda: self.c.services.progress.by_slip(number, token), "slip")

    def _no_slip(self) -> None:
        self.c.scanning.begin(self._scanned, self._no_slip)
        self.hint("progress.not_slip")

    def _type(self) -> None:
        self._deaf()
        self.go("number")

    def _digit(self, k: str, most: int) -> None:
        s = self.c.session
        if k == "clear":
            s.typed = ""
        elif k == "delete":
            s.typed = s.typed[:-1]
        elif k.isdigit() and len(k) == 1 and len(s.typed) < most:
            s.typed += k
        self.c.show(quiet=True)

    def _take_number(self) -> None:
        try:
            self._number = parse_slip_number(self.c.session.typed)
        except NotValidError:
            self.hint("progress.number.wrong")
            return
        self.go("password")

    def _look_by_number(self) -> None:
        number, password = self._number, self.c.session.typed
        self.c.session.typed = ""
        self._look(lambda: self.c.services.progress.by_number(number, password), "slip")

    def _look(self, ask: Callable[[], Followed], nothing: str) -> None:
        self._deaf()
        before = self.at
        self.at, self._nothing = "looking", nothing
        self._again = lambda: self._look(ask, nothing)
        self.show()
        self.c.work(ask, lambda found: self._found(found, before))

    def _found(self, found: Followed, before: str) -> None:
        self.found = found
        self.at = before
        if found.outcome == "wrong" and before == "password" and found.tries_left is not None:
            self.hint("progress.password.wrong", n=str(found.tries_left))
        elif found.outcome != "found" or not found.cases:
            self._nothing = (
                found.outcome if found.outcome in ("locked", "offline") else self._nothing
            )
            self._land("none")
        elif len(found.cases) == 1:
            self.case = found.cases[0]
            self.landed()
        else:
            self._land("list")

    def _land(self, to: str) -> None:
        """A page from which back leads to the first one: nothing typed is left in between."""
        self.begin_trail()
        self.step(self._first)
        self.at = to
        self.show()

    def _first(self) -> None:
        self.at, self.case, self.token, self._person = "ask", None, "", None

    def landed(self) -> None:
        """The one case that was found."""
        self._land("case")

    def _choose_case(self, key: str) -> None:
        self.case = next((one for one in self.found.cases if one.case_no == key), None)
        if self.case:
            self.c.session.print_state = ""
            self.chosen()

    def chosen(self) -> None:
        """One of several cases was touched."""
        self.go("case")

    # ---- printing ----

    def _print(self, *, result: bool = False) -> None:
        s, case = self.c.session, self.case
        if case is None or s.print_state == "printing":
            return
        view, terminal = self.c.view(), self.c.fixed.terminal_id
        slip, kind = progress_slip(view, case, terminal), "progress"
        if result and case.document:
            slip, kind = result_slip(view, case, case.document, terminal), "record"
        about = About(kind, case.matter, self._person)
        copy = s.print_state in ("done", "again")
        s.print_state = "printing"
        self.show()
        self.c.work(
            lambda: self.c.services.print_slip(slip, case.case_no, copy=copy, about=about),
            self._printed,
        )

    def _printed(self, outcome: str) -> None:
        self.c.session.print_state = outcome
        self.show()
