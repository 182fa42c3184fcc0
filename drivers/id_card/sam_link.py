"""Questions to a SAM module and their answers: deadlines, what fits, and what is suspicious.

An answer carries neither a number nor the command that it answers (GA/T 467), so an answer counts
only when its status and its length fit the question, and the line is drained and a fence question
asked after every disturbance before the next one.
"""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass

from drivers.errors import BadAnswerError, DeviceError, NoAnswerError
from drivers.id_card.frame import LEN_MIN, PREAMBLE, Frame, FrameReader, command
from drivers.id_card.text_block import ADDRESS_BYTES, ADDRESSES_MAX, TEXT_MAX, TEXT_MIN
from drivers.transport.base import Transport

OK, FOUND, NO_CARD, NOTHING = 0x90, 0x9F, 0x80, 0x91
LINK_FAULTS = frozenset({0x10, 0x11, 0x24})  # it did not understand our bytes
MODULE_FAULTS = frozenset({0x60, 0x66})
BAD_COMMAND = 0x21
WRONG_CARD = 0x40
_DISTURBED = frozenset({0x31, 0x32, 0x33, 0x41, 0x47, 0x81})
_ALWAYS = LINK_FAULTS | MODULE_FAULTS | {BAD_COMMAND}
_OVERHEAD = len(PREAMBLE) + 2 + 3 + 1
PHOTO_MAX = 1024
GAP_S = 0.3  # longest silence inside an answer
QUIET_S = 0.2  # silence after which no late answer is expected
SLICE_S = 0.2  # how long a wait may go on after the terminal was told to end


@dataclass(frozen=True, slots=True)
class Ask:
    """A command, the statuses of its answers, the data lengths of the good ones as (least, most,
    step), and its deadline in seconds."""

    frame: bytes
    good: int
    refusals: frozenset[int]
    sizes: tuple[int, int, int]
    deadline_s: float = 1.0

    def takes(self, answer: Frame) -> bool:
        """Whether this frame can be the answer to this command."""
        if answer.sw3 == self.good:
            return self.fits(len(answer.data))
        return not answer.data and answer.sw3 in self.refusals | _ALWAYS

    def fits(self, length: int) -> bool:
        """Whether a good answer can carry so many bytes."""
        least, most, step = self.sizes
        return least <= length <= most and (length - least) % step == 0


def _exactly(size: int) -> tuple[int, int, int]:
    return (size, size, 1)


_CARD = _DISTURBED | {NO_CARD, WRONG_CARD, NOTHING}
_NONE: frozenset[int] = frozenset()
_READ_SIZES = (4 + TEXT_MIN, 4 + TEXT_MAX + PHOTO_MAX, 1)
_ADDRESS_SIZES = (ADDRESS_BYTES, ADDRESS_BYTES * ADDRESSES_MAX, ADDRESS_BYTES)
RESET = Ask(command(0x10, 0xFF), OK, _NONE, _exactly(0), 2.0)
STATUS = Ask(command(0x11, 0xFF), OK, _NONE, _exactly(0))
SERIAL = Ask(command(0x12, 0xFF), OK, _NONE, _exactly(16))
FIND = Ask(command(0x20, 0x01), FOUND, frozenset({NO_CARD, WRONG_CARD}), _exactly(4))
SELECT = Ask(command(0x20, 0x02), OK, _CARD, _exactly(8))
READ = Ask(command(0x30, 0x01), OK, _CARD, _READ_SIZES, 4.0)
ADDRESSES = Ask(command(0x30, 0x03), OK, _CARD, _ADDRESS_SIZES)
CHIP = Ask(command(0x30, 0x05), OK, _CARD, _exactly(28))


class ModuleFaultError(DeviceError):
    """The module says that it cannot work (self-test failed, not authorised)."""


class SamLink:
    """Asks one question at a time. `strange` tells that bytes came which answered nothing."""

    def __init__(self, pipe: Transport, stopping: threading.Event, pause_s: float = 0.0) -> None:
        self._pipe = pipe
        self._stopping = stopping
        self._pause_s = pause_s
        self._answered_at = 0.0
        self._unsettled = False
        self.fence = STATUS
        self.strange = False

    def ask(self, ask: Ask, tries: int = 2) -> Frame:
        """Send a command and return its answer, sent again after silence or noise while `tries`
        last. NoAnswerError, BadAnswerError, LinkLostError, ModuleFaultError (0x60, 0x66)."""
        for left in range(tries - 1, -1, -1):
            try:
                answer = self._once(ask)
            except (NoAnswerError, BadAnswerError):
                if not left:
                    raise
            else:
                if answer.sw3 in MODULE_FAULTS:
                    raise ModuleFaultError("module_fault", f"{answer.sw3:02x}")
                return answer
        raise NoAnswerError("no_answer")

    def listen(self) -> None:
        """Notice a lost line without asking; what came unasked is dropped."""
        self._flush()

    def _once(self, ask: Ask) -> Frame:
        if self._unsettled:
            # what the module still owes comes before the answer to the fence
            self._unsettled = False
            self._exchange(self.fence)
            self._flush()
        answer = self._exchange(ask)
        if answer.sw3 in LINK_FAULTS:
            raise self._unsettle(BadAnswerError("link", f"{answer.sw3:02x}"))
        return answer

    def _exchange(self, ask: Ask) -> Frame:
        pause = self._answered_at + self._pause_s - time.monotonic()
        if pause > 0:
            time.sleep(pause)
        self._flush()
        self._pipe.write(ask.frame, 1.0)
        answer = self._await(ask)
        self._answered_at = time.monotonic()
        return answer

    def _await(self, ask: Ask) -> Frame:
        reader = FrameReader()
        now = heard = time.monotonic()
        until, came = now + ask.deadline_s, 0
        while now < until:
            self._go_on()
            data = self._pipe.read(min(SLICE_S, until - now))
            now = time.monotonic()
            heard, came = (now, came + len(data)) if data else (heard, came)
            reader.feed(data)
            quiet = now - heard >= GAP_S
            cut = quiet and ask.fits((reader.begun or 0) - LEN_MIN)
            answer = self._pick(ask, reader, quiet)
            if answer is not None:
                return answer
            if cut or (quiet and came >= _OVERHEAD + ask.sizes[0]):
                raise self._unsettle(BadAnswerError("garbled", f"{came} bytes"))
        raise self._unsettle(BadAnswerError("garbled") if came else NoAnswerError("no_answer"))

    def _pick(self, ask: Ask, reader: FrameReader, quiet: bool) -> Frame | None:
        frame = reader.next()
        while frame is not None or (quiet and reader.pending):
            if frame is None:
                frame = reader.give_up()
            elif ask.takes(frame):
                self._judge(ask, reader)
                return frame
            else:
                self.strange = True
                frame = reader.next()
        return None

    def _judge(self, ask: Ask, reader: FrameReader) -> None:
        # an adapter that echoes what is sent is a nuisance, not a danger
        if reader.take_skipped() not in (b"", ask.frame) or reader.pending:
            self.strange = True

    def _flush(self) -> None:
        if self._pipe.drain(0.0, 0.5):
            self.strange = True

    def _unsettle(self, error: DeviceError) -> DeviceError:
        self._pipe.drain(QUIET_S)
        self._unsettled = self.strange = True
        return error

    def _go_on(self) -> None:
        if self._stopping.is_set():
            raise DeviceError("stopped")
