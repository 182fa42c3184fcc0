"""The printer as the terminal sees it: found, lost, waited for; and a printer written by hand."""

from __future__ import annotations

import importlib.util
import sys
import threading
from pathlib import Path
from typing import Any

import pytest

from drivers.receipt_printer import (
    PrintResult,
)
from drivers.receipt_printer.escpos_80mm import MODEL
from drivers.spec import parse_port
from drivers.status import State
from drivers.transport import make_transport
from drivers.virtual.receipt_printer import ReceiptPrinterEmulator


def _load() -> Any:
    path = Path(__file__).with_name("receipt_bench.py")
    spec = importlib.util.spec_from_file_location("receipt_bench", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


rig = _load()

SLIP = rig.SLIP
bench = rig.bench
foreign = rig.foreign
hurry = rig.hurry
impatient = rig.impatient
reader = rig.reader
terminal = rig.terminal
until = rig.until


def test_a_pulled_plug_is_noticed_and_the_printer_found_again() -> None:
    with bench() as b:
        b.driver.close()
        with terminal(b.port) as (_devices, handle, states):
            until(lambda: handle.status.state == State.READY, "never ready")
            b.fault("disconnect")
            until(lambda: handle.status.state == State.DISCONNECTED, "loss not noticed")
            assert handle.print(SLIP, "job-1", 1.0).outcome == "failed"
            b.fault("none")
            until(lambda: handle.status.state == State.READY, "never back")
            assert handle.print(SLIP, "job-1", 10.0).outcome == "done"
            assert states[:3] == [State.READY, State.DISCONNECTED, State.READY]


@pytest.mark.usefixtures("impatient")
def test_a_mute_printer_is_unknown_and_then_disconnected() -> None:
    with bench() as b:
        b.driver.close()
        with terminal(b.port) as (_devices, handle, states):
            until(lambda: handle.status.state == State.READY, "never ready")
            b.fault("mute")
            until(lambda: handle.status.state == State.DISCONNECTED, "mute not noticed")
            assert states == [State.READY, State.UNKNOWN, State.DISCONNECTED]


def test_a_job_waits_its_turn_at_most_until_its_deadline() -> None:
    with bench(speed=300) as b:
        b.driver.close()
        with terminal(b.port) as (_devices, handle, _states):
            until(lambda: handle.status.state == State.READY, "never ready")
            first: list[PrintResult] = []
            other = threading.Thread(target=lambda: first.append(handle.print(SLIP, "a", 15.0)))
            other.start()
            until(lambda: bool(b.receipts()), "the first job never began")
            second = handle.print(SLIP, "b", 0.1)
            other.join()
            assert first[0].outcome == "done"
            assert second.outcome == "failed"
            assert len(b.receipts()) == 1


def test_the_printer_tells_its_serial_number_when_asked_to() -> None:
    with bench(identify=True) as b:
        b.driver.poll()
        assert b.driver.serial == "VP80-000001"


def test_the_emulator_obeys_real_time_commands_inside_a_picture() -> None:
    with bench() as b:
        line = make_transport(parse_port(b.port))
        line.open()
        line.write(b"\x1dv0\x00\x03\x00\x01\x00\x10\x04\x01\x0a\x10\x04", 1.0)
        line.write(b"\x02\x1dr\x01\x1dI\x43", 1.0)
        got = b""
        while len(got) < 9:
            got += line.read(2.0)
        line.close()
        assert got == b"\x12\x12\x00\x5fVP-80\x00"[: len(got)]


def test_wrong_control_commands_are_refused_with_a_reason() -> None:
    with bench() as b:
        for do, args in (
            ("explode", {}),
            ("fault", {"kind": "flood"}),
            ("fault", {"kind": "jam", "at": -1}),
            ("picture", {"n": 1}),
            ("speed", {"mm_s": 0}),
        ):
            with pytest.raises(ValueError, match=r"\w"):
                b.printer.control(do, args)
        assert set(ReceiptPrinterEmulator.faults) == set(MODEL.faults)


def test_a_printer_written_by_hand_takes_a_slip_whole_and_an_empty_one_none() -> None:
    other, reader = foreign("escpos_printer"), foreign("escpos_reader")
    printer = other.Printer()
    with terminal(printer.port) as (_devices, handle, _states):
        until(lambda: handle.status.state == State.READY, "never ready")
        result = handle.print(SLIP, "job-1", 10.0)
        assert (result.outcome, result.reason) == ("done", "")
        assert printer.slips == [result.data]
        paper = reader.read(result.data)
        assert "XC 2611 2300 0500 0423" in paper.text()
        assert paper.codes() == ["https://verify.example/7K3M-9QXA"]
        printer.empty_after = 300
        failed = handle.print(SLIP, "job-2", 10.0)
        assert (failed.outcome, failed.reason) == ("failed", "paper_out")
        printer.refill()
        until(lambda: handle.status.state == State.READY, "not ready after the refill")
        assert handle.print(SLIP, "job-3", 10.0).outcome == "done"
        assert printer.slips == [result.data, result.data]
    printer.close()
