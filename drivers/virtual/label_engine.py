"""The inside of a label printer: buffer, language, mechanism, sensors, immediate commands."""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from drivers.virtual.label_parser import Parser, Printed

IMMEDIATE = re.compile(rb"\x1b!([?S.R])|~!([@T])")
BUFFER_BYTES = 1 << 18
STEP_S = 0.01
SETTLE_S = 0.04  # from PRINT to the first movement, and from the last to rest


@dataclass(slots=True)
class Sensors:
    """What the hardware reports."""

    head_open: bool = False
    jam: bool = False
    paper_out: bool = False
    ribbon_out: bool = False
    paused: bool = False
    cover_open: bool = False
    other_error: bool = False

    @property
    def halted(self) -> bool:
        """Whether the mechanism stands still."""
        return any(getattr(self, name) for name in self.__slots__)

    def byte(self, *, printing: bool) -> bytes:
        """The answer to ESC ! ?."""
        bits = (
            self.head_open,
            self.jam,
            self.paper_out,
            self.ribbon_out,
            self.paused,
            printing,
            self.cover_open,
            self.other_error,
        )
        return bytes((sum(1 << place for place, so in enumerate(bits) if so),))

    def frame(self, *, printing: bool) -> bytes:
        """The answer to ESC ! S: message, warning, error, media."""
        opened = self.head_open or self.cover_open
        media = 0x40 | self.paper_out | self.jam << 1 | self.ribbon_out << 2 | opened << 5
        error = 0x40 | self.other_error << 3
        wrong = media != 0x40 or error != 0x40
        message = b"E" if wrong else b"`" if self.paused else b"P" if printing else b"@"
        return b"\x02" + message + bytes((0x40, error, media)) + b"\x03\r\n"


class Engine:
    """Works on a thread of its own. `answer` sends bytes to the host."""

    def __init__(self, per_mm: float, speed_mm_s: float, answer: Callable[[bytes], None]) -> None:
        self.sensors = Sensors()
        self.speed_mm_s = speed_mm_s
        self.stalled = self.mute = False
        self.losing = False
        self.printing = False
        self.garbage = 0
        self.plan: tuple[float, Callable[[], None]] | None = None  # after so many mm
        self.plan_in: tuple[int, Callable[[], None]] | None = None  # after so many bytes
        self.lock = threading.Condition()
        self._per_mm = per_mm
        self._parser: Parser | None = None  # draws, which takes memory: from the first label on
        self._answer = answer
        self._tail = b""
        self._labels: list[Printed] = []
        self._now: Printed | None = None
        self._miles = 0.0
        self._ending = False
        self._thread = threading.Thread(target=self._run, name="virtual-label", daemon=True)

    def start(self) -> None:
        """Begin to work."""
        self._thread.start()

    def stop(self) -> None:
        """End the thread."""
        with self.lock:
            self._ending = True
            self.lock.notify_all()
        self._thread.join(6.0)

    def has_room(self) -> bool:
        """Whether the host may send more."""
        waiting = len(self._parser.rest) if self._parser else 0
        return not self.stalled and waiting < BUFFER_BYTES

    def take_in(self, data: bytes) -> None:
        """Bytes from the host; immediate commands are obeyed at once, wherever they stand."""
        with self.lock:
            stream, last = self._tail + data, 0
            for found in IMMEDIATE.finditer(stream):
                self._store(stream[last : found.start()])
                last = found.end()
                self._obey(found[1] or found[2])
            rest = stream[last:]
            keep = 2 if rest[-2:] in (b"\x1b!", b"~!") else 1 if rest[-1:] in (b"\x1b", b"~") else 0
            self._tail = rest[len(rest) - keep :] if keep else b""
            self._store(rest[: len(rest) - keep])
            self.lock.notify_all()

    def change(self, act: Callable[[], None]) -> None:
        """Alter sensors or settings."""
        with self.lock:
            act()
            self.lock.notify_all()

    def labels(self) -> list[Printed]:
        """The labels that came out, a spoilt one too."""
        with self.lock:
            return list(self._labels)

    def unknown(self) -> list[bytes]:
        """What was no command."""
        with self.lock:
            return list(self._parser.unknown) if self._parser else []

    def forget(self) -> None:
        """Throw the labels away."""
        with self.lock:
            self._labels.clear()
            if self._parser:
                self._parser.unknown.clear()

    def _store(self, data: bytes) -> None:
        if self.plan_in is not None and data:
            left, act = self.plan_in
            self.plan_in = (left - len(data), act) if len(data) <= left else None
            if self.plan_in is None:
                self._buffer(data[:left])
                act()
                data = data[left:]
        self._buffer(data)

    def _buffer(self, data: bytes) -> None:
        if self.losing or not data:
            return
        if self._parser is None:
            from drivers.virtual.label_parser import Parser

            self._parser = Parser(self._per_mm)
        self._parser.feed(data)

    def _obey(self, command: bytes) -> None:
        if command == b"?":
            self._reply(self.sensors.byte(printing=self.printing))
        elif command == b"S":
            self._reply(self.sensors.frame(printing=self.printing))
        elif command == b"@":
            self._reply(b"%d\r" % int(self._miles / 1_000_000))  # whole kilometres
        elif command == b"T":
            self._reply(b"VL-203\r\n")
        else:
            if self._parser:
                self._parser.forget()
            self._now, self.losing = None, False

    def _reply(self, data: bytes) -> None:
        if self.mute or self.stalled:
            return
        if self.garbage:
            self.garbage -= 1
            data += b"\x00\x20\xff"
        self._answer(data)

    # ---- the mechanism ----

    def _run(self) -> None:
        while True:
            with self.lock:
                self.lock.wait_for(lambda: self._ending or self._can_print())
                if self._ending:
                    return
            self._print()

    def _can_print(self) -> bool:
        """Whether there is a label to print and nothing in its way."""
        if self._now is None and self._parser is not None and not self.stalled:
            self._now = self._parser.take()
        return self._now is not None and not self.sensors.halted and not self.stalled

    def _print(self) -> None:
        with self.lock:
            label = self._now
            self.printing = True
        if label is None:
            return
        high = label.picture.height / self._per_mm
        moved = -SETTLE_S * self.speed_mm_s
        while moved < high + SETTLE_S * self.speed_mm_s:
            time.sleep(STEP_S)
            with self.lock:
                moved += STEP_S * self.speed_mm_s
                if self.plan is not None and moved > self.plan[0]:
                    act, self.plan = self.plan[1], None
                    act()
                if self._now is not label or self.sensors.halted or self._ending:
                    break
        self._end_label(label, whole=moved >= high, began=moved > 0)

    def _end_label(self, label: Printed, *, whole: bool, began: bool) -> None:
        with self.lock:
            self.printing = False
            if not began:
                return  # nothing has moved: it is printed when the way is free
            label.complete = whole
            self._labels.append(label)
            self._miles += label.picture.height / self._per_mm
            if self._now is label and whole:
                self._now = None  # a spoilt one is printed again, as these printers do
