"""docs/play.md names exactly what a script can name."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest

from ui.play.actions import ACTIONS
from ui.play.script import parse
from ui.screens import SCREENS

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def writer() -> ModuleType:
    path = ROOT / "packaging" / "write_play_doc.py"
    spec = importlib.util.spec_from_file_location("write_play_doc", path)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_page_is_what_the_writer_writes(writer: ModuleType) -> None:
    page = (ROOT / "docs" / "play.md").read_text(encoding="utf-8")
    assert page == writer.document(), "run packaging/write_play_doc.py"
    assert all(f"| `{do}` |" in page for do in ACTIONS)
    assert all(f"`{screen}`" in page for screen in SCREENS)


def test_the_script_shown_on_the_page_is_a_good_one(writer: ModuleType) -> None:
    shown = writer.document().partition("```yaml\n")[2].partition("```")[0]
    script = parse(shown.encode(), "shown", ("long-term",))
    assert [action.do for action in script.actions] == ["press", "card", "advance", "card"]
