"""Keypads: each pressing acts once, whatever becomes of the key, the line or the kernel's buffer.

`before`: nobody has pressed yet. `first byte`: half of the first event has come. `middle`: the key
is down and not yet up. `after`: it was pressed and let go.
"""

from __future__ import annotations

from typing import Any

from drivers.events import KeyPressed
from drivers.status import State
from drivers.virtual.emulator import Emulator
from drivers.virtual.input_node import overrun, report
from drivers.virtual.keypad import KeypadEmulator
from tests.faults import matrix
from tests.faults.matrix import Cell

KIND = "keypad"
UP, UNKNOWN = 103, 148  # linux/input-event-codes.h: KEY_UP, KEY_DIRECTION
FIRST, NEXT = "up", "ok"
SETTLE_S = 0.5  # a key is told at once: what has not come by now does not come
LOST = ("hung_up", "no_port", "io")


def _cells() -> list[Cell]:
    ready = (State.READY, ("",))
    found = [
        Cell(KIND, fault, moment, *ready, ("once",))
        for fault in ("stuck", "overrun", "unknown_key")
        for moment in ("before", "middle", "after")
    ]
    said = {"before": "nothing", "first byte": "nothing", "middle": "once", "after": "once"}
    found += [
        Cell(KIND, "hang_up", moment, State.DISCONNECTED, LOST, (outcome,))
        for moment, outcome in said.items()
    ]
    return found


CELLS = _cells()


class Stand(matrix.Stand):
    kind = KIND
    model = "evdev_keys"

    def plug_in(self) -> Emulator:
        return KeypadEmulator({}, {})

    def strike(self, cell: Cell) -> str:
        if cell.moment == "before":
            self.control("fault", kind=cell.fault, at=1)
            if cell.fault == "hang_up":
                self.until(lambda: self.reads(cell))
        elif cell.moment == "first byte":
            self._type(report(UP, 1)[:10])
            self.control("fault", kind=cell.fault, at=1)
        elif cell.moment == "middle":
            self._break_while_down(cell.fault)
        if cell.moment == "after" or (cell.moment == "before" and cell.fault != "hang_up"):
            self.control("press", key=FIRST)
            self.until(self.keys)
        if cell.moment == "after":
            self.control("fault", kind=cell.fault, at=1)
        self.until(lambda: len(self.keys()) > 1, SETTLE_S)
        return {0: "nothing", 1: "once"}.get(len(self.keys()), "more than once")

    def _break_while_down(self, fault: str) -> None:
        self._type(report(UP, 1))
        self.until(self.keys)
        between = {
            "stuck": report(UP, 2) * 20,
            "overrun": overrun(),
            "unknown_key": report(UNKNOWN, 1) + report(UNKNOWN, 0),
        }
        if fault == "hang_up":
            self.control("fault", kind=fault, at=1)
        else:
            self._type(between[fault] + report(UP, 0))

    def _type(self, events: bytes) -> None:
        node: Any = self.emulator
        node._node.send(events)

    def keys(self) -> list[str]:
        return [event.key for event in self.events(KeyPressed)]

    def mend(self) -> None:
        self.control("fault", kind="none")

    def fresh(self) -> str:
        before = len(self.keys())
        self.control("press", key=NEXT)
        self.until(lambda: len(self.keys()) > before, 10.0)
        self.until(lambda: len(self.keys()) > before + 1, 0.2)
        new = self.keys()[before:]
        return "" if new == [NEXT] else f"told {new}"

    def forbidden(self) -> list[str]:
        return [] if self.keys() in ([FIRST, NEXT], [NEXT]) else [f"told {self.keys()}"]
