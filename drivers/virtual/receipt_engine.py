"""The inside of a receipt printer: a buffer, a mechanism that works through it, sensors, answers.

Real-time commands are obeyed the moment they come in, wherever they stand in the stream, as the
firmware of such printers does; everything else waits its turn in the buffer.
"""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from drivers.receipt_printer.commands import Command, Splitter
from drivers.receipt_printer.sheet import Sheet

CELL_DOTS, DOTS_PER_MM = 12, 8
CUT_S = 0.2
BUFFER_BYTES = 65536
STATUS_ONLY = frozenset({"DLE EOT", "DLE ENQ", "DLE DC4", "GS r", "GS I", "GS a", "GS (", "GS e"})
CUTS = ("GS V", "ESC i", "ESC m")
CLEAR = b"\x10\x14\x08\x01\x03\x14\x01\x06\x02\x08"
CLEARED = b"\x37\x25\x00"
REAL_TIME = re.compile(
    b"\x10\x14\x08\x01\x03\x14\x01\x06\x02\x08|\x10\x04[\x01-\x04\x14]|\x10\x05[\x01\x02]"
)
NAMES = {65: b"1.00", 66: b"VIRTUAL", 67: b"VP-80", 68: b"VP80-000001", 69: b"GB18030"}


@dataclass(slots=True)
class Sensors:
    """What the hardware reports."""

    paper_out: bool = False
    near_end: bool = False
    cover_open: bool = False
    jam: bool = False
    cutter: bool = False
    offline: bool = False
    in_mouth: bool = False  # a cut slip that the presenter holds out
    mouth_jam: bool = False

    @property
    def halted(self) -> bool:
        """Whether the mechanism stands still."""
        return self.paper_out or self.cover_open or self.jam or self.cutter or self.offline

    def real_time(self, number: int) -> int:
        """The answer to DLE EOT 1 to 4."""
        low = self.near_end or self.paper_out
        causes = {
            1: 0x08 * self.halted,
            2: 0x04 * self.cover_open | 0x20 * self.paper_out | 0x40 * (self.jam or self.cutter),
            3: 0x04 * self.jam | 0x08 * self.cutter,
            4: 0x0C * low | 0x60 * self.paper_out,
        }
        return 0x12 | causes[number]

    def automatic(self) -> bytes:
        """The block that GS a asks for."""
        first = 0x10 | 0x08 * self.halted | 0x20 * self.cover_open
        second = 0x04 * self.jam | 0x08 * self.cutter
        third = 0x03 * (self.near_end or self.paper_out) | 0x0C * self.paper_out
        return bytes((first, second, third, 0x0F))

    def full(self) -> bytes:
        """The answer of a printer with a presenter to DLE EOT 20."""
        low = self.near_end or self.paper_out
        paper = 0x01 * self.paper_out | 0x04 * low | 0x20 * self.in_mouth
        errors = 0x40 * self.jam
        return bytes((0x10, 0x0F, paper, 0x02 * self.cover_open, errors, 0x01 * self.cutter))

    def paper(self) -> int:
        """The answer to GS r 1."""
        return 0x0C if self.paper_out else 0x03 if self.near_end else 0x00


@dataclass(slots=True)
class Receipt:
    """What came out between two cuts."""

    data: bytearray = field(default_factory=bytearray)
    complete: bool = False


@dataclass(slots=True)
class Plan:
    """Something that happens when the next job has come so many bytes far, or (None) was cut."""

    at: int | None
    act: Callable[[], None]


class Engine:
    """Works on a thread of its own. `answer` sends bytes to the host; `speed_mm_s` 0 is at once."""

    def __init__(self, columns: int, speed_mm_s: float, answer: Callable[[bytes], None]) -> None:
        self.sensors = Sensors()
        self.speed_mm_s = speed_mm_s
        self.stalled = self.mute = False
        self.losing = False  # half a job: what comes now is lost inside
        self.plan: Plan | None = None
        self.presenter = False
        self.retracted = 0
        self._width = columns * CELL_DOTS
        self._answer = answer
        self._asked_auto = 0
        self._told = b""
        self._lock = threading.Condition()
        self._splitter = Splitter()
        self._pending: Command | None = None
        self._tail = b""  # what came last, for real-time commands that come in two pieces
        self._receipts: list[Receipt] = []
        self._job = Receipt()
        self._sheet = Sheet(self._width)
        self._ending = False
        self._thread = threading.Thread(target=self._run, name="virtual-receipt", daemon=True)

    def start(self) -> None:
        """Begin to work."""
        self._thread.start()

    def stop(self) -> None:
        """End the thread."""
        with self._lock:
            self._ending = True
            self._lock.notify_all()
        self._thread.join(6.0)

    def has_room(self) -> bool:
        """Whether the host may send more."""
        return not self.stalled and len(self._splitter.rest) < BUFFER_BYTES

    def take_in(self, data: bytes) -> None:
        """Bytes from the host."""
        with self._lock:
            stream, done, last = self._tail + data, len(self._tail), 0
            for found in REAL_TIME.finditer(stream):
                last = found.end()
                self._splitter.feed(stream[done:last])
                done = last
                self._obey(found[0])
            self._splitter.feed(stream[done:])
            self._tail = stream[max(last, len(stream) - len(CLEAR) + 1) :]
            self._lock.notify_all()

    def change(self, act: Callable[[], None]) -> None:
        """Alter sensors or settings, and tell the host where it asked to be told."""
        with self._lock:
            act()
            self._tell_changes()
            self._lock.notify_all()

    def receipts(self) -> list[Receipt]:
        """The receipts so far; one that is not cut yet stands last."""
        with self._lock:
            unfinished = [self._job] if self._job.data else []
            every = self._receipts + unfinished
            return [Receipt(bytearray(one.data), one.complete) for one in every]

    def forget(self) -> None:
        """Throw the receipts away; one that is being printed goes on."""
        with self._lock:
            self._receipts.clear()

    # ---- real time ----

    def _obey(self, command: bytes) -> None:
        if command == CLEAR:
            self._clear()
            self._reply(CLEARED)
        elif command[1] == 0x04 and command[2] == 0x14:
            if self.presenter:
                self._reply(self.sensors.full())
        elif command[1] == 0x04:
            self._reply(bytes((self.sensors.real_time(command[2]),)))
        elif command[2] == 2:
            self._clear()  # what is stuck stays stuck: no command takes it out

    def _clear(self) -> None:
        self._splitter = Splitter()
        self._pending = None
        self.losing = False
        if self._job.data:
            self._end_job(complete=False)

    def _tell_changes(self) -> None:
        block = self.sensors.automatic()
        if self._asked_auto and block != self._told:
            self._told = block
            self._reply(block)

    def _reply(self, data: bytes) -> None:
        if not self.mute and not self.stalled:
            self._answer(data)

    # ---- the mechanism ----

    def _run(self) -> None:
        while True:
            with self._lock:
                self._lock.wait_for(lambda: self._ending or self._peek() is not None)
                command = self._pending
                if self._ending or command is None:
                    return
                self._pending = None
                seconds = self._carry_out(command)
            if seconds > 0:
                time.sleep(min(seconds, 5.0))

    def _peek(self) -> Command | None:
        """The next command when the mechanism can do it now."""
        if self._pending is None:
            self._pending = next(iter(self._splitter.take()), None)
        command, plan = self._pending, self.plan
        if command is not None and plan is not None and self._reaches(plan.at, command):
            self._happen(plan)
        return None if self.sensors.halted or self.stalled else self._pending

    def _happen(self, plan: Plan) -> None:
        self.plan = None
        plan.act()
        self._tell_changes()

    def _reaches(self, at: int | None, command: Command) -> bool:
        if at is None:
            return False
        return command.name not in STATUS_ONLY and len(self._job.data) + len(command.raw) > at

    def _carry_out(self, command: Command) -> float:
        """Do it and return how many seconds the mechanism is busy with it."""
        if self.losing:
            return 0.0
        if command.name in STATUS_ONLY:
            self._in_order(command)
            return 0.0
        self._job.data += command.raw
        before = self._sheet.y
        self._sheet.run(command)
        if command.name in CUTS:
            self._end_job(complete=True)
            if self.plan is not None and self.plan.at is None:
                self._happen(self.plan)
            return CUT_S if self.speed_mm_s else 0.0
        moved_mm = (self._sheet.y - before) / DOTS_PER_MM
        return moved_mm / self.speed_mm_s if self.speed_mm_s else 0.0

    def _end_job(self, *, complete: bool) -> None:
        self._job.complete = complete
        self._receipts.append(self._job)
        self._job = Receipt()
        self._sheet = Sheet(self._width)

    def _in_order(self, command: Command) -> None:
        if command.name == "GS r":
            self._reply(bytes((self.sensors.paper() if command.args in (b"\x01", b"1") else 0,)))
        elif command.name == "GS I":
            name = NAMES.get(command.args[0])
            self._reply(b"\x02" if name is None else b"\x5f" + name + b"\x00")
        elif command.name == "GS a":
            self._asked_auto, self._told = command.args[0], b""
            self._tell_changes()
        elif command.name == "GS e" and self.presenter:
            self._move(command.args[0])
        elif command.name == "GS (" and command.args[:5] == b"H\x06\x000\x30":
            self._reply(b"\x37\x22" + command.args[5:9] + b"\x00")

    def _move(self, what: int) -> None:
        """GS e 3 holds the last slip out, GS e 2 draws it in, unless it is stuck."""
        if what == 3:
            self.sensors.in_mouth = bool(self._receipts) and self._receipts[-1].complete
        elif what == 2 and self.sensors.in_mouth and not self.sensors.mouth_jam:
            self.sensors.in_mouth = False
            self.retracted += 1
