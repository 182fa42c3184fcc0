"""A pseudo-terminal as a serial line: a stable path, wire speed, and pulling the plug."""

from __future__ import annotations

import contextlib
import os
import select
import shutil
import tempfile
import termios
import time
import tty
from pathlib import Path

_SPEEDS = {
    termios.B9600: 9600,
    termios.B19200: 19200,
    termios.B38400: 38400,
    termios.B57600: 57600,
    termios.B115200: 115200,
}
_PIECE = 16  # bytes handed over at once when the wire's speed is kept


class PtyLine:
    """The device's end of a line. The other end opens `path`, which stays the same when the
    line is hung up and comes back. All methods but `path` belong to one thread."""

    def __init__(self, name: str) -> None:
        self._folder = Path(tempfile.mkdtemp(prefix="jinban-line-"))
        self.path = self._folder / name
        self._master = -1
        self._slave = -1

    @property
    def port(self) -> str:
        """The port as peripherals.yaml names it."""
        return f"serial://{self.path}"

    def open(self) -> None:
        """Plug the device in."""
        self._master, self._slave = os.openpty()
        tty.setraw(self._slave)
        os.set_blocking(self._master, False)
        # the device's own descriptor of the far end keeps the line up while nobody is there
        fresh = self.path.with_suffix(".new")
        fresh.unlink(missing_ok=True)
        fresh.symlink_to(os.ttyname(self._slave))
        fresh.replace(self.path)

    def hang_up(self) -> None:
        """Pull the plug: whoever has the line open loses it, and its path leads nowhere."""
        self.path.unlink(missing_ok=True)
        for fd in (self._slave, self._master):
            if fd >= 0:
                with contextlib.suppress(OSError):
                    os.close(fd)
        self._master = self._slave = -1

    def close(self) -> None:
        """Pull the plug for good."""
        self.hang_up()
        shutil.rmtree(self._folder, ignore_errors=True)

    def baud(self) -> int:
        """The speed (bit/s) that the far end has set; 0 for one that is not known here."""
        return _SPEEDS.get(termios.tcgetattr(self._slave)[4], 0)

    def read(self, timeout_s: float) -> bytes:
        """What came from the far end within timeout_s; b"" when nothing did."""
        if self._master < 0 or not select.select([self._master], [], [], timeout_s)[0]:
            return b""
        try:
            return os.read(self._master, 4096)
        except OSError:
            return b""

    def write(self, data: bytes, byte_s: float = 0.0) -> None:
        """Send bytes, each taking byte_s on the wire. What nobody reads within a second is lost,
        as on a real line."""
        began = time.monotonic()
        sent = 0
        while sent < len(data):
            piece = data[sent : sent + _PIECE] if byte_s else data[sent:]
            pause = began + (sent + len(piece)) * byte_s - time.monotonic()
            if pause > 0:
                time.sleep(pause)
            if self._master < 0 or not select.select([], [self._master], [], 1.0)[1]:
                return
            try:
                sent += os.write(self._master, piece)
            except OSError:
                return
