"""Labels: what is sent, what the printer says of itself, what is claimed of a label."""

from __future__ import annotations

import base64
import importlib.util
import io
import json
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import zxingcpp
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from drivers.device_set import open_devices
from drivers.errors import BadAnswerError, LinkLostError, NoAnswerError
from drivers.label_printer import Fact, Label, LabelError, LabelHandle, Party, PrintResult, job
from drivers.label_printer.code128 import narrowest, widest
from drivers.label_printer.commands import defused, encode
from drivers.label_printer.replies import from_byte, from_frame
from drivers.label_printer.tspl import TsplDriver
from drivers.label_printer.waybill import check_digit
from drivers.registry import with_defaults
from drivers.spec import DeviceSpec, parse_port
from drivers.status import State
from drivers.transport import make_transport
from drivers.virtual.label_code128 import modules
from drivers.virtual.label_parser import Parser
from drivers.virtual.label_printer import LabelPrinterEmulator

FOREIGN = Path(__file__).parents[1] / "foreign" / "tspl_peer.py"
ALLOWED = {"SIZE", "GAP", "DIRECTION", "REFERENCE", "CLS", "BITMAP", "BARCODE", "PRINT"}
LABEL = Label(
    "RR473124829CN",
    "邮政政务专递",
    Party("收", "王*例", "138****0000", "湖北省襄阳市襄城区檀溪街道****"),
    Party("寄", "样例政务服务中心", "0710-0000000", "湖北省襄阳市襄城区示例大道8号"),
    (Fact("内件", "《决定书》1 份"), Fact("姓名用字", "样𠮷㛃")),
    route="襄阳 A-03-117",
    note="11183",
    sample="样例数据",
)


def _load() -> Any:
    spec = importlib.util.spec_from_file_location("tspl_peer", FOREIGN)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


peer = _load()


@pytest.fixture(autouse=True)
def hurry(monkeypatch: pytest.MonkeyPatch) -> None:
    """Waits that only cost time here."""
    monkeypatch.setattr(job, "QUIET_S", 0.03)
    monkeypatch.setattr(job, "LOOK_EVERY_S", 0.01)
    monkeypatch.setattr(job, "BEGIN_S", 0.5)
    monkeypatch.setattr(job, "STALL_S", 0.5)


class Bench:
    """A driver that the test calls itself, and the virtual printer that it is plugged into."""

    def __init__(self, link: str = "tcp", speed: int = 2000, **options: Any) -> None:
        self.printer = LabelPrinterEmulator({"link": link, "speed": speed}, {})
        self.port = self.printer.start()
        spec = DeviceSpec("label", "label_printer", "tspl", self.port, options)
        line = make_transport(parse_port(self.port))
        self.driver = TsplDriver(with_defaults(spec), lambda _event: None, line)
        self.driver.open()

    def fault(self, kind: str, at: float | None = None) -> None:
        self.printer.control("fault", {"kind": kind, **({} if at is None else {"at": at})})

    def print(self, job_id: str = "job-1", deadline_s: float = 10.0) -> PrintResult:
        return self.driver.print_bytes(encode(LABEL), job_id, deadline_s)

    def labels(self) -> list[dict[str, Any]]:
        told = self.printer.control("labels", {})
        assert told["unknown"] == []
        return told["labels"]


@contextmanager
def bench(**how: Any) -> Iterator[Bench]:
    made = Bench(**how)
    try:
        yield made
    finally:
        made.driver.close()
        made.printer.stop()


def until(true: Callable[[], bool], what: str) -> None:
    end = time.monotonic() + 20
    while not true():
        assert time.monotonic() < end, what
        time.sleep(0.01)


# ---- what is sent ----


def test_a_label_is_these_commands_and_its_bits_are_black_where_they_are_0() -> None:
    commands = peer.read(encode(LABEL))
    assert [name for name, _, _ in commands[:5]] == ["SIZE", "GAP", "DIRECTION", "REFERENCE", "CLS"]
    assert commands[0][1] == [b"76 mm", b"130 mm"]
    assert [name for name, _, _ in commands[-2:]] == ["BARCODE", "PRINT"]
    assert commands[-2][1][2:] == [b'"128"', b"112", b"0", b"0", b"3", b"3", b'"RR473124829CN"']
    black = peer.black_dots(commands)
    # the rule under the head: 3 mm to 73 mm, at 9.4 mm (8 dots a mm)
    assert {(24, 75), (583, 75)} <= black
    assert {(23, 75), (584, 75), (24, 100)}.isdisjoint(black)
    assert max(x for x, _ in black) < 608
    assert max(y for _, y in black) < 1040


@pytest.mark.parametrize("size", [(76, 130), (100, 150)])
@pytest.mark.parametrize("dpi", [203, 300])
@pytest.mark.parametrize("waybill", ["RR473124829CN", "9800000000017"])
def test_the_barcode_is_read_off_the_paper_and_keeps_its_quiet_zones(
    size: tuple[int, int], dpi: int, waybill: str
) -> None:
    data = encode(replace(LABEL, size_mm=size, waybill=waybill), dpi=dpi)
    parser = Parser(8.0 if dpi == 203 else 300 / 25.4)
    parser.feed(data)
    printed = parser.take()
    assert printed is not None
    assert not parser.unknown
    paper = printed.picture.convert("L").point(lambda ink: 255 - ink)
    (found,) = zxingcpp.read_barcodes(paper, formats=zxingcpp.BarcodeFormat.Code128)
    assert found.text == waybill
    bars = next(values for name, values, _ in peer.read(data) if name == "BARCODE")
    x, y, module = (int(bars[at]) for at in (0, 1, 6))
    assert module * 25.4 / dpi >= 0.33
    assert len(modules(waybill)) == narrowest(waybill)
    assert x >= 10 * module
    assert x + (widest(waybill) + 10) * module <= paper.width
    assert min(paper.crop((0, y, x, y + 50)).tobytes()) == 255


def test_numbers_of_the_upu_are_checked_and_domestic_ones_are_not() -> None:
    vectors = {"47311482": 0, "47312482": 9, "47110815": 1, "00071758": 1, "96633102": 0}
    for serial in ("47312482", "47110815", "00071758", "96633102", "76129403"):
        assert check_digit(serial) == str({**vectors, "76129403": 8}[serial])
    assert replace(LABEL, waybill="9800000000018").waybill
    for wrong, code in {
        "RR473124828CN": "check_digit",
        "rr473124829cn": "waybill",
        'RR473124829C"': "waybill",
        "980000000001": "waybill",
        "98000000000١7": "waybill",
        "9800000000017\n": "waybill",
    }.items():
        with pytest.raises(LabelError) as error:
            replace(LABEL, waybill=wrong)
        assert error.value.code == code
        assert wrong not in str(error.value)


HOSTILE = st.text(max_size=60) | st.sampled_from(
    ['"\r\nPRINT 99\r\n', '\x1b!R~!@"', "SOUND 1,1", "\u202e\x00\x7f\x9b", "𠮷" * 60]
)


@settings(max_examples=25)
@given(HOSTILE, HOSTILE, HOSTILE)
def test_nothing_that_anybody_wrote_becomes_a_command(one: str, two: str, three: str) -> None:
    label = replace(
        LABEL,
        receiver=Party(one, two, three, one),
        sender=Party(two, three, one, two),
        facts=(Fact(three, one),),
        title=two,
        route=three,
        note=one,
        sample=two,
    )
    data = encode(label)
    names = [name for name, _, _ in peer.read(data)]
    assert set(names) <= ALLOWED
    assert (names.count("PRINT"), names.count("BARCODE")) == (1, 1)
    assert b"\x1b!" not in data
    assert b"~!" not in data


def test_dots_that_spell_a_command_are_broken_up() -> None:
    assert defused(b"\x00\x1b!R~!@\xff") == b"\x00\x1b\xa1R~\xa1@\xff"


# ---- what the printer says ----


@pytest.mark.parametrize(
    ("bit", "frame", "state", "detail"),
    [
        (0x00, b"@@@@", State.READY, ""),
        (0x01, b"E@@`", State.COVER_OPEN, "head_open"),
        (0x02, b"E@@B", State.JAM, "jam"),
        (0x04, b"E@@A", State.EMPTY, "paper_out"),
        (0x08, b"E@@D", State.EMPTY, "ribbon_out"),
        (0x10, b"`@@@", State.BUSY, "paused"),
        (0x20, b"P@@@", State.BUSY, "printing"),
        (0x05, b"E@@a", State.COVER_OPEN, "head_open"),
    ],
)
def test_both_kinds_of_status_say_the_same(
    bit: int, frame: bytes, state: State, detail: str
) -> None:
    assert from_byte(bit).state == (state, detail)
    assert from_frame(b"\x02" + frame + b"\x03\r\n").state == (state, detail)


def test_bits_that_only_one_kind_has() -> None:
    assert from_byte(0x40).state == (State.COVER_OPEN, "cover_open")
    assert from_byte(0x80).state == (State.FAULT, "other_error")
    assert from_frame(b"\x02@A@@\x03\r\n").state == (State.LOW, "paper_low")
    assert from_frame(b"\x02E@A@\x03\r\n").state == (State.BUSY, "head_hot")
    assert from_frame(b"\x02E@H@\x03\r\n").state == (State.FAULT, "cutter")
    assert from_frame(b"\x02E@@@\x03\r\n").state == (State.FAULT, "other_error")


@given(st.binary(max_size=10))
def test_what_is_no_frame_is_no_state(data: bytes) -> None:
    try:
        from_frame(data)
    except BadAnswerError:
        return
    assert data[:1] + data[5:] == b"\x02\x03\r\n"


@given(st.lists(st.binary(max_size=80), max_size=6))
def test_no_bytes_stop_the_virtual_printer(pieces: list[bytes]) -> None:
    parser = Parser()
    for piece in (*pieces, b"\nBITMAP 0,0,9,9,0,", b"\nPRINT 1\n"):
        parser.feed(piece)
        while parser.take():
            pass


# ---- what becomes of a label ----


@pytest.mark.parametrize(("link", "status"), [("tcp", "full"), ("pty", "basic")])
def test_a_label_that_was_seen_printing_is_done_and_lies_there_once(link: str, status: str) -> None:
    with bench(link=link, status=status) as b:
        result = b.print()
        assert (result.outcome, result.reason) == ("done", "")
        (label,) = b.labels()
        assert base64.b64decode(label["data_b64"]) == result.data
        assert (label["complete"], label["barcodes"]) == (True, ["RR473124829CN"])
        assert (b.print().outcome, b.print().reason) == ("failed", "duplicate")
        paper = Image.open(
            io.BytesIO(base64.b64decode(b.printer.control("picture", {})["png_b64"]))
        )
        assert zxingcpp.read_barcodes(paper)[0].text == "RR473124829CN"


SENSORS = {
    "paper_out": State.EMPTY,
    "ribbon_out": State.EMPTY,
    "head_open": State.COVER_OPEN,
    "cover_open": State.COVER_OPEN,
    "jam": State.JAM,
    "other_error": State.FAULT,
    "paused": State.BUSY,
}


def test_a_printer_that_stands_still_gets_nothing_and_prints_when_mended() -> None:
    with bench() as b:
        for fault, state in SENSORS.items():
            b.fault(fault)
            assert b.driver.poll() == (state, fault)
            assert (b.print().outcome, b.print().reason) == ("failed", fault)
            b.fault("none")
        assert b.labels() == []
        assert b.driver.poll() == (State.READY, "")
        assert b.print().outcome == "done"


def test_a_label_spoilt_in_the_middle_is_in_doubt_and_does_not_come_again() -> None:
    with bench() as b:
        for fault in ("paper_out", "head_open"):
            b.fault(fault, at=60)
            result = b.print(fault)
            assert (result.outcome, result.reason) == ("unknown", fault)
            b.fault("none")
            until(lambda: b.driver.poll() == (State.READY, ""), "well again")
        assert b.print("job-2").outcome == "done"
        assert [label["complete"] for label in b.labels()] == [False, False, True]


def test_silence_and_noise_are_never_done(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(job, "ANSWER_S", 0.2)
    with bench() as b:
        for kind, error in (("mute", NoAnswerError), ("garbage", BadAnswerError)):
            b.fault(kind)
            assert b.print(kind).outcome == "failed"
            with pytest.raises(error):
                b.driver.poll()
            b.fault("none")
            assert b.driver.poll() == (State.READY, "")
        b.fault("mute", at=30)
        result = b.print("mute in the middle")
        assert (result.outcome, result.reason) == ("unknown", "no_answer")
        b.fault("none")
        until(lambda: b.driver.poll() == (State.READY, ""), "well again")
        assert b.print("after").outcome == "done"


@pytest.mark.long
def test_a_label_lost_inside_the_printer_is_in_doubt() -> None:
    with bench() as b:
        b.fault("half_job")
        assert (r := b.print()).outcome == "unknown"
        assert r.reason == "no_proof"
        assert b.labels() == []


def test_what_a_lost_printer_still_holds_is_cancelled_before_anything_else() -> None:
    with bench(link="pty", speed=300) as b:
        b.fault("disconnect", at=20)
        result = b.print()
        assert (result.outcome, result.reason) == ("unknown", "hung_up")
        b.fault("paper_out")
        until(lambda: len(b.labels()) == 1, "it stands still in the middle")
        with pytest.raises(LinkLostError):
            b.driver.poll()
        b.driver.close()
        b.printer._line.plug()
        b.driver.open()
        assert b.driver.poll() == (State.EMPTY, "paper_out")
        b.printer.control("refill", {})
        until(lambda: b.driver.poll() == (State.READY, ""), "a new roll")
        assert b.print("job-2").outcome == "done"
        assert [label["complete"] for label in b.labels()] == [False, True]


def test_the_terminal_prints_through_a_printer_written_by_hand() -> None:
    child = subprocess.Popen(
        [sys.executable, str(FOREIGN)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert child.stdin
    assert child.stdout
    port = json.loads(child.stdout.readline())["port"]
    devices = open_devices([DeviceSpec("label", "label_printer", "tspl", port)], lambda _e: None)
    try:
        handle = devices.handle("label", LabelHandle)
        assert handle is not None
        until(lambda: handle.status.state == State.READY, "ready")
        assert handle.print(LABEL, "job-1", 10.0).outcome == "done"
        told = json.loads(child.stdout.readline())["label"]
        assert [
            "BARCODE",
            ["44", "195", '"128"', "112", "0", "0", "3", "3", '"RR473124829CN"'],
        ] in told
        child.stdin.write("STATUS 4\n")
        child.stdin.flush()
        until(lambda: handle.status.state == State.EMPTY, "the empty roll is seen")
        assert dict(handle.status.consumables) == {"labels": "out", "ribbon": "ok"}
        assert handle.print(LABEL, "job-2", 5.0).reason == "paper_out"
    finally:
        assert devices.stop()
        child.stdin.close()
        assert child.wait(10) == 0
        child.stdout.close()


def test_a_label_that_another_run_left_in_the_printer_never_comes_out() -> None:
    printer = LabelPrinterEmulator({"speed": 2000}, {})
    line = make_transport(parse_port(printer.start()))
    try:
        printer.control("fault", {"kind": "head_open"})
        line.open()
        line.write(encode(LABEL), 2.0)
        spec = DeviceSpec("label", "label_printer", "tspl", "virtual")
        driver = TsplDriver(with_defaults(spec), lambda _event: None, line)
        driver.open()
        assert driver.poll() == (State.COVER_OPEN, "head_open")
        printer.control("fault", {"kind": "none"})
        result = driver.print_bytes(encode(replace(LABEL, waybill="9800000000017")), "job", 10.0)
        assert (result.outcome, result.sent) == ("done", True)
        (label,) = printer.control("labels", {})["labels"]
        assert label["barcodes"] == ["9800000000017"]
    finally:
        line.close()
        printer.stop()
