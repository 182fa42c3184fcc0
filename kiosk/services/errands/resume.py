"""Going on with what was left half done: by card, or by its slip and the same person's card."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, ClassVar

from kiosk.domain.errors import NotValidError
from kiosk.domain.numbers import parse_slip_number
from kiosk.services.errands.base import Errand, Press
from kiosk.services.ports_visits import Begun, HalfDone, Kept, Mine
from kiosk.services.presenters import progress
from kiosk.services.presenters import resume as pages
from kiosk.services.presenters.inputs.shapes import DIGITS, Shape
from kiosk.services.reading import BROKEN, READER
from kiosk.services.slips import Terminal
from kiosk.services.slips_resume import half_done_slip, slip_number_of
from kiosk.services.view import Draft, View

if TYPE_CHECKING:
    from kiosk.flows.data import Person, VisitData
    from kiosk.flows.engine import Visit
    from kiosk.services.controller import Controller
    from kiosk.services.resuming import Changes

NOBODY = ("", "")
SLIP_NUMBER = Shape("slip_number", DIGITS, progress.NUMBER_LENGTH, progress.NUMBER_LENGTH)


class Resume(Errand):
    """Where it is: ask, number (typed), looking, list, told (it was opened elsewhere), none, offer
    (in the middle of a visit), again (the same matter is begun anew), changed (the matter has a new
    version), kept (it was just left)."""

    name: ClassVar[str] = "resume"
    opens: ClassVar[tuple[str, ...]] = ("resume.open",)

    def __init__(self, controller: Controller) -> None:
        super().__init__(controller)
        self._at, self._nothing = "ask", "none"
        self._wanted = ""
        self._owner: Person | None = None
        self._mine = Mine(True)
        self._half: HalfDone | None = None
        self._kept: Kept | None = None
        self._whose = NOBODY  # the masked name and the matter of what was just kept
        self._changes: Changes | None = None
        self._visit: Visit[VisitData] | None = None
        self._then: Callable[[], None] = self._ask

    @property
    def person(self) -> Person | None:
        """Whose card was read."""
        return self._owner

    # ---- four ways in ----

    def open(self, by: str, key: str) -> None:
        """From a row or tile: ask for card or slip."""
        if by:
            self._ask()
        else:
            self.show()

    def kept(self, kept: Kept, data: VisitData) -> None:
        """A visit was just kept: until when, where, and a slip if wanted."""
        self._at, self._kept = "kept", kept
        self._whose = (pages.whose(data), data.matter)
        self.c.open(self, "")

    def offer(self, visits: tuple[Begun, ...], person: Person, visit: Visit[VisitData]) -> None:
        """In a visit: something else is half done; both ways lead on."""
        self._at, self._mine, self._owner = "offer", Mine(True, visits), person
        self._visit, self._then = visit, lambda: self.c.steps.go(visit.data)
        self.c.open(self, "")

    def ask_on(self, half: HalfDone, visit: Visit[VisitData]) -> None:
        """In a visit that was left half done before: on with that, or anew."""
        self._at, self._half, self._visit = "again", half, visit
        self._owner = visit.data.agent or visit.data.person
        self._then = lambda: self.c.resuming.enter(half)
        self.c.open(self, "")

    def changed(self, changes: Changes, visit: Visit[VisitData], then: Callable[[], None]) -> None:
        """The matter has a new version: what that means for what was entered."""
        self._at, self._changes, self._visit, self._then = "changed", changes, visit, then
        half = self.c.session.half
        self._owner, self._half = visit.data.agent or visit.data.person, half
        self.c.open(self, "")

    # ---- pages ----

    def drafts(self, view: View) -> tuple[Draft, ...]:
        """The pages of where it is."""
        match self._at:
            case "list" | "offer":
                return pages.listed(view, self._owner, self._mine, offered=self._at == "offer")
            case "told" | "again" if self._half:
                page = pages.told if self._at == "told" else pages.again
                return page(view, self._half)
            case "none":
                return pages.nothing(view, self._nothing)
            case "changed" if self._changes and self._visit:
                return pages.changed(view, self._visit.data.matter, self._changes)
            case "kept" if self._kept:
                return pages.kept(view, self._kept, self._whose[1])
            case "looking":
                return pages.looking(view)
            case "number":
                return progress.number(view)
            case _:
                return pages.ask(view, slip=bool(self._wanted))

    def presses(self) -> Mapping[str, Press]:
        """Ways from page to page."""
        return {
            "resume.choose": self._choose,
            "resume.here": lambda _: self._start(),
            "resume.new": lambda _: self._on(),
            "resume.on": lambda _: self._on(),
            "resume.anew": lambda _: self._anew(),
            "resume.again": lambda _: self._ask(),
            "resume.type": lambda _: self._type(),
            "resume.print": lambda _: self._print(),
            "resume.finish": lambda _: self.c.idling.finish(),
        }

    def press(self, name: str, key: str) -> None:
        """Trouble with the card leads back to the page that asks for it."""
        s = self.c.session
        if s.overlay == "trouble" and name in ("trouble.card.retry", "common.back"):
            s.trouble, s.overlay = "", ""
            self._ask()
        elif s.overlay == "trouble":
            self.c.steps.press(name, key)
        else:
            super().press(name, key)

    def forward(self, name: str) -> None:
        """The number is whole; or the next page of the list."""
        if self._at == "number":
            self._take_number()
        elif name == "common.next":
            self.c.session.sub += 1
            self.show()

    def key(self, k: str) -> None:
        """A digit of the number on the slip."""
        s = self.c.session
        if self._at == "number":
            s.typed = SLIP_NUMBER.typed(s.typed, k)
            self.c.show(quiet=True)

    def back(self) -> None:
        """One page back; on the way to the first page card and scanner listen again."""
        super().back()
        if self.c.session.errand is self and self._at == "ask":
            self._listen()

    # ---- asking ----

    def _ask(self) -> None:
        self.begin_trail()
        s = self.c.session
        s.sub, s.card = 0, ""
        self._at, self._wanted, self._owner, self._half = "ask", "", None, None
        self._listen()
        self.show()

    def _listen(self) -> None:
        if self.c.services.states().get(READER) not in BROKEN:
            self.c.reading.begin(self._carded)
        if not self._wanted:
            self.c.scanning.begin(self._scanned, self._not_a_slip)

    def _scanned(self, text: str) -> None:
        """A slip says which visit, to nobody: its owner's card must come as well."""
        number = slip_number_of(text)
        if not number:
            self._not_a_slip()
            return
        self._wanted = number
        self.show()

    def _type(self) -> None:
        """The number on the slip, for who has it but whose code cannot be scanned."""
        self.c.reading.stop()
        self.c.scanning.stop()
        self.step(self._first)
        self._at = "number"
        self.show()

    def _take_number(self) -> None:
        s = self.c.session
        try:
            self._wanted = parse_slip_number(s.typed)
        except NotValidError:
            self.hint("progress.number.wrong")
            return
        self._at, s.typed = "ask", ""
        self._listen()
        self.show()

    def _not_a_slip(self) -> None:
        self.c.scanning.begin(self._scanned, self._not_a_slip)
        self.hint("resume.not_slip")

    def _carded(self, person: Person) -> None:
        self.c.scanning.stop()
        self._owner, self._at = person, "looking"
        self.show()
        self.c.work(lambda: self.c.services.visits.mine(person), self._found)

    def _found(self, mine: Mine) -> None:
        known = tuple(one for one in mine.visits if self.c.fixed.matters.get(one.matter))
        wanted = tuple(one for one in known if one.number == self._wanted)
        if self._wanted and not wanted:
            self._land("none", "slip" if mine.answered else "offline")
        elif not known:
            self._land("none", "none" if mine.answered else "offline")
        else:
            self._mine = Mine(mine.answered, wanted or known)
            self._land("list", "")

    def _land(self, at: str, nothing: str) -> None:
        self.begin_trail()
        self.step(self._first)
        self._at, self._nothing = at, nothing
        self.show()

    def _first(self) -> None:
        self._at, self._wanted, self._owner, self._half = "ask", "", None, None

    # ---- going on ----

    def _choose(self, id: str) -> None:
        owner, before = self._owner, self._at
        if owner is None or self.c.working:
            return
        grant_for = self._visit.data.matter if self._visit else ""
        self.step(lambda: setattr(self, "_at", before))
        self._at = "looking"
        self.show()
        self.c.work(
            lambda: self.c.services.visits.open(owner, id, grant_for),
            self._opened,
        )

    def _opened(self, half: HalfDone | None) -> None:
        self._half = half
        if half is None:
            self._land("none", "gone" if self.c.services.online() else "offline")
        elif half.opened_by and half.opened_by != self.c.fixed.terminal_id:
            self._at = "told"
            self.show()
        else:
            self._start()

    def _start(self) -> None:
        if self._half is not None and self._owner is not None:
            self.c.resuming.start(self._half, self._owner)

    def _on(self) -> None:
        """Back into the visit that waits behind this page."""
        s, visit = self.c.session, self._visit
        if visit is None:
            return
        s.phase, s.errand, s.visit, s.sub = "visit", None, visit, 0
        self._then()

    def _anew(self) -> None:
        """Nothing is taken over; what was kept before is replaced when this is kept or done."""
        half, visit = self._half, self._visit
        if visit is not None:
            self.c.session.half = half
            self._then = lambda: self.c.steps.go(visit.data)
            self._on()

    # ---- the slip ----

    def _print(self) -> None:
        s, kept = self.c.session, self._kept
        if kept is None or s.print_state == "printing":
            return
        again = s.print_state in ("done", "again", "unknown")
        view, terminal = self.c.view(), Terminal(self.c.fixed.terminal_id)
        slip = half_done_slip(view, terminal, kept, self._whose, again=again)
        s.print_state = "printing"
        self.show()
        self.c.work(
            lambda: self.c.services.print_slip(slip, "", copy=again),
            self._printed,
            lambda: self._printed("printer"),
        )

    def _printed(self, outcome: str) -> None:
        self.c.session.print_state = outcome
        self.show()
