"""One page as QML sees it: made for a page, updated in place while that page stays."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Property, QObject, Signal
from PySide6.QtQml import QmlElement

from kiosk.services.page import Page
from ui.viewmodels import lists
from ui.viewmodels.qr import qr_path
from ui.viewmodels.values import (
    NO_ACT,
    NO_BANNER,
    NO_FIELD,
    NO_SIGN,
    ActVM,
    BannerVM,
    FieldVM,
    SignVM,
)

QML_IMPORT_NAME = "Jinban.App"
QML_IMPORT_MAJOR_VERSION = 1


def _part(name: str) -> Callable[[Any], Any]:
    def get(self: PageVM) -> Any:
        return getattr(self.value, name)

    return get


def _held(name: str) -> Callable[[Any], Any]:
    def get(self: PageVM) -> Any:
        return self.parts[name]

    return get


def _count(name: str) -> Callable[[Any], int]:
    def get(self: PageVM) -> int:
        return len(getattr(self.value, name))

    return get


def same_page(old: Page, new: Page) -> bool:
    """Whether `new` is the page `old` with other contents: it then changes in place."""
    return (old.screen, old.step, old.title, old.elderly, old.lang) == (
        new.screen,
        new.step,
        new.title,
        new.elderly,
        new.lang,
    )


@QmlElement
class PageVM(QObject):
    """A `Page` with typed properties; its lists are models, its single parts objects."""

    changed = Signal()

    screen = Property(str, _part("screen"), notify=changed)
    title = Property(str, _part("title"), notify=changed)
    lead = Property(str, _part("lead"), notify=changed)
    over = Property(str, _part("over"), notify=changed)
    icon = Property(str, _part("icon"), notify=changed)
    hall = Property(str, _part("hall"), notify=changed)
    step = Property(int, _part("step"), notify=changed)
    steps = Property(int, _part("steps"), notify=changed)
    stepText = Property(str, _part("step_text"), notify=changed)
    caption = Property(str, _part("caption"), notify=changed)
    remark = Property(str, _part("remark"), notify=changed)
    stopsTitle = Property(str, _part("stops_title"), notify=changed)
    qrNote = Property(str, _part("qr_note"), notify=changed)
    notice = Property(str, _part("notice"), notify=changed)
    busy = Property(bool, _part("busy"), notify=changed)
    pad = Property(bool, _part("pad"), notify=changed)
    secondsLeft = Property(int, _part("seconds_left"), notify=changed)
    secondsAll = Property(int, _part("seconds_all"), notify=changed)
    secondsUnit = Property(str, _part("seconds_unit"), notify=changed)
    sample = Property(str, _part("sample"), notify=changed)
    activeStrip = Property(str, _part("active_strip"), notify=changed)

    main = Property(ActVM, _held("main"), constant=True)
    back = Property(ActVM, _held("back"), constant=True)
    other = Property(ActVM, _held("other"), constant=True)
    noticeAct = Property(ActVM, _held("notice_act"), constant=True)
    padClear = Property(ActVM, _held("pad_clear"), constant=True)
    field = Property(FieldVM, _held("field"), constant=True)
    banner = Property(BannerVM, _held("banner"), constant=True)
    sign = Property(SignVM, _held("sign"), constant=True)

    tiles = Property(QObject, _held("tiles"), constant=True)
    sections = Property(QObject, _held("sections"), constant=True)
    facts = Property(QObject, _held("facts"), constant=True)
    choices = Property(QObject, _held("choices"), constant=True)
    ticks = Property(QObject, _held("ticks"), constant=True)
    stops = Property(QObject, _held("stops"), constant=True)
    strip = Property(QObject, _held("strip"), constant=True)

    tileCount = Property(int, _count("tiles"), notify=changed)
    sectionCount = Property(int, _count("sections"), notify=changed)
    factCount = Property(int, _count("facts"), notify=changed)
    choiceCount = Property(int, _count("choices"), notify=changed)
    tickCount = Property(int, _count("ticks"), notify=changed)
    stopCount = Property(int, _count("stops"), notify=changed)

    def __init__(self, page: Page, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.value = Page(screen="")
        self.parts: dict[str, Any] = {
            "main": ActVM(self),
            "back": ActVM(self),
            "other": ActVM(self),
            "notice_act": ActVM(self),
            "pad_clear": ActVM(self),
            "field": FieldVM(self),
            "banner": BannerVM(self),
            "sign": SignVM(self),
            "tiles": lists.acts(self),
            "strip": lists.acts(self),
            "sections": lists.SectionListModel(self),
            "facts": lists.facts(self),
            "choices": lists.choices(self),
            "ticks": lists.ticks(self),
            "stops": lists.stops(self),
        }
        self._qr = ("", 0)
        self.take(page)

    def take(self, page: Page) -> None:
        """Show `page`: the same page with other contents, or the first one."""
        if page == self.value:
            return
        if page.qr != self.value.qr:
            self._qr = qr_path(page.qr)
        self.value = page
        for name in ("main", "back", "other", "notice_act", "pad_clear"):
            self.parts[name].hold(getattr(page, name) or NO_ACT)
        self.parts["field"].hold(page.field or NO_FIELD)
        self.parts["banner"].hold(page.banner or NO_BANNER)
        self.parts["sign"].hold(page.sign or NO_SIGN)
        for name in ("tiles", "strip", "sections", "facts", "choices", "ticks", "stops"):
            self.parts[name].take(getattr(page, name))
        self.changed.emit()

    @Property(str, notify=changed)
    def qrPath(self) -> str:
        """Dark modules of the QR code as an SVG path, one unit a module; empty without one."""
        return self._qr[0]

    @Property(str, notify=changed)
    def pictureUrl(self) -> str:
        """The page's picture in itself, so that it is in no file and no cache; empty without."""
        jpeg = self.value.picture
        return f"data:image/jpeg;base64,{b64encode(jpeg).decode('ascii')}" if jpeg else ""

    @Property(int, notify=changed)
    def qrSize(self) -> int:
        """Modules on a side."""
        return self._qr[1]
