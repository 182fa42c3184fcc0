"""Devices that type: scanners and keypads as the kernel's input events, on a pipe in place of a
node of /dev/input. What a grab does can only be seen on a real node."""

from __future__ import annotations

import errno
import fcntl
import os
import threading
import time
from pathlib import Path

import pytest

from drivers import registry
from drivers.code_scanner import HANDLE
from drivers.code_scanner.keyboard import NOT_ASCII, NOT_TEXT, Typist
from drivers.errors import LinkLostError, RefusedError
from drivers.events import CodeRefused, CodeScanned, KeyPressed, StatusChanged
from drivers.keypad import KEYS
from drivers.keypad.evdev_keys import key_map
from drivers.spec import DeviceSpec
from drivers.status import State
from drivers.transport.evdev import EVIOCGRAB, EvdevSource
from drivers.virtual.host import make_emulator
from drivers.worker import Worker
from tests.foreign import input_events as by_hand

PATIENCE_S = 15.0


class Rig:
    """A device on its worker, with everything that it told; `port` is its emulator's or a pipe."""

    def __init__(self, kind: str, model: str, port: str = "", **options: object) -> None:
        self.emulator = None if port else make_emulator(kind, model, options, {})
        port = port or self.emulator.start()
        spec = DeviceSpec("device", kind, model, port, options)
        assert registry.problems(spec) == []
        self.told: list[str] = []
        self.states: list[tuple[State, str]] = []
        self.changed = threading.Condition()
        self.worker = Worker(spec, lambda emit: registry.make(spec, emit), self._on_event)
        self.worker.start()

    def _on_event(self, event: object) -> None:
        with self.changed:
            match event:
                case StatusChanged(status=status):
                    self.states.append((status.state, status.detail))
                case CodeScanned(text=text):
                    self.told.append(text)
                case CodeRefused(reason=reason):
                    self.told.append(f"refused {reason}")
                case KeyPressed(key=key):
                    self.told.append(key)
                case _:
                    raise AssertionError(event)
            self.changed.notify_all()

    def wait_until(self, true) -> None:
        until = time.monotonic() + PATIENCE_S
        with self.changed:
            while not true():
                assert time.monotonic() < until, (self.told, self.states)
                self.changed.wait(0.02)

    def ready(self) -> Rig:
        self.wait_until(lambda: self.states[-1:] == [(State.READY, "")])
        return self

    def arm(self) -> None:
        HANDLE(self.worker).arm("a")
        driver = self.worker._driver
        self.wait_until(lambda: driver._armed_for == "a")

    def tells(self, *told: str) -> None:
        self.wait_until(lambda: len(self.told) >= len(told))
        assert self.told == list(told)

    def do(self, do: str, **args: object) -> None:
        self.emulator.control(do, args)

    def stop(self) -> None:
        assert self.worker.stop(5.0)
        if self.emulator:
            self.emulator.stop()


@pytest.fixture
def rig():
    made: list[Rig] = []

    def start(kind: str, model: str, port: str = "", **options: object) -> Rig:
        made.append(Rig(kind, model, port, **options))
        return made[-1].ready()

    yield start
    for one in made:
        one.stop()


@pytest.fixture
def pipe(tmp_path: Path):
    """A pipe at a path, and its writing end."""
    path = tmp_path / "event0"
    os.mkfifo(path)
    fd = os.open(path, os.O_RDWR | os.O_NONBLOCK)
    yield path, fd
    os.close(fd)


def test_strokes_written_by_hand_are_read_as_the_letters_that_the_scanner_meant(rig, pipe):
    path, fd = pipe
    one = rig("code_scanner", "evdev_wedge", f"evdev://{path}")
    one.arm()
    text = by_hand.BIG_J + by_hand.B + by_hand.MINUS + by_hand.UNDERLINE + by_hand.SEVEN
    burst = by_hand.on_this_machine(text + by_hand.PAD7 + by_hand.ENTER)
    os.write(fd, burst[:101])  # a read may end anywhere in an event
    os.write(fd, burst[101:])
    one.tells("Jb-_77")
    held = by_hand.J_DOWN + by_hand.J_AGAIN * 3 + by_hand.J_UP
    os.write(fd, by_hand.on_this_machine(held + by_hand.B + by_hand.ENTER))
    one.tells("Jb-_77", "jb")
    os.write(fd, by_hand.on_this_machine(by_hand.J + by_hand.ALT_777 + by_hand.ENTER))
    one.tells("Jb-_77", "jb", "refused charset")
    lost = by_hand.SHIFT_DOWN + by_hand.LOST + by_hand.J_DOWN + by_hand.REPORT
    os.write(fd, by_hand.on_this_machine(by_hand.J + lost + by_hand.B + by_hand.ENTER))
    one.tells("Jb-_77", "jb", "refused charset", "refused control")
    os.write(fd, by_hand.on_this_machine(by_hand.B + by_hand.BIG_B + by_hand.ENTER))
    one.wait_until(lambda: one.told[-1] == "bB")  # no shift of before is held any more


EVERY = "".join(map(chr, range(0x20, 0x7F)))


@pytest.mark.parametrize(("suffix", "prefix"), [("any", ""), ("tab", "~["), ("quiet", "")])
def test_every_character_of_a_us_keyboard_comes_through_the_virtual_scanner(rig, suffix, prefix):
    one = rig("code_scanner", "evdev_wedge", suffix=suffix, prefix=prefix)
    if suffix != "quiet":  # whose only end is a pause
        one.do("scan", text="nobody asked")
    one.arm()
    one.do("scan", text=EVERY)
    one.tells(EVERY)


@pytest.mark.parametrize(
    ("fault", "told"),
    [
        ("partial", None),
        ("alt_code", "refused charset"),
        ("control_keys", "refused control"),
        ("overrun", "refused control"),
        ("double", "SPOILED"),
    ],
)
def test_a_spoiled_burst_is_refused_and_the_next_is_read(rig, fault, told):
    one = rig("code_scanner", "evdev_wedge")
    one.arm()
    one.do("fault", kind=fault)
    one.do("scan", text="SPOILED")
    if told:
        one.tells(told)
    else:
        frames = one.worker._driver._frames
        one.wait_until(lambda: bool(frames._line))
        one.wait_until(lambda: not frames._line)  # dropped: its end never came
    one.do("scan", text="GOOD")
    one.tells(*([told] if told else []), "GOOD")


def test_a_character_that_a_keyboard_does_not_have_is_refused_not_guessed(rig):
    one = rig("code_scanner", "evdev_wedge")
    one.arm()
    one.do("scan", text="样例-29")
    one.tells("refused charset")


@pytest.mark.parametrize(
    ("strokes", "typed"),
    [
        ([(58, 1), (58, 0), (30, 1), (30, 0), (42, 1), (30, 1), (2, 1), (42, 0)], b"Aa!"),
        ([(29, 1), (27, 1), (29, 0)], NOT_TEXT),  # ctrl and ]: GS
        ([(125, 1), (19, 1), (125, 0)], NOT_TEXT),  # the meta key and r
        ([(59, 1), (103, 1), (1, 1)], NOT_TEXT * 3),  # F1, up, escape
        ([(56, 1), (56, 0), (69, 1), (30, 1)], b"a"),  # alt alone, num lock
        ([(100, 1), (79, 1), (100, 0)], NOT_ASCII),
        ([(96, 1), (28, 1), (15, 1)], b"\r\r\t"),
        ([(999, 1), (-1, 1)], NOT_TEXT * 2),
    ],
)
def test_keys_that_are_no_text_are_never_taken_for_text(strokes, typed):
    typist = Typist()
    assert b"".join(typist.key(code, value) for code, value in strokes) == typed


def test_the_nine_keys_are_told_once_each_however_long_they_are_held(rig, pipe):
    one = rig("keypad", "evdev_keys")
    for key in KEYS:
        one.do("press", key=key)
    one.tells(*KEYS)
    one.do("fault", kind="stuck")
    one.do("press", key="ok")
    one.do("fault", kind="none")
    one.do("fault", kind="unknown_key")
    one.do("fault", kind="overrun")
    one.do("press", key="left")
    one.tells(*KEYS, "ok", "left")
    path, fd = pipe
    other = rig("keypad", "evdev_keys", f"evdev://{path}")
    once = by_hand.UP_DOWN + by_hand.REPORT + by_hand.UP_AGAIN * 9 + by_hand.UP_UP + by_hand.REPORT
    os.write(fd, by_hand.on_this_machine(once + by_hand.J + by_hand.ENTER))
    other.tells("up", "ok")


def test_a_keypad_of_another_make_is_described_by_its_codes(rig):
    codes = "ok=57 up=104 down=109"
    one = rig("keypad", "evdev_keys", keys=codes)
    for key in KEYS:
        one.do("press", key=key)
    one.tells(*KEYS)
    assert 28 not in key_map(codes)  # named anew: the usual code is the key's no longer
    for wrong in ("ok", "okay=3", "ok=x", "ok=0", "ok=768", "ok=3 up=3"):
        with pytest.raises(RefusedError, match="bad_keys"):
            key_map(wrong)


@pytest.mark.parametrize(
    ("kind", "model"), [("keypad", "evdev_keys"), ("code_scanner", "evdev_wedge")]
)
def test_one_that_was_pulled_out_comes_back_at_its_path(rig, kind, model):
    one = rig(kind, model)
    one.do("fault", kind="hang_up", at=0.2)
    one.wait_until(lambda: (State.DISCONNECTED, "hung_up") in one.states)
    one.ready()
    if kind == "keypad":
        one.do("press", key="ok")
        one.tells("ok")


def test_what_is_no_input_device_and_what_is_in_use_are_told_apart(tmp_path, pipe, monkeypatch):
    def code(path: str) -> str:
        with pytest.raises(LinkLostError) as caught:
            EvdevSource(path).open()
        return caught.value.code

    (tmp_path / "file").write_bytes(b"")
    assert code("/dev/null") == code(str(tmp_path / "file")) == "not_evdev"
    assert code(str(tmp_path / "nothing")) == "no_port"
    path, _fd = pipe
    first = EvdevSource(str(path))
    first.open()
    assert not first.grabbed  # a pipe cannot be; it is locked
    assert code(str(path)) == "in_use"
    first.close()

    def busy(_fd: int, request: int, arg: int) -> int:
        assert (request, arg) == (EVIOCGRAB, 1) == (0x40044590, 1)
        raise OSError(errno.EBUSY, "busy")

    monkeypatch.setattr(fcntl, "ioctl", busy)
    assert code("/dev/null") == "in_use"  # somebody else has grabbed it
