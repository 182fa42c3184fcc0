"""Whatever breaks, whenever: told by name, nothing claimed, nothing twice, back by itself."""

from __future__ import annotations

from typing import Any

import pytest

from drivers import registry
from drivers.receipt_printer import PrintResult
from drivers.receipt_printer.conversation import Conversation
from drivers.receipt_printer.escpos_80mm import Escpos80mmDriver
from drivers.receipt_printer.replies import Condition
from drivers.spec import parse_port
from drivers.status import State
from drivers.transport import make_transport
from tests.faults import matrix
from tests.faults.matrix import Cell, run_cell, stand_of

CELLS = {cell.name: cell for cell in matrix.cells()}
SAMPLE = (
    "receipt_printer-paper_out-middle",
    "code_scanner-partial-before_the_end",
)
LOSSES = (
    "receipt_printer-paper_out-middle",
    "receipt_printer-mute-middle",
    "receipt_printer-cover_open-before_the_end",
)


OWED = {"camera", "keypad", "label_printer", "page_printer", "smart_card"}
"""Kinds whose table is still to be written; their own tests break them meanwhile."""


def test_every_kind_has_a_table_and_every_fault_of_its_emulator_stands_in_it() -> None:
    tables = matrix.modules()
    assert set(tables) | OWED == set(registry.kinds())
    assert not OWED & set(tables), "it is written: it is owed no more"
    for kind, module in tables.items():
        faults = set(registry.model(kind, module.Stand.model).faults)
        faults |= set(module.Stand.plug_in(module.Stand.__new__(module.Stand)).faults)
        assert faults <= {cell.fault for cell in module.CELLS}, kind


@pytest.mark.parametrize("name", SAMPLE)
def test_a_sample_of_the_matrix(name: str) -> None:
    assert run_cell(stand_of(CELLS[name]), CELLS[name]).wrong == []


@pytest.mark.long
@pytest.mark.parametrize("name", sorted(CELLS))
def test_every_cell_of_the_matrix(name: str) -> None:
    assert run_cell(stand_of(CELLS[name]), CELLS[name]).wrong == []


@pytest.mark.long
@pytest.mark.parametrize("name", sorted(n for n in CELLS if "middle" in n and "engine" not in n))
def test_the_same_holds_of_a_driver_in_a_process_of_its_own(name: str) -> None:
    assert run_cell(stand_of(CELLS[name]), CELLS[name], "process").wrong == []


class AssumesOk(Escpos80mmDriver):
    """What such drivers do elsewhere: silence is taken for "fine", and sent for printed."""

    def open(self) -> None:
        self._transport.open()
        self._talk = Conversation(self._transport)

    def poll(self) -> tuple[State, str]:
        self._paper = "ok" if Condition().prints else "out"
        return State.READY, ""

    def print_bytes(self, data: bytes, job_id: str, deadline_s: float) -> PrintResult:
        self._transport.write(data, deadline_s)
        return PrintResult("done", "", data, sent=True)


def _weak(spec: Any, emit: Any) -> AssumesOk:
    spec = registry.with_defaults(spec)
    return AssumesOk(spec, emit, make_transport(parse_port(spec.port)))


@pytest.mark.parametrize("name", LOSSES)
def test_a_driver_that_assumes_ok_fails_it(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(registry, "make", _weak)
    monkeypatch.setattr(matrix, "WAIT_S", 1.0)
    cell: Cell = CELLS[name]
    wrong = matrix.run_cell(stand_of(cell), cell).wrong
    assert any(text.startswith("said done") for text in wrong), wrong
    assert any(text.startswith("reads ready") for text in wrong), wrong
