"""The way into service mode and out of it: the visit under way stands still, unseen, meanwhile."""

from __future__ import annotations

from typing import TYPE_CHECKING

from drivers.events import StatusChanged
from kiosk.flows.patience import Limits
from kiosk.services.session import Session

if TYPE_CHECKING:
    from kiosk.services.controller import Controller
    from kiosk.services.errands.service import ServiceMode

TOUCHES = 5
WITHIN_S = 4.0
ALONE_S = 300.0
"""Without a touch for so long service mode closes itself."""
HOLD = "service"


class Servicing:
    """Puts the session of whoever stands there aside, and brings it back."""

    def __init__(self, controller: Controller) -> None:
        self.c = controller
        self._touches: list[float] = []
        self._aside: Session | None = None
        self._mode: ServiceMode | None = None

    @property
    def on(self) -> bool:
        """Whether service mode is open."""
        return self._aside is not None

    def hall(self) -> None:
        """The hall's name in the top bar was touched: five times within four seconds opens."""
        now = self.c.fixed.clock.monotonic()
        self._touches = [at for at in self._touches if now - at <= WITHIN_S] + [now]
        if len(self._touches) >= TOUCHES:
            self._touches.clear()
            self.enter()

    def enter(self) -> None:
        """Open, unless it is open or an answer is on its way to the person who stands there."""
        from kiosk.services.errands.service import ServiceMode

        c = self.c
        if self.on or c.working:
            return
        now, old = c.fixed.clock.monotonic(), c.session
        old.patience.hold(HOLD, now)
        c.reading.pause()
        c.scanning.pause()
        c.services.hush()
        c.session = Session.fresh(c.fixed)
        c.session.elderly, c.session.volume = False, old.volume
        c.session.card_on, c.session.card_role = old.card_on, old.card_role
        c.session.patience.limits = Limits(ALONE_S, 0)
        self._aside, self._mode = old, ServiceMode(c)
        c.session.phase, c.session.errand = "errand", self._mode
        self._mode.open("service.open", "")

    def leave(self) -> None:
        """Close: the visit goes on where it was, and its clock with it."""
        c, old = self.c, self._aside
        if old is None or self._mode is None:
            return
        self._mode.over()
        self._aside, self._mode = None, None
        c.services.hush()
        old.card_on = c.session.card_on
        c.session, c.working = old, 0
        now = c.fixed.clock.monotonic()
        old.patience.release(HOLD, now)
        old.patience.touch(now)
        c.reading.resume()
        c.scanning.resume()
        c.show()

    def pulse(self) -> bool:
        """Look at the clock; False where service mode is not open and others must look."""
        if not self.on:
            return False
        now, patience = self.c.fixed.clock.monotonic(), self.c.session.patience
        patience.release("help", now)  # that page keeps nobody signed in
        if patience.over(now):
            self.leave()
        return True

    def on_device(self, event: object) -> None:
        """A device changed while staff look at it."""
        if self._mode is None:
            return
        self._mode.on_device(event)
        if isinstance(event, StatusChanged):
            self.c.show(quiet=True)
