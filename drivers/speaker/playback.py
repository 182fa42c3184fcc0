"""One sound on its way to the ear, with the loudness of the moment."""

from __future__ import annotations

from drivers.speaker.sinks import Sink
from drivers.speaker.sound import Sound, gain, scaled


class Playback:
    """Feeds a sound to a sink piece by piece; DeviceError of the sink comes through. Nothing is
    heard before resume()."""

    def __init__(self, sound: Sound, volume: int) -> None:
        self._sound = sound
        self._sink: Sink | None = None  # while it is held
        self._at = self._from = 0
        self._ended = False
        self.volume = volume

    def pause(self) -> None:
        """Silence at once; what has been heard is kept in mind."""
        sink, self._sink = self._sink, None
        if sink is not None:
            sink.cut()
            self._from = self._at = min(self._from + sink.heard(), self._sound.frames)

    def resume(self, sink: Sink) -> None:
        """Go on from there, perhaps by another sink."""
        sink.begin(self._sound.frame_rate)
        self._sink, self._ended = sink, False

    def advance(self) -> bool:
        """Do what is due now; True when everything has been heard."""
        sink = self._sink
        if sink is None:
            return False
        while self._at < self._sound.frames:
            room = sink.room()
            if room <= 0:
                return False
            piece = self._sound.pcm[self._at * 2 : (self._at + room) * 2]
            sink.feed(scaled(piece, gain(self.volume)))
            self._at += len(piece) // 2
        if not self._ended:
            self._ended = True
            sink.end()
        return sink.drained()
