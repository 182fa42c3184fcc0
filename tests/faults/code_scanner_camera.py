"""Cameras as scanners: a code that cannot be seen is none, and a camera that shows nothing is not
ready.

`before`: the fault is there before anybody waits for a code. `first frame`: with the first picture
that is asked for. `mid-frame`: in the middle of a picture's bytes. `after`: a code was taken.
"""

from __future__ import annotations

from typing import Any

from drivers.events import CodeScanned
from drivers.status import State
from drivers.virtual.camera import CameraScannerEmulator
from drivers.virtual.emulator import Emulator
from tests.faults import camera, code_scanner
from tests.faults.matrix import Cell

KIND, MODEL = "code_scanner", "camera"
FIRST, NEXT = code_scanner.FIRST, code_scanner.NEXT
SEEN_S = 1.0


def _cells() -> list[Cell]:
    found: list[Cell] = []
    for fault, said in (("dark", ("code", "nothing")), ("blurred", ("nothing",))):
        for moment in ("before", "first frame"):
            found.append(Cell(KIND, fault, moment, State.READY, ("",), said, MODEL))
        found.append(Cell(KIND, fault, "after", State.READY, ("",), ("code",), MODEL))
    for fault, (state, details) in camera.UNSEEN.items():
        for moment in ("before", "first frame", "mid-frame", "after"):
            said = ("code",) if moment == "after" else ("nothing",)
            found.append(Cell(KIND, fault, moment, state, details, said, MODEL))
    return found


CELLS = _cells()


class Stand(code_scanner.Stand):
    model = MODEL

    def plug_in(self) -> Emulator:
        return CameraScannerEmulator({}, {})

    def strike(self, cell: Cell) -> str:
        if cell.moment == "before":
            self._break(cell)
        elif cell.moment != "after":
            self._break_at_frame(cell)
        if cell.moment == "after":
            self.handle.arm("r1")
            self.control("scan", text=FIRST)
            self.until(lambda: self.events(CodeScanned))
            self._break(cell)
        else:
            self.control("scan", text=FIRST)
            self.handle.arm("r1")
        wait_s = SEEN_S if cell.state == State.READY else camera.LOOKED_AT_S
        self.until(lambda: self.reads(cell) and cell.state != State.READY, wait_s)
        return self.said("r1")

    _break = camera.Stand._break
    _break_at_frame = camera.Stand._break_at_frame

    def mend(self) -> None:
        self.control("fault", kind="none")
        self.until(lambda: self.status.state == State.READY)
        self.handle.disarm()

    def fresh(self) -> str:
        emulator: Any = self.emulator
        self.until(lambda: emulator.control("state", {})["what"] == "nothing", 5.0)
        return super().fresh()
