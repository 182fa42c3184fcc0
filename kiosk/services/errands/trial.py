"""Trying one device in service mode: a slip, a sentence, a card or a code."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import TYPE_CHECKING

from drivers.events import CardRead, CardTrouble, CodeRefused, CodeScanned, SmartCardRead
from kiosk.services.ports_service import Device
from kiosk.services.slips_service import test_slip

if TYPE_CHECKING:
    from kiosk.services.controller import Controller


class Trial:
    """`done` is told what it came to: read, unread, speaker, print_…"""

    def __init__(self, controller: Controller, done: Callable[[str], None]) -> None:
        self.c, self._done = controller, done
        self._asked, self._role = "", ""

    def start(self, device: Device) -> bool:
        """Begin; True where a card or a code is waited for now."""
        c = self.c
        if device.kind == "receipt_printer":
            slip = test_slip(c.view(), c.fixed.terminal_id)
            c.work(
                lambda: c.services.service.test_slip(slip), lambda out: self._done(f"print_{out}")
            )
        elif device.kind == "speaker":
            c.say(c.view().words("service.sentence.say"))
            self._done("speaker")
        else:
            self._asked, self._role = uuid.uuid4().hex, device.role
            if device.kind == "code_scanner":
                c.services.arm_scan(self._asked)
            else:
                c.services.arm_reader(self._role, self._asked)
            return True
        return False

    def on_device(self, event: object) -> None:
        """The card or code of a test: that it was read is all that is kept of it."""
        if not self._asked or getattr(event, "request_id", "") != self._asked:
            return
        if isinstance(event, CardRead | CodeScanned | SmartCardRead):
            self.stop()
            self._done("read")
        elif isinstance(event, CardTrouble | CodeRefused):
            self.stop()
            self._done("unread")

    def stop(self) -> None:
        """Nothing is armed any more."""
        if self._asked:
            self._asked = ""
            self.c.services.disarm_reader(self._role)
            self.c.services.disarm_scan()
