"""Cameras: MJPEG taken apart, what is wrong with a picture, and a camera on its worker."""

from __future__ import annotations

import hashlib
import json
import logging
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from drivers import registry, worker
from drivers.camera import CameraHandle
from drivers.camera.checks import problems_of
from drivers.camera.picture import MOST_BYTES, upright
from drivers.errors import DeviceError, LinkLostError
from drivers.events import CodeScanned, PictureSeen, StatusChanged
from drivers.spec import DeviceSpec
from drivers.status import State
from drivers.video import sight
from drivers.video.pictures import decoded
from drivers.virtual.host import make_emulator
from drivers.virtual.scenes import as_jpeg, scene
from drivers.worker import Worker

PATIENCE_S = 15.0
FOREIGN = Path(__file__).parents[1] / "foreign" / "mjpeg_camera.py"


class Rig:
    """A camera on its worker; `port` is its emulator's where none is given."""

    def __init__(self, kind: str, model: str, port: str = "", **options: object) -> None:
        self.emulator = None if port else make_emulator(kind, model, options, {})
        port = port or self.emulator.start()
        spec = DeviceSpec("camera", kind, model, port, options)
        assert registry.problems(spec) == []
        self.seen: list[PictureSeen] = []
        self.codes: list[str] = []
        self.states: list[tuple[State, str]] = []
        self.changed = threading.Condition()
        self.worker = Worker(spec, lambda emit: registry.make(spec, emit), self._on_event)
        self.handle = CameraHandle(self.worker)
        self.worker.start()

    def _on_event(self, event: object) -> None:
        with self.changed:
            match event:
                case StatusChanged(status=status):
                    self.states.append((status.state, status.detail))
                case PictureSeen():
                    self.seen.append(event)
                case CodeScanned(text=text):
                    self.codes.append(text)
                case _:
                    raise AssertionError(event)
            self.changed.notify_all()

    def wait_until(self, true) -> None:
        until = time.monotonic() + PATIENCE_S
        with self.changed:
            while not true():
                assert time.monotonic() < until, (self.codes, len(self.seen), self.states)
                self.changed.wait(0.02)

    def ready(self) -> Rig:
        self.wait_until(lambda: self.states[-1:] == [(State.READY, "")])
        return self

    def do(self, do: str, **args: object) -> dict[str, object]:
        return self.emulator.control(do, args)

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


# ---- what is wrong with a picture ----


@pytest.mark.parametrize(
    ("what", "subject", "spoil", "told"),
    [
        ("paper", "paper", "", ()),
        ("paper", "paper", "dark", ("dark",)),
        ("paper", "paper", "blank", ("blank",)),
        ("paper", "paper", "cut", ("cut",)),
        ("paper", "paper", "upside_down", ("upside_down",)),
        ("nothing", "paper", "", ("blank",)),
        ("photo", "photo", "", ()),
        ("photo", "photo", "dark", ("dark",)),
        ("photo", "photo", "blank", ("blank",)),
        ("photo", "photo", "upside_down", ()),  # a face is not looked for
    ],
)
def test_what_a_person_can_mend_is_seen(what, subject, spoil, told):
    picture = upright(as_jpeg(scene(what, "NOTICE", spoil)), 0, 640)
    assert problems_of(picture, subject, dark_ground=True) == told


def test_a_sheet_as_large_as_the_view_is_cut_where_its_writing_reaches_the_edge():
    from drivers.virtual.scenes import sheet

    page = sheet("NOTICE")
    assert problems_of(page, "paper", dark_ground=False) == ()
    across = page.crop((130, 0, page.width, page.height))
    assert "cut" in problems_of(across, "paper", dark_ground=False)
    assert "cut" in problems_of(page, "paper", dark_ground=True)  # whose edges cannot be seen


# ---- a camera on its worker ----


def test_an_armed_camera_shows_what_it_sees_and_takes_a_picture_without_metadata(rig):
    one = rig("camera", "mjpeg")
    with pytest.raises(DeviceError, match="not_armed"):
        one.handle.capture("a")
    one.handle.arm("a", "paper")
    one.wait_until(lambda: one.seen)
    assert {(seen.request_id, seen.problems) for seen in one.seen} == {("a", ())}
    assert decoded(one.seen[0].jpeg, "RGB").size == (640, 480)
    one.do("fault", kind="upside_down")
    one.wait_until(lambda: one.seen[-1].problems == ("upside_down",))
    one.do("fault", kind="none")
    one.wait_until(lambda: one.seen[-1].problems == ())
    with pytest.raises(DeviceError, match="not_armed"):
        one.handle.capture("b")
    picture = one.handle.capture("a")
    assert (picture.width, picture.height, picture.problems) == (1280, 960, ())
    assert picture.digest == hashlib.sha256(picture.jpeg).hexdigest()
    assert len(picture.jpeg) < MOST_BYTES
    assert b"Exif" not in picture.jpeg
    assert "jpeg" not in repr(picture)
    one.handle.disarm()
    one.wait_until(lambda: one.do("state")["watching"] == 0)  # nobody looks through it any more


LONG = [pytest.param(name, marks=pytest.mark.long) for name in ("half", "frozen")]


@pytest.mark.parametrize("fault", ["garbage", *LONG])
def test_a_camera_without_whole_pictures_is_told_and_comes_back(rig, fault, monkeypatch):
    monkeypatch.setattr(sight, "SILENT_S", 0.1)
    one = rig("camera", "mjpeg")
    one.do("fault", kind=fault)
    one.handle.arm("a", "photo")
    one.wait_until(lambda: (State.UNKNOWN, "no_picture") in one.states)
    if fault == "frozen":
        with pytest.raises(DeviceError, match="no_picture"):
            one.handle.capture("a")
    one.do("fault", kind="none")
    one.ready()


@pytest.mark.parametrize("kind", ["code_scanner", pytest.param("camera", marks=pytest.mark.long)])
def test_bytes_that_are_no_pictures_never_make_a_camera_ready_again(rig, kind, monkeypatch):
    monkeypatch.setattr(sight, "SILENT_S", 0.1)
    monkeypatch.setattr(sight, "BLIND_LOOK_S", 0.1)
    monkeypatch.setattr(sight, "BLIND_CHECK_S", 0.1)
    monkeypatch.setattr(worker, "BACK_OFF_S", (0.05,))
    one = rig(kind, "mjpeg" if kind == "camera" else "camera")
    one.do("fault", kind="garbage")
    one.worker.intend("paper a")
    one.wait_until(lambda: one.states[-1] == (State.DISCONNECTED, "no_picture"))
    assert one.states.count((State.READY, "")) == 1  # the one before anybody looked
    one.worker.intend(None)  # and not because nobody looks any more
    opened = one.worker._driver._source.open
    tried = []
    monkeypatch.setattr(one.worker._driver._source, "open", lambda: (tried.append(1), opened()))
    one.wait_until(lambda: len(tried) > 1)
    assert one.states[-1] == (State.DISCONNECTED, "no_picture")
    one.do("fault", kind="none")
    one.ready()


def test_a_slow_camera_has_its_time_after_a_long_rest():
    look = sight.Sight(Slow(), threading.Event)  # the last picture was long ago
    look.look("paper a", lambda _frame: True)  # none yet, and that is no trouble yet


class Slow:
    def start(self) -> None: ...

    def frame(self, _timeout_s: float) -> bytes:
        return b""


def test_a_camera_that_was_pulled_out_serves_the_same_request_when_it_is_back(rig):
    one = rig("camera", "mjpeg")
    one.handle.arm("a", "paper")
    one.wait_until(lambda: one.seen)
    one.do("fault", kind="hang_up", at=0.3)
    one.wait_until(lambda: one.states[-1][0] == State.DISCONNECTED)
    before = len(one.seen)
    one.wait_until(lambda: len(one.seen) > before)


def test_a_camera_written_by_hand_is_read(rig, tmp_path):
    path = tmp_path / "a.jpg"
    path.write_bytes(as_jpeg(scene("code", "样例-29")))
    child = subprocess.Popen(
        [sys.executable, str(FOREIGN), str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    try:
        port = json.loads(child.stdout.readline())["port"]
        one = rig("code_scanner", "camera", port)
        one.worker.intend("a")
        one.wait_until(lambda: one.codes == ["样例-29"])
        one.stop()
        two = rig("camera", "mjpeg", port, rotate=90)
        two.handle.arm("a", "paper")
        assert two.handle.capture("a").height == 1280
    finally:
        child.stdin.close()
        child.wait(5)
        child.stdout.close()


def test_a_file_is_a_camera_that_sees_what_stands_there(rig, tmp_path):
    path = tmp_path / "a.jpg"
    path.write_bytes(as_jpeg(scene("paper", "One")))
    one = rig("camera", "still", f"file://{path}")
    one.handle.arm("a", "paper")
    first = one.handle.capture("a")
    path.write_bytes(as_jpeg(scene("paper", "Two")))
    assert one.handle.capture("a").digest != first.digest
    path.unlink()
    with pytest.raises(LinkLostError, match="no_port"):
        one.handle.capture("a")


def test_without_the_library_a_camera_is_no_scanner_and_says_so_when_it_is_asked(rig, monkeypatch):
    one = rig("code_scanner", "camera")
    monkeypatch.setitem(sys.modules, "zxingcpp", None)
    one.worker.intend("a")
    one.wait_until(lambda: one.states[-1] == (State.FAULT, "missing_library"))
    one.worker.intend(None)
    one.ready()


def test_nothing_of_a_picture_or_a_code_is_in_a_log(rig, caplog):
    with caplog.at_level(logging.DEBUG):
        one = rig("code_scanner", "camera", same_code_s=30.0)
        one.do("scan", text="429999198603150029")
        one.worker.intend("a")
        one.wait_until(lambda: one.codes)
        one.worker.intend("b")
        driver = one.worker._driver
        one.wait_until(lambda: driver._armed_for == "b" and driver._in_view)
    assert one.codes == ["429999198603150029"]  # once, though it stayed in view
    assert "42999919" not in caplog.text + repr([vars(driver), vars(driver._telling)])
