"""A slip that a printer holds out: the person is reminded by voice while their session lasts.

What nobody takes is drawn in by the printer itself; the next session is not told of it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from drivers.events import SlipWaiting
from kiosk.services.messages import Words

if TYPE_CHECKING:
    from kiosk.services.controller import Controller


def remind(controller: Controller, event: object) -> None:
    """One event of any device, on the main thread."""
    session = controller.session
    if isinstance(event, SlipWaiting) and session.phase != "attract":
        controller.say(Words(session.lang, plain=session.elderly)("frame.take_slip.say"))
