"""What an ESC/POS printer sends back, told apart by frame bits, and what it means.

Frames after the ESC/POS reference (DLE EOT, GS a, GS r, GS I, GS ( H): an answer to DLE EOT has
bits 1 and 4 set and bits 0 and 7 clear; the first byte of an automatic status block has bit 4 set
and bits 0, 1 and 7 clear, its other three bytes have bits 4 and 7 clear; so has an answer to GS r.
The full status of printers with a presenter (Custom: DLE EOT 20) is 10 0F and four bytes of any
bits.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from drivers.status import State

REAL_TIME, AUTOMATIC, FULL, PAPER, INFO, ECHO, NOISE = (
    "real_time",
    "asb",
    "full",
    "paper",
    "info",
    "echo",
    "noise",
)
_INFO_HEAD, _BLOCK_HEAD = 0x5F, 0x37
_ECHO_ID, _ECHO_LENGTH = 0x22, 7
_FULL_HEAD, _FULL_LENGTH = b"\x10\x0f", 6
_CLEARED = b"\x37\x25\x00"  # buffers cleared as DLE DC4 8 asked for
_INFO_MAX = 80
_PAPER_ANSWERS = (0x00, 0x03, 0x0C, 0x0F)
_FLOW = (0x11, 0x13)  # XON, XOFF: bit 0 is set, so they are no status


@dataclass(frozen=True, slots=True)
class Reply:
    """One thing that came: its kind and its bytes."""

    kind: str
    data: bytes


class Replies:
    """Takes the bytes from a printer apart as they come in; nothing is dropped unseen."""

    def __init__(self) -> None:
        self._rest = b""

    def feed(self, data: bytes) -> list[Reply]:
        """The replies that are whole now."""
        self._rest += data
        return list(self._take())

    def flush(self) -> list[Reply]:
        """Give up waiting for the rest of a block: what is left is noise."""
        left, self._rest = self._rest, b""
        return [Reply(NOISE, left)] if left else []

    def _take(self) -> Iterator[Reply]:
        while self._rest:
            length, kind = _frame(self._rest)
            if not length:
                return
            data, self._rest = self._rest[:length], self._rest[length:]
            if kind:
                yield Reply(kind, data)


def _frame(data: bytes) -> tuple[int, str]:
    """Length and kind of the first frame; length 0: more must come; kind "": of no interest."""
    first = data[0]
    if first & 0x93 == 0x12:
        return 1, REAL_TIME
    if first & 0x93 == 0x10:
        return _full(data) if data[:2] == _FULL_HEAD else _automatic(data)
    if first == _INFO_HEAD:
        return _info(data)
    if first == _BLOCK_HEAD:
        return _echo(data)
    if first in _FLOW:
        return 1, ""
    return 1, PAPER if first in _PAPER_ANSWERS else NOISE


def _full(data: bytes) -> tuple[int, str]:
    # bits 0 and 1 of a block's second byte are never set, so this cannot be one
    return (_FULL_LENGTH, FULL) if len(data) >= _FULL_LENGTH else (0, "")


def _automatic(data: bytes) -> tuple[int, str]:
    for at, byte in enumerate(data[1:4], start=1):
        if byte & 0x90:
            return at, NOISE
    return (4, AUTOMATIC) if len(data) >= 4 else (0, "")


def _info(data: bytes) -> tuple[int, str]:
    end = data.find(b"\x00", 0, _INFO_MAX)
    if end > 0:
        return end + 1, INFO
    return (0, "") if len(data) < _INFO_MAX else (1, NOISE)


def _echo(data: bytes) -> tuple[int, str]:
    if data[:3] == _CLEARED:
        return 3, ""
    if len(data) > 1 and data[1] != _ECHO_ID:
        return (0, "") if _CLEARED.startswith(data) else (1, NOISE)
    if len(data) < _ECHO_LENGTH:
        return 0, ""
    return (_ECHO_LENGTH, ECHO) if data[6] == 0 else (1, NOISE)


@dataclass(frozen=True, slots=True)
class Condition:
    """What a printer said about itself, whichever way it said it."""

    offline: bool = False
    cover_open: bool = False
    feeding: bool = False  # somebody holds the feed button
    paper_out: bool = False
    paper_low: bool = False
    jam: bool = False
    cutter: bool = False
    broken: bool = False  # an error that only an engineer can clear
    hot: bool = False  # an error that goes by itself: head temperature, voltage

    @property
    def state(self) -> tuple[State, str]:
        """The device state and a detail code; the cause that must go first wins."""
        found = (
            (self.cover_open, State.COVER_OPEN, "cover_open"),
            (self.paper_out, State.EMPTY, "paper_out"),
            (self.broken, State.FAULT, "unrecoverable"),
            (self.cutter, State.FAULT, "cutter"),
            (self.jam, State.JAM, "jam"),
            (self.hot, State.BUSY, "head_hot"),
            (self.feeding, State.BUSY, "feed_button"),
            (self.offline, State.FAULT, "offline"),
            (self.paper_low, State.LOW, "paper_low"),
        )
        for is_so, state, detail in found:
            if is_so:
                return state, detail
        return State.READY, ""

    @property
    def prints(self) -> bool:
        """Whether a job may be sent."""
        return self.state[0] in (State.READY, State.LOW)


def from_real_time(answers: tuple[int, int, int, int]) -> Condition:
    """From the answers to DLE EOT 1, 2, 3, 4. One bit of a pair is enough: clones set only one."""
    printer, cause, error, paper = answers
    return Condition(
        offline=bool(printer & 0x08 or cause & 0x40),
        cover_open=bool(cause & 0x04),
        feeding=bool(cause & 0x08),
        paper_out=bool(cause & 0x20 or paper & 0x60),
        paper_low=bool(paper & 0x0C),
        jam=bool(error & 0x04),
        cutter=bool(error & 0x08),
        broken=bool(error & 0x20),
        hot=bool(error & 0x40),
    )


def from_automatic(block: bytes) -> Condition:
    """From a four-byte automatic status block."""
    return Condition(
        offline=bool(block[0] & 0x08),
        cover_open=bool(block[0] & 0x20),
        feeding=bool(block[0] & 0x40),
        paper_out=bool(block[2] & 0x0C),
        paper_low=bool(block[2] & 0x03),
        jam=bool(block[1] & 0x04),
        cutter=bool(block[1] & 0x08),
        broken=bool(block[1] & 0x20),
        hot=bool(block[1] & 0x40),
    )
