"""Sinks at the level of bytes and processes: an own aplay, and a loudspeaker that misbehaves."""

from __future__ import annotations

import struct
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from drivers.errors import BadAnswerError, DeviceError, LinkLostError, NoAnswerError
from drivers.speaker import alsa_sink
from drivers.speaker.agenda import Agenda, Utterance, for_the_engine
from drivers.speaker.alsa_sink import AlsaSink
from drivers.speaker.net_sink import NetSink
from drivers.speaker.playback import Playback
from drivers.speaker.sinks import Sink
from drivers.speaker.sound import Sound

RATE = 8000
PLAYER = """#!/bin/sh
echo $$ > {here}/pid; echo "$@" > {here}/args
{body}
"""


def player(here: Path, body: str) -> AlsaSink:
    """A stand-in for aplay that writes down its process id and arguments."""
    program = here / "aplay"
    program.write_text(PLAYER.format(here=here, body=body))
    program.chmod(0o755)
    return AlsaSink("plughw:1,0", str(program))


def played(sound: Sound, sink: Sink, volume: int) -> Playback:
    playback = Playback(sound, volume)
    playback.resume(sink)
    return playback


def play(playback: Playback, until, limit_s: float = 10.0) -> None:
    end = time.monotonic() + limit_s
    while not until(playback):
        assert time.monotonic() < end
        time.sleep(0.01)


def test_a_sound_reaches_the_player_whole_and_in_order(tmp_path):
    sink = player(tmp_path, f"cat > {tmp_path}/heard")
    sink.open()
    pcm = bytes(range(256)) * 40
    play(played(Sound(RATE, pcm), sink, 10), lambda p: p.advance())
    assert (tmp_path / "heard").read_bytes() == pcm
    arguments = (tmp_path / "args").read_text()
    assert "-f S16_LE -c 1 -r 8000 -D plughw:1,0" in arguments


def test_cut_leaves_no_player_and_no_more_samples(tmp_path):
    sink = player(tmp_path, f"exec dd of={tmp_path}/heard bs=2 status=none")
    sink.open()
    playback = played(Sound(RATE, b"ab" * RATE * 20), sink, 10)
    heard = tmp_path / "heard"
    play(playback, lambda p: (p.advance(), heard.exists() and heard.stat().st_size > 1000)[1])
    pid = int((tmp_path / "pid").read_text())
    sink.cut()
    left = heard.stat().st_size
    assert not Path(f"/proc/{pid}").exists()
    assert left < RATE * 2 * 20
    sink.cut()
    time.sleep(0.05)
    assert heard.stat().st_size == left


def test_a_player_that_fails_or_hangs_is_told_and_put_away(tmp_path, monkeypatch):
    monkeypatch.setattr(alsa_sink, "STALL_S", 0.3)
    failing = player(tmp_path, "exit 1")
    with pytest.raises(LinkLostError, match="alsa_open"):
        failing.open()
    with pytest.raises(LinkLostError, match="alsa_open"):
        play(played(Sound(RATE, bytes(RATE)), failing, 5), lambda p: p.advance())
    hanging = player(tmp_path, "exec sleep 60")
    with pytest.raises(NoAnswerError, match="alsa_hung"):
        play(played(Sound(RATE, bytes(RATE)), hanging, 5), lambda p: p.advance())
    hanging.close()
    assert not Path(f"/proc/{int((tmp_path / 'pid').read_text())}").exists()
    with pytest.raises(DeviceError, match="no_aplay"):
        AlsaSink("default", str(tmp_path / "nowhere")).open()


class Line:
    """A transport whose far end says what the test wants."""

    def __init__(self, *answers: bytes) -> None:
        self.answers = list(answers)
        self.sent = bytearray()
        self.is_open = False

    def open(self) -> None:
        self.is_open = True

    def close(self) -> None:
        self.is_open = False

    def write(self, data: bytes, timeout_s: float) -> None:
        self.sent += data

    def read(self, timeout_s: float, limit: int = 4096) -> bytes:
        return self.answers.pop(0) if self.answers else b""

    def drain(self, quiet_s: float, limit_s: float = 2.0) -> bytes:
        return b""


def said(letter: bytes, *numbers: int) -> bytes:
    payload = b"".join(struct.pack(">I", number) for number in numbers)
    return struct.pack(">cI", letter, len(payload)) + payload


HELLO = said(b"H")


def test_an_answer_about_the_sound_before_is_not_taken_for_this_one():
    line = Line(HELLO)
    sink = NetSink(line)
    sink.open()
    first = played(Sound(RATE, bytes(2000)), sink, 10)
    assert not first.advance()
    sink.cut()
    second = played(Sound(RATE, bytes(2000)), sink, 10)
    line.answers = [said(b"D", 1, 1000)]
    assert not second.advance()
    line.answers = [said(b"D", 2, 1000)]
    assert second.advance()
    letters = [chr(line.sent[0]), "B" in line.sent.decode("latin-1"), chr(line.sent[-5])]
    assert letters == ["H", True, "E"]


@pytest.mark.parametrize(
    "answer",
    [said(b"D", 1, 999), said(b"A", 1, 1001), said(b"A", 1), b"Zoo..", b"H\xff\xff\xff\xff"],
)
def test_a_loudspeaker_that_lies_is_never_believed(answer):
    line = Line(HELLO)
    sink = NetSink(line)
    sink.open()
    playback = played(Sound(RATE, bytes(2000)), sink, 10)
    assert not playback.advance()
    line.answers = [answer]
    with pytest.raises(BadAnswerError):
        playback.advance()


@settings(max_examples=200, deadline=None, database=None)
@given(st.lists(st.binary(max_size=40), max_size=6))
def test_no_bytes_of_a_loudspeaker_break_the_driver_or_finish_a_sound(answers):
    line = Line(HELLO, *answers)
    sink = NetSink(line)
    try:
        sink.open()
        playback = played(Sound(RATE, bytes(2000)), sink, 10)
        for _ in range(4):
            assert not playback.advance()
    except DeviceError:
        pass
    sink.close()
    assert not line.is_open


@settings(deadline=None, database=None)
@given(st.text(alphabet=st.characters(), max_size=60))
def test_the_engine_gets_text_that_can_be_sent_and_holds_no_control_character(text):
    cleaned = for_the_engine(text)
    cleaned.encode("utf-8")
    assert not any(ord(c) < 0x20 or 0x7F <= ord(c) < 0xA0 for c in cleaned)


@settings(deadline=None, database=None)
@given(st.lists(st.tuples(st.sampled_from(["page", "alert"]), st.booleans()), max_size=12))
def test_nothing_that_was_put_on_the_agenda_is_lost_or_said_twice(steps):
    agenda, current, settled, put = Agenda(), None, [], []
    for number, (priority, finishes) in enumerate(steps):
        if finishes and current is not None:
            settled.append(current.id)
            current = None
        utterance = Utterance(str(number), "您好", priority=priority)
        put.append(utterance.id)
        dropped = agenda.put(utterance, current)
        settled += [old.id for old in dropped]
        if current is None or current in dropped:
            current = agenda.take()
    rest = [old.id for old in agenda.clear()] + ([current.id] if current else [])
    assert sorted(settled + rest) == sorted(put)


def test_an_utterance_does_not_show_its_text_when_it_is_logged():
    assert "样例" not in repr(Utterance("1", "王样例"))
    assert "abc" not in repr(Sound(RATE, b"abcd"))
