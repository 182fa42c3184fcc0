"""Input devices of the Linux kernel as events, taken away from everybody else (linux/input.h).

A real node is a character device and must let itself be grabbed (EVIOCGRAB), so that nothing that
it sends reaches the focus of the screen or the console. A virtual one is a pipe that carries the
same structs: a pipe has no grab, it is locked against a second reader instead.
"""

from __future__ import annotations

import contextlib
import errno
import fcntl
import os
import stat
import struct
from collections.abc import Iterator

from drivers.errors import LinkLostError
from drivers.transport.poller import DescriptorTransport

EVENT = struct.Struct("@llHHi")  # struct input_event: 24 bytes, 16 where a long has four
EV_SYN, EV_KEY = 0, 1
SYN_REPORT, SYN_DROPPED = 0, 3
EVIOCGRAB = 0x40044590  # _IOW('E', 0x90, int)
UP, DOWN, REPEAT = 0, 1, 2
_CODES = {
    errno.ENOENT: "no_port",
    errno.ENODEV: "no_port",
    errno.ENXIO: "no_port",
    errno.EACCES: "no_permission",
    errno.EPERM: "no_permission",
    errno.EBUSY: "in_use",
    errno.EAGAIN: "in_use",
}


class EvdevSource(DescriptorTransport):
    """One input device. `keys()` are its key events; a lost event is told, never guessed over."""

    def __init__(self, path: str) -> None:
        self.path = path
        self.grabbed = False
        self._open_fd = -1
        self._came = bytearray()
        self._dropping = False

    def open(self) -> None:
        """Open and take the device; LinkLostError: no_port, no_permission, in_use, or not_evdev
        for what is no input device."""
        self.close()
        try:
            self._open_fd = os.open(self.path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
            self._take_alone()
        except OSError as error:
            self.close()
            raise LinkLostError(_CODES.get(error.errno or 0, "not_evdev"), self.path) from None

    def close(self) -> None:
        """Let it go; never raises, may be called twice. The kernel ends the grab by itself."""
        fd, self._open_fd = self._open_fd, -1
        self.grabbed = self._dropping = False
        self._came.clear()
        if fd >= 0:
            with contextlib.suppress(OSError):
                os.close(fd)

    def keys(self, timeout_s: float = 0.0) -> Iterator[tuple[int, int] | None]:
        """What has come, or comes within timeout_s: (key code, UP | DOWN | REPEAT), or None where
        the kernel's buffer ran over: what was held before is not known any more."""
        data = self.read(timeout_s, EVENT.size * 64)
        self._came += data
        whole = len(self._came) // EVENT.size * EVENT.size
        events = list(EVENT.iter_unpack(bytes(self._came[:whole])))
        del self._came[:whole]
        for _seconds, _micros, kind, code, value in events:
            if kind == EV_SYN and code == SYN_DROPPED:
                self._dropping = True
                yield None
            elif kind == EV_SYN and code == SYN_REPORT:
                self._dropping = False
            elif kind == EV_KEY and not self._dropping:
                yield code, value

    def _take_alone(self) -> None:
        mode = os.fstat(self._open_fd).st_mode
        if stat.S_ISCHR(mode):
            fcntl.ioctl(self._open_fd, EVIOCGRAB, 1)
            self.grabbed = True
        elif stat.S_ISFIFO(mode):
            fcntl.flock(self._open_fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
        else:
            raise OSError(errno.ENOTTY, "no input device")

    def _fd(self) -> int:
        if self._open_fd < 0:
            raise LinkLostError("closed", self.path)
        return self._open_fd

    def _take(self, limit: int) -> bytes:
        return os.read(self._fd(), limit)

    def _give(self, data: memoryview) -> int:
        raise OSError(errno.EBADF, "an input device is only read")
