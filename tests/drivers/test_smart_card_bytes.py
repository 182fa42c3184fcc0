"""What cards say, byte by byte; a card written by hand; children that misbehave."""

from __future__ import annotations

import contextlib
import json
import subprocess
import sys
import threading
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drivers.errors import BadAnswerError, DeviceError, LinkLostError, NoAnswerError
from drivers.smart_card import reader_link
from drivers.smart_card.apdu import Apdus, CardError, tlv
from drivers.smart_card.reader_link import ReaderLink
from drivers.smart_card.record import SocialCardRecord
from drivers.smart_card.social_files import decode, read_social
from drivers.smart_card.staff_files import read_staff
from drivers.spec import parse_port
from drivers.status import State
from tests.drivers.card_bench import Reader

FOREIGN = Path(__file__).parents[1] / "foreign" / "social_card.py"
RECORDS = {
    0x03: b"3.00",
    0x07: b"A12345678",
    0x08: b"429999198603150029",
    0x09: bytes.fromhex("cdf5 d1f9 c0fd") + bytes(24),
}
READY = """import sys; print('{"ready": true}', flush=True); sys.stdin.readline(); """


def test_a_card_written_by_hand_is_read() -> None:
    with subprocess.Popen(
        [sys.executable, str(FOREIGN)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as card:
        assert card.stdout is not None
        reader = Reader("social_security", json.loads(card.stdout.readline())["port"])
        reader.handle.arm("x")
        assert reader.wait_record("x") == SocialCardRecord(
            name="王样例",
            number="429999198603150029",
            card_number="B00000042",
            generation="2",
            issuer="914206007004206000000001",
            valid_to=date(2031, 5, 4),
            birth=date(1986, 3, 15),
            sex="2",
            ethnic="01",
        )
        reader.stop()
        card.communicate()


@pytest.mark.parametrize(
    ("tag", "value", "reason"),
    [
        (0x08, b"429999198603150028", "check_digit"),
        (0x08, b"4299991986031500", "check_digit"),
        (0x08, b"\xff" * 18, "check_digit"),
        (0x09, b"", "charset"),
        (0x09, b"\xcd", "charset"),
        (0x09, b"\xcd\xf5?", "charset"),  # what older systems write for a character they lack
        (0x09, b"\xcd\xf5\x1bm", "control"),
        (0x09, "王\u202e样".encode("gb18030"), "control"),
        (0x07, b"\x80\x81", "damaged"),
        (0x03, b"3\n00", "damaged"),
    ],
)
def test_a_field_that_cannot_be_is_refused(tag: int, value: bytes, reason: str) -> None:
    assert decode(RECORDS).name == "王样例"
    with pytest.raises(CardError) as caught:
        decode(RECORDS | {tag: value})
    assert caught.value.code == reason


def test_a_length_that_reaches_past_the_end_is_damage_and_padding_is_none() -> None:
    assert tlv(bytes.fromhex("00 0801 31 ffff")) == {8: b"1"}
    for wrong in ("0802 31", "08", "0801 31 09"):
        with pytest.raises(CardError, match="damaged"):
            tlv(bytes.fromhex(wrong))


def test_more_data_is_fetched_for_so_many_rounds_and_no_further() -> None:
    asked: list[str] = []

    def card(command: bytes) -> bytes:
        asked.append(command.hex())
        answers = {"00b2010400": "6c02", "00b2010402": "616102", "00c0000002": "62639000"}
        return bytes.fromhex(answers[command.hex()])

    assert Apdus(card).ask(bytes.fromhex("00b2010400")) == (b"abc", 0x9000)
    for storm in ("6110", "6c10"):
        with pytest.raises(CardError, match="endless"):
            Apdus(lambda _, storm=storm: bytes.fromhex(storm)).ask(bytes.fromhex("00b2010400"))


@given(st.lists(st.binary(max_size=40), max_size=60), st.sampled_from((read_social, read_staff)))
def test_whatever_a_card_answers_it_is_read_or_refused(answers: list[bytes], read) -> None:
    waiting = iter(answers)
    with contextlib.suppress(CardError):
        read(Apdus(lambda _: next(waiting, b"\x90\x00")))


@pytest.mark.parametrize(
    ("child", "error", "code"),
    [
        ('print(\'{"error": "missing_library"}\')', DeviceError, "missing_library"),
        ("import time; time.sleep(60)", NoAnswerError, "reader_hung"),
        ("pass", LinkLostError, "reader_dead"),
        ("print('[]')", BadAnswerError, "reader_confused"),
        (
            READY + 'print(\'{"id": 7, "ok": {}}\', flush=True); input()',
            BadAnswerError,
            "reader_confused",
        ),
        (READY + 'print(\'{"id": 1, "ok": {}}\', flush=True); input()', BadAnswerError, ""),
        (READY + "print('x' * 300000, flush=True); input()", BadAnswerError, "reader_confused"),
        (
            READY + 'print(\'{"id": 1, "error": "no_service"}\', flush=True); input()',
            LinkLostError,
            "no_service",
        ),
    ],
)
def test_a_child_that_misbehaves_is_ended_and_is_a_state(
    child: str, error: type[DeviceError], code: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reader_link, "START_S", 0.3 if "sleep" in child else 8.0)
    port, command = parse_port("pcsc://x"), (sys.executable, "-S", "-c", child)
    link = ReaderLink(port, threading.Event(), command)
    try:
        with pytest.raises(error) as caught:
            link.look()
        assert type(caught.value) is error
        assert caught.value.code.startswith(code)
        assert (caught.value.state is State.FAULT) == (error is DeviceError)
        assert link.pid is None or code == "no_service"
    finally:
        link.close()


def test_a_readers_name_may_hold_anything() -> None:
    port = parse_port("pcsc://ACS ACR39U [CCID Interface] (00#1)? 00 00")
    assert (port.scheme, port.path) == ("pcsc", "ACS ACR39U [CCID Interface] (00#1)? 00 00")
