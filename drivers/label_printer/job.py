"""One label through a TSPL printer: asked first, sent with a deadline, watched to its end."""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass

from drivers.errors import BadAnswerError, DeviceError, LinkLostError, NoAnswerError
from drivers.label_printer.replies import (
    ASK_BYTE,
    ASK_FRAME,
    LENGTH,
    Condition,
    from_byte,
    from_frame,
)
from drivers.status import State
from drivers.transport.base import Transport

CANCEL = b"\x1b!."  # "cancel all printing files", obeyed at once
ANSWER_S = 0.5
WRITE_S = 1.0
STALL_S = 4.0  # a printer that takes nothing for so long has stopped
CHUNK = 512
LOOK_EVERY_S = 0.05  # a label takes a second: its printing must be seen
QUIET_S = 0.2
SURPLUS_S = 0.01
BEGIN_S = 5.0  # from the last byte to the first movement of the paper


class Talk:
    """Questions and answers over one open line. `frame`: basic (ESC ! ?) or full (ESC ! S)."""

    def __init__(self, line: Transport, frame: str) -> None:
        self._line = line
        self._frame = frame
        self._open_question = True

    def send(self, data: bytes, timeout_s: float = WRITE_S) -> None:
        """Hand over bytes; NoAnswerError("write_stalled") when they were not taken in time."""
        self._line.write(data, timeout_s)

    def condition(self) -> Condition:
        """Ask once. NoAnswerError: silence; BadAnswerError: more or other bytes than an answer."""
        # nothing that came before may answer this question
        self._line.drain(QUIET_S if self._open_question else 0.0)
        self._open_question = True
        self.send(ASK_BYTE if self._frame == "basic" else ASK_FRAME)
        answer, until = b"", time.monotonic() + ANSWER_S
        while len(answer) < LENGTH[self._frame]:
            left = until - time.monotonic()
            if left <= 0:
                raise NoAnswerError("no_answer")
            answer += self._line.read(left)
        answer += self._line.read(SURPLUS_S)
        if len(answer) > LENGTH[self._frame]:
            raise BadAnswerError("garbled")
        condition = from_byte(answer[0]) if self._frame == "basic" else from_frame(answer)
        self._open_question = False
        return condition


@dataclass(frozen=True, slots=True)
class Outcome:
    """outcome and reason as in PrintResult; `sent`: some of the label has left the terminal;
    `left_over`: the printer may still hold some of it."""

    outcome: str
    reason: str
    sent: bool
    left_over: bool = False


class _TroubleError(Exception):
    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Job:
    """Prints the bytes of one label."""

    def __init__(self, talk: Talk, stopping: threading.Event) -> None:
        self._talk = talk
        self._stopping = stopping
        self._moved = False

    def run(self, data: bytes, deadline_s: float) -> Outcome:
        """Print within deadline_s; never raises DeviceError. What is given up is cancelled in
        the printer, so that no new roll and no reconnection brings it out later."""
        until = time.monotonic() + deadline_s
        try:
            state, detail = self._talk.condition().state
        except DeviceError as error:
            return Outcome("failed", error.code, sent=False)
        if state not in (State.READY, State.LOW):
            return Outcome("failed", detail, sent=False)
        try:
            self._send(data, until)
            self._watch(until)
        except _TroubleError as trouble:
            # the last label of a roll may be out whole before the printer misses the next one
            outcome = "unknown" if self._moved else "failed"
            return Outcome(outcome, trouble.reason, sent=True, left_over=not self.cancel())
        except LinkLostError as error:
            return Outcome("unknown", error.code, sent=True, left_over=True)
        except DeviceError as error:
            return Outcome("unknown", error.code, sent=True, left_over=not self.cancel())
        return Outcome("done", "", sent=True)

    def cancel(self) -> bool:
        """Let the printer forget what it holds; False when it gave no sign of life afterwards."""
        try:
            self._talk.send(CANCEL)
            self._talk.condition()
        except DeviceError:
            return False
        return True

    def _send(self, data: bytes, until: float) -> None:
        for at in range(0, len(data), CHUNK):
            self._keep_going(until)
            try:
                self._talk.send(data[at : at + CHUNK], min(until - time.monotonic(), STALL_S))
            except NoAnswerError:
                self._look()
                raise

    def _watch(self, until: float) -> None:
        """Seen printing, and then twice in a row at rest with nothing wrong."""
        begin, rests, silent = time.monotonic() + BEGIN_S, 0, 0
        while rests < 2:
            self._keep_going(until)
            try:
                condition = self._look()
                silent = 0
            except (NoAnswerError, BadAnswerError):
                silent, rests = silent + 1, 0
                if silent >= 3:
                    raise
                continue
            rests = rests + 1 if self._moved and condition.state[0] != State.BUSY else 0
            if not self._moved and time.monotonic() > begin and not condition.paused:
                raise NoAnswerError("no_proof")
            self._stopping.wait(LOOK_EVERY_S)

    def _look(self) -> Condition:
        condition = self._talk.condition()
        if condition.stopped:
            raise _TroubleError(condition.state[1])
        self._moved = self._moved or condition.printing
        return condition

    def _keep_going(self, until: float) -> None:
        if self._stopping.is_set():
            raise NoAnswerError("stopped")
        if time.monotonic() >= until:
            raise NoAnswerError("deadline")
