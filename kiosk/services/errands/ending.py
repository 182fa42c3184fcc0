"""What the errands at an ending share: what was under way is kept for the way back, and a slip."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kiosk.flows.data import Person, VisitData
from kiosk.services.errands.base import Errand
from kiosk.services.ports_papers import About
from kiosk.services.slips import Terminal
from kiosk.services.slips_endings import SlipMaker

if TYPE_CHECKING:
    from kiosk.flows.engine import Visit
    from kiosk.services.controller import Controller


@dataclass(slots=True)
class Left:
    """Where the person was when the errand began."""

    phase: str
    visit: Visit[VisitData] | None
    errand: Errand | None
    sub: int
    overlay: str
    trouble: str
    print_state: str
    slip_no: str
    typed: str


class Ending(Errand):
    """`data` is what was entered before, `about` the matter's code; `trouble` and `at` say what
    stood in the way, and where. The way back from its first page leads to the very page that it was
    opened from."""

    def __init__(self, controller: Controller) -> None:
        super().__init__(controller)
        s = controller.session
        before = s.errand if isinstance(s.errand, Ending) else None
        self.data: VisitData = before.data if before else s.data
        self.at: str = before.at if before else s.step
        self.about: str = before.about if before else s.data.matter
        self.trouble: str = before.trouble if before else _trouble(s.trouble, s.data)
        self._left = Left(
            s.phase,
            s.visit,
            s.errand,
            s.sub,
            s.overlay,
            s.trouble,
            s.print_state,
            s.slip_no,
            s.typed,
        )

    @property
    def person(self) -> Person | None:
        """Whoever was identified before."""
        return self.data.person

    def back(self) -> None:
        """One page back; from the first one to where it was opened from."""
        if self.c.session.sub > 0 or self.can_back or not self._returns:
            super().back()
            return
        self.c.reading.stop()
        self.c.scanning.stop()
        s, left = self.c.session, self._left
        s.phase, s.visit, s.errand, s.sub = left.phase, left.visit, left.errand, left.sub
        s.overlay, s.trouble, s.typed = left.overlay, left.trouble, left.typed
        s.print_state, s.slip_no = left.print_state, left.slip_no
        if s.step == "identify" and not s.trouble:
            self.c.reading.begin()
        self.c.show()

    @property
    def _returns(self) -> bool:
        left = self._left
        return left.phase == "visit" or (left.phase == "errand" and left.errand is not None)

    def print(self, make: SlipMaker, about: About, number: str = "") -> None:
        """Print the slip of this page; the page stays, whatever becomes of it. A slip `about`
        somebody can be had again with their card."""
        s = self.c.session
        again = s.print_state in ("done", "again", "unknown")
        view, terminal = self.c.view(), Terminal(self.c.fixed.terminal_id)
        s.print_state = "printing"
        self.show()
        slip = make(view, terminal, again)

        def printed(outcome: str) -> None:
            s.print_state = "again" if again and outcome == "done" else outcome
            self.show()

        self.c.work(
            lambda: self.c.services.print_slip(slip, number, copy=again, about=about),
            printed,
            lambda: printed("printer"),
        )

    def finish(self) -> None:
        """All is told: end the session."""
        self.c.idling.finish()


def _trouble(trouble: str, data: VisitData) -> str:
    return trouble or (data.notice.reason if data.notice else "")
