"""The speaker: espeak-ng by way of pyttsx3 in a child, played by ourselves, stoppable at once."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from dataclasses import replace

from drivers.errors import DeviceError
from drivers.events import Event
from drivers.registry import Model, Option
from drivers.speaker import calibration, lexicon
from drivers.speaker.agenda import LONGEST, Agenda, Utterance, for_the_engine, speakable
from drivers.speaker.engine_link import ENGINE, Answer, EngineLink, Request
from drivers.speaker.outlet import Outlets, make_outlets
from drivers.speaker.playback import Playback
from drivers.speaker.speaking import Speaking
from drivers.spec import DeviceSpec
from drivers.status import State
from drivers.worker import Driver

log = logging.getLogger("drivers.speaker")

MODEL = Model(
    kind="speaker",
    name="espeak_ng",
    ports=("alsa", "file", "tcp"),
    options={
        "voice": Option(str, "cmn"),
        "voice_en": Option(str, "en"),
        "volume": Option(int, 6, min=0, max=10),
        "headphones": Option(str, ""),
        "pace": Option(str, "realtime", choices=("realtime", "fast")),
    },
    ladder="simulated",
    faults=("hang", "refuse", "drop"),
)

IDLE_S, ACTIVE_S = 0.3, 0.05
AT_ONCE_S = 0.25  # how long a command may wait for the engine, which takes some 20 ms


def make(spec: DeviceSpec, emit: Callable[[Event], None]) -> Driver:
    """The driver for a spec with all options present."""
    return EspeakSpeaker(spec, emit, make_outlets(spec))


class EspeakSpeaker(Speaking):
    """Everything runs on the device's thread; nothing waits longer than AT_ONCE_S for speech.

    A sink or engine that is gone does not close the driver: what is asked for meanwhile fails
    with an event of its own instead of waiting for the next person.
    """

    def __init__(
        self,
        spec: DeviceSpec,
        emit: Callable[[Event], None],
        outlets: Outlets,
        command: tuple[str, ...] = ENGINE,
    ) -> None:
        super().__init__(spec, emit, outlets)
        self.poll_interval_s = ACTIVE_S
        self._engine = EngineLink(command)
        self._agenda = Agenda()
        self._curves = calibration.Curves()
        self._engine_fault = ""
        self._asked = False
        self._retried = False  # a sentence is tried on two engines, in case one was dying
        self._last: Utterance | None = None

    # ---- commands ----

    def say(self, utterance: Utterance) -> None:
        """Take it up; everything that becomes of it is told by Spoken events."""
        self._last, self.poll_interval_s = utterance, ACTIVE_S
        dropped = self._agenda.put(utterance, self._current)
        if any(old is self._current for old in dropped):
            self._silence()
        for old in dropped:
            self._tell(old, "stopped")
        self.resume()
        self._advance(AT_ONCE_S)

    def stop(self) -> None:
        """Silence at once, and nothing of what waits is said any more."""
        dropped = self._agenda.clear()
        if self._current is not None:
            dropped.insert(0, self._current)
        self._silence()
        for old in dropped:
            self._tell(old, "stopped")

    def repeat(self, utterance_id: str) -> None:
        """Say the last text again under a new id; without one nothing happens."""
        if self._last is not None:
            self.say(replace(self._last, id=utterance_id))

    def reset(self) -> None:
        """The end of a session: silent, nothing to repeat, the volume as configured."""
        self.stop()
        self._last = None
        self._volume = self._default_volume
        self._outlets.route("speaker")

    # ---- the worker's side ----

    def open(self) -> None:
        """Start the engine; the sink is opened by the first poll."""
        self._engine.warm()

    def close(self) -> None:
        """Silent, no child left."""
        self.stop()
        self._engine.close()
        self._outlets.close()

    def poll(self) -> tuple[State, str]:
        """Go on speaking, keep engine and sink alive, tell how both are."""
        if self._playback is None or self._paused:
            self._outlet.tend()
        self._advance(0.0)
        speaking = self._current is not None or bool(self._curves.left)
        self.poll_interval_s = ACTIVE_S if speaking else IDLE_S
        self.serial = self._outlet.sink.serial
        fault = self._outlet.fault
        if fault is not None:
            return (State.UNKNOWN if fault.code == "starting" else fault.state), fault.code
        if self._engine_fault:
            return State.FAULT, self._engine_fault
        if self._curves.left:
            return State.UNKNOWN, "starting"
        return (State.READY, "") if "zh_CN" in self._curves else (State.FAULT, "no_voice")

    # ---- speaking ----

    def _advance(self, wait_s: float) -> None:
        """Go as far as is possible now, waiting at most wait_s for the engine."""
        until = time.monotonic() + wait_s
        self._play()
        self._next()
        while self._engine.busy:
            if not self._listen(max(0.0, until - time.monotonic())):
                return
            self._next()

    def _next(self) -> None:
        while self._current is None or not (self._asked or self._playback):
            if self._current is None:
                self._current = self._agenda.take()
                self._asked = self._retried = False
            if not self._start():
                return

    def _start(self) -> bool:
        """Ask for what is needed next; True when the current one was settled without asking."""
        if not self._engine.warm():
            self._engine_fault = self._engine.trouble
            return self._give_up(self._engine.trouble)
        if self._engine.busy:
            return False
        if self._curves.left:
            self._measure(self._curves.left[0])
        elif self._current is not None:
            return self._ask()
        elif self._engine_fault:
            self._measure("zh_CN")  # proof that the fresh child speaks
        return False

    def _ask(self) -> bool:
        utterance = self._current
        if utterance is None:
            return False
        voice = self._voice(utterance.lang)
        text = for_the_engine(utterance.text)
        if voice == lexicon.MANDARIN:
            text = lexicon.readable(text)
        if not speakable(text):
            self._end("finished")
            return True
        if self._outlet.fault is not None:
            return self._give_up(self._outlet.fault.code)
        curve = self._curves.of(utterance.lang)
        if curve is None or len(text) > LONGEST:
            return self._give_up("no_voice" if curve is None else "too_long")
        rate = curve.rate_for(utterance.rate_cpm)
        self._asked = True
        self._send(Request(text, voice, rate))
        return not self._asked

    def _measure(self, lang: str) -> None:
        text = self._curves.begin(lang)
        self._send(Request(text, self._voice(lang), rates=calibration.RATES))

    def _send(self, request: Request) -> None:
        try:
            self._engine.ask(request)
        except DeviceError as error:
            self._engine_lost(error)

    def _listen(self, wait_s: float) -> bool:
        """Take what the engine has to say; False when it has nothing to say yet."""
        try:
            answer = self._engine.take(wait_s)
        except DeviceError as error:
            self._engine_lost(error)
            return True
        if answer is None:
            return not self._engine.busy
        if answer.request.rates:
            self._engine_fault = ""
            self._curves.take(answer.seconds, answer.error)
        else:
            self._answered(answer)
        return True

    def _engine_lost(self, error: DeviceError) -> None:
        self._engine_fault = error.code
        if not self._asked:
            return
        if error.code != "engine_dead" or self._retried:
            self._give_up(error.code)
        else:
            self._asked, self._retried = False, True

    def _answered(self, answer: Answer) -> None:
        utterance = self._current
        if utterance is None or not self._asked:
            return
        self._asked, self._engine_fault = False, ""
        if answer.sound is None or self._outlet.fault is not None:
            self._give_up(answer.error or "no_sink")
            return
        self._tell(utterance, "started")
        volume = self._volume if utterance.volume is None else utterance.volume
        self._playback = Playback(answer.sound, volume)
        if not self._paused:
            self._begin(self._playback)

    def _silence(self) -> None:
        if self._playback is not None:
            self._playback.pause()
        if self._asked:
            self._engine.abandon()
        self._forget()

    def _forget(self) -> None:
        super()._forget()
        self._asked = self._retried = False

    def _voice(self, lang: str) -> str:
        voice = str(self.spec.options["voice_en" if calibration.is_english(lang) else "voice"])
        return lexicon.VOICES.get(voice, voice)
