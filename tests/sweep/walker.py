"""Somebody who walks from page to page: reads what stands there, answers, and goes on to an end."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, timedelta

from kiosk.domain.loader import shipped
from kiosk.services.page import Act, Page
from tests.sweep.stand import Stand
from ui.play.keys import PARTS, wanted

MOST = 90  # pages of the longest form, each with its list turned over
STROKES = [[(float(x), 12.0, x * 20.0) for x in range(30)]]
LISTS = ("inputs.more", "inputs.first")


def value_of(name: str, today: date) -> str:
    """Something that the field takes, as it is typed."""
    if name == "way.number":
        return "429999198603150029"
    check = shipped().fields[name].check
    day = {"date_future": today + timedelta(days=30)}.get(check, today - timedelta(days=40))
    values = {
        "mobile": "13800000000",
        "account": "6217994299900010026",
        "company_account": "4200123456789",
        "id_number": "429999194405180018",
        "credit_code": "91420602MA4X5N8Y1E",
        "count": "3",
        "amount": "12000",
        "year": str(today.year - 1),
        "certificate": "A1234567",
        "birth_certificate": "T420123456",
        "social_card": "A1234567B",
        "plate": "F12345",
        "vin": "LSVAA4182E2184847",
        "file_number": "420600123456",
        "property_number": "0012345",
        "customer_number": "1234567890",
        "address": "12",
        "region": "12",
    }
    return values.get(check) or day.strftime("%Y%m%d")


@dataclass
class Walker:
    """Answers by id go before the first that is offered. It counts what a hand had to do."""

    stand: Stand
    answers: dict[str, str] = field(default_factory=dict)
    touches: int = 0
    keys: int = 0
    typed: Counter[str] = field(default_factory=Counter)
    asked: list[str] = field(default_factory=list)
    seen: list[str] = field(default_factory=list)

    # ---- single touches ----

    def press(self, id: str) -> None:
        """Touch an action."""
        self.touches += 1
        self.stand.c.press(id)
        self.stand.quiet()

    def choose(self, id: str) -> None:
        """Touch a choice."""
        self.touches += 1
        self.stand.c.choose(id)
        self.stand.quiet()

    @property
    def page(self) -> Page:
        """What is on the glass."""
        return self.stand.page

    # ---- one page ----

    def forward(self) -> bool:
        """Do what the page asks for and go on; False where nothing on it moves."""
        before = self._mark()
        self.seen.append(self.page.screen)
        if self._choose() and self._mark()[0] != before[0]:
            return True
        for tick in self.page.ticks:
            if not tick.ticked:
                self.touches += 1
                self.stand.c.tick(tick.id)
        if self.page.field is not None:
            self._type()
        if self.page.pad:
            self.touches += 1
            self.stand.c.signed(STROKES)
        if self.page.main is not None:
            self.press(self.page.main.id)
        elif row := self._row():
            self.press(row.id)
        return self._mark() != before

    def _mark(self) -> tuple[object, ...]:
        p = self.page
        return ((p.screen, p.title, p.choices and p.choices[0].id, p.field and p.field.id), p)

    def _choose(self) -> bool:
        choices = self.page.choices
        if not choices or (self.page.main and any(one.chosen for one in choices)):
            return False
        wanted = [c for c in choices if self._answers(c.id)]
        if not wanted and (turn := self._turn()) and self._awaits(choices[0].id):
            self.press(turn.id)
            return True
        fit = wanted or list(choices)
        self._note(fit[0].id.partition(":")[0])
        self.choose(fit[0].id)
        return True

    def _answers(self, id: str) -> bool:
        return any(
            id in (f"{name}.{value}", f"{name}:{value}") for name, value in self.answers.items()
        )

    def _awaits(self, id: str) -> bool:
        return any(id.startswith(name) for name in self.answers)

    def _turn(self) -> Act | None:
        rows = [row.act for section in self.page.sections for row in section.rows]
        acts = [self.page.other, *rows]
        return next((act for act in acts if act and act.id.startswith(LISTS)), None)

    def _type(self) -> None:
        """Type the value; a pad that takes it in parts takes each as its page comes."""
        one = self.page.field
        assert one is not None
        name = one.id.removesuffix(".door")
        self._note(name)
        text = self.answers.get(name) or value_of(name, self.stand.clock.today())
        if "clear" in one.keys and one.shown:
            self.stand.c.key("clear")
        for k in wanted(one, text) if one.kind in PARTS else text:
            if k in one.keys:
                self.touches += 1
                self.keys += 1
                self.stand.c.key(k)
        self.typed[name] += 1

    def _note(self, name: str) -> None:
        if name not in self.asked:
            self.asked.append(name)

    def _row(self) -> Act | None:
        """A row that acts as a whole, where a page has nothing else to go on by."""
        rows = [row for section in self.page.sections for row in section.rows]
        return next((row.act for row in rows if row.whole and row.act), None)

    # ---- all pages ----

    def on_to(self, *screens: str, most: int = MOST) -> str:
        """Go on until one of the screens is there; the one that is."""
        for _ in range(most):
            if self.page.screen in screens:
                return self.page.screen
            if not self.forward():
                break
        return self.page.screen
