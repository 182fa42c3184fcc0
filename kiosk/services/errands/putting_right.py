"""Putting right what the section asks for: a small visit of its own inside following a case."""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType
from typing import TYPE_CHECKING

from kiosk.flows.correction import CORRECTION, MAILED, unanswered
from kiosk.flows.data import Needs, VisitData
from kiosk.flows.engine import Visit
from kiosk.services.identity import card_facts
from kiosk.services.ports_progress import Followed, FollowedCase, PutRight
from kiosk.services.presenters import progress, progress_fix
from kiosk.services.presenters.inputs.entry import NO_ENTRY

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kiosk.flows.data import Person
    from kiosk.services.errands.base import Press
    from kiosk.services.errands.progress import Progress
    from kiosk.services.view import Draft, View

OWN = ("progress.", "strip.", "help.")


class PuttingRight:
    """Where it is: asked, card, asking (a visit is under way), sending, told."""

    def __init__(self, errand: Progress) -> None:
        self.e = errand
        self.at = "asked"
        self._told = PutRight("refused")

    def presses(self) -> Mapping[str, Press]:
        """The actions of its pages."""
        return {
            "progress.fix": lambda _: self.open(),
            "progress.fix.begin": lambda _: self._begin(),
            "progress.hand_in": lambda _: self._hand_in(),
        }

    def drafts(self, view: View, case: FollowedCase) -> tuple[Draft, ...]:
        """The pages of where it is."""
        if self.at == "card":
            return progress_fix.card_page(view)
        if self.at == "sending":
            return progress.looking(view)
        if self.at == "told" or case.asked is None:
            return progress_fix.handed_in(view, case, self._told)
        return progress_fix.asked_page(view, case, case.asked, known=self.e.person is not None)

    def open(self) -> None:
        """What is asked for."""
        self.at = "asked"
        self.e.go("fix")

    def takes(self, name: str, key: str) -> bool:
        """Whether an action is one of the form's; then it was done."""
        if self.at != "asking" or name.startswith(OWN):
            return False
        if name == "common.back":
            self._back()
        elif name == "common.next" and self.e.c.steps.visit.name == "correct_review":
            self.e.c.session.sub += 1
            self.e.show()
        else:
            self.e.c.steps.press(name, key)
            self._rest()
        return True

    def choose(self, id: str) -> None:
        """A choice of a form's page."""
        if self.at == "asking":
            self.e.c.steps.choose(id)
            self._rest()

    # ---- the applicant ----

    def _begin(self) -> None:
        if self.e.person is not None:
            self._ask(self.e.person)
            return
        before = self.at
        self.e.step(lambda: setattr(self, "at", before))
        self.at = "card"
        self.e.c.reading.begin(self._card)
        self.e.show()

    def _card(self, person: Person) -> None:
        """The platform says whether the case is this person's."""
        self.at = "sending"
        self.e.show()
        services = self.e.c.services
        self.e.c.work(
            lambda: services.progress.mine(person), lambda found: self._checked(person, found)
        )

    def _checked(self, person: Person, found: Followed) -> None:
        case = self.e.case
        mine = next((c for c in found.cases if case and c.case_no == case.case_no), None)
        if found.outcome == "offline":
            self.at = "card"
            self.e.c.stopped("network")
        elif mine is None:
            self.at = "card"
            self.e.c.reading.begin(self._card)
            self.e.hint("progress.fix.not_theirs")
        else:
            self.e.case = mine
            self.at = "asked"
            self._ask(person)

    # ---- asking ----

    def _ask(self, person: Person) -> None:
        s, case = self.e.c.session, self.e.case
        if case is None or case.asked is None:
            self._show_told(PutRight("refused"))
            return
        fields = progress_fix.typed_here(case.asked)
        known = {k: v for k, v in card_facts(person).items() if k not in fields}
        data = VisitData(matter=case.matter, needs=Needs(fields=fields)).learn(known)
        self._applicant = person
        s.visit = Visit(CORRECTION, data)
        s.entry, s.typed, s.sub = NO_ENTRY, "", 0
        self.at = "asking"
        s.phase = "visit"
        self._rest(first=True)

    def _rest(self, *, first: bool = False) -> None:
        """An address to mail to is no part of the form: it is asked for after it."""
        c = self.e.c
        visit = c.session.visit
        if visit is None or self.at != "asking":
            return
        left = unanswered(visit.data)
        if MAILED in left and not visit.data.missing() and c.session.entry.field != MAILED:
            if visit.name != "form":
                visit.jump("form", visit.data)
            c.steps.answering.open(MAILED)
        elif first:
            c.show()

    def _back(self) -> None:
        c = self.e.c
        s = c.session
        if c.steps.visit.name == "correct_review" and s.sub:
            s.sub -= 1
            c.show()
        elif c.steps.answering.back():
            return
        elif c.steps.visit.can_go_back:
            c.steps.back()
        else:
            self._leave_form()
            c.show()

    def _leave_form(self) -> None:
        s = self.e.c.session
        s.visit, s.phase, s.entry, s.typed, s.sub = None, "errand", NO_ENTRY, "", 0
        self.at = "asked"

    # ---- handing in ----

    def _hand_in(self) -> None:
        c, case = self.e.c, self.e.case
        draft = c.draft()
        if draft.gaps:
            self.e.hint(draft.gaps[0])
            return
        data, person = c.steps.visit.data, self._applicant
        if case is None:
            return
        fields = MappingProxyType(dict(data.answers))
        self._leave_form()
        self.at = "sending"
        self.e.begin_trail()
        c.show()
        c.work(lambda: c.services.progress.put_right(person, case, fields), self._show_told)

    def _show_told(self, told: PutRight) -> None:
        self._told, self.at = told, "told"
        if self.e.case:
            self.e.case = replace(self.e.case, asked=None)
        self.e.at = "fix"
        self.e.begin_trail()
        self.e.show()
