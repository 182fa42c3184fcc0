"""Waiting for a person, and leaving: count-down, keep or erase, the card on the machine."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from kiosk.services.page import Page
from kiosk.services.reading import SOCIAL_READER
from kiosk.services.session import Session

if TYPE_CHECKING:
    from kiosk.services.controller import Controller
    from kiosk.services.ports_visits import Kept

HELP_S = 600.0  # who waits for a helper that long has gone, and the next person must not see it
REMIND_S = 5.0
LOOK_S = 5.0  # between looks at the disk while nobody is there
END_S = 5.0


class Idling:
    """Everything that time does to a session."""

    def __init__(self, controller: Controller) -> None:
        self.c = controller
        self._since = 0.0  # when the end page or the last reminder began
        self._said_at: int = -1
        self._looked: float | None = None

    def presses(self) -> dict[str, Callable[[], None]]:
        """The actions of its pages."""
        return {
            "idle.here": self._stay,
            "leave.stay": self._stay,
            "idle.drop": self._drop,
            "idle.save": self._save,
        }

    def pulse(self) -> None:
        """Look at the clock."""
        s, now = self.c.session, self.c.fixed.clock.monotonic()
        if self.c.services.speaking():
            s.patience.hold("speech", now)
        else:
            s.patience.release("speech", now)
        if s.overlay != "help" or now - s.help_since > HELP_S:  # left, or nobody is there
            s.patience.release("help", now)
        if s.phase == "card":
            self._remind(now)
        elif s.phase == "end":
            if now - self._since >= END_S:
                self._begin_anew()
        elif s.phase == "attract":
            s.patience.touch(now)
            self._look(now)
        elif s.patience.over(now):
            self.finish()
        elif s.patience.warning(now):
            self._warn()
        elif s.overlay == "idle":
            s.overlay = "trouble" if s.trouble else ""
            self.c.show()

    def _look(self, now: float) -> None:
        """The screen that waits for people tells whether cases can be taken at all."""
        if self._looked is not None and now - self._looked < LOOK_S:
            return
        self._looked = now
        closed = self.c.services.refusing()
        if closed is not self.c.closed:
            self.c.closed = closed
            self.c.show(quiet=True)

    def _warn(self) -> None:
        s = self.c.session
        left = s.patience.seconds_left(self.c.fixed.clock.monotonic())
        if s.overlay != "idle":
            s.overlay = "idle"
            self._said_at = -1
            self.c.show()
        elif self.c.last is None or self.c.last.seconds_left != left:
            self.c.show(quiet=True)
        if left == 15 and self._said_at != 15:
            self._said_at = 15
            self.c.say_again()

    def _stay(self) -> None:
        s = self.c.session
        s.overlay = "trouble" if s.trouble else ""
        self.c.touched()
        self.c.show()

    def leave(self) -> None:
        """Asked to end: at once when nothing would be lost, otherwise after one question."""
        s = self.c.session
        if s.step == "sending" and self.c.working:
            self.c.say_again()  # the number is on its way, and would be lost to the person
        elif s.phase == "visit" and s.data.person and s.data.outcome is None and not s.data.notice:
            s.overlay = "leave"
            self.c.show()
        elif s.errand and not s.errand.leave():
            return
        elif s.phase in ("card", "end"):
            self._goodbye()  # they say that they have it
        else:
            self.finish()

    def _drop(self) -> None:
        """Erase, and with it what the same person had kept of this matter before."""
        c = self.c
        data = c.session.data
        if data.person is None or not data.matter:
            self.finish()
            return
        self.finish(first=c.resuming.dropper())

    def _save(self) -> None:
        """Keep it, then say until when and where it can be gone on with."""
        if self.c.resuming.worth_keeping:
            self.c.work(self.c.resuming.keeper(), self._saved)

    def _saved(self, kept: Kept) -> None:
        from kiosk.services.errands.resume import Resume

        data = self.c.session.data
        self.c.session.saved_until = kept.until
        Resume(self.c).kept(kept, data)

    def finish(self, *, first: Callable[[], None] | None = None) -> None:
        """End the session: wipe it now (the disk after `first`), see that the card is taken."""
        old = self.c.session
        self.c.reading.stop()
        self.c.scanning.stop()
        new = Session.fresh(self.c.fixed)
        new.lang, new.elderly, new.volume = old.lang, old.elderly, old.volume  # until the goodbye
        new.card_on, new.card_role = old.card_on, old.card_role
        new.saved_until = old.saved_until
        self.c.session = new
        self.c.working = 0
        services = self.c.services

        def wipe() -> None:
            if first:
                first()
            services.session_over()

        self.c.runner.run(wipe, lambda _: None)
        if new.card_on:
            new.phase = "card"
            new.card = "social_left" if new.card_role == SOCIAL_READER else ""
            self._since = self.c.fixed.clock.monotonic()
            self.c.show()
        else:
            self._goodbye()

    def card_taken(self) -> None:
        """The card has left the reader."""
        if self.c.session.phase == "card":
            self._goodbye()

    def _remind(self, now: float) -> None:
        if now - self._since >= REMIND_S:
            self._since = now
            self.c.say_again()

    def _goodbye(self) -> None:
        self.c.session.phase = "end"
        self._since = self.c.fixed.clock.monotonic()
        self.c.show()

    def _begin_anew(self) -> None:
        old = self.c.session
        self.c.session = Session.fresh(self.c.fixed)
        self.c.session.card_on, self.c.session.card_role = old.card_on, old.card_role
        self.c.show()

    def with_leave_back(self, page: Page) -> Page:
        """Keeping is offered only where there is something to keep and a disk to keep it."""
        if page.screen in ("idle", "leave") and (
            not self.c.services.ready() or not self.c.resuming.worth_keeping
        ):
            return replace(page, back=None)
        return page
