"""The session: everything personal of one visit to the machine, and nothing when it is over."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType
from typing import TYPE_CHECKING

from kiosk.clock import Clock
from kiosk.domain.matter import Catalogue, Matter
from kiosk.flows.data import VisitData
from kiosk.flows.engine import Visit
from kiosk.flows.patience import ELDERLY, STANDARD, Patience
from kiosk.services.messages import Words
from kiosk.services.ports_capture import NO_CAPTURE, Capture
from kiosk.services.presenters import (
    capture,
    finish,
    form,
    matter,
    person,
    progress_fix,
    result,
    start,
    trouble,
    ways,
)
from kiosk.services.presenters.inputs import asking, delivery
from kiosk.services.presenters.inputs.entry import NO_ENTRY, Entry
from kiosk.services.view import Draft, Place, View
from kiosk.services.way import Way

if TYPE_CHECKING:
    from kiosk.services.errands.base import Errand
    from kiosk.services.ports_visits import HalfDone
    from kiosk.services.resuming import Look

DEFAULT_VOLUME = 6
OVERLAYS = ("help", "idle", "leave", "trouble", "card")
"""What lies over a visit without ending it, topmost first."""

STEP_PAGES = {
    "identify": person.identify,
    "confirm": person.confirm,
    "matter": matter.matter,
    "capture": capture.capture,
    "materials": form.materials,
    "lookup": form.working,
    "question": form.question,
    "form": asking.field,
    "purpose": form.purpose,
    "delivery": delivery.delivery,
    "review": finish.review,
    "sign": finish.sign,
    "sending": form.sending,
    "done": result.done,
    "notice": trouble.notice,
    "rate": person.rate,
    "correct_review": progress_fix.review_page,
}
PLAIN_PAGES = {
    "attract": start.attract,
    "home": start.home,
    "card": person.card,
    "end": person.end,
}


@dataclass(frozen=True, slots=True)
class Fixed:
    """What does not change from one session to the next."""

    place: Place
    matters: Catalogue
    offered: tuple[str, ...]
    clock: Clock
    demo: bool
    lang: str
    elderly: bool
    terminal_id: str = ""


@dataclass(slots=True)
class Session:
    """The state of the screen. `phase` is where the person is; `overlay` what lies over it."""

    fixed: Fixed
    lang: str
    elderly: bool
    patience: Patience
    phase: str = "attract"  # attract | home | visit | errand | card | end
    overlay: str = ""
    trouble: str = ""
    visit: Visit[VisitData] | None = None
    errand: Errand | None = None
    way: Way | None = None  # another way to identify than the card
    found: tuple[Errand, int] | None = None  # the list, and its page, that led to the matter
    half: HalfDone | None = None  # what the visit goes on from
    look: Look | None = None  # the list of what the person left half done
    sub: int = 0
    hint: str = ""
    hint_values: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    card: str = ""
    card_on: bool = False
    card_role: str = ""  # the reader that the card on it was read by
    card_failures: int = 0
    typed: str = ""
    entry: Entry = NO_ENTRY
    sign_by_number: bool = False
    capture: Capture = NO_CAPTURE
    print_state: str = ""
    page_state: str = ""
    slip_no: str = ""
    help_since: float = 0.0
    saved_until: date | None = None
    volume: int = DEFAULT_VOLUME
    volume_shown: bool = False

    @classmethod
    def fresh(cls, fixed: Fixed) -> Session:
        """A session as every person finds it: nothing known, every setting at its default."""
        limits = ELDERLY if fixed.elderly else STANDARD
        return cls(fixed, fixed.lang, fixed.elderly, Patience(limits, fixed.clock.monotonic()))

    @property
    def data(self) -> VisitData:
        """What the visit knows; empty outside one."""
        return self.visit.data if self.visit else VisitData()

    @property
    def step(self) -> str:
        """The visit's step, or the phase outside one."""
        if self.phase == "visit" and self.visit and not self.visit.ended:
            return self.visit.name
        return self.phase

    @property
    def matter(self) -> Matter | None:
        """The matter of the visit."""
        return self.fixed.matters.get(self.data.matter) if self.data.matter else None

    def view(self, states: Mapping[str, str], *, online: bool, closed: bool = False) -> View:
        """The frozen picture that presenters work from."""
        visit = self.visit if self.phase == "visit" else None
        station = visit.step.station if visit and not visit.ended else 0
        now = self.fixed.clock.monotonic()
        limits = self.patience.limits
        return View(
            words=Words(self.lang, plain=self.elderly),
            now=self.fixed.clock.now(),
            place=self.fixed.place,
            matters=self.fixed.matters,
            offered=self.fixed.offered,
            data=self.data,
            matter=self.matter,
            elderly=self.elderly,
            sub=self.sub,
            station=station,
            stations=visit.flow.stations if visit else 0,
            can_back=bool(visit and visit.can_go_back)
            or self.step in ("identify", "errand")
            or self.errand is not None,
            hint=self.hint,
            hint_values=self.hint_values,
            card=self.card,
            typed=self.typed,
            entry=self.entry,
            sign_by_number=self.sign_by_number,
            capture=self.capture,
            print_state=self.print_state,
            page_state=self.page_state,
            trouble=self.trouble,
            devices=states,
            network=online,
            closed=closed,
            seconds_left=min(self.patience.seconds_left(now), int(limits.answer_s)),
            seconds_all=int(limits.answer_s),
            saved_until=self.saved_until,
            case_no=self.slip_no,
            demo=self.fixed.demo,
            volume=self.volume,
            volume_shown=self.volume_shown,
        )

    def drafts(self, view: View) -> tuple[Draft, ...]:
        """All pages of where the person is now; one in most places."""
        if self.overlay == "help":
            return person.help_page(view)
        if self.overlay == "idle":
            return person.idle(view)
        if self.overlay == "leave":
            return person.leave(view)
        if self.overlay == "trouble":
            if self.trouble == "print":
                return trouble.print_trouble(view)
            return trouble.trouble(view, self.trouble)
        errand = self.errand if self.phase == "errand" else None
        if self.way is not None or errand is not None:
            return errand.drafts(view) if errand and self.way is None else ways.page(view)
        if self.phase == "visit":
            return STEP_PAGES[self.step](view)
        return PLAIN_PAGES[self.phase](view)
