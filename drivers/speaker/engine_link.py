"""The terminal's end of the speech engine: a warm child that is replaced when it dies or hangs."""

from __future__ import annotations

import json
import logging
import os
import select
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast

from drivers.errors import BadAnswerError, DeviceError
from drivers.speaker.sound import Sound

log = logging.getLogger("drivers.speaker")
ENGINE = (sys.executable, "-P", str(Path(__file__).with_name("engine.py")))
THRIFTY = {  # mallopt(3): give every sentence's memory back; saves some 5 MB
    "MALLOC_ARENA_MAX": "1",
    "MALLOC_TRIM_THRESHOLD_": "65536",
    "MALLOC_MMAP_THRESHOLD_": "65536",
}
START_S = 10.0  # Python and the voices on a busy machine
HANG_S = 3.0
UNWANTED_HANG_S = 1.0  # nobody waits for this answer any more, but somebody waits behind it
REST_S = (0.0, 0.5, 1.0, 2.0, 3.0)
SIZES = range(1 << 28)


@dataclass(frozen=True, slots=True)
class Request:
    """A text to be turned into sound, or with `rates` to be measured at each of them."""

    text: str = field(repr=False)
    voice: str
    rate: int = 0
    rates: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Answer:
    """What the engine made of a request. `error` is "" or a code; `seconds` one a rate."""

    request: Request
    sound: Sound | None = None
    seconds: tuple[float, ...] = ()
    error: str = ""


class EngineLink:
    """One child, one request at a time. No method waits longer than it is told to."""

    def __init__(self, command: tuple[str, ...] = ENGINE) -> None:
        self._command = command
        self._child: subprocess.Popen[bytes] | None = None
        self._came = bytearray()
        self._request: Request | None = None
        self._number = 0
        self._since = 0.0
        self._ready = False
        self._unwanted = False
        self._failures = 0
        self._not_before = 0.0
        self.trouble = ""

    @property
    def busy(self) -> bool:
        """Whether an answer is still to come."""
        return self._request is not None

    @property
    def pid(self) -> int | None:
        """The child's process id."""
        return self._child.pid if self._child is not None else None

    def warm(self) -> bool:
        """Make sure that there is a child; False while it rests after having failed."""
        if self._child is not None and self._child.poll() is not None:
            self.fail("engine_dead")
        if self._child is None and time.monotonic() >= self._not_before:
            self._start()
        return self._child is not None

    def ask(self, request: Request) -> None:
        """Send a request; DeviceError when the child is gone or there is an answer to come."""
        child = self._child
        if child is None or child.stdin is None or self._request is not None:
            raise DeviceError("engine_dead" if child is None else "engine_busy")
        self._number += 1
        line: dict[str, Any] = {"id": self._number, "text": request.text, "voice": request.voice}
        line |= {"rates": request.rates} if request.rates else {"rate": request.rate}
        data = json.dumps(line).encode() + b"\n"
        try:
            written = os.write(child.stdin.fileno(), data)
        except OSError:
            written = -1
        if written != len(data):  # the pipe is empty between requests and holds 64 KiB
            self._lose("engine_dead")
        self._request, self._since, self._unwanted = request, time.monotonic(), False

    def abandon(self) -> None:
        """The answer to come is not wanted any more."""
        self._unwanted = self._request is not None

    def take(self, wait_s: float = 0.0) -> Answer | None:
        """The answer, or None when it is not here within wait_s or is not wanted any more.

        DeviceError engine_dead, engine_hung, no_engine or engine_confused: the child is gone.
        """
        until = time.monotonic() + wait_s
        while self._child is not None:
            answer = self._parse()
            if answer is not None or not self.busy:
                return answer
            self._watch()
            if not self._read(until - time.monotonic()):
                return None
        return None

    def close(self) -> None:
        """End the child at once; never raises."""
        child, self._child = self._child, None
        self._came.clear()
        self._request, self._ready, self._unwanted = None, False, False
        if child is None:
            return
        child.kill()
        child.wait()
        for pipe in (child.stdin, child.stdout):
            if pipe is not None:
                pipe.close()

    def fail(self, code: str) -> None:
        """Put the child away; the next one may start after a rest that grows."""
        self.close()
        rest = REST_S[min(self._failures, len(REST_S) - 1)]
        self._not_before = time.monotonic() + rest
        self._failures += 1
        self.trouble = code
        log.warning("speech_engine_lost code=%s failures=%d", code, self._failures)

    def _start(self) -> None:
        try:
            self._child = subprocess.Popen(  # noqa: S603 - our own interpreter and file
                self._command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                bufsize=0,
                env=os.environ | THRIFTY,
            )
        except OSError:
            self.fail("no_engine")
            return
        for pipe in (self._child.stdin, self._child.stdout):
            if pipe is not None:
                os.set_blocking(pipe.fileno(), False)
        self._since = time.monotonic()

    def _watch(self) -> None:
        limit = START_S if not self._ready else UNWANTED_HANG_S if self._unwanted else HANG_S
        if time.monotonic() - self._since > limit:
            self._lose("engine_hung")

    def _lose(self, code: str) -> None:
        self.fail(code)
        raise DeviceError(code)

    def _read(self, wait_s: float) -> bool:
        child = self._child
        if child is None or child.stdout is None:
            return False
        poller = select.poll()
        poller.register(child.stdout.fileno(), select.POLLIN)
        if not poller.poll(max(0.0, wait_s) * 1000):
            return False
        data = os.read(child.stdout.fileno(), 1 << 20)
        if not data:
            self._lose("engine_dead")
        self._came += data
        return True

    def _parse(self) -> Answer | None:
        end = self._came.find(b"\n")
        if end < 0:
            return None
        try:
            head = json.loads(bytes(self._came[:end]))
            size = SIZES.index(int(head.get("bytes", 0)))  # ValueError when out of bounds
        except (ValueError, AttributeError, TypeError):
            self.fail("engine_confused")
            raise BadAnswerError("engine_confused") from None
        if len(self._came) < end + 1 + size:
            return None
        pcm = bytes(self._came[end + 1 : end + 1 + size])
        del self._came[: end + 1 + size]
        return self._sort(cast(dict[str, Any], head), pcm)

    def _sort(self, head: dict[str, Any], pcm: bytes) -> Answer | None:
        if not self._ready:
            if not head.get("ready"):
                self._lose(str(head.get("error", "engine_confused")))
            self._ready, self._since = True, time.monotonic()
            return self._parse()
        request, unwanted = self._request, self._unwanted
        if request is None or head.get("id") != self._number:
            self._lose("engine_confused")
        self._request, self._unwanted = None, False
        self._failures, self.trouble = 0, ""
        return None if unwanted or request is None else _answer(request, head, pcm)


def _answer(request: Request, head: dict[str, Any], pcm: bytes) -> Answer:
    if head.get("error"):
        return Answer(request, error=str(head["error"]))
    if request.rates:
        return Answer(request, seconds=tuple(float(value) for value in head.get("seconds", ())))
    return Answer(request, Sound(int(head.get("frame_rate", 0)), pcm))
