"""From the bytes of a serial scanner to one code a scan; pure, with the time handed in."""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType

SUFFIXES: Mapping[str, re.Pattern[bytes] | None] = MappingProxyType(
    {
        "any": re.compile(rb"\r\n|\r|\n"),
        "cr": re.compile(rb"\r"),
        "lf": re.compile(rb"\n"),
        "crlf": re.compile(rb"\r\n"),
        "etx": re.compile(rb"\x03"),
        "tab": re.compile(rb"\t"),
        "quiet": None,
    }
)
SETTLE_S = 0.035  # a code of several lines comes without a pause; two scans never do
QUIET_S = 0.3  # a line that stopped this long ago will not be finished
MOST_LINES = 8


class Frames:
    """Collects what one scan sent: bytes in by feed(), what to make of them by take().

    Pauses are counted between reads that found nothing, never by the clock alone: a thread that
    was held up would else take the tail of a line for a line. Memory is bounded by `longest`.
    """

    def __init__(self, suffix: str, longest: int) -> None:
        self._end = SUFFIXES[suffix]
        self._longest = longest
        self._line = bytearray()
        self._lines: list[bytes] = []
        self._skipping = False  # in a line whose beginning is not there any more
        self._too_long = False
        self._last_at = 0.0

    def feed(self, data: bytes, now: float) -> None:
        """Bytes that have just been read; `now` is a monotonic time in seconds."""
        self._last_at = now
        self._line += data
        if self._end is not None:
            while (found := self._end.search(self._line)) is not None:
                self._close(bytes(self._line[: found.start()]))
                del self._line[: found.end()]
        if len(self._line) > self._longest:
            self._too_long = self._too_long or not self._skipping
            self._skipping = True
        if self._skipping:
            del self._line[:-1]  # the last byte may be the first half of CR LF

    def drop(self, data: bytes, now: float) -> None:
        """Bytes that came while nobody asked for any: only whether a line is open is kept."""
        if data:
            self.feed(data, now)
        self.forget()

    def forget(self) -> None:
        """Throw away what has come; the rest of an open line will be thrown away as well."""
        self._skipping = self._skipping or bool(self._line)
        del self._line[:-1]
        self._lines.clear()
        self._too_long = False

    def reset(self) -> None:
        """The line was opened afresh."""
        self.forget()
        self._line.clear()
        self._skipping = False

    def take(self, now: float) -> tuple[bytes | None, str]:
        """After a read that found nothing: (the code, ""), (None, reason) when what came is not
        one code (too_long, control), or (None, "") while there is nothing to tell."""
        quiet = now - self._last_at
        open_line = bool(self._line) or self._skipping
        if quiet < (QUIET_S if open_line else SETTLE_S):
            return None, ""
        broken = open_line and self._end is not None
        if open_line and self._end is None:
            self._close(bytes(self._line))
        self._line.clear()
        self._skipping = False
        return self._settle(broken=broken)

    def _settle(self, *, broken: bool) -> tuple[bytes | None, str]:
        lines, too_long = self._lines, self._too_long
        self._lines, self._too_long = [], False
        if too_long:
            return None, "too_long"
        if not lines:
            return None, ""
        if broken or any(line != lines[0] for line in lines):
            return None, "control"  # line ends within a code
        return lines[0], ""

    def _close(self, line: bytes) -> None:
        whole = not self._skipping
        self._skipping = False
        if not whole or not line:
            return
        if len(line) > self._longest:
            self._too_long = True
        elif len(self._lines) < MOST_LINES:
            self._lines.append(line)
