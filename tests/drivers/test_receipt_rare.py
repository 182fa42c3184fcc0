"""Chinese as the printer has it, and the characters that it lacks."""

from __future__ import annotations

import csv
import importlib.util
import io
import sys
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from drivers import gb18030
from drivers.receipt_printer import (
    Blank,
    Qr,
    Rule,
    Slip,
    Text,
)
from drivers.receipt_printer.charset import rom_bytes
from drivers.receipt_printer.encode import encode
from drivers.receipt_printer.render import png, render
from drivers.receipt_printer.text import clean


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

dots = rig.dots
ink = rig.ink
likeness = rig.likeness
printed = rig.printed
reader = rig.reader
setup = rig.setup


RARE = (Path(__file__).parents[1] / "data/rare_names.csv").read_text(encoding="utf-8")


NAMES = list(csv.DictReader(RARE.splitlines()))


WIDTHS = (32, 42, 48)


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


def test_the_picture_shows_what_was_printed() -> None:

    data = encode(Slip((Text("襄城𠮷"), Rule(), Blank(2), Qr("code"))), setup())
    picture = Image.open(io.BytesIO(png(render(data))))
    assert picture.width == 640
    import zxingcpp

    assert [code.text for code in zxingcpp.read_barcodes(picture.convert("L"))] == ["code"]
    first = picture.crop((32, 16, 32 + 24, 16 + 48)).point([255] + [0] * 255).convert("1")
    wanted = dots(ink("襄", 48).resize((24, 48), Image.Resampling.BOX))
    assert likeness(first, wanted) > 0.95
