from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("QT_QUICK_BACKEND", "software")

import pytest
from PySide6.QtCore import QCoreApplication, QUrl
from PySide6.QtQuick import QQuickView
from PySide6.QtTest import QTest

_KIT = """
import QtQuick
Rectangle {
    id: root
    width: 1080; height: 1920; color: "white"
    component Words: Text {
        font.family: "Noto Sans CJK SC"; font.pixelSize: 48; color: "#0E1A1E"
        Accessible.role: Accessible.StaticText; Accessible.name: text
    }
    component Press: Rectangle {
        id: press
        property string label: ""
        property string spoken: label
        property int kind: Accessible.Button
        property bool ticked: false
        property bool reachable: true
        property bool alive: true
        property color ink: "#004858"
        property int size: 56
        width: 440; height: 128; color: "white"; border { width: 4; color: "#004858" }
        activeFocusOnTab: reachable
        Accessible.role: kind; Accessible.name: spoken; Accessible.checked: ticked
        Words { anchors.centerIn: parent; text: press.label; color: press.ink
            font.pixelSize: press.size; Accessible.ignored: true }
        TapHandler { enabled: press.alive }
    }
    component FixedStrip: Item {
        id: strip
        property int from: 0
        y: 1770; width: 1080; height: 150
        Press { x: strip.from + 20; y: 8; width: 200; label: "求助" }
    }
    Words { objectName: "title"; x: 64; y: 80; text: "收到了，王样例"; font.pixelSize: 80 }
    Press { objectName: "back"; x: 64; y: 1500; width: 300; label: "返回" }
    Press { objectName: "main"; x: 500; y: 1500; label: "下一步"; color: "#FFB81C"; ink: "#0E1A1E" }
    FixedStrip { objectName: "strip" }
    %s
}
"""


@pytest.fixture
def show(qapp: QCoreApplication, tmp_path: Path) -> Iterator[Callable[[str], QQuickView]]:
    """Shows a sound page with something added to it."""
    views: list[QQuickView] = []

    def _show(extra: str = "") -> QQuickView:
        page = tmp_path / f"Page{len(views)}.qml"
        page.write_text(_KIT % extra, encoding="utf-8")
        view = QQuickView(QUrl.fromLocalFile(str(page)))
        assert view.status() is QQuickView.Status.Ready, view.errors()
        view.show()
        assert QTest.qWaitForWindowExposed(view)
        views.append(view)
        return view

    yield _show
    for view in views:
        view.close()
        view.deleteLater()
    QTest.qWait(0)
