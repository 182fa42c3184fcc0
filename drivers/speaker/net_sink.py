"""Sound to a network loudspeaker: typed frames over TCP, with what was played coming back.

A frame is one letter, the length of its payload as u32 and the payload, big endian throughout.
To the loudspeaker: H hello; B begin (u32 number of the sound, u32 samples a second); P mono
S16_LE samples; E end; X cut. From it: H hello (its serial number, ASCII); A heard (u32 number,
u32 samples heard of it so far); D done (the same), which answers E and X.
"""

from __future__ import annotations

import contextlib
import struct
import time
from collections.abc import Iterator

from drivers.errors import BadAnswerError, DeviceError, NoAnswerError
from drivers.speaker.sinks import LEAD_S, STALL_S, Sink
from drivers.transport.base import Transport

HEAD = struct.Struct(">cI")
PAIR = struct.Struct(">II")
HELLO_S = 2.0
WRITE_S = 0.5
CHECK_S = 1.0
LARGEST_ANSWER = 256


class NetSink(Sink):
    """A loudspeaker that tells how much it has played; silence of it is never taken for sound."""

    def __init__(self, transport: Transport) -> None:
        self._line = transport
        self._came = bytearray()
        self._frame_rate = 1
        self._fed = self._heard = self._number = 0
        self._playing = self._done = False
        self._moved = 0.0
        self._asked = 0.0
        self._checked = 0.0

    def open(self) -> None:
        """Connect and greet; DeviceError when nobody answers the greeting within 2 s."""
        self._came.clear()
        self._playing = False
        self._line.open()
        self._send(b"H")
        self._asked, self.serial = time.monotonic(), None
        until = self._asked + HELLO_S
        while self._asked:
            self._hear(max(0.0, until - time.monotonic()))
            if self._asked and time.monotonic() >= until:
                raise NoAnswerError("sink_silent")

    def check(self) -> None:
        """Greet once a second; no answer within 2 s is a lost loudspeaker."""
        self._hear()
        now = time.monotonic()
        if self._asked:
            if now - self._asked > HELLO_S:
                raise NoAnswerError("sink_silent")
        elif now - self._checked >= CHECK_S:
            self._send(b"H")
            self._asked = now

    def begin(self, frame_rate: int) -> None:
        """Announce a sound."""
        self._number = (self._number + 1) & 0xFFFFFFFF
        self._send(b"B", PAIR.pack(self._number, frame_rate))
        self._frame_rate, self._fed, self._heard = frame_rate, 0, 0
        self._playing, self._done = True, False
        self._moved = time.monotonic()

    def room(self) -> int:
        """What is missing to be LEAD_S ahead of what was reported as heard."""
        self._hear()
        self._stalled()
        return max(0, self._heard + int(LEAD_S * self._frame_rate) - self._fed)

    def feed(self, pcm: bytes) -> None:
        """Send samples."""
        if self._fed == self._heard:
            self._moved = time.monotonic()
        self._send(b"P", pcm)
        self._fed += len(pcm) // 2

    def end(self) -> None:
        """Ask to be told when all has been played."""
        self._send(b"E")

    def drained(self) -> bool:
        """Whether the loudspeaker said so, and has played everything."""
        self._hear()
        if not self._done:
            self._stalled(ending=True)
            return False
        self._playing = False
        if self._heard != self._fed:
            raise BadAnswerError("sink_short", f"{self._heard} of {self._fed} samples")
        return True

    def heard(self) -> int:
        """As the loudspeaker last told."""
        return self._heard

    def cut(self) -> None:
        """Ask for silence; a loudspeaker that cannot be told is hung up on."""
        if not self._playing:
            return
        self._playing = False
        try:
            self._send(b"X")
        except DeviceError:
            self.close()

    def close(self) -> None:
        """Hang up."""
        with contextlib.suppress(DeviceError):
            if self._playing:
                self._playing = False
                self._send(b"X")
        self._line.close()

    def _send(self, letter: bytes, payload: bytes = b"") -> None:
        self._line.write(HEAD.pack(letter, len(payload)) + payload, WRITE_S)

    def _stalled(self, *, ending: bool = False) -> None:
        owes = ending or self._heard < self._fed
        if owes and time.monotonic() - self._moved > STALL_S:
            raise NoAnswerError("sink_silent")

    def _hear(self, wait_s: float = 0.0) -> None:
        self._came += self._line.read(wait_s)
        for letter, payload in self._frames():
            self._take(letter, payload)

    def _frames(self) -> Iterator[tuple[bytes, bytes]]:
        while len(self._came) >= HEAD.size:
            letter, size = HEAD.unpack_from(self._came)
            if letter not in b"HAD" or size > LARGEST_ANSWER:
                raise BadAnswerError("sink_confused")
            end = HEAD.size + size
            if len(self._came) < end:
                return
            payload = bytes(self._came[HEAD.size : end])
            del self._came[:end]
            yield letter, payload

    def _take(self, letter: bytes, payload: bytes) -> None:
        now = time.monotonic()
        if letter == b"H":
            self._asked, self._checked = 0.0, now
            text = payload.decode("ascii", "replace")
            self.serial = text if text.isprintable() and text else None
            return
        if len(payload) != PAIR.size:
            raise BadAnswerError("sink_confused")
        number, count = PAIR.unpack(payload)
        if not self._playing or number != self._number:
            return  # the last words about a sound that was cut
        if count > self._fed or count < self._heard:
            raise BadAnswerError("sink_confused")
        self._heard, self._moved = count, now
        self._done = self._done or letter == b"D"
