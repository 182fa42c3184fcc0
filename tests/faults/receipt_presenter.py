"""Printers with a presenter: as any receipt printer, and a slip that is held out is one person's.

Besides the moments of any slip: `held out`, when it is whole and nobody has taken it yet.
"""

from __future__ import annotations

from drivers.events import SlipPresented, SlipRetracted, SlipTaken
from drivers.receipt_printer import Slip, Text
from drivers.status import State
from drivers.virtual.emulator import Emulator
from drivers.virtual.receipt_printer import PresenterEmulator
from tests.faults import receipt_printer
from tests.faults.matrix import MOMENTS, Cell
from tests.faults.receipt_printer import BEGUN

KIND, MODEL = "receipt_printer", "escpos_presenter"
HELD_OUT = "held out"
OTHER = Slip((Text("排队小票", size=2), Text("丙" * 60)))
WAITING = (State.MEDIA_PRESENT, ("slip_waiting",))


def _cells() -> list[Cell]:
    found: list[Cell] = []
    for fault, (state, detail) in receipt_printer.SENSORS.items():
        for moment in MOMENTS:
            outcome = "unknown" if moment in MOMENTS[3:] else "failed"
            found.append(Cell(KIND, fault, moment, state, (detail,), (outcome,), MODEL))
        found.append(Cell(KIND, fault, HELD_OUT, state, (detail,), ("done",), MODEL))
    for fault, (state, details) in receipt_printer.SILENCE.items():
        for moment in MOMENTS:
            outcome = "failed" if moment == "before" else "unknown"
            found.append(Cell(KIND, fault, moment, state, details, (outcome,), MODEL))
        found.append(Cell(KIND, fault, HELD_OUT, state, details, ("done",), MODEL))
    low = (State.LOW, ("paper_low",))
    found.append(Cell(KIND, "near_end", "before", *low, ("done",), MODEL))
    for moment in (*BEGUN, HELD_OUT):
        found.append(Cell(KIND, "near_end", moment, *WAITING, ("done",), MODEL))
    for moment in BEGUN:
        found.append(Cell(KIND, "half_job", moment, State.READY, ("",), ("unknown",), MODEL))
    stuck = (State.JAM, ("mouth_jam",))
    found.append(Cell(KIND, "mouth_jam", "before", *stuck, ("failed",), MODEL))
    found.append(Cell(KIND, "mouth_jam", HELD_OUT, *stuck, ("done",), MODEL))
    return found


CELLS = _cells()


class Stand(receipt_printer.Stand):
    model = MODEL

    def plug_in(self) -> Emulator:
        return PresenterEmulator({"speed": receipt_printer.SPEED_MM_S}, {})

    def strike(self, cell: Cell) -> str:
        if cell.fault == "mouth_jam":
            return self._jam(before=cell.moment == "before")
        if cell.moment != HELD_OUT:
            return super().strike(cell)
        self.result = self.handle.print(receipt_printer.FIRST, "job-1", 10.0)
        self.until(lambda: self.events(SlipPresented))
        self.control("fault", kind=cell.fault)
        return self.result.outcome

    def _jam(self, *, before: bool) -> str:
        """A slip that nobody took cannot be drawn in for the next one, which must not come out on
        top of it."""
        if before:
            self.handle.print(OTHER, "job-0", 10.0)
            self.control("fault", kind="mouth_jam")
            self.result = self.handle.print(receipt_printer.FIRST, "job-1", 10.0)
        else:
            self.result = self.handle.print(receipt_printer.FIRST, "job-1", 10.0)
            self.control("fault", kind="mouth_jam")
            refused = self.handle.print(OTHER, "job-0", 10.0)
            assert (refused.outcome, refused.reason) == ("failed", "mouth_jam")
        return self.result.outcome

    def mend(self) -> None:
        super().mend()
        self.until(self._taken)

    def _taken(self) -> bool:
        """A hand takes whatever is held out, also what comes out only now."""
        if self.control("state")["in_mouth"]:
            self.control("take")
        return self.status.state == State.READY

    def fresh(self) -> str:
        wrong = super().fresh()
        self.until(lambda: self.status.state == State.MEDIA_PRESENT)
        self.until(self._taken)
        return wrong

    def forbidden(self) -> list[str]:
        held = [event.job_id for event in self.events(SlipPresented)]
        gone = [e.job_id for e in (*self.events(SlipTaken), *self.events(SlipRetracted))]
        wrong = [] if sorted(held) == sorted(gone) else [f"held out {held}, gone {gone}"]
        wrong += ["held out twice"] if len(held) != len(set(held)) else []
        return wrong + super().forbidden()
