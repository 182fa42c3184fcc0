"""Every check of the audit fails on a page that is broken in exactly its way, and on no other."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from PySide6.QtQuick import QQuickView

from ui.audit import Rules, audit, check_moved, read_scene, strip_places

Show = Callable[[str], QQuickView]
ELDERLY = Rules(elderly=True)

BROKEN = {
    "truncated": 'Words { x: 64; y: 400; width: 99; elide: Text.ElideRight; text: "这一行太长了" }',
    "overflow": 'Words { x: 64; y: 400; width: 200; text: "比自己的格子要宽" }',
    "off_screen": 'Words { x: 900; y: 400; text: "出了玻璃的边" }',
    "overlap": 'Words { x: 70; y: 100; text: "压住了" }',
    "gap": 'Press { x: 64; y: 1364; label: "太近了" }',
    "target": 'Press { x: 64; y: 400; width: 300; height: 60; label: "矮"; size: 44 }',
    "main_size": 'Press { x: 64; y: 400; height: 96; label: "好"; color: "#FFB81C"; ink: "black" }',
    "unnamed": 'Press { x: 64; y: 400; label: "有字"; spoken: "" }',
    "bare": "MouseArea { x: 64; y: 400; width: 200; height: 200 }",
    "focus": 'Press { x: 64; y: 400; label: "够不着"; reachable: false }',
    "dead": 'Press { x: 64; y: 400; label: "按不动"; alive: false }',
    "twin": 'Press { x: 64; y: 400; label: "返回" }',
    "language": 'Words { x: 64; y: 400; text: "请按 Continue" }',
    "mains": 'Press { x: 64; y: 400; label: "再一个"; color: "#FFB81C"; ink: "#0E1A1E" }',
    "type_size": 'Words { x: 64; y: 400; text: "小字"; font.pixelSize: 36 }',
    "line": "Words { x: 64; y: 400; width: 980; wrapMode: Text.Wrap;"
    ' text: "一二三四五六七八九十一二三四五六七八九十一二三四五六七八九十" }',
    "glyph": 'Words { x: 64; y: 400; text: "王\ue816" }',
    "contrast": 'Words { x: 64; y: 400; text: "淡淡的"; color: "#4F6B73" }',
    "crowd": 'Repeater { model: 7; Press { y: 220 + index * 180; x: 64; label: "事" + index } }',
}
SHARED = {"main_size": {"mains", "main_size"}}  # a second main action is one too many as well


def _found(view: QQuickView, rules: Rules = ELDERLY) -> set[str]:
    return {finding.check for finding in audit(view, rules)}


def test_a_sound_page_has_no_finding(show: Show) -> None:
    assert audit(show(""), ELDERLY) == ()


@pytest.mark.parametrize("check", BROKEN)
def test_a_page_broken_in_one_way_fails_that_check_alone(show: Show, check: str) -> None:
    assert _found(show(BROKEN[check])) == SHARED.get(check, {check})


def test_a_text_under_something_else_counts_as_not_painted(show: Show) -> None:
    cover = 'Rectangle { x: 0; y: 60; width: 900; height: 200; color: "#EAF2F3" }'
    assert _found(show(cover)) == {"contrast"}


def test_a_hidden_thing_is_not_looked_at(show: Show) -> None:
    assert audit(show("Item { opacity: 0; " + BROKEN["bare"] + "}"), ELDERLY) == ()
    assert audit(show("Item { visible: false; " + BROKEN["bare"] + "}"), ELDERLY) == ()


def test_a_clipped_text_is_an_overflow(show: Show) -> None:
    cut = 'Item { x: 64; y: 400; width: 300; height: 30; clip: true; Words { text: "切了一半" } }'
    assert _found(show(cut)) == {"overflow"}


def test_a_row_that_runs_below_its_page_is_an_overflow(show: Show) -> None:
    page = """
        component SamplePage: Item { width: 1080; height: 500; Words { x: 64; y: %d; text: "行" } }
        SamplePage { }
    """
    assert audit(show(page % 400), ELDERLY) == ()
    assert _found(show(page % 470)) == {"overflow"}


def test_a_text_that_leaves_its_button_is_an_overflow(show: Show) -> None:
    assert "overflow" in _found(show('Press { x: 64; y: 400; width: 200; label: "按钮装不下" }'))


def test_english_screens_carry_no_han_but_official_names(show: Show) -> None:
    english = Rules(lang="en", official=("王样例", "收到了", "返回", "下一步", "求助", "，"))
    assert audit(show(""), english) == ()
    assert _found(show('Words { x: 64; y: 400; text: "Next 上一步" }'), english) == {"language"}


def test_nothing_may_be_ticked_before_the_first_touch(show: Show) -> None:
    tick = 'Press { x: 64; y: 400; label: "同意"; kind: Accessible.CheckBox; ticked: true }'
    view = show(tick)
    assert audit(view, ELDERLY) == ()
    assert _found(view, replace(ELDERLY, fresh=True)) == {"ticked"}


def test_standard_sizes_are_smaller_than_elderly_ones_and_have_a_floor(show: Show) -> None:
    view = show('Press { x: 64; y: 400; width: 300; height: 70; label: "够大"; size: 44 }')
    assert audit(view, Rules()) == ()
    assert _found(view) == {"target"}


def test_a_finer_panel_makes_the_same_pixels_too_small(show: Show) -> None:
    assert {"target", "type_size"} <= _found(show(""), replace(ELDERLY, px_per_mm=8.0))


def test_a_strip_that_moved_is_found(show: Show) -> None:
    before = strip_places(read_scene(show("")), ELDERLY)
    assert list(before) == ["求助"]
    view = show("")
    strip = view.rootObject().findChild(type(view.rootObject()), "strip")
    assert list(check_moved(before, strip_places(read_scene(view), ELDERLY))) == []
    strip.setProperty("from", 3)
    moved = list(check_moved(before, strip_places(read_scene(view), ELDERLY)))
    assert [finding.where for finding in moved] == ["求助"]
