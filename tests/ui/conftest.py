"""One window a size for the tests of the user interface, and a port that keeps what it is told."""

from __future__ import annotations

import importlib.util
import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

os.environ["QT_QPA_PLATFORM"] = "offscreen"
os.environ["QT_QUICK_BACKEND"] = "software"

from kiosk.services.page import Page
from ui.preview import at_941, settle
from ui.shell import Shell, build_shell


class Recorder:
    """A port that writes down every call."""

    def __init__(self) -> None:
        self.calls: list[tuple[str, Any]] = []
        self.touches = 0

    def press(self, id: str) -> None:
        self.calls.append(("press", id))

    def choose(self, id: str) -> None:
        self.calls.append(("choose", id))

    def tick(self, id: str) -> None:
        self.calls.append(("tick", id))

    def key(self, k: str) -> None:
        self.calls.append(("key", k))

    def signed(self, strokes: list[Any]) -> None:
        self.calls.append(("signed", strokes))

    def hall(self) -> None:
        self.calls.append(("hall", ""))

    def touched(self) -> None:
        self.touches += 1


def _fixtures() -> Any:
    name = "ui_fixtures"
    if name not in sys.modules:
        spec = importlib.util.spec_from_file_location(name, Path(__file__).parent / "fixtures.py")
        assert spec is not None
        assert spec.loader is not None
        module = importlib.util.module_from_spec(spec)
        sys.modules[name] = module
        spec.loader.exec_module(module)
    return sys.modules[name]


@pytest.fixture
def pages() -> Callable[..., dict[str, Page]]:
    """`pages(lang, elderly)`: the hand-made pages by screen."""
    return _fixtures().pages


@pytest.fixture
def port() -> Recorder:
    return Recorder()


@pytest.fixture
def open_shell(port: Recorder, qapp: object) -> Iterator[Callable[..., Shell]]:
    """`open_shell(page, **options)`: a shown offscreen window, closed after the test."""
    shells: list[Shell] = []
    told: list[str] = []

    def log(level: str, text: str) -> None:
        if level in {"warning", "error"} and "propagateSizeHints" not in text:
            told.append(text)

    def open_one(page: Page, **options: Any) -> Shell:
        options = {"offscreen": True, "still": True, "now": at_941, "log": log} | options
        shell = build_shell(port, first=page, **options)
        shells.append(shell)
        settle(shell)
        return shell

    yield open_one
    for shell in shells:
        shell.close()
    assert told == [], "QML complained"
