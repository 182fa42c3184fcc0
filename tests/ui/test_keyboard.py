"""The keyboard of letters: every key there, by its name, once, in place, and large enough."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

sys.path.insert(0, str(Path(__file__).parent))

import reach

from kiosk.services.page import Page
from kiosk.services.presenters.find_search import KEYS
from ui.preview import settle
from ui.shell import Shell

SIZES = {"portrait": (1080, 1920), "landscape": (1920, 1080)}
LETTERS = [key for key in KEYS if len(key) == 1]
WORDS = {"清空": "clear", "空格": "space", "删除": "delete"}
PX_PER_MM = 4.03


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("elderly", [False, True])
def test_all_keys_are_named_and_at_least_sixteen_mm(
    open_shell: Callable[..., Shell], pages: Any, size: str, elderly: bool
) -> None:
    shell = open_shell(pages("zh_CN", elderly)["search"], size_px=SIZES[size])
    found = reach.acting(shell)
    assert len(LETTERS) == 26
    for name in (*LETTERS, *WORDS):
        rect = found[name].rect()
        assert min(rect.width(), rect.height()) >= round(16 * PX_PER_MM) - 1, name


def test_each_key_says_itself_once_and_function_keys_their_work(
    open_shell: Callable[..., Shell], pages: Any, port: Any
) -> None:
    shell = open_shell(pages()["search"])
    device = reach.touch_device()
    wanted = []
    for name in ("g", "l", "j", "t", *WORDS):
        reach.touch(shell, device, reach.centre(shell, name))
        settle(shell)
        wanted.append(("key", WORDS.get(name, name)))
    assert [call for call in port.calls if call[0] == "key"] == wanted


def test_a_finger_that_slides_off_a_key_types_nothing(
    open_shell: Callable[..., Shell], pages: Any, port: Any
) -> None:
    shell = open_shell(pages()["search"])
    start, end = reach.centre(shell, "g"), reach.centre(shell, "l")
    reach.touch(shell, reach.touch_device(), start, end)
    settle(shell)
    assert not [call for call in port.calls if call[0] == "key"]


def test_keys_stand_still_while_results_come_and_go(
    open_shell: Callable[..., Shell], pages: Any
) -> None:
    page: Page = pages()["search"]
    shell = open_shell(page)
    before = {name: reach.acting(shell)[name].rect() for name in LETTERS}
    bare = replace(page, sections=(), other=None, remark="", field=replace(page.field, shown=""))
    shell.show(bare)
    settle(shell)
    assert {name: reach.acting(shell)[name].rect() for name in LETTERS} == before
    shell.show(page)
    settle(shell)
    assert {name: reach.acting(shell)[name].rect() for name in LETTERS} == before
    assert "80岁老人津贴" in reach.acting(shell)


def test_what_is_typed_and_what_may_be_typed_are_told(
    open_shell: Callable[..., Shell], pages: Any
) -> None:
    page: Page = pages()["search"]
    shell = open_shell(page)
    told = {node.text(reach.QAccessible.Text.Name): node for node in reach.nodes(shell)}
    assert told[page.title].text(reach.QAccessible.Text.Description) == "lrbt"
    shell.show(replace(page, field=replace(page.field, shown="")))
    settle(shell)
    told = {node.text(reach.QAccessible.Text.Name): node for node in reach.nodes(shell)}
    assert page.field is not None
    assert page.field.label in told
