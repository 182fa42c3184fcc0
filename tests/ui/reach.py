"""Finding things in a shown window the way a reader does: by accessible name and role."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Any

from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtQuick import QQuickItem
from PySide6.QtTest import QTest

from ui.shell import Shell

ACTING = {
    QAccessible.Role.Button,
    QAccessible.Role.CheckBox,
    QAccessible.Role.RadioButton,
}


def nodes(shell: Shell) -> Iterator[Any]:
    """Every node of the window's accessible tree."""
    todo = [QAccessible.queryAccessibleInterface(shell.view)]
    while todo:
        node = todo.pop(0)
        if node is None or node.state().invisible:
            continue
        yield node
        todo += [node.child(n) for n in range(node.childCount())]


def acting(shell: Shell) -> dict[str, Any]:
    """Nodes that act, by name."""
    return {
        node.text(QAccessible.Text.Name): node for node in nodes(shell) if node.role() in ACTING
    }


def centre(shell: Shell, name: str) -> QPoint:
    """Middle of the named control in window coordinates."""
    rect = acting(shell)[name].rect()
    return shell.view.mapFromGlobal(rect.center())


def touch(shell: Shell, device: Any, start: QPoint, end: QPoint | None = None) -> None:
    """Touch at `start`, perhaps slide to `end`, and lift."""
    pad = QTest.touchEvent(shell.view, device)
    pad.press(1, start, shell.view).commit()
    if end is not None:
        QTest.touchEvent(shell.view, device).move(1, end, shell.view).commit()
    QTest.touchEvent(shell.view, device).release(1, end or start, shell.view).commit()


def items(root: QQuickItem) -> Iterator[QQuickItem]:
    """Every visible item below `root`."""
    for child in root.childItems():
        if child.isVisible():
            yield child
            yield from items(child)


def touch_device() -> Any:
    """A touch screen for QTest."""
    return QTest.createTouchDevice()


def wait(shell: Shell, seconds: float) -> None:
    """Let real time pass with the loop running."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        shell.gui.processEvents()
        QTest.qWait(10)


__all__ = ["QPointF", "Qt", "acting", "centre", "items", "nodes", "touch", "touch_device", "wait"]
