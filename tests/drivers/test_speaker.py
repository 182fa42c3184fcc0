"""A speaker as the terminal uses it: worker, engine child, sink and the virtual loudspeaker."""

from __future__ import annotations

import logging
import math
import os
import signal
import sys
import threading
import time
import wave
from array import array
from pathlib import Path

import pytest

from drivers import registry
from drivers.events import Spoken, StatusChanged
from drivers.speaker import HANDLE, engine_link, espeak_ng
from drivers.speaker.calibration import paced, spoken_units
from drivers.speaker.engine_link import ENGINE
from drivers.speaker.outlet import make_outlets
from drivers.spec import DeviceSpec
from drivers.status import State
from drivers.virtual.speaker import SpeakerEmulator
from drivers.worker import Worker

LONG = "收到了。最晚十一月二十七号办好，到时候发短信告诉您。请看一看，没有问题就点右下角的按钮。"
SHORT = "请拿好您的身份证。"
PATIENCE_S = 20.0


class Speaker:
    """A speaker on its worker, and everything that it told."""

    def __init__(self, port: str, *, command: tuple[str, ...] = ENGINE, **options: object) -> None:
        spec = registry.with_defaults(
            DeviceSpec("speaker", "speaker", "espeak_ng", port, dict(options))
        )
        assert registry.problems(spec) == []
        self.events: list[Spoken] = []
        self.states: list[tuple[State, str]] = []
        self.changed = threading.Condition()
        self.drivers: list[espeak_ng.EspeakSpeaker] = []

        def make(emit):
            driver = espeak_ng.EspeakSpeaker(spec, emit, make_outlets(spec), command)
            self.drivers.append(driver)
            return driver

        self.worker = Worker(spec, make, self._on_event)
        self.handle = HANDLE(self.worker)
        self.worker.start()

    def _on_event(self, event: object) -> None:
        with self.changed:
            if isinstance(event, StatusChanged):
                self.states.append((event.status.state, event.status.detail))
            elif isinstance(event, Spoken):
                self.events.append(event)
            self.changed.notify_all()

    def outcomes(self, *ids: str) -> list[tuple[str, str]]:
        return [
            (e.utterance_id, e.outcome) for e in self.events if not ids or e.utterance_id in ids
        ]

    def wait(self, utterance_id: str, outcome: str) -> None:
        self.wait_until(lambda: (utterance_id, outcome) in self.outcomes())

    def wait_until(self, true) -> None:
        until = time.monotonic() + PATIENCE_S
        with self.changed:
            while not true():
                assert time.monotonic() < until, (self.events, self.states)
                self.changed.wait(0.02)

    def wait_ready(self) -> None:
        self.wait_until(lambda: self.states[-1:] == [(State.READY, "")])

    @property
    def engine_pid(self) -> int | None:
        return self.drivers[0]._engine.pid

    def kill_engine(self, number: int) -> int:
        pid = self.engine_pid
        assert pid is not None
        os.kill(pid, number)
        return pid


@pytest.fixture
def speakers():
    made: list[Speaker] = []

    def start(port: str, **options) -> Speaker:
        made.append(Speaker(port, **options))
        return made[-1]

    yield start
    for speaker in made:
        assert speaker.worker.stop(10.0)


@pytest.fixture
def loudspeaker():
    made: list[SpeakerEmulator] = []

    def start(pace: str = "fast") -> SpeakerEmulator:
        made.append(SpeakerEmulator({"pace": pace}, {}))
        made[-1].port = made[-1].start()
        return made[-1]

    yield start
    for emulator in made:
        emulator.stop()


@pytest.fixture(scope="module")
def calm():
    """A speaker on a fast loudspeaker that no test harms; the ids keep their events apart."""
    sink = SpeakerEmulator({"pace": "fast"}, {})
    speaker = Speaker(sink.start(), volume=8)
    yield sink, speaker
    assert speaker.worker.stop(10.0)
    sink.stop()


def heard(emulator: SpeakerEmulator, n: int = 0) -> list[dict]:
    until = time.monotonic() + PATIENCE_S
    while len(rows := emulator.control("heard", {})["heard"]) < n and time.monotonic() < until:
        time.sleep(0.02)
    return rows


def seconds_of(path: Path) -> float:
    with wave.open(str(path)) as sound:
        assert (sound.getnchannels(), sound.getsampwidth()) == (1, 2)
        return sound.getnframes() / sound.getframerate()


def test_a_text_is_started_only_with_its_sound_and_then_finished(calm):
    sink, speaker = calm
    sink.control("clear", {})
    speaker.handle.say("one", SHORT)
    speaker.wait("one", "finished")
    assert speaker.outcomes("one") == [("one", "started"), ("one", "finished")]
    assert [e.text for e in speaker.events if e.utterance_id == "one"] == [SHORT, SHORT]
    (sound,) = heard(sink, 1)
    assert not sound["cut"]
    assert sound["rms"] > 100
    assert 1.0 < sound["seconds"] < 4.0
    assert speaker.handle.status.serial == "VS-0001"


def test_a_new_page_replaces_what_plays_and_two_are_never_heard_at_once(speakers, loudspeaker):
    sink = loudspeaker("realtime")
    speaker = speakers(sink.port)
    speaker.handle.say("old", LONG)
    speaker.wait("old", "started")
    for n in range(5):
        speaker.handle.say(f"page{n}", LONG)
    speaker.handle.say("new", SHORT, rate_cpm=440)
    speaker.wait("new", "finished")
    assert speaker.outcomes("old") == [("old", "started"), ("old", "stopped")]
    for n in range(5):
        assert speaker.outcomes(f"page{n}")[-1] == (f"page{n}", "stopped")
    assert speaker.outcomes("new") == [("new", "started"), ("new", "finished")]
    sounds = heard(sink)
    assert [sound["cut"] for sound in sounds[-1:]] == [False]
    assert all(sound["cut"] and sound["seconds"] < 3 for sound in sounds[:-1])


def test_an_alert_cuts_a_page_short_and_the_next_page_waits_for_it(speakers, loudspeaker):
    speaker = speakers(loudspeaker("realtime").port)
    speaker.handle.say("page", LONG)
    speaker.wait("page", "started")
    speaker.handle.say("alert", "请等一等。", priority="alert", rate_cpm=480)
    speaker.handle.say("next", "好。", rate_cpm=480)
    speaker.wait("next", "finished")
    assert speaker.outcomes() == [
        ("page", "started"),
        ("page", "stopped"),
        ("alert", "started"),
        ("alert", "finished"),
        ("next", "started"),
        ("next", "finished"),
    ]


def test_stop_is_silence_for_what_plays_and_for_what_waits(speakers, loudspeaker, capsys):
    sink = loudspeaker("realtime")
    speaker = speakers(sink.port)
    speaker.handle.say("plays", LONG, priority="alert")
    speaker.handle.say("waits", LONG)
    speaker.wait("plays", "started")
    began = time.monotonic()
    speaker.handle.stop()
    (sound,) = heard(sink, 1)
    took_ms = (time.monotonic() - began) * 1000
    speaker.wait("waits", "stopped")
    assert sound["cut"]
    assert sound["seconds"] < 3
    assert speaker.outcomes("waits") == [("waits", "stopped")]
    assert sink.control("state", {})["playing"] is False
    with capsys.disabled():
        print(f" [stop to silence {took_ms:.0f} ms]", end="")


def test_the_last_text_can_be_repeated_until_the_session_ends(calm):
    sink, speaker = calm
    sink.control("clear", {})
    speaker.handle.say("first", LONG)
    speaker.wait("first", "finished")
    speaker.handle.repeat("again")
    speaker.wait("again", "finished")
    assert {e.text for e in speaker.events if e.utterance_id == "again"} == {LONG}
    speaker.handle.reset()
    speaker.handle.repeat("forgotten")
    speaker.handle.say("last", "好。")
    speaker.wait("last", "finished")
    assert speaker.outcomes("forgotten") == []
    assert len(heard(sink)) == 3


def test_a_text_without_anything_to_hear_is_no_mistake(calm):
    _, speaker = calm
    for text in ("", "。，！？", " \n\t ", "…——"):
        speaker.handle.say(text, text)
        speaker.wait(text, "finished")
        assert speaker.outcomes(text) == [(text, "finished")]


def test_latin_digits_and_rubbish_are_spoken_too(speakers):
    speaker = speakers("alsa://null", pace="fast")
    for text in ("A012", "到3号窗口，尾号0029", "\x00\x1b您好\udc80", "请" * 60 + "x" * 200):
        speaker.handle.say(text, text)
        speaker.wait(text, "finished")
        assert speaker.outcomes(text) == [(text, "started"), (text, "finished")]


def test_a_text_beyond_all_measure_is_refused_and_the_next_is_spoken(calm):
    _, speaker = calm
    speaker.handle.say("huge", "请" * 200_000)
    speaker.wait("huge", "failed")
    speaker.handle.say("next", SHORT)
    speaker.wait("next", "finished")


def test_speech_keeps_the_pace_that_was_asked_for(speakers, tmp_path):
    speaker = speakers(f"file://{tmp_path}", pace="fast")
    wanted = [155, 220, *(paced(220, step) for step in range(7))]
    for cpm in wanted:
        speaker.handle.say(str(cpm), LONG, rate_cpm=cpm)
        speaker.wait_until(lambda: speaker.outcomes()[-1:] == [(str(cpm), "finished")])  # noqa: B023
    lasted = [seconds_of(path) for path in sorted(tmp_path.glob("*.wav"))]
    assert len(lasted) == len(wanted)
    for cpm, seconds in zip(wanted, lasted, strict=True):
        assert spoken_units(LONG, "zh_CN") * 60 / seconds == pytest.approx(cpm, rel=0.1)


def test_english_is_spoken_by_the_english_voice_at_a_pace_of_words(speakers, tmp_path):
    text = "Please take your identity card. Your receipt is printed below the screen on the right."
    speaker = speakers(f"file://{tmp_path}", pace="fast")
    for lang in ("en", "zh_CN"):
        speaker.handle.say(lang, text, lang=lang)
        speaker.wait(lang, "finished")
    english, chinese = (seconds_of(path) for path in sorted(tmp_path.glob("*.wav")))
    assert len(text.split()) * 60 / english == pytest.approx(150, rel=0.12)
    assert abs(chinese - english) > 0.1


def test_volume_goes_in_steps_of_3_db_and_0_is_silent(calm):
    sink, speaker = calm
    speaker.handle.reset()
    sink.control("clear", {})
    speaker.handle.say("default", SHORT)
    speaker.wait("default", "finished")
    for volume in (10, 9, 1, 0):
        speaker.handle.set_volume(volume)
        speaker.handle.say(f"v{volume}", SHORT)
        speaker.wait(f"v{volume}", "finished")
    speaker.handle.reset()
    speaker.handle.say("reset", SHORT)
    speaker.wait("reset", "finished")
    default, full, nine, one, silent, reset = (row["rms"] for row in heard(sink, 6))
    assert 20 * math.log10(full / nine) == pytest.approx(3, abs=0.2)
    assert 20 * math.log10(full / one) == pytest.approx(27, abs=0.5)
    assert silent == 0
    assert 20 * math.log10(full / default) == pytest.approx(6, abs=0.3)
    assert reset == pytest.approx(default, rel=0.02)


@pytest.mark.parametrize("busy", [False, True])
def test_a_killed_engine_is_replaced_and_the_next_sentence_spoken(speakers, loudspeaker, busy):
    sink = loudspeaker()
    speaker = speakers(sink.port)
    speaker.wait_ready()
    if busy:  # dies while it has the sentence
        speaker.kill_engine(signal.SIGSTOP)
        speaker.handle.say("next", SHORT)
        speaker.wait_until(lambda: speaker.drivers[0]._engine.busy or speaker.outcomes())
    old = speaker.kill_engine(signal.SIGKILL)
    if not busy:
        speaker.handle.say("next", SHORT)
    speaker.wait("next", "finished")
    assert speaker.outcomes() == [("next", "started"), ("next", "finished")]
    assert speaker.engine_pid != old
    assert heard(sink)[0]["rms"] > 100


def test_a_hung_engine_fails_its_sentence_and_a_fresh_one_speaks_the_next(
    speakers, loudspeaker, monkeypatch
):
    monkeypatch.setattr(engine_link, "HANG_S", 1.5)
    speaker = speakers(loudspeaker().port)
    speaker.wait_ready()
    old = speaker.kill_engine(signal.SIGSTOP)
    speaker.handle.say("hung", LONG)
    speaker.wait("hung", "failed")
    speaker.wait_until(lambda: (State.FAULT, "engine_hung") in speaker.states)
    speaker.handle.say("next", SHORT)
    speaker.wait("next", "finished")
    assert speaker.outcomes("hung") == [("hung", "failed")]
    assert not Path(f"/proc/{old}").exists()
    speaker.wait_ready()


def test_a_late_answer_of_the_engine_is_never_played_for_the_next_page(speakers, loudspeaker):
    sink = loudspeaker()
    speaker = speakers(sink.port)
    speaker.wait_ready()
    pid = speaker.kill_engine(signal.SIGSTOP)
    speaker.handle.say("old", LONG)
    speaker.wait_until(lambda: speaker.drivers[0]._engine.busy)
    speaker.handle.say("new", SHORT)
    speaker.wait("old", "stopped")
    os.kill(pid, signal.SIGCONT)
    speaker.wait("new", "finished")
    assert speaker.outcomes() == [("old", "stopped"), ("new", "started"), ("new", "finished")]
    (sound,) = heard(sink, 1)
    assert sound["seconds"] < 4


NO_ENGINE = (sys.executable, "-c", 'print(\'{"error": "no_engine"}\')')
NOISE = (
    sys.executable,
    "-c",
    "import os,sys; os.write(1, bytes(range(256)) * 40); sys.stdin.read()",
)


@pytest.mark.parametrize("command", [("/bin/false",), ("/nowhere/at/all",), NO_ENGINE, NOISE])
def test_without_an_engine_every_text_fails_and_the_fault_is_told(speakers, command):
    speaker = speakers("alsa://null", command=command)
    for n in range(3):
        speaker.handle.say(str(n), SHORT, priority="alert")
    speaker.wait("2", "failed")
    assert speaker.outcomes() == [("0", "failed"), ("1", "failed"), ("2", "failed")]
    speaker.wait_until(lambda: [state for state, _ in speaker.states[-1:]] == [State.FAULT])


def test_a_voice_that_is_not_installed_is_told(speakers):
    speaker = speakers("alsa://null", voice="no-such-voice")
    speaker.wait_until(lambda: speaker.states[-1:] == [(State.FAULT, "no_voice")])
    speaker.handle.say("one", SHORT)
    speaker.wait("one", "failed")


@pytest.mark.parametrize(("fault", "detail"), [("refuse", "refused"), ("hang", "sink_silent")])
def test_a_lost_loudspeaker_fails_what_is_said_and_is_found_again(
    speakers, loudspeaker, fault, detail
):
    sink = loudspeaker()
    speaker = speakers(sink.port)
    speaker.wait_ready()
    sink.control("fault", {"kind": fault})
    speaker.wait_until(lambda: detail in [code for _, code in speaker.states])
    speaker.handle.say("lost", SHORT)
    speaker.wait("lost", "failed")
    sink.control("fault", {"kind": "none"})
    speaker.wait_ready()
    speaker.handle.say("back", SHORT)
    speaker.wait("back", "finished")


def test_a_loudspeaker_that_drops_out_in_the_middle_has_not_finished(speakers, loudspeaker):
    sink = loudspeaker("realtime")
    speaker = speakers(sink.port)
    sink.control("fault", {"kind": "drop", "at": 0.2})
    speaker.handle.say("dropped", LONG)
    speaker.wait("dropped", "failed")
    assert speaker.outcomes() == [("dropped", "started"), ("dropped", "failed")]
    speaker.wait_ready()


def test_what_is_said_is_in_no_log_no_argument_no_environment_and_no_file(
    speakers, loudspeaker, tmp_path, monkeypatch, caplog
):
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    secret = "尾号零零二九样例"
    with caplog.at_level(logging.DEBUG):
        speaker = speakers(loudspeaker("realtime").port)
        speaker.handle.say("one", secret * 10)
        speaker.wait("one", "started")
        proc = Path(f"/proc/{speaker.engine_pid}")
        traces = (proc / "cmdline").read_bytes() + (proc / "environ").read_bytes()
        speaker.kill_engine(signal.SIGKILL)
        speaker.handle.say("two", secret)
        speaker.wait("two", "started")
        speaker.handle.stop()
        speaker.wait("two", "stopped")
    assert secret[:2].encode() not in traces
    assert secret[:2] not in caplog.text
    assert "speech_engine_lost" in caplog.text
    assert list(tmp_path.iterdir()) == []


def test_nothing_outlives_the_terminal(loudspeaker):
    speaker = Speaker(loudspeaker("realtime").port)
    speaker.handle.say("one", LONG)
    speaker.wait("one", "started")
    pid = speaker.engine_pid
    assert speaker.worker.stop(10.0)
    assert not Path(f"/proc/{pid}").exists()
    assert speaker.outcomes() == [("one", "started"), ("one", "stopped")]


def test_a_file_holds_what_was_played_and_only_its_owner_reads_it(speakers, tmp_path):
    folder = tmp_path / "spoken"
    speaker = speakers(f"file://{folder}")
    speaker.handle.say("cut", LONG)
    speaker.wait("cut", "started")
    speaker.handle.stop()
    speaker.wait("cut", "stopped")
    speaker.handle.say("whole", "好。", rate_cpm=480)
    speaker.wait("whole", "finished")
    cut, whole = sorted(folder.iterdir())
    assert (cut.name, whole.name) == ("0001.wav", "0002.wav")
    assert seconds_of(cut) < 2 < 5 < spoken_units(LONG, "zh_CN") * 60 / 220
    with wave.open(str(whole)) as sound:
        assert max(array("h", sound.readframes(sound.getnframes()))) > 500
    assert {path.stat().st_mode & 0o777 for path in (cut, whole)} == {0o600}


def test_a_sound_card_that_is_not_there_is_a_state_and_not_a_wait(speakers):
    speaker = speakers("alsa://no_such_card_here")
    speaker.wait_until(lambda: (State.DISCONNECTED, "alsa_open") in speaker.states)
    speaker.handle.say("one", SHORT)
    speaker.wait("one", "failed")
