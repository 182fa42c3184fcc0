"""The window: Qt application, QML engine and the hooks that end the loop when something breaks."""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from types import TracebackType

import shiboken6
from PySide6.QtCore import QMessageLogContext, Qt, QtMsgType, QUrl, qInstallMessageHandler
from PySide6.QtGui import QFont, QFontDatabase, QGuiApplication, QWindow
from PySide6.QtQml import QQmlApplicationEngine, QQmlError

from kiosk.services.page import Page
from ui.plain_import import import_plainly
from ui.viewmodels.app_vm import App, Glass
from ui.viewmodels.port import Port

HERE = Path(__file__).parent
GLASS = HERE / "Jinban" / "Pages" / "Glass.qml"
FAMILY = "Noto Sans CJK SC"
DESIGN_PX_PER_MM = 4.03
"""Pixels a millimetre of a 21.5 inch full-HD panel, where the width in mm is not known."""

Log = Callable[[str, str], None]
"""Takes a level (debug, info, warning, error) and Qt's own words."""

_LEVELS = {
    QtMsgType.QtDebugMsg: "debug",
    QtMsgType.QtInfoMsg: "info",
    QtMsgType.QtWarningMsg: "warning",
    QtMsgType.QtCriticalMsg: "error",
    QtMsgType.QtFatalMsg: "error",
}


class ShellError(Exception):
    """The window could not be built; the text names QML's own errors."""


@dataclass(frozen=True, slots=True)
class Shell:
    """A window that shows pages. `app` is bound to QML, `view` is its window.

    Where PySide6.QtQuick was imported before, `view` is a QQuickWindow; the terminal itself does
    without those bindings, which saves 5 MB.
    """

    gui: QGuiApplication
    view: QWindow
    app: App
    engine: QQmlApplicationEngine

    def show(self, page: Page) -> None:
        """Put a page in front."""
        self.app.show(page)

    def run(self) -> int:
        """Run until the window is closed; exit status of the loop."""
        return self.gui.exec()

    def close(self) -> None:
        """Take the window and its engine down."""
        self.view.close()
        shiboken6.delete(self.engine)


def local_now() -> datetime:
    """Time at the terminal's place, which is Shanghai time everywhere in China."""
    from zoneinfo import ZoneInfo

    return datetime.now(ZoneInfo("Asia/Shanghai"))


def make_gui(*, offscreen: bool = False, log: Log | None = None) -> QGuiApplication:
    """The Qt application with the software renderer, made once a process."""
    import_plainly()
    os.environ.setdefault("QT_QUICK_BACKEND", "software")
    if offscreen:
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
    if log is not None:
        _route_messages(log)
    there = QGuiApplication.instance()
    if isinstance(there, QGuiApplication):
        return there
    gui = QGuiApplication(["jinban"])
    gui.setFont(QFont(FAMILY))  # whatever names no family would open two more fonts, 5 MB
    return gui


def font_families() -> frozenset[str]:
    """The fonts that a page could be drawn with on this machine."""
    make_gui(offscreen=True)
    return frozenset(QFontDatabase.families())


def build_shell(
    port: Port,
    *,
    size_px: tuple[int, int] = (1080, 1920),
    mm: tuple[float, float] | None = None,
    fullscreen: bool = False,
    offscreen: bool = False,
    first: Page | None = None,
    now: Callable[[], datetime] = local_now,
    still: bool = False,
    log: Log | None = None,
) -> Shell:
    """Build the window and show it with `first`, so that the first frame has its contents.

    `mm` is the glass in mm; without it 4.03 px/mm. Raises ShellError when QML does not load.
    """
    gui = make_gui(offscreen=offscreen, log=log)
    width_mm = mm[0] if mm else size_px[0] / DESIGN_PX_PER_MM
    app = App(port, Glass(size_px[0], size_px[1], width_mm), now, still=still)
    if first is not None:
        app.show(first)
    app.serve()
    engine = QQmlApplicationEngine()
    app.setParent(engine)  # outlives the pages bound to it, which the engine takes down first
    view = _load(engine, size_px)
    if fullscreen:
        view.setFlag(Qt.WindowType.FramelessWindowHint, True)
        view.showFullScreen()
    else:
        view.show()
    return Shell(gui, view, app, engine)


def _load(engine: QQmlApplicationEngine, size_px: tuple[int, int]) -> QWindow:
    errors: list[str] = []

    def note(found: list[QQmlError]) -> None:
        errors.extend(error.toString() for error in found)

    engine.warnings.connect(note)
    engine.addImportPath(str(HERE))
    engine.setInitialProperties({"width": size_px[0], "height": size_px[1]})
    engine.load(QUrl.fromLocalFile(str(GLASS)))
    engine.warnings.disconnect(note)
    for root in engine.rootObjects():
        if isinstance(root, QWindow):
            return root
    raise ShellError("; ".join(errors))


def end_on_errors(gui: QGuiApplication, told: Callable[[BaseException], None]) -> None:
    """Hand every exception that nobody caught to `told` and end the loop with status 1,
    because Qt would go on without the slot that failed."""

    def end(error: BaseException | None) -> None:
        if error is None or isinstance(error, SystemExit):
            return
        told(error)
        gui.exit(1)

    def on_main(
        _kind: type[BaseException], error: BaseException, _where: TracebackType | None
    ) -> None:
        end(error)

    def on_thread(failed: threading.ExceptHookArgs) -> None:
        end(failed.exc_value)

    sys.excepthook = on_main
    threading.excepthook = on_thread
    sys.unraisablehook = lambda failed: end(failed.exc_value)


def _route_messages(log: Log) -> None:
    def take(kind: QtMsgType, _where: QMessageLogContext, text: str) -> None:
        log(_LEVELS.get(kind, "warning"), text)

    qInstallMessageHandler(take)
