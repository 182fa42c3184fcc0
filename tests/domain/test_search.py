from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.domain.loader import shipped

INDEX = shipped().search


@pytest.mark.parametrize(
    ("words", "code", "by"),
    [
        ("80岁老人津贴", "XC-MZ-008", "text"),
        ("高龄补贴怎么领", "XC-MZ-008", "text"),
        ("八十岁领钱", "XC-MZ-008", "text"),
        ("我想打印社保证明", "XC-RS-026", "text"),
        ("医保断了怎么办", "XC-YB-001", "text"),
        ("社保卡丢了", "XC-RS-032", "text"),
        ("公司注销", "XC-SJ-007", "text"),
        ("shebaozhengming", "XC-RS-026", "pinyin"),
        ("she bao zheng ming", "XC-RS-026", "pinyin"),
        ("sebaozenming", "XC-RS-026", "pinyin"),  # as it is spoken here
        ("lao ren jin tie", "XC-MZ-008", "pinyin"),
        ("glbt", "XC-MZ-008", "initials"),
        ("lrbt", "XC-MZ-009", "initials"),
        ("ＳＢＺＭ", "XC-RS-026", "initials"),
        ("xc-rs-026", "XC-RS-026", "code"),
    ],
)
def test_people_find_what_they_mean(words: str, code: str, by: str) -> None:
    best = INDEX.search(words)[0]
    assert (best.code, best.by) == (code, by)
    assert 0.5 < best.score <= 1


@pytest.mark.parametrize(
    "words",
    [
        "",
        "   ",
        "？？？",
        "今天天气怎么样",
        "红烧肉",
        "买火车票",
        "我想吃饭",
        "hello world",
        "asdfgh",
        "qqqq",
        "abc",
        "12345",
        "select * from",
        "🙂",
        "我要",
        "的",
    ],
)
def test_nonsense_is_offered_nothing(words: str) -> None:
    assert INDEX.search(words) == []


def test_two_initials_lead_to_the_matters_most_asked_for() -> None:
    found = INDEX.search("sb", limit=8)
    assert {"XC-RS-030"} <= {m.code for m in found}
    assert found[0].code.startswith("XC-RS")


def test_a_channel_leaves_out_what_is_not_offered_there() -> None:
    everywhere = {m.code for m in INDEX.search("结婚", limit=50)}
    kiosk = {m.code for m in INDEX.search("结婚", limit=50, channel="kiosk")}
    assert kiosk < everywhere
    assert all("kiosk" in shipped().catalogue[code].channels for code in kiosk)


def test_matches_come_best_first_once_each_and_no_more_than_asked() -> None:
    found = INDEX.search("养老", limit=5)
    assert len(found) == 5 == len({m.code for m in found})
    assert [m.score for m in found] == sorted((m.score for m in found), reverse=True)
    assert INDEX.search("养老", limit=0) == []


def test_every_matter_is_found_by_its_own_short_name() -> None:
    missed = [
        m.code for m in shipped().catalogue
        if m.code not in {hit.code for hit in INDEX.search(m.short_name, limit=5)}
    ]  # fmt: skip
    assert missed == []


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=80))
def test_no_query_breaks_the_search(words: str) -> None:
    for match in INDEX.search(words):
        assert 0 < match.score <= 1
