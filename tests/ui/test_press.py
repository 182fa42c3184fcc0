"""One press is one action, whatever the finger does."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest

sys.path.insert(0, str(Path(__file__).parent))

import reach

from tests.services.world import Terminal
from ui.shell import Shell
from ui.viewmodels import app_vm


@pytest.fixture
def form(open_shell: Callable[..., Shell], pages: Callable[..., Any]) -> Shell:
    return open_shell(pages()["form"])


@pytest.fixture(scope="session")
def finger() -> Any:
    return reach.touch_device()


def test_a_touch_acts_once_on_release(form: Shell, port: Any, finger: Any) -> None:
    at = reach.centre(form, "下一步")
    QTest.touchEvent(form.view, finger).press(1, at, form.view).commit()
    assert port.calls == []
    QTest.touchEvent(form.view, finger).release(1, at, form.view).commit()
    assert port.calls == [("press", "action.next")]
    assert port.touches > 0


def test_sliding_off_takes_the_touch_back(form: Shell, port: Any, finger: Any) -> None:
    at = reach.centre(form, "下一步")
    reach.touch(form, finger, at, at - QPoint(0, 400))
    assert port.calls == []


def test_sliding_onto_a_button_does_not_press_it(form: Shell, port: Any, finger: Any) -> None:
    reach.touch(form, finger, QPoint(540, 560), reach.centre(form, "下一步"))
    assert port.calls == []


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Seconds that pass only when told, however slow the machine is."""
    now = SimpleNamespace(at=100.0)
    monkeypatch.setattr(app_vm, "time", SimpleNamespace(monotonic=lambda: now.at))
    return now


def test_a_double_touch_is_one_press(form: Shell, port: Any, finger: Any, clock: Any) -> None:
    at = reach.centre(form, "下一步")
    reach.touch(form, finger, at)
    reach.touch(form, finger, at)
    assert port.calls == [("press", "action.next")]


def test_a_double_touch_does_not_press_the_next_page(
    form: Shell, port: Any, finger: Any, pages: Callable[..., Any], clock: Any
) -> None:
    at = reach.centre(form, "下一步")
    reach.touch(form, finger, at)
    form.show(pages()["review"])
    reach.touch(form, finger, reach.centre(form, "交上去"))
    assert port.calls == [("press", "action.next")]
    clock.at += 0.6
    reach.touch(form, finger, reach.centre(form, "交上去"))
    assert port.calls[-1] == ("press", "review.send")


def test_different_keys_may_follow_each_other_at_once(form: Shell, port: Any, finger: Any) -> None:
    for name in ("1", "3", "8"):
        reach.touch(form, finger, reach.centre(form, name))
    assert port.calls == [("key", "1"), ("key", "3"), ("key", "8")]


def test_a_held_key_acts_once(form: Shell, port: Any) -> None:
    for _ in range(60):
        if _focused(form) == "下一步":
            break
        QTest.keyClick(form.view, Qt.Key.Key_Tab)
    assert _focused(form) == "下一步"
    _key(form, QEvent.Type.KeyPress, held=False)
    for _ in range(3):
        reach.wait(form, 0.25)
        _key(form, QEvent.Type.KeyPress, held=True)
    _key(form, QEvent.Type.KeyRelease, held=False)
    assert port.calls == [("press", "action.next")]


def test_tab_reaches_everything_that_acts_and_comes_round(form: Shell) -> None:
    seen: list[str] = []
    for _ in range(60):
        QTest.keyClick(form.view, Qt.Key.Key_Tab)
        seen.append(_focused(form))
    assert set(seen) == set(reach.acting(form))


def test_a_reader_can_press_by_name(form: Shell, port: Any) -> None:
    node = reach.acting(form)["我没有手机"]
    node.actionInterface().doAction("Press")
    assert port.calls == [("press", "form.no_mobile")]


def test_a_busy_page_takes_no_second_press(form: Shell, port: Any, pages: Any) -> None:
    from dataclasses import replace

    form.show(replace(pages()["form"], busy=True))
    form.app.press("action.next")
    assert port.calls == []


def test_a_signature_comes_in_millimetres(
    open_shell: Callable[..., Shell], pages: Callable[..., Any], port: Any, finger: Any
) -> None:
    shell = open_shell(pages()["sign"], mm=(268.0, 476.0))
    start = QPoint(300, 700)
    for x in (0, 300):
        reach.touch(shell, finger, start + QPoint(x, 0), start + QPoint(x + 100, 0))
    strokes = port.calls[-1][1]
    assert [call[0] for call in port.calls] == ["signed", "signed"]
    assert len(strokes) == 2
    (x0, y0, t0), (x1, y1, t1) = strokes[0][0], strokes[0][-1]
    assert x1 - x0 == pytest.approx(100 / 1080 * 268, abs=0.3)
    assert (y0, t0) == (y1, 0)
    assert t1 >= t0
    reach.touch(shell, finger, reach.centre(shell, "重写"))
    assert port.calls[-2:] == [("signed", []), ("press", "sign.clear")]


def _focused(shell: Shell) -> str:
    item = shell.view.activeFocusItem()
    name = item.property("name") if item is not None else ""
    return str(name or "")


def _key(shell: Shell, kind: QEvent.Type, *, held: bool) -> None:
    event = QKeyEvent(kind, Qt.Key.Key_Return, Qt.KeyboardModifier.NoModifier, "", held)
    shell.gui.sendEvent(shell.view, event)


def test_a_touch_that_does_nothing_still_tells_that_somebody_is_there(
    form: Shell, port: Any, finger: Any
) -> None:
    at = reach.centre(form, "下一步")
    reach.touch(form, finger, at, at - QPoint(0, 400))  # slides off: nothing is pressed
    assert (port.calls, port.touches) == ([], 1)
    reach.touch(form, finger, at)
    reach.touch(form, finger, at)  # the second one is taken for a trembling hand
    assert (port.calls, port.touches) == ([("press", "action.next")], 3)
    reach.touch(form, finger, QPoint(540, 560))  # beside everything
    assert port.touches == 4


def test_a_touch_on_the_signing_pad_tells_that_somebody_is_there(
    open_shell: Callable[..., Shell], pages: Callable[..., Any], port: Any, finger: Any
) -> None:
    shell = open_shell(pages()["sign"])
    reach.touch(shell, finger, QPoint(300, 700), QPoint(400, 700))
    assert port.touches > 0


@pytest.mark.parametrize("began", [(), ("attract.start",)])
def test_five_touches_of_the_halls_name_open_service_mode(
    open_shell: Callable[..., Shell], port: Any, finger: Any, began: tuple[str, ...]
) -> None:
    t = Terminal()
    t.press(*began)
    port.hall = t.c.hall
    shell = open_shell(t.page)
    named = [i for i in reach.items(shell.view.contentItem()) if i.property("text") == t.page.hall]
    place = named[0].mapToScene(QPointF(20, named[0].height() / 2)).toPoint()
    for at, opened in ((place + QPoint(0, 900), False), (place, True)):
        for _ in range(5):
            assert t.page.screen == ("home" if began else "attract")
            reach.touch(shell, finger, at)
        assert (t.page.screen == "service_sign_in") is opened
    assert port.touches
