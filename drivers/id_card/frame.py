"""Frames of the SAM module's terminal side (GA/T 467): AA AA AA 96 69, length, body, XOR."""

from __future__ import annotations

from dataclasses import dataclass

PREAMBLE = b"\xaa\xaa\xaa\x96\x69"
LEN_MIN = 4  # SW1 SW2 SW3 and the check byte
LEN_MAX = 0x1000
_HEAD = len(PREAMBLE) + 2


@dataclass(frozen=True, slots=True, repr=False)
class Frame:
    """One answer: what the card said (sw1, sw2), what the module said (sw3), and the data."""

    sw1: int
    sw2: int
    sw3: int
    data: bytes

    def __repr__(self) -> str:
        return f"<Frame {self.sw1:02X}{self.sw2:02X}{self.sw3:02X} +{len(self.data)}>"


def check_byte(body: bytes | bytearray) -> int:
    """XOR over all bytes from LEN to the last byte of data."""
    result = 0
    for byte in body:
        result ^= byte
    return result


def command(code: int, parameter: int, data: bytes = b"") -> bytes:
    """A whole command frame; LEN counts CMD, PARA, data and the check byte."""
    body = (len(data) + 3).to_bytes(2, "big") + bytes((code, parameter)) + data
    return PREAMBLE + body + bytes((check_byte(body),))


class FrameReader:
    """Finds answers in a stream of bytes. After anything that is no frame it goes on ONE byte
    further, so that a whole answer behind noise or a false preamble is never thrown away."""

    def __init__(self) -> None:
        self._buffer = bytearray()
        self._skipped = bytearray()

    def feed(self, data: bytes) -> None:
        """Take bytes as they come, in pieces of any size."""
        self._buffer += data

    @property
    def pending(self) -> int:
        """How many bytes wait for the rest of a frame."""
        return len(self._buffer)

    @property
    def begun(self) -> int | None:
        """The LEN of a frame whose end has not come yet, or None."""
        if len(self._buffer) < _HEAD or not self._buffer.startswith(PREAMBLE):
            return None
        return int.from_bytes(self._buffer[5:7], "big")

    def take_skipped(self) -> bytes:
        """The bytes that belonged to no frame since the last call."""
        skipped = bytes(self._skipped)
        self._skipped.clear()
        return skipped

    def next(self) -> Frame | None:
        """The next whole frame with a right check byte, or None until more bytes come."""
        while self._to_preamble():
            length = int.from_bytes(self._buffer[5:7], "big")
            if not LEN_MIN <= length <= LEN_MAX:
                self._skip(1)
                continue
            end = _HEAD + length
            if len(self._buffer) < end:
                return None
            if check_byte(self._buffer[5:end]) != 0:
                self._skip(1)
                continue
            body = bytes(self._buffer[_HEAD : end - 1])
            del self._buffer[:end]
            return Frame(body[0], body[1], body[2], body[3:])
        return None

    def give_up(self) -> Frame | None:
        """The line went quiet inside a frame: its beginning was false or its end is lost. Look
        for a whole frame behind that beginning; None when there is none."""
        while self._buffer:
            self._skip(1)
            frame = self.next()
            if frame is not None:
                return frame
        return None

    def _to_preamble(self) -> bool:
        """Drop what cannot begin a frame; True when preamble and LEN are there."""
        at = self._buffer.find(PREAMBLE)
        if at >= 0:
            self._skip(at)
            return len(self._buffer) >= _HEAD
        self._skip(len(self._buffer) - self._begun())
        return False

    def _begun(self) -> int:
        """How many bytes at the end may be the beginning of a preamble."""
        for size in range(min(len(PREAMBLE) - 1, len(self._buffer)), 0, -1):
            if self._buffer.endswith(PREAMBLE[:size]):
                return size
        return 0

    def _skip(self, count: int) -> None:
        self._skipped += self._buffer[:count]
        del self._buffer[:count]
