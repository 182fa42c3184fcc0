"""A driver keeps one contract in a thread and in a process; a hanging library costs only itself."""

from __future__ import annotations

import logging
import os
import pickle
import queue
import signal
import socket
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from drivers.device_set import open_devices
from drivers.errors import DeviceError, LinkLostError, NoAnswerError
from drivers.events import CardBusy, CodeScanned, Event, StatusChanged
from drivers.isolation import far, wire
from drivers.isolation.far import FarDriver
from drivers.receipt_printer import ReceiptHandle, Slip, Text
from drivers.spec import DeviceSpec
from drivers.status import DeviceStatus, State, Who
from drivers.virtual.receipt_printer import ReceiptPrinterEmulator
from drivers.worker import Worker
from tests.drivers.played import CHILD, Played

SPEC = DeviceSpec("reader", "id_card", "sam_v", "serial:///dev/none")
WAIT_S = 20.0
SLIP = Slip((Text("收件凭证"),))


class Stand:
    """A worker on a played device, here or in a child, and what it told."""

    def __init__(self, isolate: str) -> None:
        self.told: queue.Queue[Event] = queue.Queue()
        self.far: FarDriver | None = None
        self.worker = Worker(SPEC, self._maker(isolate), self.told.put)
        self.worker.start()
        self.until(State.READY)

    def _maker(self, isolate: str) -> Callable[[Callable[[Event], None]], FarDriver | Played]:
        def make(emit: Callable[[Event], None]) -> FarDriver | Played:
            if isolate == "thread":
                return Played(SPEC, emit)
            self.far = FarDriver(SPEC, emit, CHILD)
            return self.far

        return make

    def do(self, name: str, *args: object, deadline_s: float = WAIT_S) -> object:
        call = self.worker.submit(lambda driver: getattr(driver, name)(*args), deadline_s)
        return call.result(WAIT_S)

    def until(self, state: State, detail: str = "") -> DeviceStatus:
        while True:
            event = self.told.get(timeout=WAIT_S)
            if not isinstance(event, StatusChanged):
                continue
            if (event.status.state, event.status.detail) == (state, detail):
                return event.status


@pytest.fixture(params=["thread", "process"])
def stand(request: pytest.FixtureRequest) -> Iterator[Stand]:
    made = Stand(request.param)
    yield made
    assert made.worker.stop(10)


@pytest.fixture
def child() -> Iterator[Stand]:
    made = Stand("process")
    yield made
    assert made.worker.stop(10)


def test_states_consumables_serials_results_and_losses_are_the_same_from_a_thread_and_a_process(
    stand: Stand,
) -> None:
    assert stand.worker.status.serial == "S1"
    assert dict(stand.worker.status.consumables) == {"paper": "low"}
    data, text, pid = stand.do("mirror", bytes(range(256)) * 300, "样𠮷")  # type: ignore[misc]
    assert (data, text) == (bytes(range(256)) * 300, "样𠮷")
    assert (pid == os.getpid()) is (stand.far is None)
    stand.do("plan", "busy")
    stand.until(State.BUSY, "feed_button")
    with pytest.raises(NoAnswerError) as refused:
        stand.do("refuse")
    assert refused.value.code == "write_stalled"
    stand.do("plan", "lost")
    assert stand.until(State.DISCONNECTED, "hung_up").who == Who.STAFF
    assert stand.until(State.READY).serial == "S2"
    stand.do("plan", "silent")
    assert stand.until(State.UNKNOWN, "no_answer").who == Who.NOBODY


def test_a_wish_taken_back_counts_at_once_and_what_is_told_for_it_later_reaches_nobody(
    stand: Stand,
) -> None:
    stand.worker.intend("r1")
    call = stand.worker.submit(lambda driver: driver.until_withdrawn(), WAIT_S)
    while not isinstance(event := stand.told.get(timeout=WAIT_S), CardBusy):
        pass
    assert event.request_id == "r1"  # told in the middle of the command, not after it
    stand.worker.intend("r2")
    assert call.result(WAIT_S) == "r2"
    stand.do("tell", "r2")
    found = [event for event in _drain(stand.told) if isinstance(event, CodeScanned)]
    if stand.far is not None:  # in a thread the driver itself must look, as its own tests show
        assert [event.request_id for event in found] == ["r2"]


def _drain(told: queue.Queue[Event]) -> list[Event]:
    found: list[Event] = []
    while not told.empty():
        found.append(told.get())
    return found


def test_a_bug_costs_its_own_device_only_and_no_text_of_it_is_logged_or_told(
    stand: Stand, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    with pytest.raises(DeviceError) as caught:
        stand.do("break_")
    assert caught.value.code == "bug"
    stand.until(State.FAULT, "bug")
    stand.until(State.READY)
    stand.do("plan", "bug")
    stand.until(State.FAULT, "bug")
    stand.until(State.READY)
    said = f"{caught.value} {caplog.text}"
    assert "样" not in said
    assert "4299" not in said


def test_what_hangs_past_its_deadline_is_killed_and_a_fresh_child_serves(
    child: Stand, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(far, "GRACE_S", 0.1)
    assert child.far is not None
    before = child.far.pid
    with pytest.raises(LinkLostError) as caught:
        child.do("hang", deadline_s=0.1)
    assert caught.value.code == "hung"
    assert child.until(State.FAULT, "hung").who == Who.ENGINEER
    child.until(State.READY)
    assert child.far.pid not in (None, before)
    assert not Path(f"/proc/{before}").exists()
    data, text, pid = child.do("mirror", b"1", "2")  # type: ignore[misc]
    assert (data, text, pid) == (b"1", "2", child.far.pid)


def test_a_library_that_crashes_takes_its_child_with_it_and_nothing_else(child: Stand) -> None:
    with pytest.raises(LinkLostError) as caught:
        child.do("die")
    assert caught.value.code == "died"
    child.until(State.FAULT, "died")
    child.until(State.READY)


def test_a_result_that_cannot_cross_is_a_bug_of_the_driver(child: Stand) -> None:
    with pytest.raises(DeviceError) as caught:
        child.do("unsendable")
    assert caught.value.code == "bug"


def test_no_child_outlives_the_worker_even_one_that_hangs() -> None:
    stand = Stand("process")
    assert stand.far is not None
    pid = stand.far.pid
    stand.worker.submit(lambda driver: driver.hang(), WAIT_S)
    assert stand.worker.stop(10)
    assert not Path(f"/proc/{pid}").exists()


def test_a_child_ends_when_the_terminal_was_killed() -> None:
    ours, theirs = socket.socketpair()
    with subprocess.Popen([*CHILD, str(theirs.fileno())], pass_fds=(theirs.fileno(),)) as process:
        theirs.close()
        channel = wire.Channel(ours)
        channel.send(("spec", SPEC))
        assert channel.receive(WAIT_S) is not None
        channel.send(("call", 1, "hang", ()))
        channel.close()
        assert process.wait(WAIT_S) == 0


class _Harm:
    def __reduce__(self) -> tuple[object, ...]:
        return os.mkdir, ("/tmp/jinban-harm",)


@pytest.mark.parametrize(
    "body",
    [
        pickle.dumps((_Harm(),)),
        pickle.dumps((threading.Event,)),
        b"cdrivers.speaker.engine_link\nsubprocess\n.",
        b"cdrivers.isolation.far\nFarDriver\n(tR.",
        pickle.dumps(["no tuple"]),
        b"",
        b"\x80\x05rubbish",
    ],
)
def test_an_overrun_child_cannot_make_the_terminal_run_anything(body: bytes) -> None:
    ours, theirs = socket.socketpair()
    with ours, theirs:
        theirs.sendall(wire.HEAD.pack(len(body)) + body)
        with pytest.raises(wire.WireError):
            wire.Channel(ours).receive(1.0)
    assert not Path("/tmp/jinban-harm").exists()


def test_a_line_that_nobody_reads_is_given_up_in_time() -> None:
    ours, theirs = socket.socketpair()
    with ours, theirs, pytest.raises(TimeoutError):
        wire.Channel(ours).send(("call", 1, "x", (bytes(1 << 24),)), 0.1)


def test_a_slip_whose_driver_was_killed_is_unknown_and_is_not_printed_again() -> None:
    printer = ReceiptPrinterEmulator({"speed": 100}, {})
    port = printer.start()
    spec = DeviceSpec("receipt", "receipt_printer", "escpos_80mm", port, isolate="process")
    devices = open_devices([spec], lambda _event: None)
    handle = devices.handle("receipt", ReceiptHandle)
    assert handle is not None
    try:
        _await(lambda: handle.status.state == State.READY)
        with ThreadPoolExecutor(1) as other:
            printing = other.submit(handle.print, SLIP, "job-1", WAIT_S)
            _await(lambda: len(printer.control("receipts", {})["receipts"]) > 0)
            os.kill(devices._workers["receipt"]._driver.pid, signal.SIGKILL)
            result = printing.result(WAIT_S)
        assert (result.outcome, result.reason) == ("unknown", "died")
        _await(lambda: handle.status.state == State.READY)
        assert handle.print(SLIP, "job-1", 1.0).reason == "duplicate"
        assert handle.print(Slip((Text("另一张"),)), "job-2", WAIT_S).outcome == "done"
        texts = [one["text"] for one in printer.control("receipts", {})["receipts"]]
        assert sum("收件凭证" in text for text in texts) == 1
        assert sum("另一张" in text for text in texts) == 1
    finally:
        assert devices.stop(10)
        printer.stop()


def _await(true: Callable[[], bool]) -> None:
    end = time.monotonic() + WAIT_S
    while not true():
        assert time.monotonic() < end
        time.sleep(0.02)
