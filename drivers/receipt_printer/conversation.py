"""Asking an ESC/POS printer and hearing the answer to that question, not to an earlier one."""

from __future__ import annotations

import time
from collections import Counter

from drivers.errors import BadAnswerError, NoAnswerError
from drivers.receipt_printer.replies import (
    AUTOMATIC,
    FULL,
    NOISE,
    REAL_TIME,
    Condition,
    Replies,
    Reply,
    from_automatic,
    from_real_time,
)
from drivers.transport.base import Transport

ANSWER_S = 0.5  # real-time answers come at once; a serial line at 9600 baud needs 1 ms a byte
WRITE_S = 1.0
QUIET_S = 0.2  # after a question that stayed open: the answer may still be on its way
BROKEN_OFF_S = 0.1  # a block whose rest does not come for so long is none
DLE_EOT = b"\x10\x04"


class Conversation:
    """Questions and answers over one open line.

    `unexplained` counts what came and answers nothing: noise, surplus answers.
    """

    def __init__(self, line: Transport) -> None:
        self._line = line
        self._replies = Replies()
        self._waiting: dict[str, list[Reply]] = {}
        self._seen: Counter[str] = Counter()
        self._open_question = False
        self.unexplained = 0

    def send(self, data: bytes, timeout_s: float = WRITE_S) -> None:
        """Hand over bytes; NoAnswerError("write_stalled") when they were not taken in time."""
        self._line.write(data, timeout_s)

    def condition(self) -> Condition:
        """DLE EOT 1 to 4, asked and answered one by one.

        NoAnswerError: at least one stayed open, and no automatic block told of trouble instead.
        BadAnswerError: bytes came in between that answer nothing.
        """
        self._settle()
        before = self.unexplained
        try:
            one, two, three, four = (self._real_time(number) for number in (1, 2, 3, 4))
        except NoAnswerError:
            return self._told_unasked()
        if self.unexplained > before or self.surplus():
            raise BadAnswerError("garbled")
        return from_real_time((one, two, three, four))

    def full_status(self) -> bytes:
        """The four bytes of DLE EOT 20: paper, user, recoverable and unrecoverable errors."""
        self.forget_answers(FULL)
        self.send(DLE_EOT + b"\x14")
        return self.wait(FULL, ANSWER_S).data[2:]

    def listen(self, timeout_s: float) -> None:
        """Take in what comes within timeout_s; returns as soon as something came."""
        data = self._line.read(timeout_s)
        silent = not data and timeout_s >= BROKEN_OFF_S
        for reply in self._replies.flush() if silent else self._replies.feed(data):
            self._seen[reply.kind] += 1
            if reply.kind == NOISE:
                self.unexplained += 1
            self._waiting.setdefault(reply.kind, []).append(reply)

    def take(self, kind: str) -> Reply | None:
        """The oldest reply of a kind that has come, or None."""
        waiting = self._waiting.get(kind)
        return waiting.pop(0) if waiting else None

    def wait(self, kind: str, timeout_s: float) -> Reply:
        """The next reply of a kind; NoAnswerError("no_answer") after timeout_s."""
        until = time.monotonic() + timeout_s
        while True:
            reply = self.take(kind)
            if reply is not None:
                return reply
            left = until - time.monotonic()
            if left <= 0:
                self._open_question = True
                raise NoAnswerError("no_answer", kind)
            self.listen(min(left, BROKEN_OFF_S))

    def surplus(self) -> bool:
        """Whether more answers to DLE EOT came than questions were asked."""
        self.listen(0.0)
        return bool(self._waiting.get(REAL_TIME))

    def forget_answers(self, kind: str) -> None:
        """Drop the replies of a kind that have come."""
        self._waiting.pop(kind, None)

    def forget(self) -> None:
        """Drop what has come and what is about to come."""
        self._open_question = True
        self._settle()
        self._waiting.clear()
        self.unexplained = 0

    def _settle(self) -> None:
        """Nothing that came before may answer the next question; echoes of a job are kept."""
        quiet = QUIET_S if self._open_question else 0.0
        until = time.monotonic() + 2 * quiet
        while True:
            count = sum(self._seen.values())
            self.listen(min(quiet, max(0.0, until - time.monotonic())))
            if sum(self._seen.values()) == count or time.monotonic() >= until:
                break
        self._open_question = False
        self._waiting.pop(REAL_TIME, None)
        self._waiting.pop(AUTOMATIC, None)

    def _real_time(self, number: int) -> int:
        self.send(DLE_EOT + bytes((number,)))
        return self.wait(REAL_TIME, ANSWER_S).data[0]

    def _told_unasked(self) -> Condition:
        blocks = self._waiting.get(AUTOMATIC, [])
        told = from_automatic(blocks[-1].data) if blocks else Condition()
        if told.prints:
            raise NoAnswerError("no_answer")
        return told
