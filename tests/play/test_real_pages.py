"""The player works the real pages: their guards, their keypad, their signing area."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QCoreApplication
from PySide6.QtTest import QTest

from kiosk.services.page import Act, Page
from ui.play.player import Player
from ui.play.record import Outcome, Recorder, Setting
from ui.play.script import parse
from ui.quick import root_item
from ui.shell import Shell, build_shell

ACTIONS = """
  - press: home.apply
  - advance: {to: done, max: 8}
  - expect: {text: 收到了}
"""
ANSWERS = "{applicant.mobile: '1380011', has_social_card: yes, delivery.way: mail}"


class Front:
    """The real window in place of the small one."""

    def __init__(self) -> None:
        self.shell: Shell | None = None
        self.page = Page("attract")

    def show(self, page: Page) -> None:
        self.page = page
        if self.shell is not None:
            self.shell.show(page)


class Port:
    """What the window calls, handed on to the test's terminal."""

    def __init__(self, terminal: Any) -> None:
        self.terminal = terminal

    def press(self, id: str) -> None:
        self.terminal.act("press", id)

    def choose(self, id: str) -> None:
        self.terminal.act("choose", id)

    def tick(self, id: str) -> None:
        self.terminal.act("tick", id)

    def key(self, k: str) -> None:
        self.terminal.act("key", k)

    def signed(self, strokes: list[Any]) -> None:
        self.terminal.strokes = len(strokes)

    def touched(self) -> None:
        """Counted by the terminal, not here."""


def _framed(pages: Mapping[str, Page], elderly: bool) -> dict[str, Page]:
    strip = (Act("strip.help", "求助", "bell-ringing"), Act("strip.end", "结束办理", "logout"))
    return {n: replace(p, elderly=elderly, strip=strip) for n, p in pages.items()}


@pytest.fixture
def real(
    qapp: QCoreApplication, terminal: Callable[..., Any]
) -> Iterator[Callable[[bool], tuple[Any, Shell]]]:
    shells: list[Shell] = []

    def _real(elderly: bool) -> tuple[Any, Shell]:
        made = terminal()
        pages = _framed(made.pages, elderly)
        pages["field"] = replace(pages["field"], screen="form")
        made.pages = {**pages, "form": pages["field"]}
        made.stage = Front()
        made.on = lambda: made.show(_next(made.page.screen))
        made.stage.page = made.pages["home"]
        shell = build_shell(Port(made), first=made.pages["home"])
        made.stage.shell, made.window = shell, shell.view
        shells.append(shell)
        assert QTest.qWaitForWindowExposed(shell.view)
        return made, shell

    yield _real
    for shell in shells:
        shell.close()
    QTest.qWait(0)


def _next(screen: str) -> str:
    order = ("home", "question", "form", "delivery", "sign", "sending", "done")
    return order[order.index(screen) + 1]


@pytest.mark.parametrize("elderly", [False, True], ids=["standard", "elderly"])
def test_a_visit_over_the_real_pages(
    real: Callable[[bool], tuple[Any, Shell]], tmp_path: Path, elderly: bool
) -> None:
    made, _ = real(elderly)
    script = parse(f"version: 1\ntitle: t\nanswers: {ANSWERS}\nactions: {ACTIONS}".encode())
    ended: list[Outcome] = []
    recorder = Recorder(tmp_path / "out")
    setting = Setting("visit.yaml", "self-service", "zh_CN", "1080x1920")
    player = Player(made, script, recorder, setting=setting, done=ended.append, out=StringIO())
    player.start()
    limit = time.monotonic() + 60
    while not ended and time.monotonic() < limit:
        QTest.qWait(10)
    assert ended
    assert ended[0].ok, ended[0].error
    assert "".join(name for kind, name in made.done if kind == "key") == "1380011"
    assert made.strokes == 2
    assert recorder.touches_ms


def test_a_picture_is_taken_when_the_page_has_come_to_rest(
    real: Callable[[bool], tuple[Any, Shell]], tmp_path: Path
) -> None:
    made, shell = real(False)
    seen: list[bool] = []

    class Watching(Recorder):
        def picture(self, n: int, name: str, image: Any) -> str:
            seen.append(bool(root_item(shell.view).property("sliding")))
            return super().picture(n, name, image)

    actions = "[press: home.apply, shot: second, {advance: {to: delivery, max: 4}}, shot: third]"
    script = parse(f"version: 1\ntitle: t\nanswers: {ANSWERS}\nactions: {actions}".encode())
    ended: list[Outcome] = []
    setting = Setting("visit.yaml", "self-service", "zh_CN", "1080x1920")
    recorder = Watching(tmp_path / "out")
    player = Player(made, script, recorder, setting=setting, done=ended.append, out=StringIO())
    player.start()
    player._visit.hands.still_for = lambda: 1.0  # frames so far apart that all seems still
    limit = time.monotonic() + 60
    while not ended and time.monotonic() < limit:
        QTest.qWait(10)
    assert ended
    assert ended[0].ok, ended[0].error
    assert seen
    assert not any(seen)
