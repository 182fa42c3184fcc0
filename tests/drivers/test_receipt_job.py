"""Printing with proof: what is claimed of a slip when the printer is well, silent or noisy."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from typing import Any

import pytest

from drivers.errors import DeviceError
from drivers.receipt_printer.escpos_80mm import Escpos80mmDriver
from drivers.spec import parse_port
from drivers.status import State
from drivers.transport import make_transport


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

BYTES = rig.BYTES
bench = rig.bench
hurry = rig.hurry
impatient = rig.impatient
until = rig.until


STATES = {
    "paper_out": (State.EMPTY, "out"),
    "near_end": (State.LOW, "low"),
    "cover_open": (State.COVER_OPEN, "ok"),
    "jam": (State.JAM, "ok"),
    "cutter": (State.FAULT, "ok"),
    "offline": (State.FAULT, "ok"),
}


@pytest.mark.parametrize("link", ["tcp", "pty"])
@pytest.mark.parametrize("echo", ["gs_r", "gs_h"])
def test_a_proved_slip_is_done_and_lies_there_whole_once(link: str, echo: str) -> None:
    with bench(link=link, echo=echo) as b:
        result = b.print()
        assert (result.outcome, result.reason) == ("done", "")
        assert b.receipts() == [(result.data, True)]
        assert result.data == BYTES


def test_a_printer_that_proves_nothing_leaves_it_open() -> None:
    with bench(echo="none") as b:
        assert (b.print().outcome, b.print("job-2").reason) == ("unknown", "no_proof")


@pytest.mark.parametrize("kind", STATES)
def test_what_the_sensors_say_becomes_a_state_and_stops_a_slip_before_a_byte_is_sent(
    kind: str,
) -> None:
    with bench() as b:
        assert b.driver.poll() == (State.READY, "")
        b.fault(kind)
        state, detail = b.driver.poll()
        assert (state, b.driver.consumables()["paper"]) == STATES[kind]
        result = b.print()
        if kind == "near_end":
            assert result.outcome == "done"
        else:
            assert (result.outcome, result.reason) == ("failed", detail)
            assert b.receipts() == []
            b.fault("none")
            assert b.print().outcome == "done"  # nothing of it was sent: the same job may try again


@pytest.mark.usefixtures("impatient")
@pytest.mark.parametrize("kind", ["mute", "stall", "asb_noise"])
def test_silence_and_noise_are_never_paper_ok(kind: str) -> None:
    with bench() as b:
        b.fault(kind)
        with pytest.raises(DeviceError) as caught:
            b.driver.poll()
        assert caught.value.state == State.UNKNOWN
        assert b.driver.consumables() == {"paper": "unknown"}
        result = b.print()
        assert result.outcome == "failed"
        assert b.receipts() == []


@pytest.mark.usefixtures("impatient")
@pytest.mark.parametrize("kind", ["mute", "stall", "asb_noise", "half_job", "disconnect"])
def test_a_slip_that_nothing_proves_is_never_done(kind: str) -> None:
    with bench(speed=600) as b:
        b.fault(kind, at=len(BYTES) // 2)
        result = b.print(deadline_s=0.5)
        assert result.outcome == "unknown", result.reason
        assert b.print().reason == "duplicate"


@pytest.mark.parametrize("percent", [25, 50, 75])
def test_paper_out_in_mid_job_fails_and_a_refill_brings_nothing_out(percent: int) -> None:
    with bench() as b:
        b.fault("paper_out", at=len(BYTES) * percent // 100)
        result = b.print()
        assert (result.outcome, result.reason) == ("failed", "paper_out")
        b.printer.control("refill", {})
        assert b.driver.poll() == (State.READY, "")
        again = b.print("job-2")
        assert again.outcome == "done"
        assert [data for data, complete in b.receipts() if complete] == [again.data]


@pytest.mark.parametrize("kind", ["cover_open", "cutter"])
def test_trouble_in_mid_job_is_told_by_name(kind: str) -> None:
    with bench() as b:
        b.fault(kind, at=len(BYTES) // 2)
        assert b.print().outcome == "failed"
        b.fault("none")
        b.driver.poll()
        assert b.print("job-2").outcome == "done"
        assert sum(complete for _data, complete in b.receipts()) == 1


@pytest.mark.usefixtures("impatient")
@pytest.mark.parametrize("link", ["tcp", "pty"])
def test_a_slip_given_up_during_a_stall_does_not_come_out_for_the_next_person(link: str) -> None:
    with bench(link=link, speed=600) as b:
        b.fault("stall", at=len(BYTES) // 2)
        assert b.print(deadline_s=0.4).outcome == "unknown"
        b.fault("none")
        until(lambda: _polls(b.driver), "the printer is not back")
        b.driver.poll()
        assert b.print("job-2").outcome == "done"
        assert sum(complete for _data, complete in b.receipts()) == 1


def _polls(driver: Escpos80mmDriver) -> bool:
    try:
        return driver.poll()[0] == State.READY
    except DeviceError:
        return False


def test_the_same_job_is_never_printed_twice() -> None:
    with bench() as b:
        assert b.print().outcome == "done"
        again = b.print()
        assert (again.outcome, again.reason) == ("failed", "duplicate")
        assert len(b.receipts()) == 1


def test_last_nights_slip_does_not_come_out_in_the_morning() -> None:
    with bench() as b:
        b.fault("paper_out", at=len(BYTES) // 2)
        b.driver.talk().send(BYTES)  # and then the power of the terminal failed
        until(lambda: b.printer.control("state", {})["sensors"]["paper_out"], "it prints on")
        spec = b.driver.spec
        b.driver.close()
        line = make_transport(parse_port(b.port))
        b.driver = Escpos80mmDriver(spec, lambda _event: None, line)
        b.driver.open()
        b.driver.poll()
        b.printer.control("refill", {})
        assert b.print("job-2").outcome == "done"
        assert [complete for _data, complete in b.receipts()] == [False, True]


def test_a_slip_stopped_at_its_cut_is_not_called_failed_for_a_whole_one_may_lie_there() -> None:
    with bench() as b:
        b.fault("paper_out", at="cut")
        assert (b.print().outcome, b.receipts()[0][1]) == ("unknown", True)
