"""A sound card through an aplay child of our own, which can be silenced at once."""

from __future__ import annotations

import os
import shutil
import subprocess
import time

from drivers.errors import DeviceError, LinkLostError, NoAnswerError
from drivers.speaker.sinks import STALL_S, TimedSink

PROBE_S = 3.0
BUFFER_S = 0.2
BUFFER = f"--buffer-time={BUFFER_S * 1e6:.0f}"


class AlsaSink(TimedSink):
    """A sound card through an aplay child, which is killed to fall silent at once."""

    def __init__(self, name: str, program: str = "aplay") -> None:
        super().__init__()
        self._name = name
        self._program = program
        self._child: subprocess.Popen[bytes] | None = None
        self._rest = bytearray()
        self._moved = 0.0
        self._ended = False

    def open(self) -> None:
        """Play a moment of silence. DeviceError no_aplay; LinkLostError alsa_open: no such card
        or in use; NoAnswerError alsa_hung."""
        program = shutil.which(self._program)
        if program is None:
            raise DeviceError("no_aplay", "Debian package alsa-utils")
        try:
            done = subprocess.run(  # noqa: S603 - a fixed program; the name is an argument of -D
                self._command(22050),
                input=bytes(882),
                timeout=PROBE_S,
                check=False,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )
        except subprocess.TimeoutExpired:
            raise NoAnswerError("alsa_hung", self._name) from None
        except OSError:
            raise DeviceError("no_aplay", program) from None
        if done.returncode != 0:
            raise LinkLostError("alsa_open", self._name)

    def begin(self, frame_rate: int) -> None:
        """Start a player of our own."""
        self.cut()
        try:
            self._child = subprocess.Popen(  # noqa: S603 - as above
                self._command(frame_rate),
                stdin=subprocess.PIPE,
                bufsize=0,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )
        except OSError:
            raise DeviceError("no_aplay", self._program) from None
        if self._child.stdin is not None:
            os.set_blocking(self._child.stdin.fileno(), False)
        super().begin(frame_rate)
        self._moved, self._ended = time.monotonic(), False

    def room(self) -> int:
        """As by the clock, but nothing while the player has not taken what it was given."""
        self._push()
        return 0 if self._rest else super().room()

    def feed(self, pcm: bytes) -> None:
        """Hand samples to the player."""
        super().feed(pcm)
        self._rest += pcm
        self._push()

    def end(self) -> None:
        """The player ends by itself once it has played everything."""
        self._ended = True
        self._finish()

    def drained(self) -> bool:
        """Whether the player has ended; LinkLostError alsa_open when it failed."""
        self._push()
        self._finish()
        child = self._child
        if child is None:
            return True
        code = child.poll()
        if code is None:
            late = time.monotonic() - self._began - self._fed / self._frame_rate
            if late > STALL_S:
                raise NoAnswerError("alsa_hung", self._name)
            return False
        self._drop()
        if code != 0:
            raise LinkLostError("alsa_open", self._name)
        return True

    def heard(self) -> int:
        """As by the clock, less what aplay may still hold: rather twice than not at all."""
        return max(0, super().heard() - int(BUFFER_S * self._frame_rate))

    def cut(self) -> None:
        """Kill the player: the card drops what it still holds."""
        if self._child is not None:
            self._child.kill()
        self._drop()
        self._fed = super().heard()

    def close(self) -> None:
        """No player is left behind."""
        self.cut()

    def _command(self, frame_rate: int) -> list[str]:
        layout = ["-t", "raw", "-f", "S16_LE", "-c", "1", "-r", str(frame_rate)]
        return [self._program, "-q", *layout, "-D", self._name, BUFFER, "-"]

    def _push(self) -> None:
        child = self._child
        if not self._rest or child is None or child.stdin is None:
            return
        try:
            taken = os.write(child.stdin.fileno(), self._rest)
        except BlockingIOError:
            if time.monotonic() - self._moved > STALL_S:
                raise NoAnswerError("alsa_hung", self._name) from None
            return
        except OSError:
            self._drop()
            raise LinkLostError("alsa_open", self._name) from None
        del self._rest[:taken]
        self._moved = time.monotonic()

    def _finish(self) -> None:
        child = self._child
        done = self._ended and not self._rest and child is not None and child.stdin is not None
        if done and child is not None and child.stdin is not None:
            child.stdin.close()

    def _drop(self) -> None:
        child, self._child = self._child, None
        self._rest.clear()
        if child is None:
            return
        if child.stdin is not None:
            child.stdin.close()
        if child.poll() is None:
            child.kill()
        child.wait()
