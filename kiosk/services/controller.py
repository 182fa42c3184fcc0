"""Leads a person through the machine: touches and devices in, pages out.

Everything here runs on one thread and returns at once; slow work goes through the Runner, and
an answer that comes after its session has ended is dropped, never credited to the next person.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import replace
from types import MappingProxyType
from typing import TYPE_CHECKING, TypeVar

from kiosk.services.capturing import Capturing
from kiosk.services.errands import opened_by
from kiosk.services.found import Found
from kiosk.services.frame_acts import FrameActs
from kiosk.services.holding_out import remind
from kiosk.services.identifying import Identifying
from kiosk.services.idling import Idling
from kiosk.services.page import Page, offers
from kiosk.services.ports import NotKeptError, Runner, Screen, Services
from kiosk.services.reading import Reading
from kiosk.services.resuming import Resuming
from kiosk.services.scanning import Scanning
from kiosk.services.servicing import Servicing
from kiosk.services.session import Fixed, Session
from kiosk.services.steps import Steps
from kiosk.services.view import Draft, View

log = logging.getLogger("kiosk.controller")
if TYPE_CHECKING:
    from kiosk.services.errands.base import Errand

T = TypeVar("T")


class Controller:
    """The one that the screen, the devices and the clock talk to."""

    def __init__(self, fixed: Fixed, screen: Screen, services: Services, runner: Runner) -> None:
        self.fixed = fixed
        self.screen = screen
        self.services = services
        self.runner = runner
        self.session = Session.fresh(fixed)
        self.identifying = Identifying(self)
        self.reading = Reading(self)
        self.scanning = Scanning(self)
        self.capturing = Capturing(self)
        self.steps = Steps(self)
        self.resuming = Resuming(self)
        self.idling = Idling(self)
        self.service = Servicing(self)
        self.working = 0
        self.closed = False  # nothing can be put on disk, as the idle machine last found
        self.last: Page | None = None
        self._spoken_for: tuple[object, ...] = ()
        self._listeners: list[Callable[[Page], None]] = []
        self.found = Found(self)
        self.frame_acts = FrameActs(self)
        self._presses: dict[str, Callable[[], None]] = {
            "strip.end": self.idling.leave,
            "service.open": self.service.enter,
            **self.frame_acts.presses(),
            **self.idling.presses(),
        }

    # ---- what the screen calls ----

    def press(self, id: str) -> None:
        """An action was pressed; one that means nothing here is ignored."""
        if not offers(self.draft().page, id):
            return
        self._clear_hint()
        name, _, key = id.partition(":")
        handler, errand = self._presses.get(name), opened_by(name)
        if name == "matters.choose":
            self.found.begin(key)
        elif handler:
            handler()
        elif self.identifying.takes(name):
            self.identifying.press(name, key)
        elif errand:
            self.open(errand(self), name, key)
        elif self.session.errand:
            self.session.errand.press(name, key)
        else:
            self.steps.press(name, key)

    def open(self, errand: Errand, by: str, key: str = "") -> None:
        """Begin an errand in place of whatever was under way; its own page follows."""
        self.reading.stop()
        self.scanning.stop()
        s = self.session
        s.phase, s.errand, s.visit, s.sub = "errand", errand, None, 0
        s.overlay, s.trouble, s.typed, s.print_state, s.slip_no = "", "", "", "", ""
        s.page_state = ""
        errand.open(by, key)

    def choose(self, id: str) -> None:
        """A choice was touched."""
        self._clear_hint()
        if self.session.errand:
            self.session.errand.choose(id)
        else:
            self.steps.choose(id)

    def tick(self, id: str) -> None:
        """A statement was ticked, or the tick taken back."""
        self._clear_hint()
        if self.session.errand:
            self.session.errand.tick(id)
        else:
            self.steps.answering.tick(id)

    def key(self, k: str) -> None:
        """A key of the keypad."""
        self._clear_hint()
        if self.identifying.key(k):
            return
        if self.session.errand:
            self.session.errand.key(k)
        else:
            self.steps.answering.key(k)

    def signed(self, strokes: list[list[tuple[float, float, float]]]) -> None:
        """All strokes on the signing pad so far."""
        if self.session.errand:
            self.session.errand.signed(strokes)
        else:
            self.steps.answering.signed(strokes)

    def hall(self) -> None:
        """The hall's name was touched: staff know what that is for."""
        self.service.hall()

    def touched(self) -> None:
        """Any touch at all: the person is there."""
        self.session.patience.touch(self.fixed.clock.monotonic())

    # ---- what the rest calls ----

    def start(self) -> None:
        """Show the first page."""
        self.show()

    def on_page(self, listener: Callable[[Page], None]) -> None:
        """Call back with each page as it is shown."""
        self._listeners.append(listener)

    def pulse(self) -> None:
        """A quarter of a second has passed: count-down, reminders, the end page."""
        if self.service.pulse():
            return
        self.idling.pulse()
        self.identifying.vouching.pulse()

    def on_device(self, event: object) -> None:
        """Something happened at a device (on the main thread)."""
        self.reading.on_event(event)
        self.scanning.on_event(event)
        self.capturing.on_event(event)
        remind(self, event)
        self.service.on_device(event)

    def on_network(self) -> None:
        """The way to the platform went or came back."""
        if self.session.phase in ("attract", "visit"):
            self.show(quiet=True)

    def crashed(self) -> None:
        """A mistake of the program was caught: say that nothing is lost, and the number."""
        self.working = 0
        self.session.patience.release("work", self.fixed.clock.monotonic())
        self.service.leave()
        if self.session.phase == "attract":
            self.show(quiet=True)  # nobody is there to be told
        else:
            self.stopped("crash")

    def stopped(self, kind: str) -> None:
        """Something does not work: what is safe, and who helps."""
        self.session.trouble, self.session.overlay = kind, "trouble"
        self.show()

    # ---- showing ----

    def view(self) -> View:
        """What presenters see now."""
        view = self.session.view(
            self.services.states(), online=self.services.online(), closed=self.closed
        )
        resting = self.services.service.resting()
        return replace(view, way=self.session.way, offer=self.identifying.offer(), rest=resting)

    def drafts(self) -> tuple[Draft, ...]:
        """The pages of the present place."""
        return self.session.drafts(self.view())

    def draft(self) -> Draft:
        """The page that is to be seen, with what is still missing on it."""
        drafts = self.drafts()
        self.session.sub = max(0, min(self.session.sub, len(drafts) - 1))
        draft = drafts[self.session.sub]
        return replace(draft, page=self.idling.with_leave_back(draft.page))

    def show(self, *, quiet: bool = False) -> None:
        """Draw the present page, and speak its sentence when it is a new one."""
        self.capturing.follow()
        page = self.draft().page
        self.last = page
        self.screen.show(page)
        for listener in self._listeners:
            listener(page)
        if not quiet:
            self._speak(page)

    def _speak(self, page: Page) -> None:
        mark = (page.screen, self.session.sub, page.caption, page.elderly, page.lang)
        if mark == self._spoken_for:
            return
        self._spoken_for = mark
        if page.screen == "attract":
            self.services.hush()  # no endless loudspeaker: it speaks when somebody is there
        else:
            self.say(page.caption)

    def say(self, text: str) -> None:
        """Speak a sentence in the running language."""
        s = self.session
        self.services.say(text, lang=s.lang, elderly=s.elderly, volume=s.volume)

    def say_again(self) -> None:
        """Speak the present page's sentence once more."""
        if self.last:
            self.say(self.last.caption)

    # ---- work elsewhere ----

    def work(
        self,
        do: Callable[[], T],
        then: Callable[[T], None],
        otherwise: Callable[[], None] | None = None,
    ) -> None:
        """Run do() off the main thread; then(result) only if the session is still the same.

        Where the disk did not take it `otherwise` goes on, or a page says that no case is taken.
        """
        session = self.session
        session.patience.hold("work", self.fixed.clock.monotonic())
        self.working += 1

        def job() -> T | NotKeptError:
            try:
                return do()
            except NotKeptError as error:
                return error

        def done(result: T | NotKeptError) -> None:
            self.working = max(0, self.working - 1)
            if self.session is not session:
                return
            session.patience.release("work", self.fixed.clock.monotonic())
            if not isinstance(result, NotKeptError):
                then(result)
            elif otherwise:
                otherwise()
            else:
                self.stopped("store")

        self.runner.run(job, done)

    # ---- places outside a visit ----

    def go_home(self) -> None:
        """The first question."""
        self.reading.stop()
        self.scanning.stop()
        s = self.session
        s.phase, s.visit, s.errand, s.sub, s.overlay = "home", None, None, 0, ""
        s.found = None
        self.touched()
        self.show()

    def help(self) -> None:
        """Who helps, where, until when; the clock stands still."""
        self.frame_acts.help()

    def _clear_hint(self) -> None:
        s = self.session
        s.hint, s.hint_values, s.volume_shown = "", MappingProxyType({}), False
        self.touched()
