"""What could not be done, from a dead end or from home: registered, numbered, followed up."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, ClassVar

from kiosk.services.errands.base import Press
from kiosk.services.errands.ending import Ending
from kiosk.services.ports_endings import CannotWish, Followed, Registered
from kiosk.services.ports_papers import About
from kiosk.services.presenters import cannot as pages
from kiosk.services.reading import BROKEN, READER
from kiosk.services.slips_endings import REQUEST_MARK, cannot_slip
from kiosk.services.view import Draft, View

if TYPE_CHECKING:
    from kiosk.flows.data import Person
    from kiosk.services.controller import Controller

CODE = re.compile(f"{REQUEST_MARK}(XC[0-9]{{16}})([0-9]{{6}})")


class Cannot(Ending):
    """Cause, subject (where no matter is known), card or not; then the number."""

    name: ClassVar[str] = "cannot"
    opens: ClassVar[tuple[str, ...]] = ("home.cannot", "cannot.open")

    def __init__(self, controller: Controller) -> None:
        super().__init__(controller)
        self._at = "cause"
        self._matter = self.about
        self._cause, self._subject = "", ""
        self._who: Person | None = self.data.person
        self._told = Registered("", "")
        self._followed = Followed(False)

    @property
    def person(self) -> Person | None:
        """Whoever was identified, here or before."""
        return self._who

    # ---- where it is ----

    def open(self, by: str, key: str) -> None:
        """`key` is a matter's code where the page knew one."""
        if key in self.c.fixed.matters.by_code:
            self._matter = key
        self.show()

    def drafts(self, view: View) -> tuple[Draft, ...]:
        """The pages of where it is now."""
        match self._at:
            case "cause":
                return pages.causes(view, self._matter)
            case "subject":
                return pages.subjects(view)
            case "who":
                return pages.whose(view)
            case "sending":
                return pages.registering(view)
            case "done":
                return pages.registered(view, self._told, self._about(view))
            case "ask":
                return pages.ask(view)
            case "found":
                return pages.found(view, self._followed)
            case _:
                return pages.not_kept(view)

    def presses(self) -> Mapping[str, Press]:
        """Its rows and buttons."""
        return {
            "cannot.cause": self._take_cause,
            "cannot.subject": self._take_subject,
            "cannot.without": lambda _: self._register(),
            "cannot.follow": lambda _: self._ask(),
            "cannot.print": lambda _: self._print(),
            "cannot.finish": lambda _: self.finish(),
            "cannot.more": lambda _: self._more(),
            "ticket.more": lambda _: self._more(),
        }

    def _about(self, view: View) -> str:
        return pages.about_words(view, self._matter, self._subject)

    # ---- moving ----

    def _go(self, to: str) -> None:
        before = self._at
        self.step(lambda: self._return(before))
        self._at = to
        self.show()

    def _return(self, to: str) -> None:
        self._at = to
        if to == "who" and not self._deaf:
            self.c.reading.begin(self._card)
        elif to == "ask":
            self._arm()

    def _more(self) -> None:
        self.c.session.sub += 1
        self.show()

    def _take_cause(self, cause: str) -> None:
        if cause not in pages.CAUSES:
            return
        self._cause = cause
        if self._matter:
            self._identify()
        else:
            self._go("subject")

    def _take_subject(self, subject: str) -> None:
        self._subject = subject
        self._identify()

    def _identify(self) -> None:
        """Who was identified in the visit need not be again; nobody can be by a broken reader."""
        if self._who is not None or self._deaf:
            self._register()
        else:
            self._go("who")
            self.c.reading.begin(self._card)

    @property
    def _deaf(self) -> bool:
        """Whether no card can be read: that may well be what could not be done."""
        return self.c.services.states().get(READER) in BROKEN

    def _card(self, person: Person) -> None:
        self._who = person
        self._register()

    # ---- registering ----

    def _register(self) -> None:
        self.c.reading.stop()
        wish = CannotWish(
            cause=self._cause,
            matter=self._matter,
            subject=self._subject,
            step=self.at,
            trouble=self.trouble,
            data=self.data,
            person=self._who,
        )
        self._go("sending")
        self.c.work(
            lambda: self.c.services.endings.register(wish), self._registered, self._not_kept
        )

    def _registered(self, told: Registered) -> None:
        self._told, self._at = told, "done"
        self.begin_trail()
        self.show()

    def _not_kept(self) -> None:
        self._at = "not_kept"
        self.show()

    def _print(self) -> None:
        told, words = self._told, self.c.view().words
        about, cause = self._about(self.c.view()), words(pages.CAUSES[self._cause][0])
        self.print(
            lambda view, terminal, again: cannot_slip(
                view, terminal, told, about, cause, again=again
            ),
            About("request", self._matter, self._who),
            told.number,
        )

    # ---- what became of it ----

    def _ask(self) -> None:
        self._go("ask")
        self._arm()

    def _arm(self) -> None:
        if not self._deaf:
            self.c.reading.begin(lambda person: self._look(person=person))
        self.c.scanning.begin(self._scanned)

    def _scanned(self, text: str) -> None:
        found = CODE.fullmatch(text.strip())
        if found is None:
            self.c.scanning.begin(self._scanned)
            self.hint("cannot.scan_other")
            return
        self._look(number=found[1], password=found[2])

    def _look(self, *, number: str = "", password: str = "", person: Person | None = None) -> None:
        self.c.reading.stop()
        self.c.scanning.stop()
        self._who = person or self._who
        endings = self.c.services.endings
        self._go("sending")
        self.c.work(
            lambda: endings.follow(number=number, password=password, person=person), self._seen
        )

    def _seen(self, followed: Followed) -> None:
        self._followed, self._at = followed, "found"
        self.show()
