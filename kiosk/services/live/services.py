"""The controller's Services, live. Until the store is open it can show and speak, not file."""

from __future__ import annotations

import logging
import uuid
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING

from kiosk.services.filing import told
from kiosk.services.live.backend import Backend
from kiosk.services.live.capture import LiveCamera
from kiosk.services.live.documents import LivePapers
from kiosk.services.live.endings import LiveEndings
from kiosk.services.live.health import LiveHealth
from kiosk.services.live.identity import LiveIdentity
from kiosk.services.live.peripherals import Peripherals
from kiosk.services.live.progress import LiveProgress
from kiosk.services.live.records import Records
from kiosk.services.live.service_mode import LiveService
from kiosk.services.live.visits import LiveVisits
from kiosk.services.ports import LookedUp, NotKeptError, Told
from kiosk.services.ports_papers import About

if TYPE_CHECKING:
    from drivers.receipt_printer import Slip
    from kiosk.clock import Clock
    from kiosk.domain.matter import Matter
    from kiosk.flows.data import Outcome, VisitData
    from kiosk.services.sheet import Render, Sheet

log = logging.getLogger("kiosk.services")
TAGS = "2026-11"
"""Version of the rating reasons; none are offered yet, and none are sent."""
PAPER = ("paper_out", "empty", "cover_open", "paper_end")


class LiveServices:
    """Devices, records and backend behind the controller's port."""

    def __init__(self, clock: Clock) -> None:
        self.devices = Peripherals()
        self.camera = LiveCamera(self.devices)
        self.records: Records | None = None
        self.backend: Backend | None = None
        self.shut = False
        """The store could not be opened; it is tried again."""
        self.render: Render | None = None
        """Makes pages of A4, where there is somebody who can."""
        self._clock = clock
        self._keys: dict[str, str] = {}
        self.identity = LiveIdentity(lambda: self.backend.client if self.backend else None)
        self.endings = LiveEndings(self, clock)
        self.progress = LiveProgress(self, clock)
        self.papers = LivePapers(self, clock)
        self.visits = LiveVisits(self, clock)
        self.service = LiveService(self, clock)
        self.health = LiveHealth(self, clock)

    # ---- at once ----

    def arm_card(self, request_id: str) -> None:
        """Look for a card."""
        self.devices.arm_card(request_id)

    def arm_reader(self, role: str, request_id: str) -> None:
        """Let one reader look for a card."""
        self.devices.arm_reader(role, request_id)

    def disarm_reader(self, role: str) -> None:
        """Stop one reader."""
        self.devices.disarm_reader(role)

    def disarm_card(self) -> None:
        """Look no more."""
        self.devices.disarm_card()

    def arm_scan(self, request_id: str) -> None:
        """Look for a code."""
        self.devices.arm_scan(request_id)

    def disarm_scan(self) -> None:
        """Take no more codes."""
        self.devices.disarm_scan()

    def say(self, text: str, *, lang: str, elderly: bool, volume: int) -> None:
        """Speak one sentence."""
        self.devices.say(text, lang=lang, elderly=elderly, volume=volume)

    def hush(self) -> None:
        """Be silent at once."""
        self.devices.hush()

    def speaking(self) -> bool:
        """Whether a sentence is being spoken."""
        return self.devices.speaking

    def states(self) -> Mapping[str, str]:
        """Role -> device state."""
        return self.service.known(self.devices.states())

    def online(self) -> bool:
        """Whether the platform answered when it was last tried."""
        return bool(self.backend and self.backend.online)

    def ready(self) -> bool:
        """Whether a case could be put on disk now."""
        return bool(self.records and not self.records.store.ready())

    def refusing(self) -> bool:
        """Whether it is known that no case could be put on disk now."""
        return self.shut if self.records is None else not self.ready()

    # ---- may block ----

    def look_up(self, data: VisitData, matter: Matter) -> LookedUp:
        """Ask the registers with the person's consent."""
        if self.backend is None or self.records is None:
            return LookedUp(False, MappingProxyType({}))
        try:
            return self.backend.look_up(data, matter, self.records.note_reading)
        except NotKeptError:  # a reading that cannot be written down is not shown
            return LookedUp(False, MappingProxyType({}))

    def file(self, data: VisitData, matter: Matter) -> Told:
        """On disk first, then to the platform."""
        records = self.kept
        outcome, key = records.file(data, matter)
        self._keys[outcome.case_no] = key
        return self._hand_in(outcome)

    def ask_again(self, outcome: Outcome, matter: Matter) -> Told:
        """Try once more for the answer to a case on disk."""
        return self._hand_in(outcome)

    def _hand_in(self, outcome: Outcome) -> Told:
        key = self._keys.get(outcome.case_no, "")
        if self.backend is None or not key:
            return Told(outcome, None)
        return Told(*told(outcome, self.backend.send(key)))

    def own_number(self, data: VisitData, reason: str) -> str:
        """A number for a person told "no"."""
        return self.kept.own_number(data, reason)

    def print_slip(
        self, slip: Slip, case_no: str, *, copy: bool, about: About | None = None
    ) -> str:
        """Journal, print, journal: done | unknown | paper | printer."""
        job = self._plan_print(lambda records: records.plan_print(slip, case_no))
        result = self.devices.print_slip(slip, job or case_no)
        self._note_print(job, result.outcome)
        log.info("slip_printed outcome=%s reason=%s", result.outcome, result.reason)
        if result.outcome != "failed":
            self.service.printed()
            if job and not copy:
                self.papers.keep(slip, case_no, about or About(), job)
            return result.outcome
        return "paper" if result.reason in PAPER else "printer"

    def print_sheet(self, sheet: Sheet, case_no: str) -> str:
        """Journal, print, journal: done | unknown, or "" where there is no page."""
        if self.render is None or not self.devices.has_pages():
            return ""
        job = self._plan_print(lambda records: records.plan_page(sheet, case_no))
        result = self.devices.print_pages(self.render(sheet), job or uuid.uuid4().hex)
        self._note_print(job, result.outcome)
        log.info("page_printed outcome=%s reason=%s", result.outcome, result.reason)
        return "" if result.outcome == "failed" else result.outcome

    def _plan_print(self, plan: Callable[[Records], str]) -> str:
        """The job's id, or "" where it cannot be written down: what a slip promises is on disk
        before, so that it may be printed all the same."""
        if self.records is None or not self.ready():
            return ""
        try:
            return plan(self.records)
        except NotKeptError as error:
            log.warning("slip_not_journalled reason=%s", error)
            return ""

    def _note_print(self, job: str, outcome: str) -> None:
        if not job or self.records is None:
            return
        try:
            self.records.printed(job, outcome)
        except NotKeptError as error:
            log.warning("slip_not_journalled reason=%s", error)

    def rate(self, case_no: str, level: int) -> None:
        """Keep a rating for the platform."""
        from backend_client.models import Rating

        rating = Rating(
            case_no=case_no or None, level=level, tags_version=TAGS, at=self._clock.utc_now()
        )
        self.kept.rating(case_no, rating.model_dump_json().encode())
        if self.backend:
            self.backend.sync.wake()

    def session_over(self) -> None:
        """Erase what need not be kept."""
        self._keys.clear()
        self.devices.clear_pages()
        if self.records:
            self.records.session_over()

    def alive(self) -> None:
        """What follows a sign of life that was answered; on the sync thread."""
        self.endings.top_up()
        self.service.alive()

    def close(self) -> None:
        """End devices, sync and store, in this order."""
        self.health.stop()
        self.devices.close()
        if self.backend:
            self.backend.close()
        if self.records:
            self.records.store.close()

    @property
    def kept(self) -> Records:
        """The records; NotKeptError while the store is not open."""
        if self.records is None:
            raise NotKeptError("closed")
        return self.records
