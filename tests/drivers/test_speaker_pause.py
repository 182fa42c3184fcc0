"""Pausing, going on and headphones, sample by sample: what was heard, where, and nothing twice."""

from __future__ import annotations

import threading
import time
import wave
from pathlib import Path

import pytest

from drivers import registry
from drivers.errors import LinkLostError
from drivers.events import Event, Spoken
from drivers.speaker import HANDLE
from drivers.speaker.agenda import Utterance
from drivers.speaker.outlet import Outlets
from drivers.speaker.playback import Playback
from drivers.speaker.sinks import FileSink, Sink
from drivers.speaker.sound import Sound
from drivers.speaker.speaking import Speaking
from drivers.spec import DeviceSpec
from drivers.status import State
from drivers.virtual.speaker import SpeakerEmulator
from drivers.worker import Worker

RATE = 8000
PCM = bytes(n % 251 for n in range(2 * 2400))
LONG = "收到了。最晚十一月二十七号办好，到时候发短信告诉您。"


class Ear(Sink):
    """Takes 1000 samples ahead, and hears as many as the test says."""

    def __init__(self, *, there: bool = True) -> None:
        self.there = there
        self.sounds: list[bytearray] = []
        self.silent = True
        self._fed = bytearray()

    def open(self) -> None:
        if not self.there:
            raise LinkLostError("alsa_open")

    def begin(self, frame_rate: int) -> None:
        assert frame_rate == RATE
        self.silent, self._fed = False, bytearray()
        self.sounds.append(bytearray())

    def hear(self, samples: int) -> None:
        at = len(self.sounds[-1])
        self.sounds[-1] += self._fed[at : at + samples * 2]

    def room(self) -> int:
        return self.heard() + 1000 - len(self._fed) // 2

    def feed(self, pcm: bytes) -> None:
        assert not self.silent
        self._fed += pcm

    def end(self) -> None:
        pass

    def heard(self) -> int:
        return len(self.sounds[-1]) // 2 if self.sounds else 0

    def drained(self) -> bool:
        return len(self.sounds[-1]) == len(self._fed)

    def cut(self) -> None:
        self.silent = True

    def close(self) -> None:
        self.silent = True


class Talker(Speaking):
    """The driver's half that knows of outlets, with a sound that needs no engine."""

    def __init__(self, speaker: Sink, headphones: Sink | None = None) -> None:
        self.outcomes: list[str] = []
        spec = registry.with_defaults(DeviceSpec("s", "speaker", "espeak_ng", "alsa://null"))
        super().__init__(spec, self._on_event, Outlets(speaker, headphones))
        self._outlet.tend()

    def _on_event(self, event: Event) -> None:
        assert isinstance(event, Spoken)
        self.outcomes.append(event.outcome)

    def open(self) -> None: ...

    def close(self) -> None: ...

    def poll(self) -> tuple[State, str]:
        self._play()
        return State.READY, ""

    def talk(self) -> None:
        self._current = Utterance("u", "您好")
        self._playback = Playback(Sound(RATE, PCM), 10)
        self._begin(self._playback)


def listen(talker: Talker, ear: Ear, samples: int) -> None:
    """So many samples are heard, in pieces."""
    for _ in range(samples // 100):
        ear.hear(100)
        talker.poll()


def test_what_is_paused_is_silent_at_once_and_goes_on_at_the_very_sample() -> None:
    ear = Ear()
    talker = Talker(ear)
    talker.talk()
    listen(talker, ear, 700)
    talker.pause()
    assert ear.silent
    talker.poll()
    assert len(ear.sounds) == 1
    talker.resume()
    listen(talker, ear, 1500)
    talker.pause()
    talker.pause()
    talker.resume()
    listen(talker, ear, 2400)
    assert [len(sound) // 2 for sound in ear.sounds] == [700, 1500, 200]
    assert b"".join(ear.sounds) == PCM
    assert talker.outcomes == ["finished"]


def test_headphones_take_over_in_the_middle_and_the_loudspeaker_says_no_more() -> None:
    speaker, headphones = Ear(), Ear()
    talker = Talker(speaker, headphones)
    talker.talk()
    listen(talker, speaker, 500)
    talker.route("headphones")
    assert speaker.silent
    listen(talker, headphones, 1000)
    talker.pause()
    talker.route("speaker")  # still paused: nobody hears anything
    assert speaker.silent
    assert headphones.silent
    talker.route("headphones")
    talker.resume()
    listen(talker, headphones, 2400)
    assert b"".join((*speaker.sounds, *headphones.sounds)) == PCM
    assert [len(sound) // 2 for sound in speaker.sounds] == [500]
    assert talker.outcomes == ["finished"]


def test_what_cannot_go_to_the_headphones_goes_nowhere() -> None:
    speaker = Ear()
    talker = Talker(speaker, Ear(there=False))
    talker.talk()
    listen(talker, speaker, 500)
    talker.route("headphones")
    assert talker.outcomes == ["failed"]
    assert speaker.silent
    assert len(speaker.sounds) == 1
    talker.route("speaker")
    talker.talk()
    listen(talker, speaker, 2400)
    assert talker.outcomes == ["failed", "finished"]


def test_without_headphones_a_route_to_them_changes_nothing() -> None:
    ear = Ear()
    talker = Talker(ear)
    talker.talk()
    talker.route("headphones")
    listen(talker, ear, 2400)
    assert b"".join(ear.sounds) == PCM
    assert len(ear.sounds) == 1


def test_files_of_a_paused_sound_are_the_sound_when_laid_together(tmp_path: Path) -> None:
    talker = Talker(FileSink(tmp_path))
    talker.talk()
    time.sleep(0.1)
    talker.poll()
    talker.pause()
    talker.resume()
    until = time.monotonic() + 10
    while not talker.outcomes and time.monotonic() < until:
        talker.poll()
        time.sleep(0.01)
    parts: list[bytes] = []
    for path in sorted(tmp_path.iterdir()):
        with wave.open(str(path)) as sound:
            parts.append(sound.readframes(sound.getnframes()))
    assert len(parts) == 2
    assert len(parts[0]) >= RATE // 10 * 2
    assert b"".join(parts) == PCM


@pytest.mark.long
def test_a_page_drops_what_is_paused_stop_ends_it_and_an_alert_goes_on() -> None:
    sink = SpeakerEmulator({"pace": "realtime"}, {})
    spec = registry.with_defaults(DeviceSpec("s", "speaker", "espeak_ng", sink.start()))
    told: list[tuple[str, str]] = []
    changed = threading.Condition()

    def on_event(event: Event) -> None:
        if isinstance(event, Spoken):
            with changed:
                told.append((event.utterance_id, event.outcome))
                changed.notify_all()

    def wait(*outcome: str) -> None:
        with changed:
            assert changed.wait_for(lambda: outcome in told, 20), told

    worker = Worker(spec, lambda emit: registry.make(spec, emit), on_event)
    handle = HANDLE(worker)
    worker.start()
    try:
        handle.say("old", LONG)
        wait("old", "started")
        handle.pause()
        handle.say("new", LONG, rate_cpm=480)
        wait("new", "started")
        assert ("old", "stopped") in told
        handle.pause()
        handle.stop()
        wait("new", "stopped")
        assert sink.control("state", {})["playing"] is False
        handle.say("alert", LONG, rate_cpm=480, priority="alert")
        wait("alert", "started")
        handle.pause()
        handle.say("page", "好。", rate_cpm=480)
        wait("page", "finished")
        assert told.index(("alert", "finished")) < told.index(("page", "started"))
    finally:
        assert worker.stop(10.0)
        sink.stop()
