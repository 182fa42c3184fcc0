"""The pages that people really get stand the audit, whatever a card or a register brings."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import pytest
from PySide6.QtCore import QCoreApplication
from PySide6.QtTest import QTest

from kiosk.domain.loader import shipped
from kiosk.domain.masking import mask_name
from kiosk.services.page import Page
from kiosk.services.presenters.inputs.picking import picked
from kiosk.services.presenters.values import short_address
from tests.ui.real_pages import Seen, real_pages
from tests.ui.real_walk import FAR_PLACE, LATIN, LONG_ADDRESS, LONG_NAME
from ui.audit import Box, Rules, Scene, audit, check_moved, read_scene, strip_places
from ui.preview import SilentPort, at_941
from ui.screens import SCREENS
from ui.shell import Shell, build_shell

PANELS = {"portrait": (1080, 1920), "landscape": (1920, 1080)}
MODES = {"standard": False, "elderly": True}
LANGUAGES = ("zh_CN", "en")
SHARE = 6
"""The quick suite looks at every eighth page of each walk, another eighth on each glass and in
each language and mode, and at the last page of every screen."""
NAMES = (LONG_NAME, "李样例", "王样例", "陈样例")
PICKED = (picked(("420602-古城街道-昭明社区",), ""), picked(("420602-尹集乡",), ""))
ADDRESSES = (LONG_ADDRESS, *PICKED, *(point.address for point in shipped().points.values()))
OFFICIAL = (
    FAR_PLACE,
    *NAMES,
    *(name.replace("·", "·\n", 1) for name in NAMES),  # a long name breaks between its parts
    *(mask_name(name) for name in NAMES),
    *ADDRESSES,
    *(short_address(address) for address in ADDRESSES),
)


@dataclass
class Panel:
    """A window of one size, and how to put a page on it."""

    shell: Shell
    known: dict[tuple[str, bool], dict[str, Box]] = field(default_factory=dict)
    told: list[str] = field(default_factory=list)

    def show(self, page: Page) -> Scene:
        self.shell.show(page)
        before: Scene | None = None
        for _ in range(8):  # a page that sets itself tighter does so over some frames
            QTest.qWait(4)
            self.shell.view.grabWindow()
            now = read_scene(self.shell.view)
            if now == before:
                break
            before = now
        return now

    def findings(self, seen: Seen) -> list[str]:
        page = seen.page
        scene = self.show(page)
        rules = Rules(
            elderly=page.elderly,
            lang=page.lang,
            official=OFFICIAL,
            latin=Rules().latin | LATIN,
        )
        found = list(audit(self.shell.view, rules))
        strip = strip_places(scene, rules)
        found += check_moved(self.known.setdefault((page.lang, page.elderly), strip), strip)
        return [f"{seen.name} | {f.check}: {f.where} | {f.detail}" for f in found]


@pytest.fixture(scope="module")
def panel_of(qapp: QCoreApplication) -> Iterator[Callable[[str], Panel]]:
    panels: dict[str, Panel] = {}

    def _panel_of(name: str) -> Panel:
        if name not in panels:
            told: list[str] = []
            shell = build_shell(
                SilentPort(),
                size_px=PANELS[name],
                still=True,
                now=at_941,
                log=lambda level, text: told.append(text) if level != "debug" else None,
            )
            assert QTest.qWaitForWindowExposed(shell.view)
            panels[name] = Panel(shell, told=told)
        return panels[name]

    yield _panel_of
    for panel in panels.values():
        panel.shell.close()
    QTest.qWait(0)


def _sample(pages: tuple[Seen, ...], start: int) -> list[Seen]:
    """A share of the pages, another for each glass, mode and language; `--long` has them all, and
    the audit of screens has every screen each time."""
    return list(pages[start % SHARE :: SHARE])


def _stand(panel: Panel, pages: list[Seen]) -> None:
    found = [line for seen in pages for line in panel.findings(seen)]
    assert not found, "\n".join(found)
    complaints = [text for text in panel.told if "propagateSizeHints" not in text]
    assert not complaints, complaints


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("glass", PANELS)
def test_pages_of_real_visits_stand_the_audit(
    panel_of: Callable[[str], Panel], glass: str, mode: str, lang: str
) -> None:
    start = 4 * list(PANELS).index(glass) + 2 * MODES[mode] + LANGUAGES.index(lang)
    _stand(panel_of(glass), _sample(real_pages(lang, MODES[mode]), start))


@pytest.mark.long
@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("glass", PANELS)
def test_every_page_of_every_real_visit_stands_the_audit(
    panel_of: Callable[[str], Panel], glass: str, mode: str, lang: str
) -> None:
    _stand(panel_of(glass), list(real_pages(lang, MODES[mode])))


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("mode", MODES)
def test_the_walk_comes_by_every_registered_screen(mode: str, lang: str) -> None:
    elderly_only = {"address", "consent"}
    missing = set(SCREENS) - {seen.page.screen for seen in real_pages(lang, MODES[mode])}
    assert missing <= ({"printing"} if MODES[mode] else {"printing", *elderly_only})
