"""Kiosk printers with a presenter, as Custom's VKP80, KPM and TPTCM: the slip is held until it is
whole, then held out; taken, or drawn back in.

Commands and bits after the KPM210 and TPTCM manuals: GS e 3 m presents by m steps of 7.3 mm, GS e 2
retracts, DLE EOT 20 tells by bit 5 of its paper byte whether a slip is in the mouth.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from dataclasses import replace
from types import MappingProxyType
from typing import TYPE_CHECKING

from drivers.errors import DeviceError, NoAnswerError
from drivers.events import Event, SlipPresented, SlipRetracted, SlipTaken, SlipWaiting
from drivers.receipt_printer.escpos_80mm import MODEL as PLAIN
from drivers.receipt_printer.escpos_80mm import Escpos80mmDriver
from drivers.receipt_printer.slip import PrintResult
from drivers.registry import Option
from drivers.spec import DeviceSpec, parse_port
from drivers.status import State

if TYPE_CHECKING:
    from drivers.transport import Transport
    from drivers.worker import Driver

log = logging.getLogger("drivers.receipt_printer")

MODEL = replace(
    PLAIN,
    name="escpos_presenter",
    options=MappingProxyType(
        {
            **PLAIN.options,
            "present_steps": Option(int, 12, min=1, max=255),
            "remind_s": Option(float, 8.0, min=1, max=600),
            "retract_s": Option(float, 40.0, min=2, max=3600),
        }
    ),
    faults=(*PLAIN.faults, "mouth_jam"),
)
RETRACT = b"\x1de\x02"
IN_MOUTH = 0x20
PROVED_BY_MOUTH = ("no_proof", "paper_out")
MOVE_S = 3.0  # a slip is drawn in within two


def make(spec: DeviceSpec, emit: Callable[[Event], None]) -> Driver:
    """Build the driver; the port is opened later, on the device's thread."""
    from drivers.transport import make_transport

    return EscposPresenterDriver(spec, emit, make_transport(parse_port(spec.port)))


class EscposPresenterDriver(Escpos80mmDriver):
    """Adds to every poll a look into the mouth. State media_present, detail slip_waiting."""

    def __init__(
        self, spec: DeviceSpec, emit: Callable[[Event], None], transport: Transport
    ) -> None:
        super().__init__(spec, emit, transport)
        options = spec.options
        self.after_cut = b"\x1de\x03" + bytes((int(str(options.get("present_steps", 12))),))
        self._remind_s = float(str(options.get("remind_s", 8.0)))
        self._retract_s = float(str(options.get("retract_s", 40.0)))
        self._job_id = ""
        self._since: float | None = None  # when a slip was first seen in the mouth
        self._reminded = False
        self._retracted_at: float | None = None

    def poll(self) -> tuple[State, str]:
        """As of any printer; a slip in the mouth is the person's to take."""
        state, detail = super().poll()
        if self._look_into_mouth() and state in (State.READY, State.LOW):
            return self._wait_for_hand()
        return state, detail

    def print_bytes(self, data: bytes, job_id: str, deadline_s: float) -> PrintResult:
        """As of any printer. What another left in the mouth is drawn in first, so that nobody
        finds a stranger's slip on top of their own."""
        until = time.monotonic() + deadline_s
        try:
            if self._look_into_mouth() and not self._cleared():
                return PrintResult("failed", "mouth_jam", data)
        except DeviceError as error:
            return PrintResult("failed", error.code, data)
        result = super().print_bytes(data, job_id, until - time.monotonic())
        if not result.sent:
            return result
        self._job_id = job_id
        held_out = self._sees_presented()
        # only a whole slip is held out, and the mouth was empty before
        proved = held_out and result.outcome == "unknown" and result.reason in PROVED_BY_MOUTH
        return replace(result, outcome="done", reason="") if proved else result

    def _sees_presented(self) -> bool:
        """After a slip: is it held out? Silence now is a matter of the next poll."""
        try:
            return self._look_into_mouth()
        except DeviceError as error:
            log.info("mouth_unknown role=%s code=%s", self.spec.role, error.code)
            return False

    def _look_into_mouth(self) -> bool:
        there = bool(self.talk().full_status()[0] & IN_MOUTH)
        if there and self._since is None:
            self._since, self._reminded, self._retracted_at = time.monotonic(), False, None
            self.emit(SlipPresented(self.spec.role, self._job_id))
        elif not there and self._since is not None:
            self._gone()
        return there

    def _gone(self) -> None:
        drawn_in = self._retracted_at is not None
        told = SlipRetracted if drawn_in else SlipTaken
        log.info("slip_%s role=%s", "retracted" if drawn_in else "taken", self.spec.role)
        self.emit(told(self.spec.role, self._job_id))
        self._since, self._retracted_at, self._job_id = None, None, ""

    def _wait_for_hand(self) -> tuple[State, str]:
        now = time.monotonic()
        waited = now - (self._since or now)
        if self._retracted_at is not None:
            stuck = now - self._retracted_at > MOVE_S
            return (State.JAM, "mouth_jam") if stuck else (State.BUSY, "retracting")
        if waited >= self._retract_s:
            self._retract()
            return State.BUSY, "retracting"
        if waited >= self._remind_s and not self._reminded:
            self._reminded = True
            self.emit(SlipWaiting(self.spec.role, self._job_id))
        return State.MEDIA_PRESENT, "slip_waiting"

    def _retract(self) -> None:
        self._retracted_at = time.monotonic()
        self.talk().send(RETRACT)

    def _cleared(self) -> bool:
        """Draw the slip in now; whether the mouth is empty then."""
        self._retract()
        until = time.monotonic() + MOVE_S
        while self._look_into_mouth():
            if time.monotonic() >= until:
                return False
            if self.wish.stopping.wait(0.05):
                raise NoAnswerError("stopped")
        return True
