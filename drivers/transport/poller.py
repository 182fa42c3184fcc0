"""Waiting on a descriptor with a deadline: what the serial and the TCP pipe have in common."""

from __future__ import annotations

import select
import time
from abc import ABC, abstractmethod

from drivers.errors import LinkLostError, NoAnswerError


class DescriptorTransport(ABC):
    """Reads and writes a non-blocking descriptor; the subclass opens it and moves the bytes."""

    @abstractmethod
    def _fd(self) -> int:
        """The open descriptor; LinkLostError("closed") when there is none."""

    @abstractmethod
    def _take(self, limit: int) -> bytes:
        """Bytes that are there now; b"" means that the other side has closed."""

    @abstractmethod
    def _give(self, data: memoryview) -> int:
        """Hand over what fits now and return how much that was."""

    def write(self, data: bytes, timeout_s: float) -> None:
        """Hand over all bytes within timeout_s or raise NoAnswerError("write_stalled")."""
        until = time.monotonic() + timeout_s
        rest = memoryview(data)
        while rest:
            if not self._ready(select.POLLOUT, until - time.monotonic()):
                raise NoAnswerError("write_stalled", f"{len(rest)} of {len(data)} bytes left")
            try:
                rest = rest[self._give(rest) :]
            except BlockingIOError:
                continue
            except OSError as error:
                raise LinkLostError("hung_up", _reason(error)) from None

    def read(self, timeout_s: float, limit: int = 4096) -> bytes:
        """Bytes that have come, as soon as there are any; b"" when timeout_s passed without one."""
        if not self._ready(select.POLLIN, timeout_s):
            return b""
        try:
            data = self._take(limit)
        except BlockingIOError:
            return b""
        except OSError as error:
            raise LinkLostError("hung_up", _reason(error)) from None
        if not data:
            raise LinkLostError("hung_up", "the other side closed the line")
        return data

    def drain(self, quiet_s: float, limit_s: float = 2.0) -> bytes:
        """Read and return what comes until the line was quiet for quiet_s (at most limit_s)."""
        until = time.monotonic() + limit_s
        came = bytearray()
        while True:
            data = self.read(max(0.0, min(quiet_s, until - time.monotonic())))
            came += data
            if not data or time.monotonic() >= until:
                return bytes(came)

    def _ready(self, wanted: int, timeout_s: float) -> bool:
        poller = select.poll()
        poller.register(self._fd(), wanted)
        happened = poller.poll(max(0.0, timeout_s) * 1000)
        if not happened:
            return False
        flags = happened[0][1]
        if wanted == select.POLLOUT and flags & (select.POLLHUP | select.POLLERR | select.POLLNVAL):
            raise LinkLostError("hung_up", "the other side closed the line")
        return True


def _reason(error: OSError) -> str:
    return error.strerror or type(error).__name__
