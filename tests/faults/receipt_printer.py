"""Receipt printers: what is claimed of a slip, whatever breaks, and that nothing comes out twice.

`before`: the fault is there before the job. Then it happens at the first byte, in the middle, when
all but the cut was printed, and right after the cut.
"""

from __future__ import annotations

import base64

from drivers.receipt_printer import Pair, PrintResult, Slip, Text
from drivers.receipt_printer.encode import Setup, encode
from drivers.receipt_printer.job import cut_of
from drivers.status import State
from drivers.virtual.emulator import Emulator
from drivers.virtual.receipt_printer import ReceiptPrinterEmulator
from tests.faults import matrix
from tests.faults.matrix import MOMENTS, Cell

FIRST = Slip(
    (Text("收件凭证", size=2), Pair("办件编号", "XC 2611 2300 0500 0423"), Text("甲" * 60))
)
NEXT = Slip((Text("收件凭证", size=2), Pair("办件编号", "XC 2611 2300 0500 0431"), Text("乙" * 60)))
DATA = {"first": encode(FIRST, Setup()), "next": encode(NEXT, Setup())}
LENGTH = len(DATA["first"])
BEFORE_CUT = LENGTH - len(cut_of(DATA["first"]))
DEADLINE_S = 1.5
SPEED_MM_S = 300

SENSORS = {
    "paper_out": (State.EMPTY, "paper_out"),
    "cover_open": (State.COVER_OPEN, "cover_open"),
    "jam": (State.JAM, "jam"),
    "cutter": (State.FAULT, "cutter"),
    "offline": (State.FAULT, "offline"),
}
SILENCE = {
    "mute": (State.DISCONNECTED, ("no_answer", "garbled")),
    "stall": (State.DISCONNECTED, ("no_answer", "write_stalled")),
    "asb_noise": (State.DISCONNECTED, ("garbled", "no_answer")),
    "disconnect": (State.DISCONNECTED, ("hung_up", "refused")),
}
BEGUN = MOMENTS[1:]


def _cells() -> list[Cell]:
    kind = "receipt_printer"
    found: list[Cell] = []
    for fault, (state, detail) in SENSORS.items():
        for moment in MOMENTS:
            # once all but the cut is out, a whole slip may lie there: the person is asked
            outcome = "unknown" if moment in MOMENTS[3:] else "failed"
            found.append(Cell(kind, fault, moment, state, (detail,), (outcome,)))
    for fault, (state, details) in SILENCE.items():
        for moment in MOMENTS:
            outcome = "failed" if moment == "before" else "unknown"
            found.append(Cell(kind, fault, moment, state, details, (outcome,)))
    low = [
        Cell(kind, "near_end", moment, State.LOW, ("paper_low",), ("done",)) for moment in MOMENTS
    ]
    half = [Cell(kind, "half_job", moment, State.READY, ("",), ("unknown",)) for moment in BEGUN]
    return found + low + half


CELLS = _cells()


class Stand(matrix.Stand):
    kind = "receipt_printer"
    model = "escpos_80mm"

    def __init__(self, isolate: str = "thread") -> None:
        self.result = PrintResult("failed", "not_asked", b"")
        self.lay_there = 0
        super().__init__(isolate)

    def plug_in(self) -> Emulator:
        return ReceiptPrinterEmulator({"speed": SPEED_MM_S}, {})

    def strike(self, cell: Cell) -> str:
        at = {
            "first byte": 0,
            "middle": LENGTH // 2,
            "before the end": BEFORE_CUT,
            "after the end": "cut",
        }.get(cell.moment)
        self.control("fault", kind=cell.fault, **({} if at is None else {"at": at}))
        if cell.moment == "before":
            self.until(lambda: self.reads(cell))
        self.result = self.handle.print(FIRST, "job-1", DEADLINE_S)
        self.lay_there = cell.moment == "before the end"  # printed, and only to be cut
        return self.result.outcome

    def mend(self) -> None:
        self.lay_there = max(self.lay_there, self.whole("first"))
        self.control("refill")
        self.control("fault", kind="none")

    def fresh(self) -> str:
        result = self.handle.print(NEXT, "job-2", 10.0)
        if result.outcome != "done":
            return f"{result.outcome} {result.reason}"
        return "" if self.whole("next") == 1 else f"{self.whole('next')} slips"

    def forbidden(self) -> list[str]:
        whole, outcome = self.whole("first"), self.result.outcome
        again = self.handle.print(FIRST, "job-1", 10.0)
        wrong = {
            f"said {outcome} of {whole} slips": (outcome, whole) in (("done", 0), ("failed", 1)),
            f"{whole} slips of one job": whole > 1,
            "it came out later": whole > self.lay_there,
            "printed twice": self.result.sent and (again.sent or self.whole("first") > whole),
        }
        return [text for text, is_so in wrong.items() if is_so]

    def whole(self, which: str) -> int:
        listed = self.control("receipts")["receipts"]
        data = [base64.b64decode(one["data_b64"]) for one in listed if one["complete"]]
        return data.count(DATA[which])
