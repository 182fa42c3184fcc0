"""Every kind of input stands the audit, in both modes, both languages and on both panels."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QCoreApplication
from PySide6.QtTest import QTest

from kiosk.services.page import Page
from tests.services.world import LI
from tests.ui.fixtures_inputs import kinds
from ui.audit import Rules, Scene, audit, read_scene
from ui.preview import SilentPort
from ui.shell import Shell, build_shell

PANELS = {"portrait": (1080, 1920), "landscape": (1920, 1080)}
LANGUAGES = ("zh_CN", "en")
CODES = ("9142 0602 MA48", "9142 0602 MA48 B3X1 7P")
OFFICIAL = (LI.name, LI.address, LI.address.removeprefix("湖北省襄阳市"), *CODES)


@pytest.fixture(scope="module")
def shell_of(qapp: QCoreApplication) -> Iterator[Callable[[str], Shell]]:
    shells: dict[str, Shell] = {}

    def _shell_of(name: str) -> Shell:
        if name not in shells:
            shells[name] = build_shell(SilentPort(), size_px=PANELS[name], still=True)
            assert QTest.qWaitForWindowExposed(shells[name].view)
        return shells[name]

    yield _shell_of
    for shell in shells.values():
        shell.close()
    QTest.qWait(0)


def _found(shell: Shell, name: str, page: Page) -> list[str]:
    shell.show(page)
    before: Scene | None = None
    for _ in range(8):  # a page that sets itself tighter does so over some frames
        QTest.qWait(4)
        shell.view.grabWindow()
        now = read_scene(shell.view)
        if now == before:
            break
        before = now
    rules = Rules(elderly=page.elderly, lang=page.lang, official=OFFICIAL)
    found = audit(shell.view, rules)
    return [f"{name} | {f.check}: {f.where} | {f.detail}" for f in found]


def _stand(shell: Shell, pages: dict[str, Page]) -> None:
    found = [line for name, page in pages.items() for line in _found(shell, name, page)]
    assert not found, "\n".join(found)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("elderly", [False, True], ids=["standard", "elderly"])
@pytest.mark.parametrize("panel", PANELS)
def test_kinds_of_input_stand_the_audit(
    shell_of: Callable[[str], Shell], panel: str, elderly: bool, lang: str
) -> None:
    """Every third of them, another third in each place, so that all have their turn."""
    start = list(PANELS).index(panel) + elderly + LANGUAGES.index(lang)
    pages = list(kinds(lang, elderly).items())
    _stand(shell_of(panel), dict(pages[start % 3 :: 3]))


@pytest.mark.long
@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("elderly", [False, True], ids=["standard", "elderly"])
@pytest.mark.parametrize("panel", PANELS)
def test_every_kind_of_input_stands_the_audit(
    shell_of: Callable[[str], Shell], panel: str, elderly: bool, lang: str
) -> None:
    _stand(shell_of(panel), kinds(lang, elderly))
