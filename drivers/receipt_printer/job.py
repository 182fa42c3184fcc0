"""One slip through an ESC/POS printer: asked first, sent with a deadline, proved afterwards."""

from __future__ import annotations

import secrets
import threading
import time
from dataclasses import dataclass

from drivers.errors import BadAnswerError, DeviceError, LinkLostError, NoAnswerError
from drivers.receipt_printer.commands import split
from drivers.receipt_printer.conversation import Conversation
from drivers.receipt_printer.replies import ECHO, PAPER, Condition
from drivers.status import State

GS_R_PAPER = b"\x1dr\x01"  # answered when everything before it has been carried out
CUTS = ("GS V", "ESC i", "ESC m")
GS_H = b"\x1d(H\x06\x0000"  # Epson's print confirmation: id of four characters comes back
CLEAR = (
    b"\x10\x14\x08\x01\x03\x14\x01\x06\x02\x08"  # DLE DC4 8: clear the buffers
    b"\x10\x05\x02"  # DLE ENQ 2: the same out of an error
)
CHUNK = 512
SLOWEST_MM_S = 60.0
STALL_S = 4.0  # a printer that takes nothing for so long has stopped
LOOK_EVERY_S = 0.3
SYNC_S = 2.0
_PASSING = (State.READY, State.LOW, State.BUSY)


@dataclass(frozen=True, slots=True)
class Outcome:
    """outcome and reason as in PrintResult; `sent`: some of the slip has left the terminal;
    `left_over`: the printer may still hold some of it."""

    outcome: str
    reason: str
    sent: bool
    left_over: bool = False


class _TroubleError(Exception):
    """The printer stopped for a reason that somebody has to clear."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Job:
    """Prints one slip's bytes. `echo`: gs_r, gs_h or none, how this model proves an end; `tail`:
    what goes out behind the cut (a presenter's command)."""

    def __init__(
        self, talk: Conversation, echo: str, stopping: threading.Event, tail: bytes = b""
    ) -> None:
        self._talk = talk
        self._echo = echo
        self._stopping = stopping
        self._tail = tail
        self._body_out = False  # all but the cut was carried out: a whole slip may be there

    def run(self, data: bytes, deadline_s: float) -> Outcome:
        """Print within deadline_s; never raises DeviceError. A job given up is cleared from the
        printer's buffer, so that no refill and no reconnection brings it out later."""
        until = time.monotonic() + deadline_s
        try:
            self._ask_first()
        except _TroubleError as trouble:
            return Outcome("failed", trouble.reason, sent=False)
        except DeviceError as error:
            return Outcome("failed", error.code, sent=False)
        try:
            if self._echo == "none":
                self._send(data + self._tail, until)
                return self._sit_out(data, until)
            return self._print(data, until)
        except _TroubleError as trouble:
            outcome = "unknown" if self._body_out else "failed"
            return Outcome(outcome, trouble.reason, sent=True, left_over=not self.clear())
        except LinkLostError as error:
            return Outcome("unknown", error.code, sent=True, left_over=True)
        except DeviceError as error:
            return Outcome("unknown", error.code, sent=True, left_over=not self.clear())

    def clear(self) -> bool:
        """Empty the printer's buffers; False when it gave no sign of life afterwards."""
        try:
            self._talk.send(CLEAR)
            self._talk.forget()
            self._talk.condition()
        except DeviceError:
            return False
        return True

    def _ask_first(self) -> None:
        """The printer must be willing, and must have nothing of an earlier job to do."""
        self._stop_on(self._talk.condition(), allowed=(State.READY, State.LOW))
        if self._echo == "none":
            return
        self._talk.send(GS_R_PAPER)
        self._talk.wait(PAPER, SYNC_S)
        self._talk.listen(0.02)
        self._talk.forget_answers(PAPER)
        self._talk.unexplained = 0

    def _send(self, data: bytes, until: float) -> None:
        for at in range(0, len(data), CHUNK):
            self._keep_going(until)
            try:
                self._talk.send(data[at : at + CHUNK], min(until - time.monotonic(), STALL_S))
            except NoAnswerError:
                self._look()
                raise
            self._talk.listen(0.0)

    def _print(self, data: bytes, until: float) -> Outcome:
        """Body, a mark, the cut, the proof: which of the echoes came tells how far it went."""
        cut = cut_of(data)
        self._send(data[: len(data) - len(cut)], until)
        mark = self._ask_for_proof()
        self._send(cut + self._tail, until)
        wanted = self._ask_for_proof()
        self._await(mark, until)
        self._body_out = True
        return self._prove(wanted, until)

    def _prove(self, wanted: bytes, until: float) -> Outcome:
        if wanted == GS_R_PAPER:
            # asked twice: one stray byte that looks like an answer proves nothing by itself
            self._await(wanted, until)
            self._talk.send(GS_R_PAPER)
        self._await(wanted, until)
        return self._all_clear(until)

    def _await(self, wanted: bytes, until: float) -> None:
        look_at = time.monotonic() + LOOK_EVERY_S
        while not self._came(wanted):
            self._keep_going(until)
            if time.monotonic() >= look_at:
                self._look()
                look_at = time.monotonic() + LOOK_EVERY_S
            else:
                self._talk.listen(LOOK_EVERY_S)

    def _sit_out(self, data: bytes, until: float) -> Outcome:
        """Without any echo: wait as long as printing takes, watching for trouble."""
        # With them come pictures and fonts: 2 MB that a terminal at rest does without.
        from drivers.receipt_printer.layout import DOTS_PER_MM
        from drivers.receipt_printer.render import render

        self._body_out = True
        over = time.monotonic() + render(data).height / DOTS_PER_MM / SLOWEST_MM_S
        while time.monotonic() < over:
            self._keep_going(until)
            self._look()
            self._talk.listen(LOOK_EVERY_S)
        return Outcome("unknown", "no_proof", sent=True)

    def _keep_going(self, until: float) -> None:
        if self._stopping.is_set():
            raise NoAnswerError("stopped")
        if time.monotonic() >= until:
            raise NoAnswerError("deadline")

    def _ask_for_proof(self) -> bytes:
        if self._echo == "gs_h":
            sign = "".join(secrets.choice("ABCDEFGHJKLMNPQRSTUVWXYZ") for _ in range(4)).encode()
            self._talk.send(GS_H + sign)
            return b"\x37\x22" + sign + b"\x00"
        self._talk.send(GS_R_PAPER)
        return GS_R_PAPER

    def _came(self, wanted: bytes) -> bool:
        if wanted == GS_R_PAPER:
            return self._talk.take(PAPER) is not None
        reply = self._talk.take(ECHO)
        while reply is not None and reply.data != wanted:
            reply = self._talk.take(ECHO)
        return reply is not None

    def _all_clear(self, until: float) -> Outcome:
        """The end has been carried out; is the printer well, and was nothing said but answers?"""
        state, detail = self._talk.condition().state
        while state == State.BUSY and time.monotonic() < until:
            self._talk.listen(LOOK_EVERY_S)
            state, detail = self._talk.condition().state
        if state not in (State.READY, State.LOW):
            return Outcome("unknown", detail, sent=True)
        if self._talk.unexplained or self._talk.take(PAPER) is not None:
            return Outcome("unknown", "garbled", sent=True)
        return Outcome("done", "", sent=True)

    def _look(self) -> None:
        """Has it stopped for good? Silence and noise are no answer either way."""
        try:
            condition = self._talk.condition()
        except (NoAnswerError, BadAnswerError):
            return
        self._stop_on(condition, allowed=_PASSING)

    def _stop_on(self, condition: Condition, allowed: tuple[State, ...]) -> None:
        state, detail = condition.state
        if state not in allowed:
            raise _TroubleError(detail)


def cut_of(data: bytes) -> bytes:
    """The command at the end of a slip that cuts it off; b"" for a slip without one."""
    last = split(data)[-1:]
    return last[0].raw if last and last[0].name in CUTS else b""
