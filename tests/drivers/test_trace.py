"""Traces: nobody's data in them, and today's drivers still do what they did when they were made."""

from __future__ import annotations

import runpy
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from drivers import registry
from drivers.id_card import sam_link
from drivers.id_card.forge import forge as forge_card
from drivers.id_card.frame import FrameReader, command
from drivers.id_card.text_block import decode_text
from drivers.receipt_printer import Pair, Qr, Slip, Text, job
from drivers.receipt_printer.encode import Setup, encode
from drivers.receipt_printer.forge import forge as forge_slip
from drivers.spec import DeviceSpec
from drivers.trace import Trace, TraceError, load, record, replay, save
from drivers.virtual.host import make_emulator

TRACES = sorted((Path(__file__).parents[1] / "traces").glob("*.jsonl"))
BLOCKS = runpy.run_path(str(Path(__file__).parents[1] / "foreign" / "id_card_blocks.py"))
CARDS = BLOCKS["CARDS"]
PEOPLE = {name: told[0] for name, told in CARDS.items()}


@contextmanager
def recorded(kind: str, model: str, options: dict[str, Any], do: Any) -> Iterator[Trace]:
    emulator = make_emulator(kind, model, options, PEOPLE)
    spec = registry.with_defaults(DeviceSpec("it", kind, model, emulator.start()))
    helper = threading.Timer(0.3, do, (emulator,))
    helper.start()
    try:
        yield record(spec, 10.0)
    finally:
        helper.join()
        emulator.stop()


@pytest.mark.parametrize("file", TRACES, ids=lambda file: file.stem)
def test_todays_driver_goes_through_every_trace_byte_for_byte(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(job, "LOOK_EVERY_S", 60.0)  # no printer here was waited for so long
    trace = load(file)
    assert replay(trace) == trace.result


def test_there_is_a_trace_of_every_kind_that_can_be_traced() -> None:
    assert {load(file).kind for file in TRACES} == {"id_card", "receipt_printer", "code_scanner"}


def test_a_driver_that_asks_otherwise_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    trace = next(t for t in map(load, TRACES) if t.kind == "id_card")
    other = replace(sam_link.FIND, frame=command(0x20, 0x03))
    monkeypatch.setattr(sam_link, "FIND", other)
    with pytest.raises(TraceError, match="sends something else"):
        replay(trace)


def test_a_cards_trace_names_nobody_and_still_plays(tmp_path: Path) -> None:
    def lay(emulator: Any) -> None:
        emulator.control("card", {"name": "long-name"})

    options = {"delay_ms": 10, "throttle": False}
    with recorded("id_card", "sam_v", options, lay) as trace:
        save(trace, tmp_path / "card.jsonl")
    found = load(tmp_path / "card.jsonl")
    assert (tmp_path / "card.jsonl").stat().st_mode & 0o077 == 0
    assert found.result == replay(found) == "resident"
    whole = b"".join(turn.data for turn in found.turns)
    for text in (PEOPLE["long-name"]["name"], PEOPLE["long-name"]["number"]):
        for form in (text, text[-6:]):
            assert form.encode("utf-16-le") not in whole
    assert "王样例".encode("utf-16-le") in whole


@pytest.mark.parametrize("name", sorted(CARDS))
def test_what_is_written_of_a_card_depends_on_its_layout_alone(name: str) -> None:
    block = BLOCKS["block"](name)
    other = bytes(byte if at in (248, 249) else byte ^ 0x15 for at, byte in enumerate(block))
    one, two = (_answer(text) for text in (block, other))
    cut_short = len(one) // 2
    forged = forge_card(False, one + one[:cut_short])
    assert forged == forge_card(False, two + two[:cut_short])
    assert set(forged[len(one) :]) == {0}  # a piece of an answer may hold a piece of a person
    reader = FrameReader()
    reader.feed(forged)
    answer = reader.next()
    assert answer is not None
    sample = decode_text(answer.data[4 : 4 + len(block)])
    assert sample.kind == decode_text(block).kind
    assert sample.name in ("王样例", "SAMPLE ALPHA")


def _answer(block: bytes) -> bytes:
    photo = b"WLf" + block[:61]
    data = len(block).to_bytes(2, "big") + len(photo).to_bytes(2, "big") + block + photo
    body = (len(data) + 4).to_bytes(2, "big") + b"\0\0\x90" + data
    return b"\xaa\xaa\xaa\x96\x69" + body + bytes((_xor(body),))


def _xor(data: bytes) -> int:
    value = 0
    for byte in data:
        value ^= byte
    return value


def test_a_slips_text_and_pictures_are_gone_and_its_shape_is_not() -> None:
    said = (Text("申请人 阿依仙木古丽"), Pair("电话", "13800000000"), Text("样𠮷"))
    slip = Slip((*said, Qr("https://x.example/secret")))
    data = encode(slip, Setup())
    forged = forge_slip(True, data)
    assert len(forged) == len(data)
    for text in ("阿依仙木古丽", "13800000000", "申请人"):
        assert text.encode("gbk") not in forged
    assert sum(bin(byte).count("1") for byte in forged) < sum(bin(b).count("1") for b in data) / 2
    assert forge_slip(True, forged) == forged


def test_what_cannot_be_forged_is_not_recorded() -> None:
    spec = DeviceSpec("it", "speaker", "espeak_ng", "alsa://null")
    with pytest.raises(TraceError, match="cannot be traced"):
        record(spec, 1.0)


ODD = ("", "{}", "[1]", '{"trace": 2, "kind": "id_card", "model": "sam_v"}', "x")


@pytest.mark.parametrize("text", ODD)
def test_what_is_no_trace_is_refused_by_name(tmp_path: Path, text: str) -> None:
    file = tmp_path / "odd.jsonl"
    file.write_text(text)
    with pytest.raises(TraceError, match=r"odd\.jsonl"):
        load(file)
