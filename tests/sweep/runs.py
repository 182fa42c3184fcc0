"""How a run of somebody who comes for a matter went, and how it ended."""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from pathlib import Path

from kiosk.domain.loader import shipped
from kiosk.domain.matter import Matter
from kiosk.domain.workdays import LimitUnit
from tests.foreign.escpos_printer import IDLE, NO_PAPER
from tests.sweep.away import gone_away
from tests.sweep.plans import Plan
from tests.sweep.stand import Stand
from tests.sweep.walker import Walker
from tests.visits.rules import accepted_on, due_after, valid_case_number

POINTS = Path(__file__).parents[2] / "kiosk" / "data" / "source" / "service_points.csv"
DONE, FILED, SLIP, TICKET, REQUEST = "done", "filed", "slip", "ticket", "request"
ENDS = (DONE, FILED, SLIP, TICKET, REQUEST)
LEFT = "left"
"""Nobody is there any more, and nothing of them is: good where they went away of themselves."""
TICKETS = re.compile(r"[A-Z][0-9]{3}")
COVER_OPEN = {1: 0x1A, 2: 0x36, 3: 0x12, 4: 0x12}
ASKED_ELSEWHERE = ("delivery", "purpose", "question", "reading")


@dataclass(frozen=True)
class End:
    """How a run ended: one of ENDS, LEFT, or "" with what stood on the glass."""

    kind: str
    what: str = ""
    wrong: tuple[str, ...] = field(default=())


@cache
def point_names() -> dict[str, str]:
    """Id -> name of every service point, as the list has them."""
    with POINTS.open(encoding="utf-8-sig") as file:
        return {row["code"]: row["name"].partition("（")[0] for row in csv.DictReader(file)}


class Run:
    """Somebody comes for a matter, and something may break on the way."""

    def __init__(self, stand: Stand, matter: Matter, plan: Plan) -> None:
        self.stand, self.matter, self.plan = stand, matter, plan
        self.walker = Walker(stand, dict(plan.answers))
        self.wrong: list[str] = []

    def go(self) -> End:
        """From the screen that waits to the end."""
        stand, walker = self.stand, self.walker
        self._whole()
        stand.fresh(self.plan.card)
        papers = len(stand.place.printer.slips)
        walker.press("attract.start")
        if self.plan.at == "not_here" and self.plan.fault != "away":
            self._break()
        stand.c.steps.begin(self.matter.code)
        stand.quiet()
        try:
            end = self._walk()
        finally:
            self._whole()
        printed = b"".join(stand.place.printer.slips[papers:])
        self._check_asked()
        kind, what = end
        if kind in (SLIP, TICKET):
            self._check_named(what, printed)
        if stand.errors:
            self.wrong.append(f"broke: {type(stand.errors[-1]).__name__}")
            stand.errors.clear()
        return End(kind, what, tuple(self.wrong))

    # ---- walking ----

    def _walk(self) -> tuple[str, str]:
        for _ in range(40):
            screen = self.stand.page.screen
            if self.plan.fault == "away" and screen == self.plan.at:
                self.wrong += gone_away(self.stand)
                return LEFT, ""
            if self.stand.c.session.errand:
                return self._errand()
            if self.plan.fault and screen == self.plan.at:
                self._break()
            if screen == "done":
                return self._done()
            if screen == "notice":
                self._slip("notice.print")
                return SLIP, self._named()
            if not self._on(screen):
                return "", f"{screen}: {self.stand.page.title} {self.stand.c.session.hint}"
        return "", f"no end: {self.walker.seen[-3:]}"

    def _on(self, screen: str) -> bool:
        if screen == "identify":
            return self._identify()
        if screen == "trouble" or (screen == "way_vouch" and self.stand.page.main):
            return self._trouble()
        if screen == "way_vouch":  # nobody comes: until the number is too old
            self.stand.clock.advance(60.0)
            self.stand.until(lambda: False, 0.2)
            return True
        if screen == "materials" and "without" in self.walker.answers:
            self.walker.press("materials.without")
            return True
        if screen == "sign" and "sign" in self.walker.answers:
            return self._sign_by_number()
        if screen == "review" and "change" in self.walker.answers:
            return self._change_all()
        return self.walker.forward()

    def _sign_by_number(self) -> bool:
        """The last four digits of the card in place of strokes."""
        self.walker.press("sign.by_number")
        for k in self.stand.c.session.data.person.number[-4:]:
            self.stand.c.key(k)
        self.walker.press("sign.submit")
        return self.stand.page.screen != "sign_number"

    def _change_all(self) -> bool:
        """Answer once more whatever the review lets one change, each on its own."""
        del self.walker.answers["change"]
        for id in self._ids():
            if not id.startswith("common.change"):
                continue
            self.walker.press(id)
            if self.walker.on_to("review") != "review":
                self.wrong.append(f"no way back from {id}")
                return False
        return True

    def _identify(self) -> bool:
        """Lay the card on, once more where it could not be read."""
        stand = self.stand
        for _ in range(8):
            failed = stand.c.session.card_failures
            moved = stand.until(
                lambda failed=failed: (
                    stand.page.screen != "identify" or stand.c.session.card_failures != failed
                ),
                3,
            )
            if moved and stand.page.screen != "identify":
                return True
            stand.place.lay("")
            stand.until(lambda: False, 0.4)
            stand.place.lay(self.plan.card)
        return False

    def _trouble(self) -> bool:
        """The way on that the page offers: without paper, to a window, to the desk."""
        page, ids = self.stand.page, self._ids()
        if self.stand.c.session.trouble == "print" and self.stand.c.session.data.outcome:
            self.walker.press("trouble.print.without")
            return True
        for name in ("ticket.take", "not_here", "cannot.open"):  # as a person who gives up here
            one = next((id for id in ids if id.partition(":")[0] == name), "")
            if one:
                self.walker.press(one)
                return True
        return bool(page.main) and self.walker.forward()

    def _ids(self) -> list[str]:
        page = self.stand.page
        acts = [page.main, page.other, *page.tiles]
        acts += [row.act for section in page.sections for row in section.rows]
        return [act.id for act in acts if act]

    def _errand(self) -> tuple[str, str]:
        """To the end of a ticket, a not-here page or a request."""
        stand = self.stand
        for _ in range(12):
            errand = stand.c.session.errand
            if errand is None:
                return self._walk()
            ids = self._ids()
            done = [id for id in ids if id.startswith(("ticket.print", "ticket.finish"))]
            if errand.name == "ticket" and stand.page.facts and done:
                self._slip("ticket.print")
                return TICKET, self._named()
            if "cannot.print" in ids:
                self._slip("cannot.print")
                return REQUEST, self._number()
            if stand.page.screen == "not_here" and self.plan.fault:
                self._slip("not_here.print")
                return SLIP, self._named()
            if stand.page.screen == "ticket_none":  # the place is named, the number is had there
                self._slip("ticket.print")
                return SLIP, self._named()
            if not self.walker.forward():
                break
        return "", f"{stand.page.screen}: {stand.page.title}"

    def _slip(self, act: str) -> None:
        if act in self._ids():
            self.walker.press(act)
            self.stand.until(lambda: self.stand.c.session.print_state != "printing", 15)

    # ---- faults ----

    def _break(self) -> None:
        stand = self.stand
        match self.plan.fault:
            case "network":
                stand.place.gate.set("down")
            case "paper":
                stand.place.printer.answers = NO_PAPER
                stand.until(lambda: stand.services.states().get("receipt") == "empty", 5)
            case "printer":
                stand.place.printer.answers = COVER_OPEN
                stand.until(lambda: stand.services.states().get("receipt") == "cover_open", 5)
            case "disk":
                stand.no_disk = True
            case other:
                raise ValueError(other)

    def _whole(self) -> None:
        stand = self.stand
        stand.no_disk = False
        stand.place.printer.answers = IDLE
        broken = ("empty", "cover_open")
        stand.until(lambda: stand.services.states().get("receipt") not in broken, 5)
        if stand.place.gate.state != "up":
            stand.place.gate.set("up")
        if not stand.services.online():
            stand.services.backend.sync.wake()
            stand.until(stand.services.online, 10)

    # ---- what must hold at the end ----

    def _done(self) -> tuple[str, str]:
        stand = self.stand
        stand.until(lambda: stand.c.session.print_state != "printing", 15)
        if stand.page.screen == "trouble":
            self._trouble()
        outcome = stand.c.session.data.outcome
        if outcome is None:
            return "", "done without an outcome"
        if not valid_case_number(outcome.case_no):
            self.wrong.append(f"number {outcome.case_no}")
        self._check_due(outcome.submitted, outcome.due)
        return (DONE if outcome.state in ("granted", "concluded") else FILED), outcome.case_no

    def _check_due(self, submitted: datetime, due: object) -> None:
        """The due date against a count of our own."""
        promise = self.matter.promise
        if promise.unit not in (LimitUnit.WORKING_DAY, LimitUnit.ON_THE_SPOT):
            return
        here = submitted.astimezone(self.stand.clock.now().tzinfo)
        wanted = due_after(accepted_on(here), promise.number)
        if due is not None and due != wanted:
            self.wrong.append(f"due {due} instead of {wanted}")

    def _check_asked(self) -> None:
        form = shipped().forms.get(self.matter.code)
        named = set(form.field_ids) if form else set()
        strange = [
            name
            for name in self.walker.asked
            if name not in named
            and name.rpartition(".")[0] not in named  # a part of an address
            and not name.startswith(ASKED_ELSEWHERE)
        ]
        if form and strange and not self.stand.c.session.errand:
            self.wrong.append(f"asked {strange}")

    def _named(self) -> str:
        shown = repr(self.stand.page)
        return next((id for id, name in point_names().items() if name in shown), "")

    def _check_named(self, point: str, printed: bytes) -> None:
        name = point_names().get(point, "")
        if not name:
            self.wrong.append("no point is named")
        elif self.plan.fault not in ("paper", "printer") and name.encode("gb18030") not in printed:
            self.wrong.append(f"the slip does not name {name}")

    def _number(self) -> str:
        number = self.stand.c.session.slip_no or repr(self.stand.page)
        found = re.search(r"XC ?[0-9 ]{16,20}", number)
        if not found:
            self.wrong.append("a request without a number")
        return found[0].replace(" ", "") if found else ""
