"""The shell as QML sees it: screen, mode, clock, the page in front, and the way back out."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from PySide6.QtCore import Property, QObject, QTimer, Signal, Slot
from PySide6.QtQml import QmlElement, QmlSingleton, QQmlEngine

from kiosk.services.page import Page
from ui.screens import page_file
from ui.viewmodels.icons import icon_path
from ui.viewmodels.page_vm import PageVM, same_page
from ui.viewmodels.port import Port, Stroke

QML_IMPORT_NAME = "Jinban.App"
QML_IMPORT_MAJOR_VERSION = 1


@dataclass(frozen=True, slots=True)
class Glass:
    """The screen: its size in pixels and its width in mm."""

    width_px: int
    height_px: int
    width_mm: float

    @property
    def px_per_mm(self) -> float:
        """Pixels a millimetre."""
        return self.width_px / self.width_mm


@QmlElement
@QmlSingleton
class App(QObject):
    """What the whole window is bound to. One a QML engine, handed over by `App.serve`."""

    pageChanged = Signal()
    modeChanged = Signal()
    clockChanged = Signal()
    firstFrame = Signal()
    _serving: App | None = None

    def __init__(
        self, port: Port, glass: Glass, now: Callable[[], datetime], *, still: bool = False
    ) -> None:
        super().__init__()
        self._port = port
        self._glass = glass
        self._now = now
        self._still = still
        self._page = PageVM(Page(screen="attract"), self)
        self._serial = 0
        self._back = False
        self._last: tuple[str, int, float] = ("", -1, 0.0)
        self._strokes: list[Stroke] = []
        self._clock = ""
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self._tell_time)

    def serve(self) -> None:
        """Be the one that the next engine gets."""
        App._serving = self
        self._tell_time()

    @staticmethod
    def create(_engine: QQmlEngine) -> App:
        """Called by the engine when QML first names `App`."""
        if App._serving is None:
            raise RuntimeError("App.serve() comes before the engine")
        QQmlEngine.setObjectOwnership(App._serving, QQmlEngine.ObjectOwnership.CppOwnership)
        return App._serving

    def show(self, page: Page) -> None:
        """Put `page` in front: in place when it is the same page, else as a new one."""
        before = self._page.value
        if same_page(before, page):
            self._page.take(page)
            return
        page_file(page.screen)
        self._strokes = []
        old, self._page = self._page, PageVM(page, self)
        self._serial += 1
        if (before.elderly, before.lang) != (page.elderly, page.lang):
            self.modeChanged.emit()
        self.pageChanged.emit()
        self._back = False
        QTimer.singleShot(1000, old, old.deleteLater)

    @property
    def current(self) -> Page:
        """The page in front."""
        return self._page.value

    @Property(PageVM, notify=pageChanged)
    def page(self) -> PageVM:
        """The page in front."""
        return self._page

    @Property(str, notify=pageChanged)
    def pageFile(self) -> str:
        """QML file that draws it."""
        return page_file(self._page.value.screen)

    @Property(bool, notify=pageChanged)
    def goesBack(self) -> bool:
        """Whether the person came here by the way back."""
        return self._back

    @Property(bool, notify=modeChanged)
    def elderly(self) -> bool:
        """Elderly mode."""
        return self._page.value.elderly

    @Property(str, notify=modeChanged)
    def lang(self) -> str:
        """zh_CN or en."""
        return self._page.value.lang

    @Property(float, constant=True)
    def pxPerMm(self) -> float:
        """Pixels a millimetre of this screen."""
        return self._glass.px_per_mm

    @Property(int, constant=True)
    def widthPx(self) -> int:
        """Width of the screen."""
        return self._glass.width_px

    @Property(int, constant=True)
    def heightPx(self) -> int:
        """Height of the screen."""
        return self._glass.height_px

    @Property(bool, constant=True)
    def still(self) -> bool:
        """Nothing moves: reduced motion, and pictures that must not differ."""
        return self._still

    @Property(str, notify=clockChanged)
    def clock(self) -> str:
        """Time of day at the terminal's place, H:MM."""
        return self._clock

    def _tell_time(self) -> None:
        now = self._now()
        self._clock = f"{now.hour}:{now.minute:02}"
        self.clockChanged.emit()
        self._timer.start(max(50, (60 - now.second) * 1000 - now.microsecond // 1000))

    @Slot(str, result=str)
    def iconPath(self, name: str) -> str:
        """Strokes of an icon on its 24 grid."""
        return icon_path(name)

    @Slot(str, int, result=bool)
    def allow(self, control: str, guard_ms: int) -> bool:
        """Whether a press counts: not the same control again, nor another page's control
        under the same finger, within the guard time (VVSG 2.0 7.2-H, EN 301 549 5.8)."""
        now = time.monotonic()
        last, serial, at = self._last
        again = control == last or serial != self._serial
        if again and (now - at) * 1000 < guard_ms:
            return False
        self._last = (control, self._serial, now)
        return True

    @Slot(str)
    def press(self, id: str) -> None:
        """An action was pressed."""
        page = self._page.value
        if page.busy and page.main is not None and id == page.main.id:
            return
        self._back = page.back is not None and id == page.back.id
        self._port.press(id)

    @Slot(str)
    def choose(self, id: str) -> None:
        """A choice was touched."""
        self._port.choose(id)

    @Slot(str)
    def tick(self, id: str) -> None:
        """A statement was touched."""
        self._port.tick(id)

    @Slot(str)
    def key(self, k: str) -> None:
        """A key of the keypad."""
        self._port.key(k)

    @Slot()
    def painted(self) -> None:
        """The window's first frame is on the glass."""
        self.firstFrame.emit()

    @Slot()
    def touched(self) -> None:
        """Any touch or key."""
        self._port.touched()

    @Slot()
    def hallTouched(self) -> None:
        """The hall's name was touched."""
        self._port.hall()

    @Slot("QVariantList")
    def stroke(self, points: list[Any]) -> None:
        """One finished stroke: x, y in px and t in ms, flat; all strokes go on in mm."""
        scale = self._glass.px_per_mm
        flat = [float(value) for value in points]
        self._strokes.append(
            [
                (round(flat[n] / scale, 2), round(flat[n + 1] / scale, 2), round(flat[n + 2], 1))
                for n in range(0, len(flat) - 2, 3)
            ]
        )
        self._port.signed([list(stroke) for stroke in self._strokes])

    @Slot()
    def clearStrokes(self) -> None:
        """The pad was cleared."""
        self._strokes = []
        self._port.signed([])
