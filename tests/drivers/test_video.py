"""Where pictures come from: MJPEG taken apart, bytes that are none, Video4Linux at its ioctls."""

from __future__ import annotations

import fcntl
import io
import os
import random
from pathlib import Path

import pytest
from PIL import Image

from drivers.camera.checks import problems_of
from drivers.camera.picture import upright
from drivers.errors import BadAnswerError, DeviceError, LinkLostError, RefusedError
from drivers.video import v4l2
from drivers.video.mjpeg import MOST_FRAME, Parts, boundary_of
from drivers.video.pictures import decoded
from drivers.virtual.scenes import as_jpeg, scene

TINY = as_jpeg(Image.new("RGB", (16, 8), "white"))


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
