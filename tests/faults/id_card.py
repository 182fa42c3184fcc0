"""Readers of identity cards: no answer, however spoiled, becomes a person who is not there.

`before`: the reader itself is silent or spoiled before anybody is asked. `first byte`: the answer
to "find". `middle`: the answer that carries the card. `before the end`: the chip's number, by which
the card is proved to be the same. `after the end`: the card was read and still lies there.
"""

from __future__ import annotations

import runpy
from collections.abc import Mapping
from pathlib import Path
from typing import Any, ClassVar

from drivers.events import CardBusy, CardRead, CardTrouble
from drivers.status import State
from drivers.virtual.emulator import Emulator
from drivers.virtual.id_card import IdCardEmulator
from drivers.virtual.id_card_faults import BYTE_FAULTS
from tests.faults import matrix
from tests.faults.matrix import Cell

KIND = "id_card"
PEOPLE = {
    name: told[0]
    for name, told in runpy.run_path(
        str(Path(__file__).parents[1] / "foreign" / "id_card_blocks.py")
    )["CARDS"].items()
}
ON = {"first byte": "find", "middle": "read", "before the end": "chip", "after the end": "find"}
LOST = ("hung_up", "no_port", "io")
SILENT = ("no_answer", "garbled")


def _cells() -> list[Cell]:
    ready = (State.READY, ("",))
    found = [Cell(KIND, fault, moment, *ready, ("read",)) for moment in ON for fault in BYTE_FAULTS]
    found += [
        Cell(KIND, "no_answer", "before", State.DISCONNECTED, SILENT, ("nothing", "link")),
        Cell(KIND, "bad_checksum", "before", State.DISCONNECTED, SILENT, ("nothing", "link")),
        Cell(KIND, "module_fault", "before", State.FAULT, ("module_fault",), ("module",)),
        Cell(KIND, "not_an_id_card", "before", *ready, ("not_an_id_card",)),
        Cell(KIND, "short_block", "before", *ready, ("read",)),
        Cell(KIND, "echo", "before", *ready, ("read",)),
        Cell(KIND, "card_gone_mid_read", "middle", *ready, ("read", "disturbed")),
        Cell(KIND, "swap_mid_read", "middle", *ready, ("read", "disturbed")),
        Cell(KIND, "hang_up", "before", State.DISCONNECTED, LOST, ("nothing",)),
        Cell(KIND, "hang_up", "middle", State.DISCONNECTED, LOST, ("link", "read")),
        Cell(KIND, "hang_up", "after the end", State.DISCONNECTED, LOST, ("read",)),
    ]
    return found


CELLS = _cells()


class Stand(matrix.Stand):
    kind = KIND
    model = "sam_v"
    options: ClassVar[Mapping[str, Any]] = {"pause_ms": 0}

    def plug_in(self) -> Emulator:
        return IdCardEmulator({"delay_ms": 20, "throttle": False}, PEOPLE)

    def strike(self, cell: Cell) -> str:
        if cell.moment == "before":
            return self._before(cell)
        if cell.moment != "after the end" and cell.fault != "hang_up":
            self.control("fault", kind=cell.fault, on=ON[cell.moment], at=1)
        self.handle.arm("r1")
        self.control("card", name="resident")
        if cell.fault == "hang_up" and cell.moment == "middle":
            self.until(lambda: self.events(CardBusy))
            self.control("fault", kind="hang_up", at=1)
        self.until(lambda: self.said("r1") != "nothing")
        if cell.moment == "after the end":
            args = {"at": 1} if cell.fault == "hang_up" else {"on": "find", "at": 1}
            self.control("fault", kind=cell.fault, **args)
            self.until(lambda: self.status.state != State.READY, 1.2)
        return self.said("r1")

    def _before(self, cell: Cell) -> str:
        args = {"at": 1} if cell.fault == "hang_up" else {"on": "any", "at": 0}
        self.control("fault", kind=cell.fault, **args)
        if cell.fault == "hang_up":
            self.until(lambda: self.reads(cell))
            return self.said("r1")
        self.handle.arm("r1")
        if cell.fault not in ("no_answer", "bad_checksum"):
            self.control("card", name="resident")
        self.until(lambda: self.said("r1") != "nothing" or (self.reads(cell) and not _ready(cell)))
        return self.said("r1")

    def said(self, request: str) -> str:
        if any(event.request_id == request for event in self.events(CardRead)):
            return "read"
        told = [e.reason for e in self.events(CardTrouble) if e.request_id == request]
        return told[-1] if told else "nothing"

    def mend(self) -> None:
        self.handle.disarm()
        self.control("fault", kind="none")
        self.control("card", name="none")

    def fresh(self) -> str:
        self.until(lambda: False, 1.5)  # the card must be seen to have left
        self.handle.arm("r2")
        self.control("card", name="long-term")
        self.until(lambda: self.said("r2") != "nothing", 15.0)
        return "" if self.said("r2") == "read" else self.said("r2")

    def forbidden(self) -> list[str]:
        laid = {"r1": {"resident"}, "r2": {"long-term"}}
        numbers = {
            request: {PEOPLE[name]["number"] for name in names} for request, names in laid.items()
        }
        numbers["r1"].add(PEOPLE["foreigner-2017"]["number"])  # whom swap_mid_read lays there
        return [
            f"{event.request_id} was told of somebody else"
            for event in self.events(CardRead)
            if event.record.number not in numbers.get(event.request_id, set())
        ]


def _ready(cell: Cell) -> bool:
    return cell.state == State.READY
