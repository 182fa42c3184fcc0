"""A scanner that sends each code as a line of bytes, whatever the bytes come by."""

from __future__ import annotations

import time
from collections.abc import Callable

from drivers.code_scanner.frames import Frames
from drivers.code_scanner.grammar import AIM_LENGTH, CodeError, text_of
from drivers.code_scanner.telling import Telling
from drivers.driver import Driver
from drivers.events import Event
from drivers.spec import DeviceSpec
from drivers.status import State
from drivers.transport.base import Transport

ARMED_S, IDLE_S = 0.04, 0.3
MOST_READS = 64


class LineScanner(Driver):
    """Listens only while armed. What comes at other times is dropped unread; contents are handed
    on in one event and kept nowhere: the last code is remembered as a keyed digest."""

    def __init__(
        self, spec: DeviceSpec, emit: Callable[[Event], None], transport: Transport
    ) -> None:
        super().__init__(spec, emit)
        options = spec.options
        self._line = transport
        self._prefix = str(options["prefix"]).encode()
        self._aim = options["aim"] is True
        self._longest = int(str(options["max_length"]))
        self._telling = Telling(spec.role, emit, float(str(options["same_code_s"])))
        self._frames = Frames(
            str(options["suffix"]), self._longest + len(self._prefix) + AIM_LENGTH
        )
        self._armed_for: str | None = None

    def open(self) -> None:
        """Open the line. Such a scanner has no question to answer: an open line is all there is."""
        self._line.open()
        self._frames.reset()
        self._armed_for = None

    def close(self) -> None:
        """Close the line."""
        self._armed_for = None
        self._line.close()

    def poll(self) -> tuple[State, str]:
        """Follow the arming, read what has come, tell of a code that is complete."""
        wanted = self.wish.intent
        if wanted != self._armed_for:
            self._turn_to(wanted)
        self.poll_interval_s = IDLE_S if wanted is None else ARMED_S
        data, now = self._read(), time.monotonic()
        if wanted is None:
            self._frames.drop(data, now)
        elif data:
            self._frames.feed(data, now)
        else:
            self._deliver(wanted, now)
            self._while_armed(now)
        return State.READY, ""

    def _turn_to(self, wanted: str | None) -> None:
        self._frames.drop(self._read(), time.monotonic())
        if (wanted is None) != (self._armed_for is None):
            self._light(on=wanted is not None)
        self._armed_for = wanted

    def _light(self, *, on: bool) -> None:
        """Switch the light, where the scanner has a command for it."""

    def _while_armed(self, now: float) -> None:
        """Called at each look that found nothing to read."""

    def _read(self) -> bytes:
        """What has come, at most MOST_READS portions; LinkLostError when the line is gone."""
        came = bytearray()
        for _ in range(MOST_READS):
            data = self._line.read(0.0)
            if not data:
                break
            came += data
        return bytes(came)

    def _deliver(self, request_id: str, now: float) -> None:
        line, reason = self._frames.take(now)
        text = ""
        if line is not None:
            try:
                text = text_of(line, prefix=self._prefix, aim=self._aim, longest=self._longest)
            except CodeError as error:
                reason = str(error)
        if not text and not reason:
            return
        self._light(on=True)  # a scanner puts its light out after each code
        self._telling.tell(self.wish, request_id, text, reason, now)
