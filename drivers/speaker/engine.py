"""The speech engine, a process of its own: JSON lines in, a JSON line and raw sound out.

`{"id": 1, "text": "…", "voice": "cmn", "rate": 200}` is answered by
`{"id": 1, "frame_rate": 22050, "bytes": N}` and N bytes of mono S16_LE, or by
`{"id": 1, "error": CODE}` (no_voice, no_sound, no_rate, bad_request). With `"rates": […]`
instead of `rate` the answer is `{"id": 1, "seconds": […]}`, how long it lasts at each rate.
The first line is `{"ready": true}` or `{"error": "no_engine"}`. The process ends when its input
closes. Nothing spoken ever reaches an argument, the environment, a log or a disk: pyttsx3 writes
into a file that exists in memory only.
"""

from __future__ import annotations

import ctypes
import importlib
import json
import os
import signal
import sys
import time
import wave

TYPE_CHECKING = False  # the real one would bring the whole of `typing`: 1 MB in a small process
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any, BinaryIO

PR_SET_PDEATHSIG = 1  # prctl(2)
TRIES = 3
HIGHEST_RATE = 900


class EngineError(Exception):
    """The engine cannot do this; the text is the stable code."""


class Speech:
    """pyttsx3's espeak driver, used for nothing but writing one sentence at a time."""

    def __init__(self) -> None:
        pyttsx3: Any = importlib.import_module("pyttsx3")
        self._engine: Any = pyttsx3.init("espeak")
        self._busy: Any = importlib.import_module("pyttsx3.drivers._espeak").IsPlaying
        self._errors: list[BaseException] = []
        self._engine.connect("error", self._on_error)
        self._engine.runAndWait()  # what is queued before the first run is silently lost
        self._voice = ""
        self._memory = os.memfd_create("speech", os.MFD_CLOEXEC)

    def synthesise(self, text: str, voice: str, rate: int) -> tuple[int, bytes]:
        """Frames a second and mono S16_LE; EngineError no_voice, no_rate or no_sound."""
        self._settle()
        self._use(voice, rate)
        for _ in range(TRIES):
            hz, frames = self._save(text)
            if any(frames):
                return hz, frames
        raise EngineError("no_sound")

    def _save(self, text: str) -> tuple[int, bytes]:
        self._engine.save_to_file(text, f"/proc/self/fd/{self._memory}")
        self._engine.runAndWait()
        self._settle()  # nothing of this try can come later and be taken for the next
        os.lseek(self._memory, 0, os.SEEK_SET)
        try:
            with os.fdopen(os.dup(self._memory), "rb") as file, wave.open(file) as sound:
                return sound.getframerate(), sound.readframes(sound.getnframes())
        except (EOFError, wave.Error):
            return 0, b""
        finally:
            os.ftruncate(self._memory, 0)

    def _use(self, voice: str, rate: int) -> None:
        if voice != self._voice:
            self._errors.clear()
            self._engine.setProperty("voice", voice)
            self._settle()
            if self._errors:
                raise EngineError("no_voice")
            self._voice = voice
        self._set_rate(rate)

    def _set_rate(self, rate: int) -> None:
        for _ in range(TRIES):
            self._engine.setProperty("rate", rate)
            self._settle()
            if self._engine.getProperty("rate") == rate:
                return
        raise EngineError("no_rate")

    def _settle(self) -> None:
        """Wait until espeak-ng's own thread rests. It takes parameters over some time after they
        were set; a change of voice or a sentence meanwhile may come out wrong or empty."""
        while self._busy():
            time.sleep(0.001)

    def _on_error(self, name: str, exception: BaseException) -> None:
        self._errors.append(exception)


def answer(speech: Speech, request: Any) -> tuple[dict[str, Any], bytes]:
    """The head and the sound for one request; never raises for what a request may hold."""
    if not hasattr(request, "items"):
        return {"id": None, "error": "bad_request"}, b""
    number, text, voice = request.get("id"), request.get("text"), request.get("voice")
    rates: Any = request.get("rates", [request.get("rate")])
    if not _fits(text, voice, rates):
        return {"id": number, "error": "bad_request"}, b""
    try:
        sounds = [speech.synthesise(str(text), str(voice), rate) for rate in rates]
    except EngineError as error:
        return {"id": number, "error": str(error)}, b""
    if "rates" in request:
        return {"id": number, "seconds": [len(pcm) / 2 / hz for hz, pcm in sounds]}, b""
    frame_rate, pcm = sounds[0]
    return {"id": number, "frame_rate": frame_rate, "bytes": len(pcm)}, pcm


def _fits(text: object, voice: object, rates: Any) -> bool:
    if not (isinstance(text, str) and text and isinstance(voice, str) and voice):
        return False
    if not isinstance(rates, list) or not rates:
        return False
    return all(type(rate) is int and 1 <= rate <= HIGHEST_RATE for rate in _list(rates))


def _list(value: Any) -> list[Any]:
    return value


def serve(lines: BinaryIO, out: BinaryIO) -> None:
    """Answer requests until the input ends."""
    try:
        speech = Speech()
    except (ImportError, RuntimeError, OSError):
        _send(out, {"error": "no_engine"})
        return
    _send(out, {"ready": True})
    for line in lines:
        try:
            request: Any = json.loads(line)
        except ValueError:
            request = None
        head, sound = answer(speech, request)
        _send(out, head, sound)


def _send(out: BinaryIO, head: Mapping[str, Any], sound: bytes = b"") -> None:
    out.write(json.dumps(head).encode() + b"\n" + sound)
    out.flush()


def main() -> None:
    """Speak over the standard streams; die with the terminal even while espeak-ng hangs."""
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    out = os.fdopen(os.dup(1), "wb")
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)  # pyttsx3 prints a line for every file that it writes
    os.close(nowhere)
    try:
        serve(sys.stdin.buffer, out)
    except BrokenPipeError:
        os._exit(0)


if __name__ == "__main__":
    main()
