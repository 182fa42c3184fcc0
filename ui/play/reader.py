"""Reads the glass for the record: the words of each page once it has come to rest."""

from __future__ import annotations

import time

from kiosk.services.page import Page
from ui.play.find import shown_text
from ui.play.record import Recorder
from ui.play.visit import Visit

REST_S = 0.05
"""How long nothing is drawn before the glass counts as at rest."""
MOVING_S = 0.6
"""How long a page may move at most; one that never rests is read then."""


class Reader:
    """Writes down what stands on the glass, once for each page that differs from the last."""

    def __init__(self, visit: Visit, recorder: Recorder) -> None:
        self._visit, self._recorder = visit, recorder
        self._coming: Page | None = None
        self._came = 0.0
        self._read = False
        self._last: tuple[str, str] = ("", "")

    def look(self, *, now: bool = False) -> None:
        """Read the page if it is new and still; `now`: even if it still moves."""
        page, moment = self._visit.page, time.monotonic()
        if page is not self._coming:
            self._coming, self._came, self._read = page, moment, False
        if self._read:
            return
        shown_s = moment - self._came
        rests = shown_s > REST_S and self._visit.hands.still_for() > REST_S
        if not (now or rests or shown_s > MOVING_S):
            return
        self._read = True
        text = shown_text(self._visit.subject.window)
        if (page.screen, text) != self._last:
            self._last = (page.screen, text)
            self._recorder.words(page.screen, text.split("\n"), self._visit.elapsed_ms())
