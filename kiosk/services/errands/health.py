"""The morning's check and the fault record, as staff walk through them in service mode."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING
from uuid import uuid4

from kiosk.domain.faults import Fault
from kiosk.domain.readiness import Check, Sheet
from kiosk.services.answering import Strokes, signature_of
from kiosk.services.errands.base import Press
from kiosk.services.presenters import health as pages
from kiosk.services.sheets_check import check_page
from kiosk.services.slips_service import check_slip
from kiosk.services.view import Draft, View

if TYPE_CHECKING:
    from kiosk.services.errands.service import ServiceMode

JUDGED = {"read": "good", "unread": "bad", "print_done": "good"}
"""What a test came to where it needs nobody's word; otherwise the clerk is asked."""
FAILED = ("print_paper", "print_printer")


class Health:
    """Pages below the hub. `at`: "" (elsewhere) | check | ask | sign | kept | faults."""

    def __init__(self, mode: ServiceMode) -> None:
        self._mode, self.c = mode, mode.c
        self.at = ""
        self.newest: Sheet | None = None
        self._desk = mode.c.services.health
        self._results: dict[str, str] = {}
        self._trying, self._told, self._printed = "", "", ""
        self._page = 0
        self._signed: tuple[tuple[tuple[float, float, int], ...], ...] = ()
        self._faults: tuple[Fault, ...] = ()
        self._sheet: Sheet | None = None

    # ---- pages ----

    def drafts(self, view: View) -> tuple[Draft, ...]:
        """The pages of where it is now."""
        told = view.words(self._told) if self._told else ""
        if self.at == "ask":
            return pages.ask(view, self._one(self._trying))
        if self.at == "sign":
            return pages.sign(view, self.checks(), signed=bool(self._signed))
        if self.at == "kept" and self._sheet:
            return pages.kept(view, self._sheet, self._printed)
        if self.at == "faults":
            return pages.faults(view, self._faults)
        return pages.check(view, self.checks(), told)

    def checks(self) -> tuple[Check, ...]:
        """Every device as it stands, with what came of trying it."""
        return tuple(
            Check(
                *(one.role, one.kind, one.state, one.detail, one.paper),
                result=self._results.get(one.role, ""),
            )
            for one in self._mode.devices()
        )

    def _one(self, role: str) -> Check:
        return next(one for one in self.checks() if one.role == role)

    def presses(self) -> Mapping[str, Press]:
        """Actions of its pages."""
        return {
            "health.open": lambda _: self._to("check"),
            "health.faults": lambda _: self._open_faults(),
            "health.try": self._try,
            "health.was_good": lambda _: self._judge("good"),
            "health.was_bad": lambda _: self._judge("bad"),
            "health.once_more": lambda _: self._try(self._trying),
            "health.skip": lambda _: self._skip(),
            "health.sign": lambda _: self._to("sign"),
            "health.keep": lambda _: self._keep(),
            "health.to_hub": lambda _: self._leave(),
            "sign.clear": lambda _: None,
        }

    def back(self) -> None:
        """A page back; from the first one to the hub."""
        if self.at in ("ask", "sign"):
            self._to("check")
        else:
            self._leave()

    def _to(self, at: str, page: int = 0) -> None:
        self.at, self._told, self._signed = at, "", ()
        self.c.session.sub = page
        self.c.show()

    def _leave(self) -> None:
        self.at, self._told = "", ""
        self._mode.to_hub()

    # ---- trying ----

    def _try(self, role: str) -> None:
        self._trying, self._page = role, self.c.session.sub
        self.c.session.sub = 0
        self._mode.try_device(role)

    def tested(self, result: str) -> None:
        """A test of service mode came to its end."""
        if result in JUDGED:
            self._judge(JUDGED[result])
        elif result in FAILED:
            self._judge("bad")
        else:
            self._to("ask")

    def _skip(self) -> None:
        self._mode.end_trial()
        self._judge("skipped")

    def _judge(self, result: str) -> None:
        role, staff, desk = self._trying, self._mode.staff, self.c.services.service
        self._results[role] = result
        self._to("check", page=self._page)
        self.c.work(lambda: desk.note(staff, "tried", role, result), lambda _: None, self._not_kept)

    # ---- signing ----

    def signed(self, strokes: Strokes) -> None:
        """The strokes so far."""
        found = signature_of(strokes) if self.at == "sign" else None
        self._signed = found.strokes if found else ()
        self.c.show(quiet=True)

    def _keep(self) -> None:
        clock = self.c.fixed.clock
        sheet = Sheet(
            str(uuid4()),
            clock.utc_now(),
            clock.today(),
            self._mode.staff,
            tuple(replace(one, result=one.judged) for one in self.checks()),
            self._signed,
        )
        slip = check_slip(self.c.view(), self.c.fixed.terminal_id, sheet)
        page = check_page(
            self.c.view().words, sheet, self.c.fixed.terminal_id, sample=self.c.fixed.demo
        )
        services = self.c.services

        def keep() -> str:
            services.health.keep(sheet)  # on disk before anything says so
            services.print_sheet(page, "")
            return services.service.test_slip(slip)

        def done(printed: str) -> None:
            self._sheet, self._printed, self.newest = sheet, printed, sheet
            self._results.clear()
            self._to("kept")

        self.c.work(keep, done, self._not_kept)
        self.c.show()

    def _not_kept(self) -> None:
        self._told = "service.told.disk"
        self.at = "check" if self.at != "faults" else ""
        self.c.show()

    # ---- the record ----

    def _open_faults(self) -> None:
        def shown(found: tuple[Fault, ...]) -> None:
            self._faults = found
            self._to("faults")

        self.c.work(self._desk.faults, shown, self._not_kept)
        self.c.show()

    def look(self) -> None:
        """Look up the newest check for the hub."""

        def found(sheet: Sheet | None) -> None:
            self.newest = sheet
            self.c.show(quiet=True)

        self.c.work(self._desk.newest, found, lambda: None)
