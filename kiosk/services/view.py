"""Everything a presenter may look at: frozen, without any device, database or network."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from types import MappingProxyType

from kiosk.domain.matter import Catalogue, Matter
from kiosk.domain.points import ServicePoint
from kiosk.domain.workdays import Calendar
from kiosk.flows.data import VisitData
from kiosk.services.messages import Words
from kiosk.services.page import Page
from kiosk.services.ports_capture import NO_CAPTURE, Capture
from kiosk.services.presenters.inputs.entry import NO_ENTRY, Entry
from kiosk.services.way import NO_OFFER, Offer, Way

EMPTY = VisitData()


def _nothing() -> Mapping[str, str]:
    return MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Place:
    """Where the terminal stands, the staffed point that helps its visitors, and the points that
    have another machine (its own where more than one stands there)."""

    point: ServicePoint
    helper: ServicePoint
    calendar: Calendar
    machines: tuple[ServicePoint, ...] = ()


@dataclass(frozen=True, slots=True)
class View:
    """The state a page is made from. `sub` counts the pages of one step from 0."""

    words: Words
    now: datetime  # Shanghai time
    place: Place
    matters: Catalogue
    offered: tuple[str, ...]
    data: VisitData = EMPTY
    matter: Matter | None = None
    elderly: bool = False
    sub: int = 0
    station: int = 0
    stations: int = 0
    can_back: bool = False
    hint: str = ""
    hint_values: Mapping[str, str] = field(default_factory=_nothing)
    card: str = ""  # reading | again | not_id | a reason of a social card | social_left
    typed: str = ""
    entry: Entry = NO_ENTRY
    sign_by_number: bool = False
    capture: Capture = NO_CAPTURE
    print_state: str = ""  # printing done again unknown none paper printer
    page_state: str = ""  # of the page of A4: done unknown; "" where none was printed
    trouble: str = ""  # what stands in the way: card | reader | network | …
    devices: Mapping[str, str] = field(default_factory=_nothing)  # role -> state
    network: bool = True
    closed: bool = False  # nothing can be put on disk, so that no case is taken
    seconds_left: int = 0
    seconds_all: int = 0
    saved_until: date | None = None
    rest: str = ""  # why staff took the whole machine out of service
    case_no: str = ""  # of the slip at hand, where there is no outcome
    demo: bool = False
    way: Way | None = None  # the page of another way to identify than the card
    offer: Offer = NO_OFFER
    volume: int = 6
    volume_shown: bool = False

    @property
    def today(self) -> date:
        """The business day."""
        return self.now.date()


@dataclass(frozen=True, slots=True)
class Draft:
    """One page and what the person must still do on it before its main action works: message
    ids ("frame.gap.tick"), the first of which is said when the main action is pressed."""

    page: Page
    gaps: tuple[str, ...] = ()
