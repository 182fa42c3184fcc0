"""What is set on paper: columns, Chinese, rare characters, codes, and nothing else."""

from __future__ import annotations

import csv
import importlib.util
import re
import sys
import unicodedata
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageChops, ImageDraw, ImageFont

from drivers import gb18030
from drivers.receipt_printer import Blank, Pair, Qr, Rule, Slip, SlipError, Text, fonts
from drivers.receipt_printer.charset import rom_bytes
from drivers.receipt_printer.encode import Setup, encode
from drivers.receipt_printer.layout import Paper
from drivers.receipt_printer.raster import raster, spells_command
from drivers.receipt_printer.render import png, render
from drivers.receipt_printer.text import clean, clusters, width, wrap

HERE = Path(__file__).parent
RARE = (HERE.parent / "data/rare_names.csv").read_text(encoding="utf-8")
NAMES = list(csv.DictReader(RARE.splitlines()))
BIDI = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
WIDTHS = (32, 42, 48)


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


reader = foreign("escpos_reader")


def setup(columns: int = 48, *, tall: bool = True, charset: str = "gbk") -> Setup:
    return Setup(Paper(columns, tall), charset)


def printed(*lines: Any, **how: Any) -> Any:
    made = setup(**how)
    return reader.read(encode(Slip(lines), made), made.paper.columns)


def ink(char: str, em: int) -> Image.Image:
    """A character drawn straight from the first font that has it, on its em square."""
    files = (
        "noto/NotoSansCJK-Regular.ttc",
        "hanazono/HanaMinB.ttf",
        "babelstone/BabelStoneHan.ttf",
    )
    for name in files:
        path = next(Path("/usr/share/fonts").glob(f"*/{name}"))
        index = 7 if path.suffix == ".ttc" else 0  # Noto Sans Mono CJK SC
        font = ImageFont.truetype(path, em, index=index)
        assert index == 0 or font.getname()[0] == "Noto Sans Mono CJK SC"
        square = Image.new("L", (em, em), 0)
        ImageDraw.Draw(square).text((0, round(0.88 * em)), char, 255, font, "ls")
        lacking = Image.new("L", (em, em), 0)
        ImageDraw.Draw(lacking).text((0, round(0.88 * em)), "\U000effff", 255, font, "ls")
        if ImageChops.difference(square, lacking).getbbox():
            return square
    raise AssertionError(f"no font draws U+{ord(char):04X}")


def likeness(one: Image.Image, other: Image.Image) -> float:
    """Shared ink over all ink, at the best place within two dots."""
    best = 0.0
    for dx in (-1, 0, 1):
        moved = ImageChops.offset(other, dx, 0)
        both = ImageChops.logical_and(one, moved).histogram()[255]
        either = ImageChops.logical_or(one, moved).histogram()[255]
        best = max(best, both / either if either else 1.0)
    return best


def dots(grey: Image.Image) -> Image.Image:
    return grey.point([0] * 110 + [255] * 146, mode="1")


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


@pytest.mark.parametrize("columns", WIDTHS)
@pytest.mark.parametrize("tall", [True, False])
def test_the_sixty_rare_names_stand_on_paper_as_they_are(columns: int, tall: bool) -> None:
    assert len(NAMES) == 60
    rasters = 0
    for row in NAMES:
        name, char = row["sample_name"], row["char"]
        data = encode(Slip((Text(name),)), setup(columns, tall=tall))
        paper = reader.read(data, columns)
        if row["gbk_hex"]:
            assert bytes.fromhex(row["gbk_hex"]) in data
            assert paper.text() == name
            continue
        rasters += 1
        assert not paper.lines
        assert len(paper.pictures) == 1
        left = 24 * name.index(char)
        seen = paper.pictures[0].crop((left, 0, left + 24, 48 if tall else 24))
        wanted = ink(char, 48).resize((24, 48), Image.Resampling.BOX) if tall else ink(char, 24)
        assert likeness(seen, dots(wanted)) > 0.95, row["code_point"]
    assert rasters == 33


def test_a_rare_glyph_is_nearest_to_itself() -> None:
    rare = [row["char"] for row in NAMES if not row["gbk_hex"]]
    drawn = {char: dots(ink(char, 24)) for char in rare}
    for char in rare:
        seen = printed(Text(char), tall=False).pictures[0].crop((0, 0, 24, 24))
        assert max(rare, key=lambda other: likeness(seen, drawn[other])) == char


def test_a_character_that_no_font_has_becomes_its_framed_code_point() -> None:
    for char in ("\U0003fffd", "\ue000", "\ud800"):
        paper = printed(Text(f"名{char}"), columns=32)
        picture = paper.pictures[0]
        label = f"U+{ord(char):04X}"
        frame = picture.crop((24, 0, 24 + 12 * (len(label) + 1), 48))
        left, top, right, bottom = frame.getbbox()
        assert (left <= 1, top, right >= frame.width - 1, bottom) == (True, 0, True, 48)
        inside = frame.crop((4, 6, frame.width - 4, 42))
        assert 100 < inside.histogram()[255] < inside.width * inside.height // 2
        assert "?" not in paper.text()


def test_old_private_use_code_points_print_as_the_characters_they_stood_for() -> None:
    assert clean("\ue81e\ue816") == "\u9fb4\U00020087"


@pytest.mark.parametrize("charset", ["gb2312", "gbk", "gb18030"])
def test_bytes_go_out_only_for_what_the_font_of_the_charset_has(charset: str) -> None:
    def form(char: str) -> bytes | None:
        return rom_bytes(char, charset)

    assert form("襄") == bytes.fromhex("cfe5")
    assert form("·") == b"\xa1\xa4"
    assert form("—") == b"\xa1\xaa"
    assert form("堃") == (None if charset == "gb2312" else bytes.fromhex("88d2"))
    assert form("ⅰ") == (None if charset == "gb2312" else bytes.fromhex("a2a1"))
    assert form("龴") == (bytes.fromhex("fe59") if charset == "gb18030" else None)
    assert form("㛃") == (bytes.fromhex("8230b731") if charset == "gb18030" else None)
    for char in ("𠮷", "\ue81e", "\ud800", "\x1b", "é\u0301"):
        assert form(char) is None


def test_gb18030_follows_the_edition_of_2022() -> None:
    changed = {
        "a6d9": 0xFE10, "a6da": 0xFE12, "a6db": 0xFE11, "a6dc": 0xFE13, "a6dd": 0xFE14,
        "a6de": 0xFE15, "a6df": 0xFE16, "a6ec": 0xFE17, "a6ed": 0xFE18, "a6f3": 0xFE19,
        "fe59": 0x9FB4, "fe61": 0x9FB5, "fe66": 0x9FB6, "fe67": 0x9FB7, "fe6d": 0x9FB8,
        "fe7e": 0x9FB9, "fe90": 0x9FBA, "fea0": 0x9FBB, "a8bc": 0x1E3F,
    }  # fmt: skip
    for code, point in changed.items():
        assert gb18030.decode(bytes.fromhex(code)) == chr(point)
        assert gb18030.encode(chr(point)).hex() == code
        assert gb18030.decode(chr(point).encode("gb18030")) == chr(point)
    for point in range(0x110000):
        char = chr(point)
        if not 0xD800 <= point <= 0xDFFF and not 0xE000 <= point <= 0xF8FF:
            assert gb18030.decode(gb18030.encode(char)) == char


NUMBER = re.compile(r"[0-9]+(?:[.,:/-][0-9]+)*")
TEXTS = st.text(
    st.one_of(
        st.sampled_from("0123456789.,:/- 中文办件（）《》，。￥·A$b㛃𠮷é\u0301"),
        st.characters(max_codepoint=0x2FFFF, categories=("L", "M", "N", "P", "S", "Z", "C")),
    ),
    max_size=80,
)


@settings(max_examples=150, deadline=None)
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


@settings(max_examples=60, deadline=None)
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


@settings(max_examples=100, deadline=None)
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


@settings(max_examples=150, deadline=None)
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


def test_the_picture_shows_what_was_printed() -> None:
    import io

    data = encode(Slip((Text("襄城𠮷"), Rule(), Blank(2), Qr("code"))), setup())
    picture = Image.open(io.BytesIO(png(render(data))))
    assert picture.width == 640
    import zxingcpp

    assert [code.text for code in zxingcpp.read_barcodes(picture.convert("L"))] == ["code"]
    first = picture.crop((32, 16, 32 + 24, 16 + 48)).point([255] + [0] * 255).convert("1")
    wanted = dots(ink("襄", 48).resize((24, 48), Image.Resampling.BOX))
    assert likeness(first, wanted) > 0.95


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
