"""At the door of service mode: digits that are typed, or a staff card in their stead."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import TYPE_CHECKING

from drivers.events import CardTrouble, SmartCardRead
from drivers.smart_card.record import StaffCardRecord

if TYPE_CHECKING:
    from kiosk.services.controller import Controller

READER = "staff_card"


class StaffCard:
    """Waits for a card while the number is asked for; `then` gets the number on it."""

    def __init__(self, controller: Controller, then: Callable[[str], None]) -> None:
        self.c, self._then = controller, then
        self._asked = ""

    def wait(self, *, wanted: bool) -> None:
        """Let the reader look, or look no more."""
        if wanted and not self._asked:
            self._asked = uuid.uuid4().hex
            self.c.services.arm_reader(READER, self._asked)
        elif not wanted and self._asked:
            self._asked = ""
            self.c.services.disarm_reader(READER)

    def on_device(self, event: object) -> None:
        """The card that was asked for, or that it was none."""
        if not self._asked or getattr(event, "request_id", "") != self._asked:
            return
        self.c.touched()
        if isinstance(event, SmartCardRead) and isinstance(event.record, StaffCardRecord):
            self._then(event.record.staff_no)
        elif isinstance(event, CardTrouble):
            self.c.session.hint = "service.card.unread"
            self.c.show()


def typed(so_far: str, k: str, most: int) -> str:
    """What stands there after a key of the pad."""
    if k == "clear":
        return ""
    if k == "delete":
        return so_far[:-1]
    digit = len(k) == 1 and k in "0123456789"
    return so_far + k if digit and len(so_far) < most else so_far
