"""The terminal's window with all that QtQuick knows of it, for those who draw, play and check.

To be imported before the window is built: until then the terminal does without these bindings.
"""

from __future__ import annotations

from PySide6.QtGui import QWindow
from PySide6.QtQuick import QQuickItem, QQuickWindow


def quick_window(view: QWindow) -> QQuickWindow:
    """The window as a QQuickWindow; TypeError where it was built before this was imported."""
    if not isinstance(view, QQuickWindow):
        raise TypeError("import ui.quick before the window is built")
    return view


def root_item(view: QWindow) -> QQuickItem:
    """The item that fills the window."""
    return quick_window(view).contentItem().childItems()[0]
