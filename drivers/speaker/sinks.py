"""Where sound goes: what every sink is, a folder of WAV files, and nowhere in real time."""

from __future__ import annotations

import os
import time
import wave
from abc import ABC, abstractmethod
from pathlib import Path

from drivers.errors import LinkLostError

LEAD_S = 0.5  # how far the sink is kept ahead of the ear; cut() throws it away
STALL_S = 3.0


class Sink(ABC):
    """Takes one sound at a time. Nothing here blocks for longer than a connection takes.

    open, check, begin, room, feed, end and drained may raise DeviceError; cut and close never do.
    """

    serial: str | None = None

    @abstractmethod
    def open(self) -> None:
        """Make sure that sound can go out here."""

    def check(self) -> None:
        """Look whether it is still so; called now and then while nothing is played."""
        return

    @abstractmethod
    def begin(self, frame_rate: int) -> None:
        """A new sound of mono S16_LE, frame_rate samples a second."""

    @abstractmethod
    def room(self) -> int:
        """How many samples it would like now to stay LEAD_S ahead."""

    @abstractmethod
    def feed(self, pcm: bytes) -> None:
        """The next samples, no more than room() said."""

    @abstractmethod
    def end(self) -> None:
        """No more samples come; what was fed is played out."""

    @abstractmethod
    def drained(self) -> bool:
        """After end(): whether everything has been heard."""

    @abstractmethod
    def heard(self) -> int:
        """Samples of the sound that have been heard; after cut() where it was cut."""

    @abstractmethod
    def cut(self) -> None:
        """Silence at once; what was fed and not yet heard is thrown away."""

    @abstractmethod
    def close(self) -> None:
        """Let go of the device."""


class TimedSink(Sink):
    """Knows by the clock what has been heard. By itself it is the sink without a loudspeaker."""

    def __init__(self, pace: str = "realtime") -> None:
        self._fast = pace == "fast"
        self._frame_rate = 1
        self._fed = 0
        self._began = 0.0

    def open(self) -> None:
        """Always there."""

    def begin(self, frame_rate: int) -> None:
        """Start the clock."""
        self._frame_rate, self._fed, self._began = frame_rate, 0, time.monotonic()

    def room(self) -> int:
        """What is missing to be LEAD_S ahead."""
        due = self._fed + self._frame_rate if self._fast else self._passed()
        return max(0, due + int(LEAD_S * self._frame_rate) - self._fed)

    def heard(self) -> int:
        """By the clock, and never more than there was."""
        return self._fed if self._fast else min(self._passed(), self._fed)

    def _passed(self) -> int:
        return int((time.monotonic() - self._began) * self._frame_rate)

    def feed(self, pcm: bytes) -> None:
        """Count it."""
        self._fed += len(pcm) // 2

    def end(self) -> None:
        """Nothing to do: the clock goes on."""

    def drained(self) -> bool:
        """Whether as much time has passed as was fed."""
        return self.heard() >= self._fed

    def cut(self) -> None:
        """What was not heard yet never will be."""
        self._fed = self.heard()

    def close(self) -> None:
        """Nothing is held."""


class FileSink(TimedSink):
    """Writes every sound, as far as it was played, as NNNN.wav into a folder (0600)."""

    def __init__(self, folder: Path, pace: str = "realtime") -> None:
        super().__init__(pace)
        self._folder = folder
        self._pcm = bytearray()
        self._open = False

    def open(self) -> None:
        """Make the folder; LinkLostError no_folder when nothing can be written there."""
        try:
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        except OSError:
            raise LinkLostError("no_folder", str(self._folder)) from None
        if not os.access(self._folder, os.W_OK | os.X_OK):
            raise LinkLostError("no_folder", str(self._folder))

    def check(self) -> None:
        """The folder must still be there."""
        self.open()

    def begin(self, frame_rate: int) -> None:
        """Start a sound in memory."""
        super().begin(frame_rate)
        self._pcm.clear()
        self._open = True

    def feed(self, pcm: bytes) -> None:
        """Keep it until it has been played."""
        super().feed(pcm)
        self._pcm += pcm

    def drained(self) -> bool:
        """Whether it was played out; then it is written."""
        done = super().drained()
        if done:
            self._save()
        return done

    def cut(self) -> None:
        """Write what was played until now."""
        super().cut()
        try:
            self._save()
        except LinkLostError:
            self._open = False

    def _save(self) -> None:
        if not self._open:
            return
        self._open = False
        draft = self._folder / f".{os.getpid()}.part"
        try:
            handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
            with os.fdopen(handle, "wb") as file, wave.open(file, "wb") as sound:
                sound.setnchannels(1)
                sound.setsampwidth(2)
                sound.setframerate(self._frame_rate)
                sound.writeframes(bytes(self._pcm[: self._fed * 2]))
            draft.rename(self._next_name())
        except OSError as error:
            raise LinkLostError("no_folder", error.strerror or "") from None

    def _next_name(self) -> Path:
        taken = [int(path.stem) for path in self._folder.glob("*.wav") if path.stem.isdecimal()]
        return self._folder / f"{max(taken, default=0) + 1:04d}.wav"
