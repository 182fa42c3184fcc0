"""One sound on its way to the ear, with the loudness of the moment."""

from __future__ import annotations

from drivers.speaker.sinks import Sink
from drivers.speaker.sound import Sound, gain, scaled


class Playback:
    """Feeds a sound to a sink piece by piece; DeviceError of the sink comes through."""

    def __init__(self, sound: Sound, sink: Sink, volume: int) -> None:
        self._sound = sound
        self._sink = sink
        self._at = 0
        self._ended = False
        self.volume = volume
        sink.begin(sound.frame_rate)

    def advance(self) -> bool:
        """Do what is due now; True when everything has been heard."""
        while self._at < self._sound.frames:
            room = self._sink.room()
            if room <= 0:
                return False
            piece = self._sound.pcm[self._at * 2 : (self._at + room) * 2]
            self._sink.feed(scaled(piece, gain(self.volume)))
            self._at += len(piece) // 2
        if not self._ended:
            self._ended = True
            self._sink.end()
        return self._sink.drained()
