"""Handing in, printing, and the pages after it: what was promised is on disk before it is said."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from kiosk.flows.data import VisitData
from kiosk.services.sheets import sheet_for
from kiosk.services.slips import Terminal, slip_for
from kiosk.services.slips_records import about_of
from kiosk.services.view import View

if TYPE_CHECKING:
    from collections.abc import Callable

    from kiosk.services.controller import Controller
    from kiosk.services.ports import Told

BROKEN_PRINTER = ("empty", "cover_open", "jam", "disconnected", "fault")


class HandingIn:
    """The end of a visit: file or query, slip, "no", rating."""

    def __init__(self, controller: Controller) -> None:
        self.c = controller

    def presses(self) -> dict[str, Callable[[str], None]]:
        """The actions of its pages."""
        return {
            "done.slip_missing": lambda _: self._print(again=True),
            "record.look": lambda _: self._look(),
            "done.another": lambda _: self.c.go_home(),
            "done.finish": lambda _: self._done(),
            "notice.print": lambda _: self._print(),
            "notice.finish": lambda _: self.c.idling.finish(),
            "trouble.print.retry": lambda _: self._print(),
            "trouble.print.without": lambda _: self._without_slip(),
            "trouble.network.retry": lambda _: self._retry(),
            "trouble.crash.restart": lambda _: self.c.idling.finish(),
            "rate.skip": lambda _: self.c.idling.finish(),
            **{f"rate.{level}": self._rater(level) for level in range(1, 6)},
        }

    @property
    def _data(self) -> VisitData:
        return self.c.steps.visit.data

    def _put(self, data: VisitData) -> None:
        self.c.steps.visit.replace(data)

    # ---- filing ----

    def run(self) -> None:
        """The service of the step just entered: put the case on disk and hand it in."""
        data, matter = self._data, self.c.session.matter
        if matter is None:
            return
        if not self.c.services.ready():
            self._trouble("store")
            return
        self.c.work(lambda: self.c.services.file(data, matter), self._filed)

    def offline_record(self) -> bool:
        """A record needs the network: say so before anything is asked or kept."""
        s = self.c.session
        if s.visit is None or s.visit.flow.id != "record" or self.c.services.online():
            return False
        self._trouble("network")
        return True

    def _filed(self, told: Told) -> None:
        s, outcome = self.c.session, told.outcome
        s.slip_no = outcome.case_no
        self._put(replace(self._data, outcome=outcome, notice=told.notice))
        if outcome.state == "kept" and s.visit and s.visit.flow.id == "record":
            self._trouble("network")
            return
        if outcome.state == "not_accepted":
            self._put(replace(self._data, outcome=None))
        s.trouble, s.overlay = "", ""
        self.c.steps.visit.submit(self._data)
        s.sub = 0
        if told.notice is None:
            self._print()
        else:
            self.c.show()

    def _retry(self) -> None:
        """Look again for a record: for the answer where one was asked for, else from the start."""
        s, outcome, matter = self.c.session, self._data.outcome, self.c.session.matter
        s.trouble, s.overlay = "", ""
        if outcome is not None and matter is not None:
            self.c.show()
            self.c.work(lambda: self.c.services.ask_again(outcome, matter), self._filed)
        elif not self.c.services.online():
            self._trouble("network")
        else:
            self.c.show()

    # ---- a "no" ----

    def refuse(self, data: VisitData) -> None:
        """Say at once that it cannot be had here and now, with a number of the person's own."""
        reason = data.notice.reason if data.notice else ""
        if not self.c.services.ready():
            self._refused(data, "")
            return
        self.c.work(
            lambda: self.c.services.own_number(data, reason),
            lambda no: self._refused(data, no),
            lambda: self._refused(data, ""),
        )

    def _refused(self, data: VisitData, number: str) -> None:
        self.c.session.slip_no = number
        self.c.steps.visit.submit(data)
        self.c.session.sub = 0
        self.c.show()

    # ---- slips ----

    def _print(self, *, again: bool = False) -> None:
        """Print the slip of where the person is; on a page of trouble it stays there."""
        s = self.c.session
        copy = again or s.print_state in ("done", "again", "unknown")
        if s.trouble == "print":
            s.trouble, s.overlay = "", ""
        view = replace(self.c.view(), print_state="")
        s.print_state = "printing"
        self.c.show()
        self.c.work(
            lambda: self._print_now(view, copy=copy, paged=copy or not s.page_state),
            lambda printed: self._printed(*printed, again=copy),
        )

    def _print_now(self, view: View, *, copy: bool, paged: bool) -> tuple[str, str, str]:
        """Off the main thread: a number of the person's own where there is none yet, the page
        where there is one to print (`paged`), the slip."""
        number = view.case_no
        if not number and view.data.matter and self.c.services.ready():
            number = self.c.services.own_number(view.data, view.trouble)
        view = replace(view, case_no=number)
        if paged:
            view = replace(view, page_state=self._print_page(view, copy=copy))
        slip = slip_for(view, self._terminal, reprint=copy)
        about = about_of(view)
        told = self.c.services.print_slip(slip, number, copy=copy, about=about)
        return number, view.page_state, told

    def _print_page(self, view: View, *, copy: bool) -> str:
        outcome = view.data.outcome
        if outcome is None or outcome.document is None:
            return ""
        sheet = sheet_for(view, outcome, outcome.document, self._terminal.id, copy=copy)
        return self.c.services.print_sheet(sheet, view.case_no)

    @property
    def _terminal(self) -> Terminal:
        return Terminal(self.c.fixed.terminal_id)

    def _printed(self, number: str, page: str, outcome: str, *, again: bool) -> None:
        s = self.c.session
        s.slip_no, s.page_state = number, page
        if outcome in ("done", "unknown"):
            s.print_state = "again" if again else outcome
            self.c.show()
            return
        s.print_state = outcome
        self._trouble("print")

    def _without_slip(self) -> None:
        s = self.c.session
        s.print_state, s.trouble, s.overlay = "none", "", ""
        if s.step != "done":  # the page of a "no" or of trouble has said its all
            self.c.idling.finish()
        else:
            self.c.show()

    def _look(self) -> None:
        """To the pages of what the record says, which lie behind the page that ends the visit."""
        screens = [draft.page.screen for draft in self.c.drafts()]
        self.c.session.sub = screens.index("record")
        self.c.show()

    # ---- the end ----

    def _done(self) -> None:
        self.c.steps.visit.submit(self._data)
        self.c.session.sub = 0
        self.c.show()

    def _rater(self, level: int) -> Callable[[str], None]:
        return lambda _: self._rate(level)

    def _rate(self, level: int) -> None:
        number = self.c.session.slip_no
        self.c.work(
            lambda: self.c.services.rate(number, level),
            lambda _: self.c.idling.finish(),
            self.c.idling.finish,
        )

    def _trouble(self, kind: str) -> None:
        self.c.stopped(kind)
