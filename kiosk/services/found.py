"""From a list to a matter, and back to the very page of the list."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kiosk.services.controller import Controller


class Found:
    """A matter that was found in a list; the list stays for the way back."""

    def __init__(self, controller: Controller) -> None:
        self.c = controller

    def begin(self, code: str) -> None:
        """Begin with it."""
        s = self.c.session
        found = s.errand
        s.found = (found, s.sub) if found else None
        self.c.steps.begin(code)
        if s.phase == "visit":
            s.errand = None
            return
        s.found = None  # the page that says where it is done knows the way back itself
        if s.errand is found:
            s.phase, s.errand = "home", None  # nothing can be begun now

    def back_out(self) -> None:
        """Back from its first page: to the list where it was found, else home."""
        s = self.c.session
        if s.found is None:
            self.c.go_home()
            return
        (found, sub), s.found = s.found, None
        self.c.reading.stop()
        self.c.scanning.stop()
        s.phase, s.visit, s.errand, s.sub, s.overlay = "errand", None, found, sub, ""
        self.c.show()
