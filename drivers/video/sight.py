"""Whether a camera shows anything: told the same while somebody looks, between, and after it was
opened anew."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

from drivers.errors import NoAnswerError
from drivers.video import FrameSource

CHECK_S, FRAME_S, SILENT_S = 10.0, 0.2, 3.0
BLIND_CHECK_S, BLIND_LOOK_S = 2.0, 1.5


class Sight:
    """Watches one source. Blind is who has given no picture for SILENT_S while somebody waited,
    and stays it until one comes: an open line, or bytes that are no picture, are no sight."""

    def __init__(self, source: FrameSource, stopping: Callable[[], threading.Event]) -> None:
        self._source = source
        self._stopping = stopping  # of the wish that the worker gives the driver later
        self._seen_at = 0.0
        self._checked_at = 0.0
        self._wanted: str | None = None
        self.blind = False

    def opened(self) -> None:
        """The source has just given something, which may be no picture."""
        if not self.blind:
            self._seen_at = self._checked_at = time.monotonic()

    def look(self, wanted: str, show: Callable[[bytes], bool]) -> None:
        """Show one frame; `show` says whether it is a picture. NoAnswerError no_picture: none has
        come for SILENT_S, or none since it was blind."""
        if wanted != self._wanted:
            self._wanted, self._seen_at = wanted, time.monotonic()
        self._source.start()
        if self._shown(show, BLIND_LOOK_S if self.blind else 0.0):
            self._seen_at, self.blind = time.monotonic(), False
        elif self.blind or time.monotonic() - self._seen_at > SILENT_S:
            self.blind = True
            raise NoAnswerError("no_picture")

    def rest(self, is_picture: Callable[[bytes], bool]) -> None:
        """Nobody looks: end the stream, and see now and then whether the camera is there."""
        self._wanted = None
        now = time.monotonic()
        if self.blind and now - self._checked_at > BLIND_CHECK_S:
            self._checked_at = now
            self._source.start()
            self.blind = not self._shown(is_picture, BLIND_LOOK_S)
        self._source.stop()
        if self.blind:
            raise NoAnswerError("no_picture")
        if now - self._checked_at > CHECK_S:
            self._source.check()
            self._checked_at = time.monotonic()

    def _shown(self, show: Callable[[bytes], bool], patience_s: float) -> bool:
        until = time.monotonic() + patience_s
        while True:
            frame = self._source.frame(FRAME_S)
            if frame and show(frame):
                return True
            if time.monotonic() >= until or self._stopping().is_set():
                return False
