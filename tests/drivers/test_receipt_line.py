"""What comes from a printer, byte by byte: late, stray, split, automatic."""

from __future__ import annotations

import importlib.util
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from drivers.errors import DeviceError, LinkLostError, NoAnswerError
from drivers.receipt_printer import (
    conversation,
)
from drivers.receipt_printer.escpos_80mm import Escpos80mmDriver
from drivers.receipt_printer.replies import AUTOMATIC, NOISE, PAPER, REAL_TIME, Replies
from drivers.spec import DeviceSpec
from drivers.status import State


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
ScriptedLine = rig.ScriptedLine
hurry = rig.hurry
impatient = rig.impatient
nobody = rig.nobody
scripted = rig.scripted
until = rig.until
well = rig.well


def _opens(driver: Escpos80mmDriver) -> bool:
    try:
        driver.open()
    except DeviceError:
        return False
    return True


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
    assert (result.outcome, result.reason) == ("unknown", "garbled")


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


@pytest.mark.parametrize("delay", [1.2, 1.7, 2.5])
def test_a_late_answer_is_never_credited_to_a_whole_round(
    delay: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(conversation, "ANSWER_S", 0.06)
    spec = DeviceSpec("receipt", "receipt_printer", "escpos_80mm", "tcp://127.0.0.1:9")
    line = LateLine(0.06 * delay)
    driver = Escpos80mmDriver(spec, nobody, line)
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


@settings(max_examples=200, deadline=None, database=None)
@given(st.lists(st.binary(min_size=1, max_size=12), max_size=12))
def test_any_bytes_from_a_printer_are_told_apart_without_loss(pieces: list[bytes]) -> None:
    flow_control = bytes.maketrans(b"\x11\x13\x37", b"\x01\x03\x07")  # and "cleared": no news
    pieces = [piece.translate(flow_control) for piece in pieces]
    replies = Replies()
    out = [reply for piece in pieces for reply in replies.feed(piece)] + replies.flush()
    assert b"".join(reply.data for reply in out) == b"".join(pieces)
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


def test_a_lost_line_in_mid_job_is_open_not_failed() -> None:
    def cut_off(data: bytes) -> bytes:
        if b"\x1b@" in data:
            raise LinkLostError("hung_up")
        return well(data)

    result = scripted(cut_off).print_slip(SLIP, "job", 2.0)
    assert (result.outcome, result.reason) == ("unknown", "hung_up")
