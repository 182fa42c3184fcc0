"""Service mode: who may, then devices, paper, rest and counts; every act is written down."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import TYPE_CHECKING, ClassVar

from kiosk.services.errands.base import Errand, Press
from kiosk.services.errands.health import Health
from kiosk.services.errands.staff_card import StaffCard, typed
from kiosk.services.errands.trial import Trial
from kiosk.services.ports import NotKeptError
from kiosk.services.ports_service import NOTES, TERMINAL_NOTES, Counts, Device, SignedIn
from kiosk.services.presenters import service as pages
from kiosk.services.presenters.health import newest_line
from kiosk.services.presenters.service_door import locked as locked_page
from kiosk.services.presenters.service_door import sign_in
from kiosk.services.view import Draft, View

if TYPE_CHECKING:
    from kiosk.services.answering import Strokes
    from kiosk.services.controller import Controller

NUMBER_MAX, PIN_LENGTH = 8, 6
MACHINE = ""
"""Stands for the whole machine where a device's role would stand."""


class ServiceMode(Errand):
    """Staff number, PIN, then the hub and a page for each device."""

    name: ClassVar[str] = "service"

    def __init__(self, controller: Controller) -> None:
        super().__init__(controller)
        self._at, self._staff, self._role = "number", "", ""
        self._who = SignedIn("")
        self._counts: Counts | None = None
        self._about, self._chosen = MACHINE, ""
        self._told: tuple[str, dict[str, str]] = ("", {})
        self._desk = controller.services.service
        self._health = Health(self)
        self._trial = Trial(controller, self._tested)
        self._card = StaffCard(controller, self._to_pin)

    # ---- what the health pages use ----

    @property
    def staff(self) -> str:
        """The number of whoever has signed in."""
        return self._staff

    def devices(self) -> tuple[Device, ...]:
        """Every device as it stands."""
        return self._desk.devices()

    def try_device(self, role: str) -> None:
        """Test a device for the morning's check."""
        self._about = role
        self._test()

    def end_trial(self) -> None:
        """Wait for no card or code any more."""
        self._trial.stop()
        self._at, self._about = "hub", MACHINE
        self.show()

    # ---- where it is ----

    def open(self, by: str, key: str) -> None:
        """Ask who it is; while locked out, only until when."""
        self.show()

    def drafts(self, view: View) -> tuple[Draft, ...]:
        """The pages of where it is now."""
        if self._at in ("number", "pin"):
            locked = self._desk.locked_s()
            if locked:
                return locked_page(view, locked)
            return sign_in(view, self._at, self._who)
        if self._at == "test":
            return pages.testing(view, self._device, skips=bool(self._health.at))
        if self._health.at:
            return self._health.drafts(view)
        if self._at == "hub":
            return pages.hub(view, self._hub())
        if self._at == "note":
            notes = NOTES if self._about else TERMINAL_NOTES
            return pages.notes(view, self._about and self._device, notes, self._chosen)
        return pages.device(view, self._device, self._told, busy=bool(self.c.working))

    def _hub(self) -> pages.Hub:
        return pages.Hub(
            devices=self._desk.devices(),
            counts=self._counts,
            resting=self._desk.resting(),
            told=self._told,
            sends=self._role in ("manager", "engineer"),
            checked=newest_line(self.c.view(), self._health.newest),
        )

    @property
    def _device(self) -> Device:
        found = {one.role: one for one in self._desk.devices()}
        gone = Device(self._about, "", "disconnected", "not_installed", "staff", 0.0)
        return found.get(self._about, gone)

    def presses(self) -> Mapping[str, Press]:
        """Its actions."""
        return {
            "common.next": self._next,
            "common.back": lambda _: self._back(),
            "service.more": self._next,
            "service.leave": lambda _: self.c.service.leave(),
            "service.device": self._open_device,
            "service.restart": self._restart,
            "service.test": lambda _: self._test(),
            "service.rest": self._ask_note,
            "service.serve": lambda key: self._rest(key, ""),
            "service.rest_now": lambda _: self._rest(self._about, self._chosen),
            "service.paper": self._paper,
            "service.send_again": lambda _: self._send_again(),
            **(self._health.presses() if self._role else {}),
        }

    def signed(self, strokes: Strokes) -> None:
        """The clerk signs for the morning's check."""
        self._health.signed(strokes)

    def leave(self) -> bool:
        """Ending leads back to the visit that stands still, not to a goodbye."""
        self.c.service.leave()
        return False

    # ---- who ----

    def key(self, k: str) -> None:
        """A digit, or back."""
        s, most = self.c.session, NUMBER_MAX if self._at == "number" else PIN_LENGTH
        if self._at in ("number", "pin") and not self.c.working:
            s.typed = typed(s.typed, k, most)
            self.show()

    def show(self) -> None:
        """Show the page; while it asks for the number, a staff card will do."""
        self._card.wait(wanted=self._at == "number" and not self._desk.locked_s())
        super().show()

    def _to_pin(self, staff_no: str) -> None:
        self._staff, self._at, self.c.session.typed = staff_no, "pin", ""
        self.show()

    def _next(self, _key: str) -> None:
        s = self.c.session
        if self._at == "number":
            self._to_pin(s.typed)
        elif self._at == "pin" and not self.c.working:
            staff, pin, s.typed = self._staff, s.typed, ""
            self.c.work(lambda: self._desk.sign_in(staff, pin), self._signed_in)
            self.show()
        elif self._at == "hub":  # the health pages stand below it
            s.sub += 1
            self.show()

    def _signed_in(self, found: SignedIn) -> None:
        self._who = found
        if found.state == "right":
            self._role = found.role
            self._health.look()
            self.to_hub()
        else:
            self._at, self._staff = "number", ""
            self.show()

    # ---- pages ----

    def _back(self) -> None:
        self._trial.stop()
        s = self.c.session
        if self._health.at and self._at == "test":
            self.end_trial()
        elif s.sub:
            s.sub -= 1
            self.show()
        elif self._health.at:
            self._health.back()
        elif self._at == "pin":
            self._at, self._staff, s.typed = "number", "", ""
            self.show()
        elif self._at in ("number", "hub"):
            self.c.service.leave()
        elif self._at == "device" or not self._about:
            self.to_hub()
        else:
            self._at, self._told = "device", ("", {})
            self.show()

    def to_hub(self, told: str = "", **values: str) -> None:
        """Back to the first page, with what came of the last deed."""
        self._at, self._about, self._told = "hub", MACHINE, (told, values)
        self.c.session.sub = 0
        self.c.work(self._desk.counts, self._counted, self.show)
        self.show()

    def _counted(self, counts: Counts) -> None:
        self._counts = counts
        self.show()

    def _open_device(self, role: str) -> None:
        self._at, self._about, self._told = "device", role, ("", {})
        self.c.session.sub = 0
        self.show()

    def _say(self, told: str, **values: str) -> None:
        self._at, self._told = "device", (told, values)
        self.show()

    def _not_kept(self) -> None:
        self._told = ("service.told.disk", {})
        self.show()

    def _do(self, do: Callable[[], None], told: str) -> None:
        self.c.work(do, lambda _: self._say(told), self._not_kept)

    # ---- deeds ----

    def _restart(self, role: str) -> None:
        staff, desk = self._staff, self._desk

        def restart() -> None:
            desk.note(staff, "restart", role)
            desk.restart(role)

        self._do(restart, "service.told.restart")

    def _paper(self, role: str) -> None:
        staff = self._staff
        self._do(lambda: self._desk.paper_loaded(staff, role), "service.told.paper")

    def _ask_note(self, role: str) -> None:
        self._at, self._about, self._chosen = "note", role, ""
        self.show()

    def choose(self, id: str) -> None:
        """Why something is out of service."""
        if self._at == "note":
            self._chosen = id
            self.show()

    def _rest(self, role: str, note: str) -> None:
        staff, desk = self._staff, self._desk
        told = "service.told.rest" if note else "service.told.serve"
        if role:
            self._do(lambda: desk.rest(staff, role, note), told)
        else:
            self.c.work(
                lambda: desk.rest_all(staff, note), lambda _: self.to_hub(told), self._not_kept
            )

    def _send_again(self) -> None:
        staff = self._staff
        self.c.work(
            lambda: self._desk.send_again(staff),
            lambda n: self.to_hub("service.told.sent", n=str(n)),
            self._not_kept,
        )

    def _test(self) -> None:
        if self._trial.start(self._device):
            self._at = "test"
        self.show()

    def on_device(self, event: object) -> None:
        """The card of whoever signs in, the card or code of a test."""
        self._card.on_device(event)
        self._trial.on_device(event)

    def _tested(self, result: str) -> None:
        if self._health.at:
            self.end_trial()
            self._health.tested(result)
            return
        staff, role = self._staff, self._about
        self._do(lambda: self._desk.note(staff, "test", role, result), pages.TESTED[result])

    def over(self) -> None:
        """Service mode ends: nothing is armed, and the way out is written down."""
        self._trial.stop()
        self._card.wait(wanted=False)
        if not self._role:
            return
        staff, desk = self._staff, self._desk

        def note() -> None:
            with suppress(NotKeptError):  # the way in stands, and what was done
                desk.note(staff, "leave")

        self.c.runner.run(note, lambda _: None)
