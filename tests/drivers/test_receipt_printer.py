"""Printing with proof: what the printer says, what it does not say, and what is claimed of it."""

from __future__ import annotations

import base64
import importlib.util
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from drivers import registry
from drivers.device_set import DeviceSet, open_devices
from drivers.errors import DeviceError, LinkLostError, NoAnswerError
from drivers.events import Event, StatusChanged
from drivers.receipt_printer import (
    Pair,
    PrintResult,
    Qr,
    ReceiptHandle,
    Slip,
    Text,
    conversation,
    job,
)
from drivers.receipt_printer.encode import Setup, encode
from drivers.receipt_printer.escpos_80mm import MODEL, Escpos80mmDriver
from drivers.receipt_printer.replies import AUTOMATIC, NOISE, PAPER, REAL_TIME, Replies
from drivers.spec import DeviceSpec, parse_port
from drivers.status import State
from drivers.transport import make_transport
from drivers.virtual.receipt_printer import ReceiptPrinterEmulator

HERE = Path(__file__).parent
SLIP = Slip(
    (
        Text("襄城区就近办", size=2, bold=True, align="center"),
        Pair("办件编号", "XC 2611 2300 0500 0423", size=2),
        Pair("申请人", "样𠮷"),
        Qr("https://verify.example/7K3M-9QXA", note="扫一扫"),
        Text("咨询电话 12345"),
    )
)
BYTES = encode(SLIP, Setup())


def foreign(name: str) -> Any:
    spec = importlib.util.spec_from_file_location(
        f"foreign_{name}", HERE.parent / f"foreign/{name}.py"
    )
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture(autouse=True)
def _hurry(monkeypatch: pytest.MonkeyPatch) -> None:
    """Waits that only cost time here: the silence after a question that stayed open."""
    monkeypatch.setattr(conversation, "QUIET_S", 0.05)
    monkeypatch.setattr(job, "LOOK_EVERY_S", 0.1)
    monkeypatch.setattr(job, "SLOWEST_MM_S", 3000.0)


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """For tests of silence: what should answer does so within 0.2 s."""
    monkeypatch.setattr(conversation, "ANSWER_S", 0.2)


class Bench:
    """A driver that the test calls itself, and the virtual printer that it is plugged into."""

    def __init__(self, link: str = "tcp", speed: object = "fast", **options: Any) -> None:
        self.printer = ReceiptPrinterEmulator({"link": link, "speed": speed}, {})
        self.port = self.printer.start()
        spec = DeviceSpec("receipt", "receipt_printer", "escpos_80mm", self.port, options)
        self.driver = Escpos80mmDriver(spec, _nobody, make_transport(parse_port(self.port)))
        self.driver.open()

    def fault(self, kind: str, at: int | None = None) -> None:
        self.printer.control("fault", {"kind": kind, **({} if at is None else {"at": at})})

    def print(self, job: str = "job-1", deadline_s: float = 10.0) -> PrintResult:
        return self.driver.print_slip(SLIP, job, deadline_s)

    def receipts(self) -> list[tuple[bytes, bool]]:
        listed = self.printer.control("receipts", {})["receipts"]
        return [(base64.b64decode(one["data_b64"]), one["complete"]) for one in listed]

    def close(self) -> None:
        self.driver.close()
        self.printer.stop()


def _nobody(_event: Event) -> None:
    pass


@contextmanager
def bench(**how: Any) -> Iterator[Bench]:
    made = Bench(**how)
    try:
        yield made
    finally:
        made.close()


@contextmanager
def terminal(port: str, **options: Any) -> Iterator[tuple[DeviceSet, ReceiptHandle, list[str]]]:
    spec = DeviceSpec("receipt", "receipt_printer", "escpos_80mm", port, options)
    assert registry.problems(spec) == []
    states: list[str] = []

    def note(event: Event) -> None:
        if isinstance(event, StatusChanged):
            states.append(event.status.state)

    devices = open_devices([spec], note)
    try:
        handle = devices.handle("receipt", ReceiptHandle)
        assert handle is not None
        yield devices, handle, states
    finally:
        assert devices.stop()


def until(true: Callable[[], bool], what: str) -> None:
    end = time.monotonic() + 20
    while not true():
        assert time.monotonic() < end, what
        time.sleep(0.02)


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


STATES = {
    "paper_out": (State.EMPTY, "out"),
    "near_end": (State.LOW, "low"),
    "cover_open": (State.COVER_OPEN, "ok"),
    "jam": (State.JAM, "ok"),
    "cutter": (State.FAULT, "ok"),
    "offline": (State.FAULT, "ok"),
}


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


def _opens(driver: Escpos80mmDriver) -> bool:
    try:
        driver.open()
    except DeviceError:
        return False
    return True


def test_the_same_job_is_never_printed_twice() -> None:
    with bench() as b:
        assert b.print().outcome == "done"
        again = b.print()
        assert (again.outcome, again.reason) == ("failed", "duplicate")
        assert len(b.receipts()) == 1


class ScriptedLine:
    """A line to a printer that the test writes itself: `answer` gets what is sent."""

    def __init__(self, answer: Callable[[bytes], bytes]) -> None:
        self.answer = answer
        self.inbox = b""

    def open(self) -> None:
        pass

    def close(self) -> None:
        pass

    def write(self, data: bytes, timeout_s: float) -> None:
        self.inbox += self.answer(data)

    def read(self, timeout_s: float, limit: int = 4096) -> bytes:
        if not self.inbox:
            time.sleep(min(timeout_s, 0.02))
        data, self.inbox = self.inbox[:limit], self.inbox[limit:]
        return data

    def drain(self, quiet_s: float, limit_s: float = 2.0) -> bytes:
        return self.read(0.0)


def scripted(answer: Callable[[bytes], bytes]) -> Escpos80mmDriver:
    spec = DeviceSpec("receipt", "receipt_printer", "escpos_80mm", "tcp://127.0.0.1:9")
    driver = Escpos80mmDriver(spec, _nobody, ScriptedLine(answer))
    driver.open()
    return driver


def well(data: bytes) -> bytes:
    if data[:2] == b"\x10\x04":
        return b"\x12"
    return b"\x00" if data[:2] == b"\x1dr" else b""


def test_one_stray_byte_that_looks_like_an_echo_proves_nothing() -> None:
    asked: list[bytes] = []

    def printing(data: bytes) -> bytes:
        if data[:2] == b"\x1dr":
            asked.append(data)
            return b"\x00" if len(asked) == 1 else b""  # busy: the echo of the slip never comes
        stray = b"\x00" if data.endswith(b"\x1dV\x00") else b""
        return stray + well(data)

    assert scripted(printing).print_slip(SLIP, "job", 0.5).outcome == "unknown"


@pytest.mark.parametrize("junk", [b"\xff", b"?", b"\x07", b"\x80\x80", b"\x10\xff"])
def test_noise_beside_the_right_answers_leaves_it_open(junk: bytes) -> None:
    def noisy(data: bytes) -> bytes:
        return well(data) + (junk if data.endswith(b"\x1dV\x00") else b"")

    result = scripted(noisy).print_slip(SLIP, "job", 2.0)
    assert (result.outcome, result.reason) == ("unknown", "noise")


def test_automatic_status_between_the_answers_disturbs_nothing() -> None:
    def chatty(data: bytes) -> bytes:
        return b"\x14\x00\x00\x0f" + well(data) + b"\x14\x00\x00\x0f"

    driver = scripted(chatty)
    assert driver.poll() == (State.READY, "")
    assert driver.print_slip(SLIP, "job", 2.0).outcome == "done"


@pytest.mark.usefixtures("impatient")
def test_automatic_status_alone_can_tell_of_trouble_but_never_of_well_being() -> None:
    told = [b"\x12"]

    def one_way(data: bytes) -> bytes:
        return told[0] if data[:2] == b"\x10\x04" else b""

    driver = scripted(one_way)
    told[0] = b"\x18\x00\x0f\x0f"
    assert driver.poll() == (State.EMPTY, "paper_out")
    told[0] = b"\x10\x00\x00\x0f"
    with pytest.raises(NoAnswerError):
        driver.poll()


class LateLine(ScriptedLine):
    """Every answer comes `delay_s` after its question."""

    def __init__(self, delay_s: float) -> None:
        super().__init__(well)
        self.delay_s = delay_s
        self.coming: list[tuple[float, bytes]] = []

    def write(self, data: bytes, timeout_s: float) -> None:
        self.coming.append((time.monotonic() + self.delay_s, self.answer(data)))

    def read(self, timeout_s: float, limit: int = 4096) -> bytes:
        until = time.monotonic() + timeout_s
        while not self.coming or self.coming[0][0] > time.monotonic():
            if time.monotonic() >= until:
                return b""
            time.sleep(0.002)
        return self.coming.pop(0)[1]


@pytest.mark.parametrize("delay", [1.2, 1.7, 2.5])
def test_a_late_answer_is_never_credited_to_a_whole_round(
    delay: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(conversation, "ANSWER_S", 0.06)
    spec = DeviceSpec("receipt", "receipt_printer", "escpos_80mm", "tcp://127.0.0.1:9")
    line = LateLine(0.06 * delay)
    driver = Escpos80mmDriver(spec, _nobody, line)
    for _ in range(3):
        with pytest.raises(NoAnswerError):
            driver.open()
    line.delay_s = 0.0
    until(lambda: _opens(driver), "the printer is not back")
    assert driver.poll() == (State.READY, "")


def test_clones_that_set_one_bit_of_a_pair_are_believed() -> None:
    for paper, state in ((0x16, State.LOW), (0x1A, State.LOW), (0x32, State.EMPTY)):

        def clone(data: bytes, paper: int = paper) -> bytes:
            return bytes((paper,)) if data == b"\x10\x04\x04" else well(data)

        assert scripted(clone).poll()[0] == state


@settings(max_examples=200, deadline=None)
@given(st.lists(st.binary(min_size=1, max_size=12), max_size=12))
def test_any_bytes_from_a_printer_are_told_apart_without_loss(pieces: list[bytes]) -> None:
    replies = Replies()
    out = [reply for piece in pieces for reply in replies.feed(piece)] + replies.flush()
    whole = b"".join(pieces)
    seen = b"".join(reply.data for reply in out)
    uninteresting = whole.replace(b"\x37\x25\x00", b"").translate(None, b"\x11\x13")
    assert (
        len(seen) >= len(uninteresting.translate(None, b"\x37\x25\x00")) - whole.count(b"\x5f") * 80
    )
    for reply in out:
        if reply.kind == REAL_TIME:
            assert reply.data[0] & 0x93 == 0x12
        if reply.kind == AUTOMATIC:
            assert len(reply.data) == 4
            assert reply.data[0] & 0x93 == 0x10


def test_split_blocks_are_one_block_and_broken_ones_noise() -> None:
    replies = Replies()
    assert replies.feed(b"\x14\x00") == []
    assert [reply.kind for reply in replies.feed(b"\x00\x0f\x12")] == [AUTOMATIC, REAL_TIME]
    assert [r.kind for r in replies.feed(b"\x14\x00\x12\x00")] == [NOISE, REAL_TIME, PAPER]
    assert replies.feed(b"\x14") == []
    assert [reply.kind for reply in replies.flush()] == [NOISE]


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


def test_a_lost_line_in_mid_job_is_open_not_failed() -> None:
    def cut_off(data: bytes) -> bytes:
        if b"\x1b@" in data:
            raise LinkLostError("hung_up")
        return well(data)

    result = scripted(cut_off).print_slip(SLIP, "job", 2.0)
    assert (result.outcome, result.reason) == ("unknown", "hung_up")
