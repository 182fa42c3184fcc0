"""Plays a script on the running terminal, on its own event loop and without ever blocking it."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from typing import TextIO

from PySide6.QtCore import QObject, Qt, QTimer, Slot

from ui.play.doing import Doing
from ui.play.hands import Flow, Until
from ui.play.reader import Reader
from ui.play.record import Outcome, Recorder, Setting
from ui.play.script import Script
from ui.play.subject import Paper, Subject
from ui.play.visit import CannotError, Visit

TICK_MS = 8
QUIET_S = 15.0
"""How long the end of a visit waits for the last slip, sentence and answer."""


class Player(QObject):
    """Plays one visit once. `done` is called on the Qt thread when all files are written."""

    def __init__(
        self,
        subject: Subject,
        script: Script,
        recorder: Recorder,
        *,
        setting: Setting,
        done: Callable[[Outcome], None],
        out: TextIO = sys.stdout,
    ) -> None:
        super().__init__()
        self._subject = subject
        self._script = script
        self._recorder = recorder
        self._setting = setting
        self._done = done
        self._out = out
        self._waits: Until | None = None
        self._since = 0.0
        self._inside = False
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._tick)

    def start(self) -> None:
        """Begin; OSError when the output directory cannot be written."""
        self._recorder.open()
        self._visit = Visit(self._subject, self._recorder)
        self._reader = Reader(self._visit, self._recorder)
        self._doing = Doing(self._visit, self._script.answers, self._say)
        self._flow = self._play()
        self._timer.start(TICK_MS)

    def _say(self, waiting: dict[str, object]) -> None:
        self._out.write(json.dumps({"waiting": waiting}, ensure_ascii=False) + "\n")
        self._out.flush()

    @Slot()
    def _tick(self) -> None:
        """One look at what the visit waits for; never inside another look."""
        if self._inside:
            return
        self._inside = True
        try:
            self._step()
        finally:
            self._inside = False

    def _step(self) -> None:
        self._reader.look()
        holds = False
        if self._waits is not None:
            holds = self._waits.holds()
            if not holds and time.monotonic() - self._since < self._waits.timeout_s:
                return
        try:
            self._waits = self._flow.send(holds) if self._waits is not None else next(self._flow)
            self._since = time.monotonic()
        except StopIteration as end:
            self._timer.stop()
            self._visit.hands.let_go()
            self._done(end.value)

    def _play(self) -> Flow[Outcome]:
        outcome = Outcome(ok=True)
        yield from self._visit.settle()
        self._visit.write({"start": self._script.title})
        for action in self._script.actions:
            try:
                yield from self._doing.do(action)
            except CannotError as error:
                outcome = Outcome(False, action.as_written(), str(error))
                self._visit.write({"failed": action.as_written()}, picture="failed")
                break
        yield Until(self._subject.quiet, QUIET_S)
        self._finish(outcome)
        return outcome

    def _finish(self, outcome: Outcome) -> None:
        subject, recorder = self._subject, self._recorder
        self._reader.look(now=True)
        self._visit.close_line()
        self._doing.close()
        files = [
            recorder.receipt(n, data, self._paper(data))
            for n, data in enumerate(subject.receipts(), 1)
        ]
        recorder.spoken(subject.spoken())
        recorder.summary(
            outcome,
            self._setting,
            case=subject.case(),
            receipts=files,
            versions=subject.versions(),
            duration_ms=self._visit.elapsed_ms(),
        )

    def _paper(self, data: bytes) -> Paper | None:
        """A slip that its reader does not understand is still kept as bytes."""
        try:
            return self._subject.read_receipt(data)
        except ValueError:
            return None
