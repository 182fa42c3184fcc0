"""Whatever breaks, whenever: told by name, nothing claimed, nothing twice, back by itself."""

from __future__ import annotations

import random
from typing import Any

import pytest

from drivers import registry
from drivers.driver import Driver
from drivers.label_printer.job import Talk
from drivers.label_printer.tspl import TsplDriver
from drivers.page_printer import cups
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
    "label_printer-mute-middle",
)


DRAWN_FROM = ("keypad", "code_scanner", "code_scanner evdev_wedge")
"""Devices whose cells take a second: one of theirs, another one each time."""


def test_every_emulator_has_a_table_and_every_fault_of_its_closed_list_stands_in_it() -> None:
    tables, faults = matrix.modules(), matrix.emulators()
    assert set(tables) == set(faults)
    assert {kind.partition(" ")[0] for kind in tables} == set(registry.kinds())
    for device, module in tables.items():
        assert {cell.device for cell in module.CELLS} == {device}
        assert {cell.fault for cell in module.CELLS} >= set(faults[device]), device
    assert len(CELLS) == len(matrix.cells()), "two cells of one name"


@pytest.mark.parametrize("name", SAMPLE)
def test_a_sample_of_the_matrix(name: str) -> None:
    assert run_cell(stand_of(CELLS[name]), CELLS[name]).wrong == []


def test_a_cell_drawn_from_the_matrix() -> None:
    cell = random.choice([cell for cell in matrix.cells() if cell.device in DRAWN_FROM])
    assert (cell.name, run_cell(stand_of(cell), cell).wrong) == (cell.name, [])


@pytest.fixture
def hurry(monkeypatch: pytest.MonkeyPatch) -> None:
    """Looks at a page printer that are half a minute apart; docs/faults.md has them as they are."""
    monkeypatch.setattr(cups, "REST_POLL_S", 2.0)
    monkeypatch.setattr(cups, "TROUBLE_POLL_S", 1.0)
    monkeypatch.setattr(cups, "TROUBLE_S", 1.0)
    monkeypatch.setattr(cups, "ASK_S", 2.0)


@pytest.mark.long
@pytest.mark.parametrize("name", sorted(CELLS))
@pytest.mark.usefixtures("hurry")
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


class LabelsAssumedOk(TsplDriver):
    """The same of a label printer: what the line took was printed."""

    def open(self) -> None:
        self._transport.open()
        self._talk = Talk(self._transport, "basic")

    def poll(self) -> tuple[State, str]:
        return State.READY, ""

    def print_bytes(self, data: bytes, job_id: str, deadline_s: float) -> PrintResult:
        self._transport.write(data, deadline_s)
        return PrintResult("done", "", data, sent=True)


WEAK: dict[str, Any] = {"receipt_printer": AssumesOk, "label_printer": LabelsAssumedOk}


def _weak(spec: Any, emit: Any) -> Driver:
    spec = registry.with_defaults(spec)
    return WEAK[spec.kind](spec, emit, make_transport(parse_port(spec.port)))


@pytest.mark.parametrize("name", LOSSES)
def test_a_driver_that_assumes_ok_fails_it(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(registry, "make", _weak)
    monkeypatch.setattr(matrix, "WAIT_S", 1.0)
    cell: Cell = CELLS[name]
    wrong = matrix.run_cell(stand_of(cell), cell).wrong
    assert any(text.startswith("said done") for text in wrong), wrong
    assert any(text.startswith("reads ready") for text in wrong), wrong
