"""The text that is being said: held, gone on with, sent to another outlet, and its end told."""

from __future__ import annotations

import logging
from collections.abc import Callable

from drivers.driver import Driver
from drivers.errors import DeviceError
from drivers.events import Event, Spoken
from drivers.speaker.agenda import Utterance
from drivers.speaker.outlet import Outlet, Outlets
from drivers.speaker.playback import Playback
from drivers.spec import DeviceSpec

log = logging.getLogger("drivers.speaker")


class Speaking(Driver):
    """One utterance at a time, from its sound to its last word. Whoever derives makes the sound."""

    def __init__(self, spec: DeviceSpec, emit: Callable[[Event], None], outlets: Outlets) -> None:
        super().__init__(spec, emit)
        self._outlets = outlets
        self._current: Utterance | None = None
        self._playback: Playback | None = None
        self._paused = False
        self._volume = self._default_volume = int(str(spec.options["volume"]))

    def set_volume(self, volume: int) -> None:
        """0 to 10, for what is being said and for what comes without a volume of its own."""
        self._volume = max(0, min(volume, 10))
        if self._playback is not None:
            self._playback.volume = self._volume

    def pause(self) -> None:
        """Hold what is being said, or is about to be."""
        self._paused = self._current is not None
        if self._playback is not None:
            self._playback.pause()

    def resume(self) -> None:
        """Go on with it from where it was."""
        paused, self._paused = self._paused, False
        if paused and self._playback is not None:
            self._begin(self._playback)

    def route(self, to: str) -> None:
        """Give the sound to the loudspeaker or the headphones, in the middle of a text too."""
        playback, held = self._playback, self._paused
        if not self._outlets.route(to):
            return
        if playback is not None:
            playback.pause()
        self._outlet.tend()
        if playback is not None and not held:
            self._begin(playback)

    @property
    def _outlet(self) -> Outlet:
        return self._outlets.now

    def _begin(self, playback: Playback) -> None:
        """Play, or go on playing, by whichever outlet has the sound now."""
        if self._outlet.fault is not None:
            self._give_up(self._outlet.fault.code)
            return
        try:
            playback.resume(self._outlet.sink)
        except (DeviceError, OSError) as error:
            self._give_up(self._outlet.lose(error))
        else:
            self._play()

    def _play(self) -> None:
        playback = self._playback
        if playback is None:
            return
        try:
            if playback.advance():
                self._end("finished")
        except (DeviceError, OSError) as error:
            self._give_up(self._outlet.lose(error))

    def _forget(self) -> None:
        self._current, self._playback, self._paused = None, None, False

    def _give_up(self, code: str) -> bool:
        if self._current is None:
            return False
        log.warning("speech_failed role=%s code=%s", self.spec.role, code)
        self._end("failed")
        return True

    def _end(self, outcome: str) -> None:
        ended = self._current
        self._forget()
        if ended is not None:
            self._tell(ended, outcome)

    def _tell(self, utterance: Utterance, outcome: str) -> None:
        self.emit(Spoken(self.spec.role, utterance.id, utterance.text, outcome))
