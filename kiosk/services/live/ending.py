"""What tickets and requests share: store, platform, and what was entered."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kiosk.services.identity import reviewed

if TYPE_CHECKING:
    from kiosk.clock import Clock
    from kiosk.flows.data import VisitData
    from kiosk.services.live.backend import Backend
    from kiosk.services.live.services import LiveServices

WAIT_S = 5.0


class Ending:
    """Store and platform are those of the services, once they are open."""

    def __init__(self, services: LiveServices, clock: Clock) -> None:
        self._services, self._clock = services, clock

    @property
    def online(self) -> Backend | None:
        """The platform while it can be reached."""
        return self._services.backend if self._services.online() else None


def entered(data: VisitData) -> dict[str, str]:
    """What was entered or known, without what the person's own columns hold."""
    own = ("applicant.name", "applicant.id_number")
    return {name: value for name, value in reviewed(data).items() if name not in own}
