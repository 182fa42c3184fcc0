"""Scanners: nothing half, foreign or twice is ever taken for a code.

`before`: nobody waits for a code. Then it happens to the first byte of one, in its middle, at its
end, and after one was taken.
"""

from __future__ import annotations

from typing import Any

from drivers.events import CodeRefused, CodeScanned
from drivers.status import State
from drivers.virtual.code_scanner import CodeScannerEmulator
from drivers.virtual.emulator import Emulator
from tests.faults import matrix
from tests.faults.matrix import Cell

KIND = "code_scanner"
FIRST, NEXT, IDLE = "XC2611230005000423", "XC2611230005000431", "XC2611230005000449"
SETTLE_S = 0.6  # a line without its end is dropped after 0.3 s
LOST = ("hung_up", "no_port", "io")

# what becomes of one scan that is spoiled so, while somebody waits for it
SPOILED = {
    "garbage": ("first byte", ("charset", "control")),
    "control_bytes": ("middle", ("control",)),
    "too_long": ("middle", ("too_long",)),
    "partial": ("before the end", ("nothing",)),
    "double": ("before the end", ("code",)),
}


def _cells() -> list[Cell]:
    found = [Cell(KIND, name, "before", State.READY, ("",), ("nothing",)) for name in SPOILED]
    for name, (moment, outcome) in SPOILED.items():
        found.append(Cell(KIND, name, moment, State.READY, ("",), outcome))
        after = outcome if outcome[0] in ("charset", "control", "too_long") else ("code",)
        found.append(Cell(KIND, name, "after the end", State.READY, ("",), after))
    said = {"before": "nothing", "middle": "nothing", "after the end": "code"}
    found += [
        Cell(KIND, "hang_up", moment, State.DISCONNECTED, LOST, (outcome,))
        for moment, outcome in said.items()
    ]
    return found


CELLS = _cells()


class Stand(matrix.Stand):
    kind = KIND
    model = "serial_2d"

    def plug_in(self) -> Emulator:
        return CodeScannerEmulator({}, {})

    def strike(self, cell: Cell) -> str:
        if cell.moment != "before":
            self.handle.arm("r1")
            self.await_reading()
        if cell.moment == "after the end":
            self.control("scan", text=FIRST)
            self.until(lambda: self.events(CodeScanned))
        if cell.fault == "hang_up":
            if cell.moment == "middle":
                self.control("fault", kind="partial", at=1)
                self.control("scan", text=FIRST)
            self.control("fault", kind="hang_up", at=1)
            self.until(lambda: self.reads(cell))
        else:
            self.control("fault", kind=cell.fault, at=1)
            self.control("scan", text=FIRST if cell.moment != "before" else IDLE)
            self.until(lambda: self.said("r1") not in ("nothing", "code"), SETTLE_S)
        return self.said("r1")

    def await_reading(self) -> None:
        """Until the driver has dropped what came before the arming and listens."""
        self.devices._workers["it"].submit(lambda _driver: None, 5.0).result(5.0)
        self.until(lambda: False, 0.1)

    def said(self, request: str) -> str:
        for event in self.events(CodeRefused):
            if event.request_id == request:
                return event.reason
        return (
            "code" if any(e.request_id == request for e in self.events(CodeScanned)) else "nothing"
        )

    def mend(self) -> None:
        self.control("fault", kind="none")

    def fresh(self) -> str:
        self.handle.disarm()
        self.handle.arm("r2")
        self.await_reading()
        self.control("scan", text=NEXT)
        self.until(lambda: self.said("r2") != "nothing", 10.0)
        return "" if self.said("r2") == "code" else self.said("r2")

    def forbidden(self) -> list[str]:
        taken: list[Any] = [(e.request_id, e.text) for e in self.events(CodeScanned)]
        allowed = {("r1", FIRST), ("r2", NEXT)}
        wrong = [f"{request} was told {text}" for request, text in set(taken) - allowed]
        return wrong + (["a code counted twice"] if len(taken) != len(set(taken)) else [])
