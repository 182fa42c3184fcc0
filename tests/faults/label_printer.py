"""Label printers: what is claimed of a label, whatever breaks, and that none comes out twice.

`before`: the fault is there before the label. `first byte`: with its first byte. `before PRINT`:
all of it has come in but the command that prints it. `middle`: half of it has come out. `after`: it
was proved.
"""

from __future__ import annotations

from drivers.label_printer import Label, Party, PrintResult
from drivers.label_printer.commands import encode
from drivers.status import State
from drivers.virtual.emulator import Emulator
from drivers.virtual.label_printer import LabelPrinterEmulator
from tests.faults import matrix
from tests.faults.matrix import Cell

KIND = "label_printer"
PARTIES = (
    Party("收", "王*例", "138****0000", "湖北省襄阳市襄城区檀溪街道****"),
    Party("寄", "样例政务服务中心", "0710-0000000", "湖北省襄阳市襄城区示例大道8号"),
)
LABELS = {
    number: Label(number, "邮政政务专递", *PARTIES) for number in ("9800000000017", "9800000000024")
}
FIRST, NEXT = LABELS.values()
BYTES = len(encode(FIRST))
MIDDLE_MM = FIRST.size_mm[1] // 2
DEADLINE_S = 3.0
SPEED_MM_S = 300

SENSORS = {
    "paper_out": (State.EMPTY, "paper_out"),
    "ribbon_out": (State.EMPTY, "ribbon_out"),
    "head_open": (State.COVER_OPEN, "head_open"),
    "cover_open": (State.COVER_OPEN, "cover_open"),
    "jam": (State.JAM, "jam"),
    "other_error": (State.FAULT, "other_error"),
}
SILENCE = {
    "mute": ("no_answer", "garbled"),
    "stall": ("no_answer", "write_stalled"),
    "garbage": ("garbled", "no_answer"),
    "disconnect": ("hung_up", "refused", "io"),
}
COMING_IN = ("first byte", "before PRINT")
MOMENTS = ("before", *COMING_IN, "middle", "after")


def _outcome(moment: str, unsure: tuple[str, ...]) -> str:
    known = {"before": "failed", "after": "done"}
    return known.get(moment, "unknown" if moment in unsure else "failed")


def _cells() -> list[Cell]:
    found: list[Cell] = []
    for fault, (state, detail) in SENSORS.items():
        for moment in MOMENTS:
            outcome = _outcome(moment, ("middle",))  # the last label of a roll may be whole
            found.append(Cell(KIND, fault, moment, state, (detail,), (outcome,)))
    for moment in MOMENTS:  # the button at the printer goes by itself, so the job waits for it
        outcome = _outcome(moment, (*COMING_IN, "middle"))
        found.append(Cell(KIND, "paused", moment, State.BUSY, ("paused",), (outcome,)))
    for fault, details in SILENCE.items():
        for moment in MOMENTS:
            outcome = _outcome(moment, (*COMING_IN, "middle"))
            found.append(Cell(KIND, fault, moment, State.DISCONNECTED, details, (outcome,)))
    ready = (State.READY, ("",))
    lost = [Cell(KIND, "half_job", moment, *ready, ("unknown",)) for moment in COMING_IN]
    lost += [Cell(KIND, "half_job", "before", *ready, ("unknown",))]
    return found + lost + [Cell(KIND, "half_job", "after", *ready, ("done",))]


CELLS = _cells()


class Stand(matrix.Stand):
    kind = KIND
    model = "tspl"

    def __init__(self, isolate: str = "thread") -> None:
        self.result = PrintResult("failed", "not_asked", b"")
        self.lay_there = 0
        super().__init__(isolate)

    def plug_in(self) -> Emulator:
        return LabelPrinterEmulator({"speed": SPEED_MM_S}, {})

    def strike(self, cell: Cell) -> str:
        when = {
            "first byte": {"byte": 0},
            "before PRINT": {"byte": BYTES - len(b"PRINT 1,1\r\n")},
            "middle": {"at": MIDDLE_MM},
        }
        if cell.moment != "after":
            self.control("fault", kind=cell.fault, **when.get(cell.moment, {}))
        if cell.moment == "before":
            self.until(lambda: self.reads(cell))
        self.result = self.handle.print(FIRST, "job-1", DEADLINE_S)
        if cell.moment == "after":
            self.control("fault", kind=cell.fault)
        return self.result.outcome

    def mend(self) -> None:
        self.lay_there = self.whole(FIRST)
        self.control("refill")
        self.control("fault", kind="none")

    def fresh(self) -> str:
        result = self.handle.print(NEXT, "job-2", 10.0)
        if result.outcome != "done":
            return f"{result.outcome} {result.reason}"
        return "" if self.whole(NEXT) == 1 else f"{self.whole(NEXT)} labels"

    def forbidden(self) -> list[str]:
        whole, outcome = self.whole(FIRST), self.result.outcome
        again = self.handle.print(FIRST, "job-1", 10.0)
        wrong = {
            f"said {outcome} of {whole} labels": (outcome, whole) in (("done", 0), ("failed", 1)),
            f"{whole} labels of one job": whole > 1,
            "it came out later": whole > self.lay_there,
            "printed twice": self.result.sent and (again.sent or self.whole(FIRST) > whole),
        }
        return [text for text, is_so in wrong.items() if is_so]

    def whole(self, label: Label) -> int:
        listed = self.control("labels")["labels"]
        return sum(one["complete"] and one["barcodes"] == [label.waybill] for one in listed)
