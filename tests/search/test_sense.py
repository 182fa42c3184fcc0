from __future__ import annotations

import json
import sys
from base64 import b64decode
from pathlib import Path
from typing import Any

import pytest
import yaml

from kiosk.domain.search import FILE, finder

ROOT = Path(__file__).parents[2]


def found(text: str, limit: int = 20) -> list[str]:
    return [hit.code for hit in finder().find(text, limit=limit)]


@pytest.mark.parametrize(
    ("for_it", "otherwise"),
    [
        ("社保卡丢了", "社保卡掉色好看吗"),
        ("结婚证怎么补", "结婚证哪个颜色好看"),
        ("养狗要不要办证", "养狗和养猫哪个好"),
        ("驾照到期了", "驾照教练凶不凶"),
        ("营业执照怎么办", "营业执照相框哪里有卖"),
        ("申请公租房", "公租房旁边有什么好吃的"),
        ("图书馆借书证", "图书馆的咖啡多少钱一杯"),
        ("工伤认定要什么材料", "讲个工伤的笑话"),
    ],
)
def test_a_word_of_a_matter_finds_it_unless_something_else_is_asked_of_it(
    for_it: str, otherwise: str
) -> None:
    assert found(for_it)
    assert found(otherwise) == []


@pytest.mark.parametrize(
    "plain", ["身份证", "医保卡丢了", "残疾证", "80岁老人津贴", "离婚登记", "sbk"]
)
@pytest.mark.parametrize(
    "typed",
    [
        lambda text: "\x00\x1b" * 40 + f"{text}\x7f\u202e",
        "\u200b".join,
        lambda text: "🙂" * 80 + f"{text}🙏🏻❤️",
        lambda text: f"   \t\u3000{text}" + " " * 5000,
        lambda text: "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in text),
        lambda text: text.translate(str.maketrans("证医岁贴离", "證醫歲貼離")),
        lambda text: f"\udcff{text}\ufffd",
    ],
    ids=["control", "joiners", "emoji", "blanks", "full-width", "traditional", "broken"],
)
def test_a_question_is_read_in_whatever_it_comes_wrapped(plain: str, typed: Any) -> None:
    assert found(typed(plain), 1) == found(plain, 1) != []


def test_held_questions_are_answered_as_promised_and_pointless_ones_are_not() -> None:
    text = (ROOT / "tests/data/search_wide.yaml").read_text(encoding="utf-8")
    held = [q for q in yaml.safe_load(text)["questions"] if q["held"]]
    real = [q for q in held if q["codes"]]
    assert sum(bool(set(q["codes"]) & set(found(q["ask"], 3))) for q in real) >= 0.72 * len(real)
    pointless = [q for q in held if not q["codes"]]
    assert sum(bool(found(q["ask"], 1)) for q in pointless) <= 0.09 * len(pointless)


@pytest.mark.long
def test_the_sense_that_ships_is_the_one_that_is_learnt_from_the_sources() -> None:
    sys.path.insert(0, str(ROOT / "packaging"))
    try:
        from train_sense import learnt
    finally:
        del sys.path[0]
    raw = json.loads(FILE.read_bytes())
    ships, fresh = raw["sense"], learnt(raw)
    assert fresh["odds"] == pytest.approx(ships["odds"], abs=0.05)
    pairs = zip(*(b64decode(one["taste"]["weights"]) for one in (ships, fresh)), strict=True)
    assert sum(a != b for a, b in pairs) < 100  # another machine rounds some steps otherwise
