"""The window around the pages: errors end it, the clock ticks, nothing personal stays."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QTimer

from kiosk.services.page import Page
from ui.preview import settle
from ui.quick import root_item
from ui.shell import Shell
from ui.viewmodels.qr import qr_path, rows_path

ROOT = Path(__file__).parents[2]

FAILING = """
import sys
from ui.shell import build_shell, end_on_errors
from ui.preview import SilentPort
from kiosk.services.page import Page
from PySide6.QtCore import QTimer
shell = build_shell(SilentPort(), offscreen=True)
told = []
end_on_errors(shell.gui, told.append)
def fail():
    raise ValueError("broken slot")
QTimer.singleShot(10, fail)
status = shell.run()
print(type(told[0]).__name__)
sys.exit(status)
"""


def test_an_error_in_a_slot_ends_the_loop_with_one() -> None:
    done = subprocess.run(
        [sys.executable, "-c", FAILING],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )
    assert (done.returncode, done.stdout.strip()) == (1, "ValueError")


def test_an_unknown_screen_is_refused_and_the_old_page_stays(
    open_shell: Callable[..., Shell], pages: Any
) -> None:
    shell = open_shell(pages()["home"])
    with pytest.raises(KeyError):
        shell.show(Page("nowhere"))
    assert shell.app.current.screen == "home"


def test_the_clock_follows_the_given_time(open_shell: Callable[..., Shell], pages: Any) -> None:
    now = [datetime(2026, 11, 23, 9, 41, 59, 950_000, tzinfo=UTC)]
    shell = open_shell(pages()["home"], now=lambda: now[0])
    assert shell.app.property("clock") == "9:41"
    now[0] = datetime(2026, 11, 23, 9, 42, tzinfo=UTC)
    seen: list[str] = []
    shell.app.clockChanged.connect(lambda: seen.append(shell.app.property("clock")))
    QTimer.singleShot(200, shell.gui.quit)
    shell.run()
    assert "9:42" in seen


def test_nothing_of_the_last_page_is_left_in_the_window(
    open_shell: Callable[..., Shell], pages: Any
) -> None:
    import gc

    from PySide6.QtCore import QCoreApplication, QEvent

    shell = open_shell(pages()["review"])
    shell.show(pages()["attract"])
    QTimer.singleShot(1300, shell.gui.quit)
    shell.run()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    gc.collect()
    settle(shell)
    root = root_item(shell.view)
    texts = [str(item.property("text")) for item in root.findChildren(type(root))]
    assert not [text for text in texts if "429999" in text]
    assert "review" not in {
        page.value.screen for page in shell.app.findChildren(type(shell.app.page))
    }


def test_a_qr_path_redraws_its_modules() -> None:
    rows = [[True, True, False], [False, True, False], [True, False, True]]
    path = rows_path(rows)
    assert path == "M0 0h2v1h-2zM1 1h1v1h-1zM0 2h1v1h-1zM2 2h1v1h-1z"
    assert qr_path("") == ("", 0)
    assert qr_path("https://example.invalid/v/0000")[1] == 29


def test_the_drawn_qr_code_can_be_read(open_shell: Callable[..., Shell], pages: Any) -> None:
    import zxingcpp
    from PIL import Image

    page = pages()["done"]
    shell = open_shell(page)
    shot = shell.view.grabWindow().convertToFormat(shell.view.grabWindow().Format.Format_RGB888)
    data = bytes(shot.constBits())
    picture = Image.frombuffer(
        "RGB", (shot.width(), shot.height()), data, "raw", "RGB", shot.bytesPerLine(), 1
    )
    assert [code.text for code in zxingcpp.read_barcodes(picture)] == [page.qr]
