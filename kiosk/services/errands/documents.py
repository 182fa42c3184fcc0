"""Papers that there are already: a slip printed again, a document checked."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar

from kiosk.domain.errors import NotValidError
from kiosk.domain.numbers import parse_slip_number
from kiosk.services.errands.base import Errand, Press
from kiosk.services.ports_papers import Copy, PrintedSlip, Proof, Slips, Verified
from kiosk.services.presenters import documents as pages
from kiosk.services.presenters.records import verified
from kiosk.services.slip_codes import check_code_in, proof_of
from kiosk.services.slips_records import copied
from kiosk.services.view import Draft, View

if TYPE_CHECKING:
    from kiosk.flows.data import Person
    from kiosk.services.controller import Controller

FIRST = {"papers.open": "hub", "reprint.open": "ways", "verify.open": "verify"}
FIELDS = {"number": "slip.number", "password": "slip.password"}


class Documents(Errand):
    """`_at`: hub, ways, card, scan, number, password, asking, slips, copy, verify, verified,
    or no (with its reason)."""

    name: ClassVar[str] = "documents"
    opens: ClassVar[tuple[str, ...]] = tuple(FIRST)

    def __init__(self, controller: Controller) -> None:
        super().__init__(controller)
        self._at, self._before, self._no = "hub", "hub", ""
        self._refused, self._checking = False, False
        self._proof, self._key = Proof(), ""
        self._found = Slips("found")
        self._wrong: Slips | None = None
        self._verified = Verified("unknown")
        self._slip: PrintedSlip | None = None
        self._copy = Copy("gone")

    def open(self, by: str, key: str) -> None:
        """Begin where the touched row says."""
        self._checking = by == "verify.open"
        self._go(FIRST[by])

    @property
    def person(self) -> Person | None:
        """Whose card was read."""
        return self._proof.person

    @property
    def _terminal(self) -> str:
        return self.c.fixed.terminal_id

    def drafts(self, view: View) -> tuple[Draft, ...]:
        """The pages of where it is now."""
        match self._at:
            case "hub":
                return pages.hub(view)
            case "ways":
                return pages.ways(view)
            case "card":
                return pages.card(view)
            case "scan" | "verify":
                key = "reprint" if self._at == "scan" else "verify"
                return pages.scan(view, key, refused=self._refused)
            case "number" | "password":
                return pages.typed(view, FIELDS[self._at], self._wrong)
            case _:
                return self._later(view)

    def _later(self, view: View) -> tuple[Draft, ...]:
        match self._at:
            case "slips":
                return pages.slips(view, self._found.slips)
            case "copy":
                return pages.copy_done(view, self._slip_name(view), self._copy.copy_no)
            case "verified":
                return verified(view, self._verified)
            case "no":
                return pages.sorry(view, self._no)
            case _:
                return pages.waiting(view)

    def _slip_name(self, view: View) -> str:
        return pages.slip_name(view, self._slip) if self._slip else ""

    def presses(self) -> Mapping[str, Press]:
        """Ways from page to page."""
        return {
            "reprint.card": lambda _: self._further("card"),
            "reprint.scan": lambda _: self._further("scan"),
            "reprint.number": lambda _: self._further("number"),
            "slips.print": self._choose,
            "slips.retry": lambda _: self._print(),
            "slips.more": lambda _: self._list_again(),
            "papers.again": lambda _: self._again(),
            "papers.finish": lambda _: self.c.idling.finish(),
        }

    def forward(self, name: str) -> None:
        """The next page of a list, or what was typed is whole."""
        s = self.c.session
        if name != "common.next":
            return
        if self._at in FIELDS:
            self._take_typed()
        elif s.sub + 1 < len(self.c.drafts()):
            s.sub += 1
            self.show()

    def key(self, k: str) -> None:
        """A key of the pad."""
        if self._at not in FIELDS:
            return
        s = self.c.session
        s.typed = pages.SHAPES[FIELDS[self._at]].typed(s.typed, k)
        self.c.show(quiet=True)

    # ---- from page to page ----

    def _further(self, at: str) -> None:
        before, proof = self._at, self._proof

        def undo() -> None:
            self._proof = proof
            self._go(before, quiet=True)

        self.step(undo)
        self._go(at)

    def _go(self, at: str, *, quiet: bool = False) -> None:
        """To a page, with what it asks for armed: the caller shows it where `quiet`."""
        self._at, self._refused = at, False
        if at == "card":
            self.c.reading.begin(self._carded)
        elif at == "scan":
            self.c.scanning.begin(self._scanned, self._not_a_code)
        elif at == "verify":
            self.c.scanning.begin(self._check, self._not_a_code)
        if not quiet:
            self.show()

    def _stop_with(self, reason: str) -> None:
        self._no = reason
        self.begin_trail()
        self._go("no")

    def _again(self) -> None:
        """Another try from the beginning of what was asked for."""
        self._proof, self._wrong, self.c.session.typed = Proof(), None, ""
        self.begin_trail()
        self._go("verify" if self._checking else "ways")

    # ---- who asks ----

    def _carded(self, person: Person) -> None:
        self._proof = Proof(person=person)
        self._ask()

    def _not_a_code(self) -> None:
        self._refused = True
        arm = self._check if self._at == "verify" else self._scanned
        self.c.scanning.begin(arm, self._not_a_code)
        self.show()

    def _scanned(self, text: str) -> None:
        proof = proof_of(text)
        if proof is None:
            self._not_a_code()
            return
        self._proof = proof
        if proof.whole:
            self._ask()
        else:
            self._further("password")

    def _take_typed(self) -> None:
        typed = self.c.session.typed
        if len(typed) < pages.SHAPES[FIELDS[self._at]].shortest:
            self.hint("reprint.short")
        elif self._at == "number":
            self._take_number(typed)
        else:
            self.c.session.typed = ""
            self._proof = replace(self._proof, password=typed)
            self._ask()

    def _take_number(self, typed: str) -> None:
        try:
            self._proof = Proof(number=parse_slip_number(typed))
        except NotValidError:
            self.hint("reprint.number_wrong")
            return
        self._further("password")

    # ---- slips ----

    def _ask(self) -> None:
        proof = self._proof
        self._before, self._at = self._at, "asking"
        self.show()
        self.c.work(lambda: self.c.services.papers.find(proof), self._told)

    def _told(self, found: Slips) -> None:
        self._found, self._wrong = found, None
        if found.state == "wrong" and self._before == "password":
            self._wrong = found
            self._proof = replace(self._proof, password="")
            self._go("password")
        elif found.state != "found":
            self._stop_with({"wrong": "none"}.get(found.state, found.state))
        elif not found.slips:
            self._stop_with("none")
        else:
            self.begin_trail()
            self.c.session.sub = 0
            self._go("slips")

    def _choose(self, slip_id: str) -> None:
        slip = next((one for one in self._found.slips if one.id == slip_id), None)
        if slip is not None:
            self._slip, self._key = slip, str(uuid.uuid4())
            self.c.session.sub = 0
            self._print()

    def _print(self) -> None:
        """The same key for each attempt at one copy: it is counted once."""
        slip, proof, key = self._slip, self._proof, self._key
        if slip is None:
            return
        self._at, self.c.session.print_state = "copy", "printing"
        self._copy = Copy("gone")
        view, terminal = self.c.view(), self._terminal
        self.show()

        def work() -> tuple[Copy, str]:
            copy = self.c.services.papers.copy(slip.id, proof, key)
            if copy.slip is None:
                return copy, ""
            marked = copied(view, copy.slip, copy.copy_no, terminal)
            return copy, self.c.services.print_slip(marked, slip.number, copy=True)

        self.c.work(work, self._printed)

    def _printed(self, result: tuple[Copy, str]) -> None:
        self._copy, self.c.session.print_state = result
        if self._copy.state != "found":
            self._stop_with(self._copy.state)
        else:
            self.show()

    def _list_again(self) -> None:
        """The list anew, with the copy counted."""
        self.c.session.print_state = ""
        self._ask()

    # ---- checking a document ----

    def _check(self, text: str) -> None:
        code = check_code_in(text)
        if not code:
            self._stop_with("forged")
            return
        self._at = "asking"
        self.show()
        self.c.work(lambda: self.c.services.papers.verify(code), self._checked)

    def _checked(self, found: Verified) -> None:
        self._verified = found
        if found.state == "found":
            self.begin_trail()
            self._go("verified")
        else:
            self._stop_with("forged" if found.state == "unknown" else "offline")
