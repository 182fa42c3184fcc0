"""What the text of a card says: eight cards by hand, rare characters, dates, and any bytes."""

from __future__ import annotations

import runpy
from dataclasses import fields
from datetime import date, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from drivers.errors import BadAnswerError
from drivers.id_card.ethnic import ETHNIC
from drivers.id_card.private_use import STANDARD, load_site_table
from drivers.id_card.record import CardKind, IdCardRecord
from drivers.id_card.text_block import decode_addresses, decode_text
from drivers.virtual.id_card_text import address_block, make_card

FOREIGN = Path(__file__).parents[1] / "foreign"
CARDS = runpy.run_path(str(FOREIGN / "id_card_blocks.py"))
NAMES = sorted(CARDS["CARDS"])


def block(name: str) -> bytes:
    return CARDS["block"](name)


def changed(name: str, at: int, text: str, size: int) -> bytes:
    raw = text.encode("utf-16-le", "surrogatepass").ljust(size, b"\0")[:size]
    whole = block(name)
    return whole[:at] + raw + whole[at + size :]


def day(text: str) -> date:
    return datetime.strptime(text, "%Y%m%d").date()  # noqa: DTZ007 - a date has no zone


@pytest.mark.parametrize("name", NAMES)
def test_each_sample_card_is_right_field_by_field(name: str) -> None:
    told = dict(CARDS["CARDS"][name][0])
    record = decode_text(block(name))
    assert record.kind == told.pop("kind")
    assert record.long_term == (told["valid_to"] == "长期")
    if told["valid_to"] == "长期":
        assert told.pop("valid_to")
        assert record.valid_to is None
    assert record.unreadable == record.unmapped == ()
    assert record.name == told.get("name", told.get("name_en"))
    told.pop("name", None)
    for key, value in told.items():
        shown = getattr(record, key)
        assert shown == (day(value) if isinstance(shown, date) else value), key
    empty = {"kind", "name", "long_term", "valid_to"} | told.keys()
    others = [field.name for field in fields(record) if field.name not in empty]
    assert not any(getattr(record, key) for key in others)


@pytest.mark.parametrize("name", NAMES)
def test_the_virtual_card_has_the_same_bytes_as_the_one_written_by_hand(name: str) -> None:
    assert make_card(name, CARDS["CARDS"][name][0]).text == block(name)


def test_a_record_never_prints_what_is_on_the_card() -> None:
    record = decode_text(block("resident"))
    for text in (repr(record), str(record), f"{record}", f"{[record]}"):
        assert not any(part in text for part in ("王样例", "4299", "1986", "湖北"))


def test_padding_goes_at_the_ends_only_and_nul_pads_too() -> None:
    record = decode_text(changed("resident", 52, "　一路 2号\0\0 3室 　\0", 70))
    assert record.address == "一路 2号\ufffd\ufffd 3室"
    assert record.unmapped == ("U+0000",)
    assert decode_text(changed("resident", 0, "王样例", 30)).name == "王样例"


def test_an_english_name_in_two_places_keeps_the_space_between_them() -> None:
    english = "SAMPLE" + " " * 29 + "BETA GAMMA"
    text = make_card("x", dict(CARDS["CARDS"]["foreigner-2023"][0]) | {"name_en": english}).text
    assert decode_text(text).name_en == english


def test_late_encoded_characters_become_standard_and_unknown_ones_stay() -> None:
    record = decode_text(changed("resident", 0, "\ue863\ue82d\ue123样", 30))
    assert record.name == "䶮㭎\ue123样"
    assert record.unmapped == ("U+E123",)
    assert decode_text(changed("resident", 0, "\ue123", 30), {0xE123: "𬎆"}).name == "𬎆"


def test_half_a_surrogate_pair_or_a_control_character_never_gets_out() -> None:
    record = decode_text(changed("resident", 0, "王\ud842例\x1b\u0085甲", 30))
    assert record.name == "王\ufffd例\ufffd\ufffd甲"
    assert record.unmapped == ("U+D842", "U+001B", "U+0085")
    record.name.encode("utf-8")


def test_the_table_agrees_with_gbk_where_gb18030_left_the_private_area() -> None:
    assert len(STANDARD) == 80 + 10 + 13 + 3
    assert all(0xE000 <= point <= 0xF8FF and len(char) == 1 for point, char in STANDARD.items())
    # FE50..FEA0 without FE7F are the 80 in a row; Python's codec knows the ones moved by 2005
    codes = [0xFE00 + low for low in range(0x50, 0xA1) if low != 0x7F]
    seen = 0
    for point, code in enumerate(codes, 0xE815):
        char = code.to_bytes(2, "big").decode("gb18030")
        if not 0xE000 <= ord(char) <= 0xF8FF:
            assert STANDARD[point] == char, hex(point)
            seen += 1
    assert seen >= 60
    assert (STANDARD[0xE78D], STANDARD[0xE796], STANDARD[0xE7F3]) == ("︐", "︙", "⿻")


def test_a_site_table_names_its_bad_line(tmp_path: Path) -> None:
    path = tmp_path / "table.txt"
    path.write_text("# own\nE123 2C386 # remark\nU+E124 U+4E00\n", "utf-8")
    assert load_site_table(path) == {0xE123: "𬎆", 0xE124: "一"}
    for line in ("E123", "4E00 4E01", "E123 E124", "E123 D800", "E123 zz", "E123 FFFFFFFFFFFF"):
        path.write_text(f"E124 4E00\n{line}\n", "utf-8")
        with pytest.raises(ValueError, match=r"table\.txt:2"):
            load_site_table(path)


@pytest.mark.parametrize(
    ("text", "unreadable"),
    [
        ("20250230", True),
        ("        ", True),
        ("2025.1.1", True),
        ("２０２５０１０１", True),
        ("长期      ", False),
        ("20240229", False),
    ],
)
def test_a_date_is_a_date_or_long_term_or_named_unreadable(text: str, unreadable: bool) -> None:
    record = decode_text(changed("resident", 204, text, 16))
    assert ("valid_to" in record.unreadable) == unreadable
    assert record.long_term == text.startswith("长期")
    assert (record.valid_to is None) == (unreadable or record.long_term)


@pytest.mark.parametrize("name", NAMES)
def test_a_block_without_its_tail_is_read_in_its_own_layout(name: str) -> None:
    whole, cut = decode_text(block(name)), decode_text(block(name)[:220])
    assert (cut.kind, cut.name, cut.number) == (whole.kind, whole.name, whole.number)
    assert cut.valid_to == whole.valid_to


def test_a_strange_layout_and_an_empty_card_are_refused_by_code() -> None:
    for raw, code in (
        (changed("resident", 248, "Q", 2), "text_layout"),
        (changed("resident", 122, "ABC", 36)[:220], "text_layout"),
        (bytes(256), "text_empty"),
        (b" \0" * 128, "text_empty"),
        (block("resident")[:219], "text_length"),
        (block("resident") + b" ", "text_length"),
    ):
        with pytest.raises(BadAnswerError) as caught:
            decode_text(raw)
        assert caught.value.code == code


def test_new_addresses_come_in_pieces_of_seventy_bytes() -> None:
    lines = ("湖北省襄阳市襄城区示例路1号", "湖北省襄阳市襄城区示例路2号")
    assert decode_addresses(address_block(lines)) == list(lines)
    for size in (1, 69, 71, 350):
        with pytest.raises(BadAnswerError):
            decode_addresses(bytes(size))


def test_the_fifty_six_groups_are_all_there() -> None:
    assert len(ETHNIC) == 58
    assert (ETHNIC["01"], ETHNIC["05"], ETHNIC["30"], ETHNIC["56"]) == (
        "汉",
        "维吾尔",
        "土",
        "基诺",
    )


@settings(max_examples=300, deadline=None)
@given(st.binary(min_size=0, max_size=300), st.sampled_from(" JIY\0"))
def test_no_bytes_crash_the_text_codec(raw: bytes, flag: str) -> None:
    if len(raw) >= 250:
        raw = raw[:248] + flag.encode("utf-16-le") + raw[250:256]
    try:
        record = decode_text(raw)
    except BadAnswerError:
        return
    assert isinstance(record, IdCardRecord)
    assert record.kind in CardKind
    for field in fields(record):
        value = getattr(record, field.name)
        if isinstance(value, str):
            value.encode("utf-8")
