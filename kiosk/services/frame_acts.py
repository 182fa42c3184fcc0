"""What stands around every page: help, the voice, the volume, the mode and the language."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from kiosk.flows.patience import ELDERLY, STANDARD

if TYPE_CHECKING:
    from kiosk.services.controller import Controller

VOLUMES = (2, 4, 6, 8, 10, 0)


class FrameActs:
    """The actions of the fixed strip and of the first page; settings belong to the session."""

    def __init__(self, controller: Controller) -> None:
        self.c = controller

    def presses(self) -> dict[str, Callable[[], None]]:
        """Its actions by message id."""
        return {
            "attract.start": self.c.go_home,
            "attract.elderly": self._start_elderly,
            "home.helper": self.help,
            "strip.help": self.help,
            "strip.again": self.c.say_again,
            "strip.volume": self._louder,
            "strip.elderly": self._toggle_elderly,
            "strip.english": self._other_language,
            "help.continue": self._close_help,
        }

    def help(self) -> None:
        """Who helps, where, until when; the clock stands still."""
        s = self.c.session
        if s.phase == "attract":
            s.phase = "home"
        s.overlay = "help"
        s.help_since = self.c.fixed.clock.monotonic()
        s.patience.hold("help", s.help_since)
        self.c.show()

    def _close_help(self) -> None:
        s = self.c.session
        s.overlay = "trouble" if s.trouble else ""
        s.patience.release("help", self.c.fixed.clock.monotonic())
        self.c.touched()
        self.c.show()

    def _start_elderly(self) -> None:
        self._set_elderly(on=True)
        self.c.go_home()

    def _set_elderly(self, *, on: bool) -> None:
        s = self.c.session
        s.elderly = on
        s.sub = 0
        s.patience.limits = ELDERLY if on else STANDARD

    def _toggle_elderly(self) -> None:
        self._set_elderly(on=not self.c.session.elderly)
        if self.c.session.phase == "attract":
            self.c.go_home()
        else:
            self.c.show()

    def _other_language(self) -> None:
        s = self.c.session
        s.lang = "en" if s.lang == "zh_CN" else "zh_CN"
        self.c.show()

    def _louder(self) -> None:
        s = self.c.session
        s.volume = VOLUMES[(VOLUMES.index(s.volume) + 1) % len(VOLUMES)]
        s.volume_shown = True
        self.c.show()
