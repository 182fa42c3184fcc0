"""A pipe that carries the kernel's input events, in place of a node in /dev/input.

An input node cannot be made without the kernel's uinput; the structs are the same (linux/input.h),
but a pipe cannot be grabbed, and it has one reader only.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import struct
import tempfile
import threading
import time
from collections.abc import Iterable
from pathlib import Path

_EVENT = struct.Struct("@llHHi")
_SYN, _KEY, _MSC = 0, 1, 4
_REPORT, _DROPPED, _SCAN = 0, 3, 4
_PIECE = 64 * _EVENT.size  # what the kernel keeps for a reader, about


class InputNode:
    """The device's end. Each method may be called from any thread."""

    def __init__(self, name: str) -> None:
        self._folder = Path(tempfile.mkdtemp(prefix="jinban-input-"))
        self.path = self._folder / name
        self._fd = -1
        self._lock = threading.Lock()

    @property
    def port(self) -> str:
        """The port as peripherals.yaml names it."""
        return f"evdev://{self.path}"

    def open(self) -> None:
        """Plug the device in."""
        with self._lock:
            if self._fd < 0:
                os.mkfifo(self.path, 0o600)
                # opened for both, so that it neither waits for a reader nor ends with one
                self._fd = os.open(self.path, os.O_RDWR | os.O_NONBLOCK)

    def hang_up(self) -> None:
        """Pull the plug: whoever reads comes to the end, and the path is gone."""
        with self._lock:
            self.path.unlink(missing_ok=True)
            fd, self._fd = self._fd, -1
            if fd >= 0:
                os.close(fd)

    def hang_up_for(self, seconds: float) -> None:
        """Pull the plug and put it back later, without waiting."""
        self.hang_up()
        back = threading.Timer(seconds, self._back)
        back.daemon = True
        back.start()

    def close(self) -> None:
        """Pull the plug for good."""
        self.hang_up()
        shutil.rmtree(self._folder, ignore_errors=True)

    def press(self, codes: Iterable[int], *, held: Iterable[int] = ()) -> int:
        """Press and let go key after key, with `held` held down; returns the bytes sent."""
        held = tuple(held)
        out = b"".join(report(code, 1) for code in held)
        out += b"".join(report(code, 1) + report(code, 0) for code in codes)
        return self.send(out + b"".join(report(code, 0) for code in reversed(held)))

    def send(self, data: bytes) -> int:
        """Send events; what nobody reads is lost after a second, as in the kernel's buffer."""
        sent = 0
        with self._lock:
            until = time.monotonic() + 1.0
            while sent < len(data) and self._fd >= 0 and time.monotonic() < until:
                try:
                    sent += os.write(self._fd, data[sent : sent + _PIECE])
                except BlockingIOError:
                    time.sleep(0.005)
        return sent

    def _back(self) -> None:
        with contextlib.suppress(OSError):
            self.open()


def report(code: int, value: int) -> bytes:
    """One key event as a keyboard sends it: the HID usage (left out as 0), the key, the report."""
    return _event(_MSC, _SCAN, 0) + _event(_KEY, code, value) + _event(_SYN, _REPORT, 0)


def overrun() -> bytes:
    """The kernel's word that it lost events, and the end of the report in which it did."""
    return _event(_SYN, _DROPPED, 0) + _event(_KEY, 42, 1) + _event(_SYN, _REPORT, 0)


def _event(kind: int, code: int, value: int) -> bytes:
    now = time.time_ns() // 1000
    return _EVENT.pack(now // 1_000_000, now % 1_000_000, kind, code, value)
