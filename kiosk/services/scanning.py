"""The code scanner as a page sees it: armed for one asking, and every event checked."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import TYPE_CHECKING

from drivers.events import CodeRefused, CodeScanned

if TYPE_CHECKING:
    from kiosk.services.controller import Controller

Scanned = Callable[[str], None]


class Scanning:
    """Arms the scanner for the page that asks for a code, and takes only that page's codes."""

    def __init__(self, controller: Controller) -> None:
        self.c = controller
        self._armed = ""
        self._then: Scanned | None = None
        self._refused: Callable[[], None] | None = None
        self._paused: tuple[Scanned, Callable[[], None] | None] | None = None

    def begin(self, then: Scanned, refused: Callable[[], None] | None = None) -> None:
        """Ask for a code: `then` gets its text, on the main thread; `refused` is called where
        something was scanned that is no code for us (too long, control characters)."""
        self._armed = uuid.uuid4().hex
        self._then, self._refused = then, refused
        self.c.services.arm_scan(self._armed)

    def stop(self) -> None:
        """No code is wanted."""
        if self._armed:
            self._armed, self._then, self._refused = "", None, None
            self.c.services.disarm_scan()

    def pause(self) -> None:
        """Take no codes until `resume`."""
        asked = self._then if self._armed else None
        self._paused = (asked, self._refused) if asked else None
        self.stop()

    def resume(self) -> None:
        """Go on with what was asked before `pause`."""
        asked, self._paused = self._paused, None
        if asked:
            self.begin(*asked)

    def on_event(self, event: object) -> None:
        """One event of any device. A scan ends the asking: who wants another begins again."""
        match event:
            case CodeScanned(request_id=request, text=text) if request == self._armed and request:
                then = self._then
                self.stop()
                self.c.touched()
                if then:
                    then(text)
            case CodeRefused(request_id=request) if request == self._armed and request:
                self.c.touched()
                if self._refused:
                    self._refused()
            case _:
                pass
