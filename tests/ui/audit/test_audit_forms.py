"""The pages of matters stand the audit: fees, papers, companies, long reviews, cases that wait."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QCoreApplication
from PySide6.QtTest import QTest

from tests.services.forms_walk import CREDIT_CODE, RIGHT
from tests.services.world import LI
from tests.ui.forms_pages import pages
from ui.audit import Rules, Scene, audit, read_scene
from ui.preview import SilentPort
from ui.shell import Shell, build_shell

PANELS = {"portrait": (1080, 1920), "landscape": (1920, 1080)}
LANGUAGES = ("zh_CN", "en")
REGION = RIGHT["region"]
OFFICIAL = (
    LI.name,
    LI.address,
    LI.address.removeprefix("湖北省襄阳市"),
    CREDIT_CODE,
    REGION,
    REGION.removeprefix("湖北省襄阳市"),
)


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


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("elderly", [False, True], ids=["standard", "elderly"])
@pytest.mark.parametrize("panel", PANELS)
def test_pages_of_matters_stand_the_audit(
    shell_of: Callable[[str], Shell], panel: str, elderly: bool, lang: str
) -> None:
    """Every other of them, the rest in the next place, so that all have their turn."""
    start = (list(PANELS).index(panel) + elderly + LANGUAGES.index(lang)) % 2
    shell, found = shell_of(panel), []
    for name, page in list(pages(lang, elderly).items())[start::2]:
        shell.show(page)
        before: Scene | None = None
        for _ in range(8):  # a page that sets itself tighter does so over some frames
            QTest.qWait(4)
            shell.view.grabWindow()
            now = read_scene(shell.view)
            if now == before:
                break
            before = now
        rules = Rules(elderly=elderly, lang=lang, official=OFFICIAL)
        wrong = audit(shell.view, rules)
        found += [f"{name} | {f.check}: {f.where} | {f.detail}" for f in wrong]
    assert not found, "\n".join(found)
