"""A virtual network loudspeaker: takes sound over TCP, plays it by the clock, tells what it heard.

A frame is a letter, a u32 length and the payload, big endian. In: H hello; B begin (u32 number,
u32 samples a second); P mono S16_LE; E end; X cut. Out: H hello (serial number); A heard (u32
number, u32 samples so far); D done (the same), once all was played or the sound was cut.
Options: `pace` (realtime, or fast: hears at once).
"""

from __future__ import annotations

import contextlib
import select
import socket
import struct
import threading
import time
from array import array
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from drivers.virtual.emulator import Emulator

_HEAD = struct.Struct(">cI")
_PAIR = struct.Struct(">II")
_LARGEST = 1 << 22
_SERIAL = b"VS-0001"
_TICK_S = 0.02
_KEPT = 500


@dataclass(slots=True)
class _Sound:
    number: int
    frame_rate: int
    pcm: bytearray = field(default_factory=bytearray)
    heard: float = 0.0
    told: int = 0
    ended: bool = False

    @property
    def frames(self) -> int:
        return len(self.pcm) // 2


class SpeakerEmulator(Emulator):
    """Serves one loudspeaker on a loopback TCP port, one connection at a time."""

    kind = "speaker"
    model = "espeak_ng"
    faults = ("hang", "refuse", "drop")

    def __init__(self, options: Mapping[str, Any], people: Mapping[str, Mapping[str, Any]]) -> None:
        super().__init__(options, people)
        self._fast = options.get("pace", "realtime") == "fast"
        self._listener: socket.socket | None = None
        self._number = 0
        self._line: socket.socket | None = None
        self._came = bytearray()
        self._sound: _Sound | None = None
        self._heard: deque[dict[str, Any]] = deque(maxlen=_KEPT)
        self._fault, self._at_s = "none", 0.0
        self._clock = 0.0
        self._lock = threading.Lock()
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="virtual-speaker", daemon=True)

    def start(self) -> str:
        """Begin to serve; returns the port."""
        self._listen()
        self._thread.start()
        return f"tcp://127.0.0.1:{self._number}"

    def stop(self) -> None:
        """Switch it off."""
        self._stopping.set()
        self._thread.join(3.0)
        self._hang_up()
        if self._listener is not None:
            self._listener.close()

    def control(self, do: str, args: Mapping[str, Any]) -> dict[str, Any]:
        """`heard {}` (every sound so far: n, seconds, rms, cut), `clear {}`, `state {}`,
        `fault {kind, at?}` (`at`: of drop, after how many seconds of sound)."""
        with self._lock:
            if do == "heard":
                return {"heard": list(self._heard)}
            if do == "clear":
                self._heard.clear()
                return {}
            if do == "state":
                return {
                    "connected": self._line is not None,
                    "playing": self._sound is not None,
                    "fault": self._fault,
                }
            if do == "fault":
                return self._set_fault(str(args.get("kind", "")), args.get("at"))
        raise ValueError("a speaker takes heard, clear, fault and state")

    def _set_fault(self, kind: str, at: Any) -> dict[str, Any]:
        if kind not in (*self.faults, "none"):
            raise ValueError(f"no fault {kind!r}; known: none, {', '.join(self.faults)}")
        try:
            self._at_s = float(at or 0.2)
        except (TypeError, ValueError):
            raise ValueError("at is a number of seconds") from None
        self._fault = kind
        return {"fault": kind}

    # ---- the serving thread ----

    def _run(self) -> None:
        while not self._stopping.is_set():
            with self._lock:
                refusing, hanging = self._fault == "refuse", self._fault == "hang"
                self._listen_or_not(refusing)
                ends = (self._listener, None if hanging else self._line)
                watched = [end for end in ends if end is not None]
            ready = select.select(watched, [], [], _TICK_S)[0] if watched else []
            if not watched:
                self._stopping.wait(_TICK_S)
            with self._lock:
                self._tick(ready, hanging=hanging)

    def _listen(self) -> None:
        listener = socket.socket()
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(("127.0.0.1", self._number))
        listener.listen(4)
        self._number = listener.getsockname()[1]
        self._listener = listener

    def _listen_or_not(self, refusing: bool) -> None:
        if refusing and self._listener is not None:
            self._listener.close()
            self._listener = None
            self._hang_up()
        elif not refusing and self._listener is None:
            with contextlib.suppress(OSError):  # the port is taken for a moment: next time
                self._listen()

    def _tick(self, ready: list[socket.socket], *, hanging: bool) -> None:
        if self._listener is not None and self._listener in ready:
            self._hang_up()
            self._line = self._listener.accept()[0]
            self._line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            return
        if self._line is not None and self._line in ready:
            self._read()
        if not hanging:
            self._play()

    def _read(self) -> None:
        try:
            data = self._line.recv(1 << 16) if self._line is not None else b""
        except OSError:
            data = b""
        if not data:
            self._hang_up()
            return
        self._came += data
        while self._line is not None and len(self._came) >= _HEAD.size:
            letter, size = _HEAD.unpack_from(self._came)
            if letter not in b"HBPEX" or size > _LARGEST:
                self._hang_up()
                return
            end = _HEAD.size + size
            if len(self._came) < end:
                return
            payload = bytes(self._came[_HEAD.size : end])
            del self._came[:end]
            self._take(letter, payload)

    def _take(self, letter: bytes, payload: bytes) -> None:
        sound = self._sound
        if letter == b"H":
            self._send(b"H", _SERIAL)
        elif letter == b"B" and len(payload) == _PAIR.size:
            self._finish(cut=True)
            self._sound = _Sound(*_PAIR.unpack(payload))
            self._clock = time.monotonic()
        elif letter == b"P" and sound is not None:
            self._advance(sound)
            sound.pcm += payload
        elif letter == b"E" and sound is not None:
            sound.ended = True
        elif letter == b"X":
            self._finish(cut=True)

    def _play(self) -> None:
        sound = self._sound
        if sound is None:
            return
        self._advance(sound)
        if self._fault == "drop" and sound.heard >= self._at_s * sound.frame_rate:
            self._fault = "none"
            self._hang_up()
            return
        heard = int(sound.heard)
        if sound.ended and heard >= sound.frames:
            self._finish(cut=False)
        elif heard > sound.told:
            sound.told = heard
            self._send(b"A", _PAIR.pack(sound.number, heard))

    def _advance(self, sound: _Sound) -> None:
        now = time.monotonic()
        passed, self._clock = now - self._clock, now
        more = sound.frames if self._fast else passed * sound.frame_rate
        sound.heard = min(sound.heard + more, sound.frames)

    def _finish(self, *, cut: bool) -> None:
        sound, self._sound = self._sound, None
        if sound is None:
            return
        self._advance(sound)
        frames = int(sound.heard)
        samples = array("h", bytes(sound.pcm[: frames * 2]))
        rms = (sum(s * s for s in samples) / frames) ** 0.5 if frames else 0.0
        self._heard.append(
            {
                "n": sound.number,
                "seconds": round(frames / max(1, sound.frame_rate), 3),
                "rms": round(rms, 1),
                "cut": cut,
            }
        )
        self._send(b"D", _PAIR.pack(sound.number, frames))

    def _send(self, letter: bytes, payload: bytes) -> None:
        if self._line is not None:
            with contextlib.suppress(OSError):
                self._line.sendall(_HEAD.pack(letter, len(payload)) + payload)

    def _hang_up(self) -> None:
        line, self._line = self._line, None
        self._came.clear()
        self._finish(cut=True)
        if line is not None:
            line.close()
