"""Cameras: MJPEG taken apart, what is wrong with a picture, and a camera on its worker."""

from __future__ import annotations

import fcntl
import hashlib
import io
import json
import logging
import os
import random
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from PIL import Image

from drivers import registry
from drivers.camera import CameraHandle
from drivers.camera.checks import problems_of
from drivers.camera.picture import MOST_BYTES, upright
from drivers.errors import BadAnswerError, DeviceError, LinkLostError, RefusedError
from drivers.events import CodeScanned, PictureSeen, StatusChanged
from drivers.spec import DeviceSpec
from drivers.status import State
from drivers.video import v4l2
from drivers.video.mjpeg import MOST_FRAME, Parts, boundary_of
from drivers.video.pictures import decoded
from drivers.virtual.host import make_emulator
from drivers.virtual.scenes import as_jpeg, scene
from drivers.worker import Worker

PATIENCE_S = 15.0
FOREIGN = Path(__file__).parents[1] / "foreign" / "mjpeg_camera.py"
TINY = as_jpeg(Image.new("RGB", (16, 8), "white"))


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


# ---- bytes ----


@pytest.mark.parametrize("sizes", [(1, 1), (3, 40), (900, 1200)])
@pytest.mark.parametrize("length", [True, False])
def test_pictures_come_whole_out_of_a_stream_cut_anywhere(sizes, length):
    size = b"Content-Length: %d\r\n" % len(TINY) if length else b""
    part = b"--x\r\nContent-Type: image/jpeg\r\n" + size + b"\r\n" + TINY + b"\r\n"
    empty = b"--x\r\nContent-Type: image/jpeg\r\n\r\nno picture\r\n"
    body = b"noise\r\n" + part * 2 + empty + part + b"--x\r\n"
    parts, dice, found = Parts(b"x"), random.Random(1), []
    while body:
        step = dice.randint(*sizes)
        found += parts.feed(body[:step])
        body = body[step:]
    assert found == [TINY] * 3


def test_a_stream_without_an_end_is_given_up_and_never_grows_without_bound():
    parts = Parts(b"x")
    with pytest.raises(BadAnswerError):
        parts.feed(b"--x\r\n" + b"h" * 9000)
    parts = Parts(b"x")
    parts.feed(b"--x\r\n\r\n")
    for _ in range(8):
        parts.feed(bytes(MOST_FRAME // 8))
    with pytest.raises(BadAnswerError):
        parts.feed(bytes(MOST_FRAME // 8))
    parts = Parts(b"x")
    for _ in range(20):
        assert parts.feed(bytes(MOST_FRAME // 8)) == []
    assert len(parts._came) <= MOST_FRAME


@pytest.mark.parametrize(
    ("head", "told"),
    [
        (b"HTTP/1.1 200 OK\r\nContent-Type: multipart/x-mixed-replace;boundary=a", b"a"),
        (b'HTTP/1.0 200 OK\r\nCONTENT-TYPE: Multipart/X; Boundary="--b"', b"--b"),
        (b"HTTP/1.1 401 Unauthorized", "http_401"),
        (b"HTTP/1.1 200 OK\r\nContent-Type: text/html", "no_mjpeg"),
        (b"SSH-2.0-OpenSSH", "garbled"),
    ],
)
def test_an_answer_that_is_no_stream_is_told_as_what_it_is(head, told):
    if isinstance(told, bytes):
        assert boundary_of(head) == told
        return
    with pytest.raises(DeviceError) as caught:
        boundary_of(head)
    assert caught.value.code == told


def test_no_bytes_of_a_camera_break_anything():
    good, dice = as_jpeg(scene("paper", "Notice").resize((320, 240))), random.Random(3)
    whole = 0
    for _ in range(30):
        spoiled = bytearray(good[: dice.randint(0, len(good))] if dice.random() < 0.5 else good)
        for _ in range(dice.randint(0, 30)):
            if spoiled:
                spoiled[dice.randrange(len(spoiled))] = dice.randrange(256)
        picture = upright(bytes(spoiled), 90, 200)
        whole += picture is not None
        if picture is not None:
            problems_of(picture, "paper", dark_ground=True)
    assert 0 < whole < 30
    out = io.BytesIO()
    Image.new("1", (6000, 6000)).save(out, "PNG")
    assert decoded(out.getvalue(), "L") is None  # 36 million pixels in 5 kB


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
def test_a_camera_without_whole_pictures_is_told_and_comes_back(rig, fault):
    one = rig("camera", "mjpeg")
    one.do("fault", kind=fault)
    one.handle.arm("a", "photo")
    one.worker._driver._looked_at -= 2.9  # or this would take three seconds
    one.wait_until(lambda: one.states[-1] == (State.UNKNOWN, "no_picture"))
    if fault == "frozen":
        with pytest.raises(DeviceError, match="no_picture"):
            one.handle.capture("a")
    one.do("fault", kind="none")
    one.ready()


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


# ---- Video4Linux at its ioctl seam: the requests and structs of linux/videodev2.h ----


class Kernel:
    """A driver of the kernel as far as it goes: answers ioctls from hand-written structs."""

    def __init__(self, path: Path, pixelformat: bytes = b"MJPG") -> None:
        self.pixelformat = pixelformat
        self.path = path
        self.calls: list[int] = []
        self.filled: list[int] = []

    def __call__(self, fd: int, request: int, data: bytes) -> bytes:
        self.calls.append(request)
        answer = bytearray(data)
        match request:
            case 0x80685600:  # VIDIOC_QUERYCAP
                assert len(data) == 104
                answer[84:92] = bytes.fromhex("01 00 20 84 01 00 20 04")
            case 0xC0D05605:  # VIDIOC_S_FMT: type, width, height, pixelformat
                assert data[:20] == bytes.fromhex("01000000 00000000 80070000 38040000 4D4A5047")
                answer[16:20] = self.pixelformat
            case 0xC0145608:  # VIDIOC_REQBUFS
                assert data[4:12] == bytes.fromhex("01000000 01000000")
                answer[0:4] = bytes.fromhex("02000000") if data[0] else bytes(4)
            case 0xC0585609:  # VIDIOC_QUERYBUF: offset at 64, length at 72
                answer[64:68] = (data[0] * 4096).to_bytes(4, "little")
                answer[72:76] = bytes.fromhex("00100000")
            case 0xC058560F:  # VIDIOC_QBUF
                assert data[60] == 1
            case 0xC0585611:  # VIDIOC_DQBUF: index at 0, bytesused at 8, flags at 12
                number = self.filled.pop(0)
                answer[0], answer[8:12] = number, bytes.fromhex("0A000000")
                answer[12:16] = bytes.fromhex("40000000") if number else bytes(4)
            case 0x40045612 | 0x40045613:  # VIDIOC_STREAMON, VIDIOC_STREAMOFF
                assert data == bytes.fromhex("01000000")
            case _:
                raise AssertionError(hex(request))
        return bytes(answer)


@pytest.fixture
def kernel(tmp_path, monkeypatch):
    """A camera whose node is a file of two buffers and whose kernel is ours."""
    path = tmp_path / "video0"
    path.write_bytes(b"0123456789".ljust(4096) + b"spoiled...".ljust(4096))
    made = Kernel(path)
    monkeypatch.setattr(fcntl, "ioctl", made)
    monkeypatch.setattr(v4l2.stat, "S_ISCHR", lambda _mode: True)
    monkeypatch.setattr(
        v4l2.V4l2Source, "_filled", lambda self, _timeout_s: bool(made.filled), raising=True
    )
    return made


def test_a_kernel_camera_is_driven_by_the_documented_requests(kernel):
    source = v4l2.V4l2Source(str(kernel.path))
    source.open()
    source.start()
    assert source.frame(0.0) == b""
    kernel.filled = [0, 1]
    assert source.frame(0.0) == b"0123456789"  # buffer 1 came with the error flag
    source.close()
    on, off = kernel.calls.index(0x40045612), kernel.calls.index(0x40045613)
    assert kernel.calls[:on].count(0xC058560F) == 2
    assert kernel.calls[on:off].count(0xC058560F) == 2  # both went back to the kernel
    assert kernel.calls[-1] == 0xC0145608


def test_a_kernel_camera_without_mjpeg_is_refused_as_such(kernel):
    kernel.pixelformat = b"YUYV"
    with pytest.raises(RefusedError, match="no_mjpeg"):
        v4l2.V4l2Source(str(kernel.path)).open()


def test_what_is_no_kernel_camera_is_told(tmp_path):
    (tmp_path / "file").write_bytes(b"")
    for path, code in (("/dev/null", "no_camera"), (str(tmp_path / "file"), "no_camera")):
        with pytest.raises(RefusedError, match=code):
            v4l2.V4l2Source(path).open()
    with pytest.raises(LinkLostError, match="no_port"):
        v4l2.V4l2Source(str(tmp_path / "none")).open()
    assert len(os.listdir("/proc/self/fd")) < 500
