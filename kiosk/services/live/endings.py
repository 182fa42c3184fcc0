"""The endings' port, live."""

from __future__ import annotations

from kiosk.services.live.complaints import Complaints
from kiosk.services.live.tickets import Tickets


class LiveEndings(Tickets, Complaints):
    """Tickets, and requests that could not be settled."""
