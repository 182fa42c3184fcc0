"""What every page must be: drawn, named, in place, in millimetres."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QMetaObject, QObject, Qt

sys.path.insert(0, str(Path(__file__).parent))

import reach

from kiosk.services.page import Choice, Fact, Page, Stop, Tick
from ui.preview import settle
from ui.quick import root_item
from ui.screens import SCREENS
from ui.shell import Shell
from ui.viewmodels.icons import ICONS, icon_path
from ui.viewmodels.page_vm import PageVM

PAGES = Path(__file__).parents[2] / "ui" / "Jinban" / "Pages"
SIZES = {"portrait": (1080, 1920), "landscape": (1920, 1080)}


def _texts(page: Page) -> set[str]:
    """Every text of a page that a reader must find."""
    found = {page.title, page.lead, page.over, page.remark, page.notice, page.stops_title}
    for act in (page.main, page.back, page.other, page.pad_clear, page.notice_act):
        if act is not None:
            found.add(act.name or act.text)
    found |= {act.name or act.text for act in (*page.tiles, *page.strip)}
    found |= {choice.title for choice in page.choices} | {tick.text for tick in page.ticks}
    for fact in page.facts:
        found |= {fact.label, fact.figure, fact.note}
    for section in page.sections:
        found.add(section.title)
        found |= {
            row.act.name or row.act.text or row.value if row.whole and row.act else row.value
            for row in section.rows
        }
    for stop in page.stops:
        found |= {stop.when, stop.text, stop.note}
    return found - {""}


@pytest.mark.parametrize(
    ("lang", "elderly", "size"),
    [("zh_CN", False, "portrait"), ("en", True, "landscape")],
    ids=["standard", "elderly"],
)
def test_every_text_of_every_page_is_on_the_screen_by_its_name(
    open_shell: Callable[..., Shell], pages: Any, size: str, elderly: bool, lang: str
) -> None:
    made = pages(lang, elderly)
    assert set(made) == set(SCREENS)
    shell = open_shell(made["home"], size_px=SIZES[size])
    for page in made.values():
        shell.show(page)
        settle(shell)
        there = {node.text(reach.QAccessible.Text.Name) for node in reach.nodes(shell)}
        missing = _texts(page) - there
        missing -= {page.remark}  # gives way where there is no room for it
        assert not missing, f"{page.screen}: {missing}"
        below = [
            node.text(reach.QAccessible.Text.Name)
            for node in reach.nodes(shell)
            if not shell.view.geometry().adjusted(-1, -1, 1, 1).contains(node.rect())
            and node.role() != reach.QAccessible.Role.Window
        ]
        assert not below, f"{page.screen}: outside the screen: {below}"


def test_the_broken_page_would_be_noticed(open_shell: Callable[..., Shell], pages: Any) -> None:
    shell = open_shell(pages()["matter"])
    there = {node.text(reach.QAccessible.Text.Name) for node in reach.nodes(shell)}
    assert _texts(replace(pages()["matter"], title="没有这句")) - there == {"没有这句"}


def test_a_key_typed_keeps_every_item_of_the_page(
    open_shell: Callable[..., Shell], pages: Any
) -> None:
    page = pages()["form"]
    shell = open_shell(page)
    before = {id(item): item for item in reach.items(root_item(shell.view))}
    shell.show(replace(page, field=replace(page.field, shown="138 0000 000", hint="还差1位")))
    settle(shell)
    after = {id(item) for item in reach.items(root_item(shell.view))}
    assert after <= set(before)
    assert any(item.property("text") == "138 0000 000" for item in before.values())


def test_one_page_item_stays_after_a_change(open_shell: Callable[..., Shell], pages: Any) -> None:
    made = pages()
    shell = open_shell(made["home"])
    for name in ("identify", "matter", "form", "done"):
        shell.show(made[name])
        settle(shell)
    names = [
        QMetaObject.className(item.metaObject()).split("_QMLTYPE")[0]
        for item in reach.items(root_item(shell.view))
    ]
    assert [name for name in names if name.endswith("Page")] == ["DonePage"]


@pytest.mark.parametrize(("width_mm", "body"), [(268.0, 34), (398.5, 23), (194.0, 47)])
def test_sizes_are_millimetres_on_the_glass(
    open_shell: Callable[..., Shell], pages: Any, width_mm: float, body: int
) -> None:
    shell = open_shell(pages()["home"], mm=(width_mm, width_mm / 1080 * 1920))
    page = pages()["matter"]
    shell.show(page)
    settle(shell)
    sizes = {
        item.property("text"): item.property("font").pixelSize()
        for item in reach.items(root_item(shell.view))
        if item.property("text") and item.property("font")
    }
    assert sizes[page.lead] == body
    back = reach.acting(shell)["返回"].rect()
    assert back.height() == pytest.approx(27.8 * 1080 / width_mm, abs=1)


def test_the_elderly_mode_is_larger(open_shell: Callable[..., Shell], pages: Any) -> None:
    shell = open_shell(pages("zh_CN", elderly=True)["sign_number"])
    nodes = reach.acting(shell)
    assert nodes["签好了"].rect().height() == 128
    assert nodes["5"].rect().height() == 144


def test_roles_carry_every_part_of_their_values() -> None:
    page = PageVM(Page("x", facts=(Fact("a", "b", "c"),), ticks=(Tick("i", "t", "n", True),)))
    for name, kind, renamed in (
        ("facts", Fact, {}),
        ("ticks", Tick, {"id": "tickId"}),
        ("choices", Choice, {"id": "choiceId"}),
        ("stops", Stop, {"state": "status"}),
    ):
        model = page.parts[name]
        roles = {bytes(role.data()).decode() for role in model.roleNames().values()}
        names = {renamed.get(field.name, field.name) for field in fields(kind)}
        if "act" in names:  # an action inside is told by its parts
            names = names - {"act"} | {"actIcon", "actId", "actText"}
        assert roles == names
    ticks = page.parts["ticks"]
    by_name = {bytes(v.data()).decode(): k for k, v in ticks.roleNames().items()}
    assert ticks.data(ticks.index(0), by_name["ticked"]) is True
    assert ticks.data(ticks.index(0), Qt.ItemDataRole.DisplayRole) is None
    assert isinstance(page.property("facts"), QObject)


def test_pages_use_controls_only() -> None:
    bare = re.compile(r"^\s*(?:\w+: )?(Text|MouseArea|TapHandler|Label|Button|Image)\s*\{", re.M)
    for file in PAGES.glob("*.qml"):
        assert not bare.findall(file.read_text(encoding="utf-8")), file.name
    assert bare.findall("    Text {\n"), "the pattern finds a bare text"


def test_no_words_are_written_in_qml() -> None:
    for file in PAGES.parent.glob("*/*.qml"):
        code = re.sub(r"//.*", "", file.read_text(encoding="utf-8"))
        assert not re.search(r"[\u4e00-\u9fff]", code), file.name


def test_every_icon_named_anywhere_is_there(pages: Any) -> None:
    names = {"check", "chevron-right", "arrow-left", "arrow-right", "lock", "hourglass", "eraser"}
    for page in (*pages().values(), *pages("en", elderly=True).values()):
        acts = (page.main, page.back, page.other, page.pad_clear, *page.tiles, *page.strip)
        names |= {act.icon for act in acts if act is not None}
        names |= {mark for s in page.sections for row in s.rows for mark in row.mark.split()}
        names |= {choice.icon for choice in page.choices} | {page.icon}
    names -= {"", "done"}
    assert {name for name in names if not icon_path(name)} == set()
    assert icon_path("../LICENSE") == ""
    assert (ICONS / "LICENSE").read_text(encoding="utf-8").startswith("MIT License")
