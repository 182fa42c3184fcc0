"""What the controller asks of the world: ports that the live services fill, and tests too."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol, TypeVar

from kiosk.domain.matter import Matter
from kiosk.flows.data import Known, Notice, Outcome, VisitData
from kiosk.services.page import Page
from kiosk.services.ports_capture import Camera
from kiosk.services.ports_endings import Endings
from kiosk.services.ports_health import Health
from kiosk.services.ports_identity import IdentityServices
from kiosk.services.ports_papers import About, Papers
from kiosk.services.ports_progress import Progress
from kiosk.services.ports_service import Service
from kiosk.services.ports_visits import Visits
from kiosk.services.sheet import Sheet

T = TypeVar("T")


class NotKeptError(Exception):
    """The disk did not take it: nothing was written, so nothing may be promised. The text is the
    store's code for why (full, read_only, damaged, failed, closed, timeout)."""


@dataclass(frozen=True, slots=True, repr=False)
class LookedUp:
    """What the registers know. `answered` is false when nobody could be asked."""

    answered: bool
    facts: Mapping[str, Known]


@dataclass(frozen=True, slots=True)
class Told:
    """What became of handing in: the outcome, and a "no" where it is one."""

    outcome: Outcome
    notice: Notice | None


class Screen(Protocol):
    """The glass: it draws one page at a time."""

    def show(self, page: Page) -> None:
        """Draw a page; within the same step it changes in place."""
        ...


class Runner(Protocol):
    """Runs slow work off the main thread and brings its result back to it."""

    def run(self, work: Callable[[], T], done: Callable[[T], None]) -> None:
        """Call work() elsewhere, then done(result) on the main thread. An exception of work
        ends the visit with the page that says that nothing is lost."""
        ...


class Services(Protocol):
    """Devices, store and platform. The first group returns at once, the second may block."""

    @property
    def identity(self) -> IdentityServices:
        """Identification at the platform."""
        ...

    @property
    def endings(self) -> Endings:
        """Tickets, and requests that could not be settled."""
        ...

    @property
    def papers(self) -> Papers:
        """Slips printed again, documents checked, readings listed."""
        ...

    @property
    def progress(self) -> Progress:
        """How cases stand, what is put right, ratings later."""
        ...

    @property
    def service(self) -> Service:
        """Service mode: staff, devices at rest, counts."""
        ...

    @property
    def health(self) -> Health:
        """The fault record, and the signed checks of mornings."""
        ...

    @property
    def camera(self) -> Camera:
        """Pictures of papers and people."""
        ...

    @property
    def visits(self) -> Visits:
        """Half-done visits."""
        ...

    def arm_card(self, request_id: str) -> None:
        """Let the readers for identity and social-security cards look for one; their events carry
        request_id."""
        ...

    def disarm_card(self) -> None:
        """Stop looking. A card that lies there is still watched for its removal."""
        ...

    def arm_reader(self, role: str, request_id: str) -> None:
        """Let one card reader alone look; its events carry request_id."""
        ...

    def disarm_reader(self, role: str) -> None:
        """Stop that one."""
        ...

    def arm_scan(self, request_id: str) -> None:
        """Let the code scanner look; its events carry request_id."""
        ...

    def disarm_scan(self) -> None:
        """Take no more codes."""
        ...

    def say(self, text: str, *, lang: str, elderly: bool, volume: int) -> None:
        """Speak one sentence; what is being spoken stops first."""
        ...

    def hush(self) -> None:
        """Be silent at once."""
        ...

    def speaking(self) -> bool:
        """Whether a sentence has been asked for and has not ended."""
        ...

    def states(self) -> Mapping[str, str]:
        """Role -> device state."""
        ...

    def online(self) -> bool:
        """Whether the platform could be reached when it was last tried."""
        ...

    def ready(self) -> bool:
        """Whether cases can be put on disk."""
        ...

    def refusing(self) -> bool:
        """Whether it is known that no case can be put on disk; not while the store is opened."""
        ...

    # ---- may block; NotKeptError where something had to be written and was not ----

    def look_up(self, data: VisitData, matter: Matter) -> LookedUp:
        """Ask the registers, with the person's consent, at the level of their identification."""
        ...

    def file(self, data: VisitData, matter: Matter) -> Told:
        """Put the case on disk with its number, then try to hand it in."""
        ...

    def ask_again(self, outcome: Outcome, matter: Matter) -> Told:
        """Try once more for the answer to a case that is on disk."""
        ...

    def own_number(self, data: VisitData, reason: str) -> str:
        """A number for a person who was told "no", kept on disk with the reason."""
        ...

    def print_slip(self, slip: Any, case_no: str, *, copy: bool, about: About | None = None) -> str:
        """Print; done | unknown | paper | printer. On the journal before it is sent. `about`:
        what it can be found by, for 30 days of printing it again."""
        ...

    def print_sheet(self, sheet: Sheet, case_no: str) -> str:
        """Print a page of A4; done | unknown, or "" where it did not come out or no page printer
        is ready. On the journal before it is sent."""
        ...

    def rate(self, case_no: str, level: int) -> None:
        """Keep a rating for the platform."""
        ...

    def session_over(self) -> None:
        """Erase what was personal and need not be sent any more."""
        ...
