"""What a TSPL printer says of itself: one byte to ESC ! ?, or a frame of eight to ESC ! S."""

from __future__ import annotations

from dataclasses import dataclass

from drivers.errors import BadAnswerError
from drivers.status import State

ASK_BYTE, ASK_FRAME = b"\x1b!?", b"\x1b!S"
LENGTH = {"basic": 1, "full": 8}
_TAIL = b"\x03\r\n"


@dataclass(frozen=True, slots=True)
class Condition:
    """What was said, whichever way. `error`: a code for what an engineer has to clear."""

    head_open: bool = False
    cover_open: bool = False
    jam: bool = False
    paper_out: bool = False
    ribbon_out: bool = False
    paused: bool = False
    printing: bool = False
    hot: bool = False
    low: bool = False
    error: str = ""

    @property
    def state(self) -> tuple[State, str]:
        """The device state and a detail code; the cause that must go first wins."""
        found = (
            (self.head_open, State.COVER_OPEN, "head_open"),
            (self.cover_open, State.COVER_OPEN, "cover_open"),
            (self.paper_out, State.EMPTY, "paper_out"),
            (self.ribbon_out, State.EMPTY, "ribbon_out"),
            (self.jam, State.JAM, "jam"),
            (bool(self.error), State.FAULT, self.error),
            (self.hot, State.BUSY, "head_hot"),
            (self.paused, State.BUSY, "paused"),
            (self.printing, State.BUSY, "printing"),
            (self.low, State.LOW, "paper_low"),
        )
        return next(((state, code) for so, state, code in found if so), (State.READY, ""))

    @property
    def stopped(self) -> bool:
        """Whether somebody has to do something before it prints."""
        return self.state[0] not in (State.READY, State.LOW, State.BUSY)


def from_byte(answer: int) -> Condition:
    """From the answer to ESC ! ?. Bit 7 is "other error" with TSC, "too hot" with Gprinter."""
    return Condition(
        head_open=bool(answer & 0x01),
        jam=bool(answer & 0x02),
        paper_out=bool(answer & 0x04),
        ribbon_out=bool(answer & 0x08),
        paused=bool(answer & 0x10),
        printing=bool(answer & 0x20),
        cover_open=bool(answer & 0x40),
        error="other_error" if answer & 0x80 else "",
    )


def from_frame(answer: bytes) -> Condition:
    """From STX, message, warning, error, media, ETX CR LF. BadAnswerError: it is no such frame."""
    framed = len(answer) == 8 and answer[:1] == b"\x02" and answer[5:] == _TAIL
    if not framed or any(byte & 0xC0 != 0x40 for byte in answer[1:5]):
        raise BadAnswerError("garbled")
    message, warning, error, media = answer[1:5]
    faults = ((0x08, "cutter"), (0x04, "print_head"), (0x10, "memory"))
    told = next((code for bit, code in faults if error & bit), "")
    if chr(message) == "E" and not (error & 0x3F or media & 0x3F):
        told = "other_error"
    return Condition(
        head_open=bool(media & 0x20),
        jam=bool(media & 0x0A),  # paper, ribbon
        paper_out=bool(media & 0x01),
        ribbon_out=bool(media & 0x04),
        paused=chr(message) == "`",
        printing=chr(message) in "CFPW",
        hot=bool(error & 0x03),
        low=bool(warning & 0x03),
        error=told,
    )
