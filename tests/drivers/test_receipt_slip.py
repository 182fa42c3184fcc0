"""What is set on paper: columns, sizes, codes, and nothing that a printer would obey."""

from __future__ import annotations

import importlib.util
import re
import sys
import unicodedata
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageChops

from drivers.receipt_printer import (
    Blank,
    Pair,
    PrintResult,
    Qr,
    Rule,
    Slip,
    SlipError,
    Text,
    fonts,
)
from drivers.receipt_printer.encode import encode
from drivers.receipt_printer.raster import raster, spells_command
from drivers.receipt_printer.render import render
from drivers.receipt_printer.text import clean, clusters, width, wrap


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

printed = rig.printed
reader = rig.reader
setup = rig.setup


BIDI = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"


WIDTHS = (32, 42, 48)


TEXTS = st.text(
    st.one_of(
        st.sampled_from("0123456789.,:/- 中文办件（）《》，。￥·A$b㛃𠮷é\u0301"),
        st.characters(max_codepoint=0x2FFFF, categories=("L", "M", "N", "P", "S", "Z", "C")),
    ),
    max_size=80,
)


@pytest.mark.parametrize("columns", WIDTHS)
def test_no_byte_value_in_any_field_reaches_the_printer_as_a_command(columns: int) -> None:
    for value in range(256):
        for char in {chr(value), bytes([value]).decode("gb18030", "surrogateescape")}:
            fields = (
                Text(f"前{char}后", bold=True, align="center"),
                Text(f"{char}大", size=2, align="right"),
                Pair(f"名{char}", f"值{char}V"),
                Pair(f"号{char}", f"{char}12", size=2),
            )
            paper = printed(*fields, columns=columns)
            assert paper.cuts == 1
            assert paper.commands.count("ESC @") == 1
            if unicodedata.category(char) == "Cc":
                assert "前※后" in paper.text()
                assert "※" in paper.text().splitlines()[-1]


def test_hostile_texts_are_shown_but_not_obeyed() -> None:
    attacks = (
        "\x1bi",
        "\x1dV\x00",
        "\x10\x14\x01\x00\x05",
        "\x1bp\x00",
        "\x1b@\n办件编号 XC 9",
        BIDI,
    )
    for attack in attacks:
        paper = printed(Text(attack), Pair(attack, attack), Qr("x", note=attack))
        assert paper.cuts == 1
        assert paper.text().count("※") >= 4
        assert all(char not in paper.text() for char in BIDI)


@settings(max_examples=150, deadline=None, database=None)
@given(TEXTS, st.sampled_from([16, 21, 24, 32, 42, 48]))
def test_wrapping_keeps_every_character_every_number_and_the_columns(
    text: str, columns: int
) -> None:
    whole = clusters(clean(text), fonts.columns_of)
    rows = wrap(whole, columns)
    assert all(width(row) <= columns for row in rows)
    kept = [c.text for row in rows for c in row if not c.is_space]
    assert kept == [c.text for c in whole if not c.is_space]
    lines = ["".join(c.text for c in row) for row in rows]
    for word in re.findall(r"(?<=[中文 ])[0-9]+(?:[.,:/-][0-9]+)*(?=[中文 ])", f" {clean(text)} "):
        if len(word) <= columns:
            assert any(word in line for line in lines)


@settings(max_examples=60, deadline=None, database=None)
@given(st.lists(st.tuples(TEXTS, TEXTS), min_size=1, max_size=3), st.sampled_from(WIDTHS))
def test_no_text_makes_a_line_wider_than_the_paper(
    pairs: list[tuple[str, str]], columns: int
) -> None:
    lines = [Pair(label, value) for label, value in pairs]
    lines += [Pair(label, value, size=2) for label, value in pairs]
    printed(*lines, *(Text(value, align="right") for _label, value in pairs), columns=columns)


def test_a_number_is_never_broken_and_a_value_hangs_under_its_value() -> None:
    value = "受理日期为2026-11-23，收到1,234.56元，编号XC 2611 2300 0500 0423"
    paper = printed(Pair("事项", "津贴"), Pair("说明", value * 2), columns=32)
    lines = paper.text().splitlines()
    assert lines[0].startswith("事项  津贴")
    assert all(line[0].column == 0 for line in paper.lines[:2])
    assert all(line.startswith(" " * 6) for line in lines[2:])
    for word in ("2026-11-23", "1,234.56", "2611", "2300", "0500", "0423"):
        assert sum(word in line for line in lines) >= 2
    assert not any(line.strip().startswith(("，", "。")) for line in lines)


def test_sizes_are_set_by_gs_alone_and_end_at_nothing() -> None:
    data = encode(Slip((Text("大", size=2, bold=True), Text("小"))), setup(tall=False))
    assert data.startswith(b"\x1b@\x1c&\x1cS\x00\x00\x1c.")
    assert b"\x1d!\x11" in data
    assert b"\x1d!\x00" in data.partition(b"\x1d!\x11")[2]
    assert b"\x1bE\x00" in data.partition(b"\x1bE\x01")[2]
    assert b"\x1b!" not in data
    assert b"\x1c!" not in data


def test_the_body_is_ten_points_high_and_main_facts_fourteen() -> None:
    marks = render(encode(Slip((Text("身"), Text("大", size=2))), setup())).marks
    heights = [getattr(mark, "height", 0) / 8 for mark in marks if hasattr(mark, "char")]
    assert heights[0] >= 3.5
    assert heights[1] >= 4.8


@pytest.mark.parametrize("columns", WIDTHS)
def test_a_code_is_read_back_with_its_quiet_zone(columns: int) -> None:
    for text in (
        "https://verify.example/7K3M-9QXA-11ZZ-0000",
        "办件编号 XC 2611 2300 0500 0423" * 4,
    ):
        paper = printed(Text("上"), Qr(text, note="扫一扫"), Rule(), columns=columns)
        assert paper.codes() == [text]
        code = paper.joined()[0]
        left, top, right, bottom = code.getbbox()
        finder = next(x for x in range(left, right) if not code.getpixel((x, top))) - left
        module = finder // 7
        assert module >= 4
        assert min(left, top, code.width - right, code.height - bottom) >= 4 * module
    with pytest.raises(SlipError):
        printed(Qr("x" * 3000), columns=columns)


@settings(max_examples=100, deadline=None, database=None)
@given(
    st.lists(st.sampled_from([0x10, 0x04, 0x05, 0x14, 0x00, 0xFF]), min_size=72, max_size=72 * 6)
)
def test_no_picture_spells_a_real_time_command(data: list[int]) -> None:
    rows = len(data) // 72
    picture = Image.frombytes("1", (576, rows), bytes(data[: 72 * rows]))
    stream = raster(picture, 576)
    assert not spells_command(stream)
    seen = reader.read(b"\x1b@" + stream).pictures[0]
    assert ImageChops.logical_and(seen, picture).tobytes() == picture.tobytes()


def test_a_long_opinion_is_shortened_with_a_mark_and_the_facts_stay() -> None:
    slip = Slip((Pair("意见", "不满意" * 9000), Pair("办件编号", "XC 2611", size=2), Qr("x")))
    paper = render(encode(slip, setup(32)), columns=32)
    assert paper.height <= 600 * 8
    assert "…" in paper.text
    assert "XC 2611" in paper.text
    many = Slip(tuple(Text(f"第{n}行") for n in range(2000)))
    assert render(encode(many, setup())).height <= 600 * 8


@settings(max_examples=150, deadline=None, database=None)
@given(st.binary(max_size=300))
def test_any_bytes_can_be_pictured_and_nothing_is_dropped_unseen(data: bytes) -> None:
    paper = render(data)
    assert b"".join(command.raw for command in paper.commands) == data


def test_unknown_commands_are_reported() -> None:
    paper = render(b"\x1b@\x1c.abc\n\x1bQ\x07\x1dV\x00")
    assert paper.unknown == (b"\x1bQ", b"\x07")
    assert paper.lines[0] == "abc"
    assert "[unknown 1b 51]" in paper.text
    assert paper.complete


def test_no_repr_shows_what_is_printed() -> None:
    slip = Slip((Text("王样例"), Pair("姓名", "王样例"), Qr("王样例", note="王样例")))
    assert "王" not in repr(slip)
    assert "b'" not in repr(PrintResult("done", "", b"secret"))


def test_a_slip_refuses_what_it_cannot_mean() -> None:
    for make in (
        lambda: Text("x", size=3),
        lambda: Text("x", align="middle"),
        lambda: Pair("a", "b", size=0),
        lambda: Qr(""),
        lambda: Blank(0),
        lambda: Slip(()),
    ):
        with pytest.raises(SlipError):
            make()
    with pytest.raises(SlipError):
        printed(Qr("\ud800"))
