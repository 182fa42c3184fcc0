"""Every registered screen, in both modes, both languages and on both panels, stands the audit."""

from __future__ import annotations

import importlib.util
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QCoreApplication
from PySide6.QtTest import QTest

from kiosk.services.page import Page
from ui.audit import Box, Rules, Scene, audit, check_moved, read_scene, strip_places
from ui.screens import SCREENS
from ui.shell import Shell, build_shell

PANELS = {"portrait": (1080, 1920), "landscape": (1920, 1080)}
MODES = {"standard": False, "elderly": True}
LANGUAGES = ("zh_CN", "en")
OFFICIAL = (  # a person's name and address are written as the card has them
    "李样例",
    "李*例",
    "湖北省襄阳市襄城区檀溪街道示例路1号2栋301室",
    "襄阳市襄城区檀溪街道",
    "襄城区檀溪街道",
    "示例路1号2栋301室",
)


def _pages() -> Callable[[str, bool], dict[str, Page]]:
    path = Path(__file__).parents[1] / "fixtures.py"
    spec = importlib.util.spec_from_file_location("screen_fixtures", path)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.pages


PAGES = {(lang, old): _pages()(lang, old) for lang in LANGUAGES for old in (False, True)}


class Nobody:
    """Nothing behind the window answers."""

    def __getattr__(self, name: str) -> Callable[..., None]:
        return lambda *_: None


@dataclass
class Panel:
    """A window of one size, and how to put a page on it."""

    shell: Shell
    size: tuple[int, int]

    def show(self, page: Page) -> None:
        self.shell.show(page)
        before: Scene | None = None
        for _ in range(8):  # a page that sets itself tighter does so over some frames
            QTest.qWait(4)
            self.shell.view.grabWindow()
            now = read_scene(self.shell.view)
            if now == before:
                return
            before = now

    def rules(self, page: Page, **more: Any) -> Rules:
        return Rules(elderly=page.elderly, lang=page.lang, official=OFFICIAL, **more)


@pytest.fixture(scope="module", params=PANELS)
def panel(request: pytest.FixtureRequest, qapp: QCoreApplication) -> Iterator[Panel]:
    size = PANELS[request.param]
    first = PAGES["zh_CN", False]["attract"]
    shell = build_shell(Nobody(), size_px=size, still=True, first=first)
    assert QTest.qWaitForWindowExposed(shell.view)
    yield Panel(shell, size)
    shell.close()
    QTest.qWait(0)


def _told(findings: Any) -> str:
    return "\n".join(f"{f.check}: {f.where} | {f.detail}" for f in findings)


@pytest.mark.parametrize("screen", SCREENS)
@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("mode", MODES)
def test_the_screen_stands_the_audit(panel: Panel, mode: str, lang: str, screen: str) -> None:
    page = PAGES[lang, MODES[mode]][screen]
    panel.show(page)
    assert not (found := audit(panel.shell.view, panel.rules(page))), _told(found)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("mode", MODES)
def test_the_fixed_strip_stands_still_from_screen_to_screen(
    panel: Panel, mode: str, lang: str
) -> None:
    known: dict[str, Box] = {}
    for page in PAGES[lang, MODES[mode]].values():
        panel.show(page)
        rules = panel.rules(page)
        now = strip_places(read_scene(panel.shell.view), rules)
        assert len(now) == len(page.strip), page.screen
        moved = list(check_moved(known, now))
        assert not moved, f"{page.screen}: {_told(moved)}"
        known |= now


def test_every_registered_screen_has_a_page_to_look_at() -> None:
    for key, pages in PAGES.items():
        assert set(pages) == set(SCREENS), key
