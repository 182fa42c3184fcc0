"""A presenter: held out, taken, reminded of, drawn in; nobody finds another person's slip."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from drivers.events import Event, SlipPresented, SlipRetracted, SlipTaken, SlipWaiting
from drivers.receipt_printer import Slip, Text, conversation, escpos_presenter, job
from drivers.receipt_printer.escpos_presenter import MODEL, EscposPresenterDriver
from drivers.receipt_printer.replies import FULL, Replies
from drivers.registry import with_defaults
from drivers.spec import DeviceSpec, parse_port
from drivers.status import State
from drivers.transport import make_transport
from drivers.virtual.host import make_emulator
from tests.drivers.receipt_bench import ScriptedLine, well

SLIP = Slip((Text("收件凭证"),))
LONG = 3600.0


class Bench:
    def __init__(self, **options: object) -> None:
        self.printer = make_emulator("receipt_printer", MODEL.name, {"speed": "fast"}, {})
        port = self.printer.start()
        spec = with_defaults(DeviceSpec("receipt", "receipt_printer", MODEL.name, port))
        spec = DeviceSpec(
            "receipt", "receipt_printer", MODEL.name, port, {**spec.options, **options}
        )
        self.events: list[Event] = []
        line = make_transport(parse_port(port))
        self.driver = EscposPresenterDriver(spec, self.events.append, line)
        self.driver.open()

    def print(self, job: str) -> tuple[str, str]:
        result = self.driver.print_slip(SLIP, job, 5.0)
        return result.outcome, result.reason

    def state(self, name: str) -> object:
        return self.printer.control("state", {})[name]

    def close(self) -> None:
        self.driver.close()
        self.printer.stop()


@pytest.fixture(autouse=True)
def hurry(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(conversation, "QUIET_S", 0.05)
    monkeypatch.setattr(job, "SLOWEST_MM_S", 3000.0)


@pytest.fixture
def patient() -> Iterator[Bench]:
    made = Bench(remind_s=LONG, retract_s=LONG)
    yield made
    made.close()


def test_a_slip_is_held_out_until_a_hand_takes_it(patient: Bench) -> None:
    assert patient.driver.poll() == (State.READY, "")
    assert patient.print("job-1") == ("done", "")
    assert patient.driver.poll() == (State.MEDIA_PRESENT, "slip_waiting")
    assert patient.driver.poll() == (State.MEDIA_PRESENT, "slip_waiting")
    assert patient.printer.control("take", {})["taken"]
    assert patient.driver.poll() == (State.READY, "")
    assert patient.events == [SlipPresented("receipt", "job-1"), SlipTaken("receipt", "job-1")]


def test_one_that_nobody_takes_is_reminded_of_once_and_then_drawn_in() -> None:
    bench = Bench(remind_s=0.0, retract_s=LONG)
    try:
        bench.print("job-1")
        for _ in range(3):
            assert bench.driver.poll() == (State.MEDIA_PRESENT, "slip_waiting")
        bench.driver._retract_s = 0.0
        assert bench.driver.poll() == (State.BUSY, "retracting")
        while bench.driver.poll() != (State.READY, ""):
            pass
        kinds = [type(event) for event in bench.events]
        assert kinds == [SlipPresented, SlipWaiting, SlipRetracted]
        assert bench.state("retracted") == 1
    finally:
        bench.close()


def test_the_next_persons_slip_never_comes_out_on_top_of_another(patient: Bench) -> None:
    patient.print("job-1")
    assert patient.print("job-2") == ("done", "")
    assert patient.state("retracted") == 1
    assert patient.events == [
        SlipPresented("receipt", "job-1"),
        SlipRetracted("receipt", "job-1"),
        SlipPresented("receipt", "job-2"),
    ]


def test_what_is_stuck_in_the_mouth_is_a_jam_and_stops_the_next_slip_before_a_byte(
    patient: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(escpos_presenter, "MOVE_S", 0.1)
    patient.print("job-1")
    patient.printer.control("fault", {"kind": "mouth_jam"})
    assert patient.print("job-2") == ("failed", "mouth_jam")
    assert len(patient.printer.control("receipts", {})["receipts"]) == 1
    assert patient.driver.poll() == (State.JAM, "mouth_jam")
    patient.printer.control("fault", {"kind": "none"})
    assert patient.print("job-2") == ("done", "")


def test_the_slip_in_the_mouth_is_proof_for_a_printer_without_an_echo() -> None:
    bench = Bench(echo="none", remind_s=LONG, retract_s=LONG)
    try:
        assert bench.print("job-1") == ("done", "")
        bench.printer.control("take", {})
        bench.driver.poll()
        bench.driver.after_cut = b""  # nothing is held out: nothing proves it
        assert bench.print("job-2") == ("unknown", "no_proof")
    finally:
        bench.close()


def test_what_goes_over_the_line_is_what_the_manuals_say() -> None:
    sent = bytearray()
    mouth = [0x00]

    def answer(data: bytes) -> bytes:
        sent.extend(data)
        if data == b"\x10\x04\x14":
            return bytes((0x10, 0x0F, mouth[0], 0x00, 0x00, 0x00))
        if data[-4:] == b"\x1de\x03\x0c":
            mouth[0] = 0x20  # bit 5 of the paper byte: ticket present in output
        return well(data)

    spec = with_defaults(DeviceSpec("receipt", "receipt_printer", MODEL.name, "tcp://127.0.0.1:9"))
    driver = EscposPresenterDriver(spec, lambda _event: None, ScriptedLine(answer))
    driver.open()
    driver.poll()
    assert driver.print_slip(SLIP, "job-1", 5.0).outcome == "done"
    assert b"\x1dV\x00\x1de\x03\x0c" in sent  # cut, then held out by 12 steps
    driver._retract()
    assert sent[-3:] == b"\x1de\x02"


def test_a_full_status_is_told_from_an_automatic_block_however_it_is_cut_up() -> None:
    replies = Replies()
    came = b"\x10\x0f\x20\xff\x93\x10\x12"
    told = [reply for byte in came for reply in replies.feed(bytes((byte,)))]
    assert [(reply.kind, len(reply.data)) for reply in told] == [(FULL, 6), ("real_time", 1)]
