"""Page printers: what is claimed of a page, whatever breaks, and that none comes out later.

`before`: the fault is there before the page. `handed over`: when the print server has taken the
job and not yet its document. `taken`: when it has the document, before it says so. `printing`: when
the first of two sheets is out. `after`: it was proved.
"""

from __future__ import annotations

import base64
from typing import Any

from drivers.page_printer import PrintResult
from drivers.status import State
from drivers.virtual.emulator import Emulator
from drivers.virtual.page_printer import PagePrinterEmulator
from tests.faults import matrix
from tests.faults.matrix import Cell

KIND = "page_printer"
SHEET = b"%d 0 obj << /Type /Page >> endobj\n"
FIRST, NEXT = (b"%PDF-1.7\n% " + name + b"\n" + SHEET % 1 + SHEET % 2 for name in (b"one", b"two"))
PAGE_S = 0.8
DEADLINE_S = 25.0
RUNNING = 5  # job-state (RFC 8011, 5.3.7)

STANDS = {
    "paper_out": (State.EMPTY, "paper_out"),
    "toner_out": (State.EMPTY, "toner_out"),
    "cover_open": (State.COVER_OPEN, "cover_open"),
    "jam": (State.JAM, "jam"),
    "output_full": (State.MEDIA_PRESENT, "output_full"),
    "paused": (State.DISCONNECTED, "paused"),
}
MAY_LIE_THERE = ("jam", "output_full")  # a sheet is half out, or lies on the others
UNDERWAY = ("handed over", "taken", "printing")
MOMENTS = ("before", *UNDERWAY, "after")


def _cells() -> list[Cell]:
    found: list[Cell] = []
    for fault, (state, detail) in STANDS.items():
        said = dict.fromkeys(UNDERWAY, "unknown" if fault in MAY_LIE_THERE else "failed")
        found += _row(fault, state, (detail,), said | {"before": "failed", "after": "done"})
    every = dict.fromkeys(MOMENTS, "done")
    found += _row("paper_low", State.LOW, ("paper_low",), every)
    closed = every | {"before": "failed"}  # a job that was accepted is printed
    found += _row("not_accepting", State.DISCONNECTED, ("not_accepting",), closed)
    aborted = dict.fromkeys(MOMENTS, "unknown") | {"after": "done"}
    found += _row("abort", State.READY, ("",), aborted)
    silent = dict.fromkeys(UNDERWAY, "unknown") | {"before": "failed", "after": "done"}
    found += _row("mute", State.UNKNOWN, ("spooler_hung",), silent)
    found += _row("garbage", State.UNKNOWN, ("server_error",), silent)
    unborn = silent | {"handed over": "failed"}  # the job's number never came, and no document went
    found += _row("disconnect", State.DISCONNECTED, ("no_server",), unborn)
    return found


def _row(fault: str, state: State, details: tuple[str, ...], said: dict[str, str]) -> list[Cell]:
    return [Cell(KIND, fault, moment, state, details, (said[moment],)) for moment in MOMENTS]


CELLS = _cells()


class Stand(matrix.Stand):
    kind = KIND
    model = "cups"
    patience_s = 45.0  # between people a queue is looked at every half minute

    def __init__(self, isolate: str = "thread") -> None:
        self.result = PrintResult("failed", "not_asked", b"")
        self.lay_there = 0
        super().__init__(isolate)

    def plug_in(self) -> Emulator:
        return PagePrinterEmulator({"page_s": PAGE_S}, {})

    def strike(self, cell: Cell) -> str:
        if cell.moment == "before":
            self.control("fault", kind=cell.fault)
        elif cell.moment in UNDERWAY:
            self._strike_when(cell)
        self.result = self.handle.print(FIRST, "job-1", DEADLINE_S)
        if cell.moment == "after":
            self.control("fault", kind=cell.fault)
        return self.result.outcome

    def _strike_when(self, cell: Cell) -> None:
        """Let the fault begin on the print server's own threads."""
        emulator: Any = self.emulator
        engine = emulator._engine
        name = {"handed over": "add", "taken": "hand_over", "printing": "_sheet"}[cell.moment]
        usual = getattr(engine, name)

        def then(*args: Any) -> Any:
            setattr(engine, name, usual)
            done = usual(*args)
            self.control("fault", kind=cell.fault)
            return done

        setattr(engine, name, then)

    def mend(self) -> None:
        if self.result.outcome == "unknown":  # what the printer was printing comes to its end
            self.until(lambda: self.whole(FIRST), 2 * PAGE_S + 0.5)
        self.lay_there = self.whole(FIRST)
        self.control("refill")
        self.control("fault", kind="none")

    def fresh(self) -> str:
        result = self.handle.print(NEXT, "job-2", 30.0)
        if result.outcome != "done":
            return f"{result.outcome} {result.reason}"
        return "" if self.whole(NEXT) == 1 else f"{self.whole(NEXT)} pages"

    def forbidden(self) -> list[str]:
        whole, outcome = self.whole(FIRST), self.result.outcome
        again = self.handle.print(FIRST, "job-1", 20.0)
        left = self.control("state")["jobs"]
        wrong = {
            f"said {outcome} of {whole} pages": (outcome, whole) in (("done", 0), ("failed", 1)),
            f"{whole} pages of one job": whole > 1,
            "it came out later": whole > self.lay_there,
            "printed twice": self.result.sent and (again.sent or self.whole(FIRST) > whole),
            f"{len(left)} jobs are still with the server": bool(left),
        }
        return [text for text, is_so in wrong.items() if is_so]

    def whole(self, pdf: bytes) -> int:
        pages = self.control("pages")["pages"]
        return sum(base64.b64decode(one["data_b64"]) == pdf for one in pages)
