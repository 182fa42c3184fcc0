"""Cameras of the Linux kernel (linux/videodev2.h): MJPEG frames through mapped buffers.

Structs and request numbers are those of a 64-bit kernel interface; a 32-bit system is refused.
"""

from __future__ import annotations

import contextlib
import errno
import fcntl
import mmap
import os
import select
import stat
import struct

from drivers.errors import DeviceError, LinkLostError, RefusedError

QUERYCAP, S_FMT, REQBUFS, QUERYBUF = 0x80685600, 0xC0D05605, 0xC0145608, 0xC0585609
QBUF, DQBUF, STREAMON, STREAMOFF = 0xC058560F, 0xC0585611, 0x40045612, 0x40045613
CAPABILITY = struct.Struct("16s32s32sIII12x")  # struct v4l2_capability, 104 bytes
FORMAT = struct.Struct("I4xIII188x")  # struct v4l2_format: type, width, height, pixelformat
BUFFERS = struct.Struct("IIII4x")  # struct v4l2_requestbuffers: count, type, memory, caps
BUFFER = struct.Struct("IIII44xII4xI12x")  # struct v4l2_buffer, 88 bytes: index, type, bytesused,
# flags, (field, timestamp, timecode, sequence), memory, m.offset, length
CAPTURE, MMAP = 1, 1
CAP_VIDEO_CAPTURE, CAP_STREAMING, CAP_DEVICE_CAPS = 0x1, 0x4000000, 0x80000000
BUF_FLAG_ERROR = 0x40
MJPG = 0x47504A4D
WISHED_PX = (1920, 1080)
BUFFER_COUNT = 3
_CODES = {
    errno.ENOENT: "no_port",
    errno.ENODEV: "no_port",
    errno.ENXIO: "no_port",
    errno.EACCES: "no_permission",
    errno.EPERM: "no_permission",
    errno.EBUSY: "in_use",
}


class V4l2Source:
    """One camera. Its buffers are mapped only while it streams."""

    def __init__(self, path: str) -> None:
        self._path = path
        self._fd = -1
        self._maps: list[mmap.mmap] = []

    def open(self) -> None:
        """Open it and set MJPEG; LinkLostError: no_port, no_permission, in_use, io; RefusedError:
        no_camera for what is none, no_mjpeg for one that has no MJPEG."""
        self.close()
        if struct.calcsize("P") != 8:
            raise RefusedError("no_camera", "needs a 64-bit system")
        try:
            self._fd = os.open(self._path, os.O_RDWR | os.O_NONBLOCK | os.O_CLOEXEC)
        except OSError as error:
            raise self._lost(error) from None
        try:
            if not stat.S_ISCHR(os.fstat(self._fd).st_mode):
                raise RefusedError("no_camera", self._path)
            self.check()
            self._set_format()
        except DeviceError:
            self.close()
            raise

    def check(self) -> None:
        """Ask what it is: a camera that streams."""
        raw = self._ioctl(QUERYCAP, bytes(CAPABILITY.size), wrong="no_camera")
        _driver, _card, _bus, _version, caps, device_caps = CAPABILITY.unpack(raw)
        has = device_caps if caps & CAP_DEVICE_CAPS else caps
        if not has & CAP_VIDEO_CAPTURE or not has & CAP_STREAMING:
            raise RefusedError("no_camera", self._path)

    def start(self) -> None:
        """Map buffers, hand them to the kernel, stream."""
        if self._maps:
            return
        raw = self._ioctl(REQBUFS, BUFFERS.pack(BUFFER_COUNT, CAPTURE, MMAP, 0))
        for index in range(BUFFERS.unpack(raw)[0]):
            told = self._ioctl(QUERYBUF, _buffer(index))
            offset, length = BUFFER.unpack(told)[5:7]
            self._maps.append(
                mmap.mmap(self._fd, length, mmap.MAP_SHARED, mmap.PROT_READ, offset=offset)
            )
            self._ioctl(QBUF, _buffer(index))
        if not self._maps:
            raise RefusedError("no_camera", "gives no buffers")
        self._ioctl(STREAMON, struct.pack("i", CAPTURE))

    def frame(self, timeout_s: float) -> bytes:
        """The newest filled buffer; those before it go straight back."""
        newest = b""
        wait_s = timeout_s
        while self._filled(wait_s):
            told = self._ioctl(DQBUF, _buffer(0))
            index, used, flags = (int(BUFFER.unpack(told)[at]) for at in (0, 2, 3))
            if index < len(self._maps) and not flags & BUF_FLAG_ERROR:
                newest = _copied(self._maps[index], used)
            self._ioctl(QBUF, _buffer(index))
            wait_s = 0.0
        return newest

    def stop(self) -> None:
        """End the stream and give the buffers back."""
        maps, self._maps = self._maps, []
        if not maps:
            return
        with contextlib.suppress(OSError):
            fcntl.ioctl(self._fd, STREAMOFF, struct.pack("i", CAPTURE))
        for one in maps:
            one.close()
        with contextlib.suppress(OSError):
            fcntl.ioctl(self._fd, REQBUFS, BUFFERS.pack(0, CAPTURE, MMAP, 0))

    def close(self) -> None:
        """Let it go."""
        self.stop()
        fd, self._fd = self._fd, -1
        if fd >= 0:
            with contextlib.suppress(OSError):
                os.close(fd)

    def _set_format(self) -> None:
        wished = FORMAT.pack(CAPTURE, *WISHED_PX, MJPG)
        if FORMAT.unpack(self._ioctl(S_FMT, wished))[3] != MJPG:
            raise RefusedError("no_mjpeg", self._path)  # the driver put its own format there

    def _filled(self, timeout_s: float) -> bool:
        if self._fd < 0:
            raise LinkLostError("closed", self._path)
        poller = select.poll()
        poller.register(self._fd, select.POLLIN)
        happened = poller.poll(timeout_s * 1000)
        if happened and not happened[0][1] & select.POLLIN:
            raise LinkLostError("hung_up", self._path)
        return bool(happened)

    def _ioctl(self, request: int, data: bytes, wrong: str = "") -> bytes:
        try:
            return fcntl.ioctl(self._fd, request, data)
        except OSError as error:
            if wrong and error.errno in (errno.ENOTTY, errno.EINVAL):
                raise RefusedError(wrong, self._path) from None
            raise self._lost(error) from None

    def _lost(self, error: OSError) -> LinkLostError:
        return LinkLostError(_CODES.get(error.errno or 0, "io"), self._path)


def _copied(buffer: mmap.mmap, used: int) -> bytes:
    with memoryview(buffer) as view:
        return view[:used].tobytes()


def _buffer(index: int) -> bytes:
    return BUFFER.pack(index, CAPTURE, 0, 0, MMAP, 0, 0)
