"""Reads a shown window into plain values: its texts, its controls and what else takes touches."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from typing import Any, cast

from PySide6.QtCore import QObject, QPointF
from PySide6.QtGui import QAccessible, QColor
from PySide6.QtQml import QQmlContext, QQmlExpression, qmlContext
from PySide6.QtQuick import QQuickItem, QQuickWindow

ACTING = frozenset(
    {
        QAccessible.Role.Button,
        QAccessible.Role.CheckBox,
        QAccessible.Role.RadioButton,
        QAccessible.Role.Link,
        QAccessible.Role.ListItem,
        QAccessible.Role.MenuItem,
        QAccessible.Role.PageTab,
        QAccessible.Role.Slider,
    }
)
_SILENT = frozenset(
    {QAccessible.Role.NoRole, QAccessible.Role.StaticText, QAccessible.Role.Heading}
)
_TEXT_FACTS = (
    "JSON.stringify([text, truncated, contentWidth, contentHeight, width, height,"
    " horizontalAlignment, verticalAlignment, font.pixelSize, lineCount, font.bold,"
    " leftPadding, topPadding, rightPadding, bottomPadding])"
)
_RIGHT, _CENTRE, _BOTTOM, _MIDDLE = 2, 4, 64, 128


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle in window pixels."""

    x: float
    y: float
    w: float
    h: float

    @property
    def right(self) -> float:
        """Right edge."""
        return self.x + self.w

    @property
    def bottom(self) -> float:
        """Lower edge."""
        return self.y + self.h

    def shared(self, other: Box) -> tuple[float, float]:
        """Width and height of the common area; negative means that far apart."""
        return (
            min(self.right, other.right) - max(self.x, other.x),
            min(self.bottom, other.bottom) - max(self.y, other.y),
        )

    def holds(self, other: Box, slack: float = 0.0) -> bool:
        """Whether `other` lies inside, give or take `slack` pixels."""
        return (
            other.x >= self.x - slack
            and other.y >= self.y - slack
            and other.right <= self.right + slack
            and other.bottom <= self.bottom + slack
        )

    def cut(self, other: Box) -> Box:
        """The common area, empty where there is none."""
        w, h = self.shared(other)
        return Box(max(self.x, other.x), max(self.y, other.y), max(w, 0.0), max(h, 0.0))


@dataclass(frozen=True, slots=True)
class TextNode:
    """A shown text. `ink` is the box that its characters fill, line spacing left out."""

    text: str
    box: Box
    ink: Box
    content: tuple[float, float]
    em: float
    lines: int
    bold: bool
    truncated: bool
    control: int  # index of the control it belongs to, -1 for none
    surface: Box  # the nearest filled rectangle behind it
    clip: Box
    frame: Box  # the page that it belongs to
    path: str


@dataclass(frozen=True, slots=True)
class Control:
    """Something that says it can be acted on. `touch` is the part that takes touches."""

    name: str
    box: Box
    touch: Box
    role: QAccessible.Role
    focusable: bool
    checked: bool
    enabled: bool
    clickable: bool
    main: bool
    parent: int
    path: str  # QML types from the window down, with object names


@dataclass(frozen=True, slots=True)
class Bare:
    """Something that takes touches and that no screen reader can find."""

    box: Box
    path: str


@dataclass(frozen=True, slots=True)
class Scene:
    """Everything that the checks look at."""

    screen: Box
    texts: tuple[TextNode, ...]
    controls: tuple[Control, ...]
    bares: tuple[Bare, ...]


@dataclass(frozen=True, slots=True)
class _Place:
    """What holds for an item because of the items above it."""

    control: int
    named: bool
    surface: Box
    clip: Box
    frame: Box
    path: str


def kind_of(item: QObject) -> str:
    """The QML type's bare name, without the engine's suffix."""
    return item.metaObject().className().split("_QML")[0]


def box_of(item: QQuickItem) -> Box:
    """Where the item stands in its window."""
    spot = item.mapToScene(QPointF(0, 0))
    return Box(spot.x(), spot.y(), item.width(), item.height())


def is_shown(item: QQuickItem) -> bool:
    """Whether the item itself can be seen; parents are looked at on the way down."""
    return item.isVisible() and item.opacity() > 0.01


class _Reader:
    def __init__(self, window: QQuickWindow, signal: str) -> None:
        self.screen = Box(0, 0, window.width(), window.height())
        self.signal = QColor(signal)
        self.texts: list[TextNode] = []
        self.controls: list[Control] = []
        self.bares: list[Bare] = []

    def read(self, item: QQuickItem, place: _Place) -> None:
        if not is_shown(item):
            return
        box = box_of(item)
        here = self._enter(item, box, place)
        if item.inherits("QQuickText"):
            self._text(item, box, here)
        self._touches(item, box, here)
        if item.clip():
            here = replace(here, clip=here.clip.cut(box))
        for child in sorted(item.childItems(), key=QQuickItem.z):
            self.read(child, here)

    def _enter(self, item: QQuickItem, box: Box, place: _Place) -> _Place:
        tag = f"#{item.objectName()}" if item.objectName() else ""
        path = f"{place.path}/{kind_of(item)}{tag}"
        here = replace(place, path=path)
        if path.endswith("Page"):
            here = replace(here, frame=box)
        if item.inherits("QQuickRectangle"):
            colour = cast(QColor, item.property("color"))
            if colour.alpha() > 0:
                here = replace(here, surface=box)
            self._signal(colour, box, place)
        found = QAccessible.queryAccessibleInterface(item)
        if not found or not found.isValid():
            return here
        role, name = found.role(), found.text(QAccessible.Text.Name)
        if role not in ACTING:
            return replace(here, named=bool(name)) if role not in _SILENT else here
        here = replace(here, named=bool(name), control=len(self.controls))
        state = cast(Any, found.state())
        self.controls.append(
            Control(
                name=name,
                box=box,
                touch=box,
                role=role,
                focusable=bool(item.property("activeFocusOnTab")) or item.hasActiveFocus(),
                checked=bool(state.checked),
                enabled=item.isEnabled(),
                clickable=False,
                main=False,
                parent=place.control,
                path=path,
            )
        )
        if item.inherits("QQuickRectangle"):
            self._signal(cast(QColor, item.property("color")), box, here)
        return here

    def _signal(self, colour: QColor, box: Box, place: _Place) -> None:
        """A control that is mostly of the signal colour is a main action."""
        if place.control < 0 or colour != self.signal:
            return
        control = self.controls[place.control]
        if box.w * box.h >= 0.4 * control.box.w * control.box.h:
            self.controls[place.control] = replace(control, main=True)

    def _touches(self, item: QQuickItem, box: Box, here: _Place) -> None:
        """A passive PointHandler only watches, so it may stand anywhere."""
        takes = item.inherits("QQuickMouseArea") and item.isEnabled()
        for child in item.children():
            if child.inherits("QQuickPointerHandler") and not child.inherits("QQuickPointHandler"):
                takes = takes or bool(child.property("enabled"))
        if not takes:
            return
        if here.control >= 0:
            control = self.controls[here.control]
            wider = control.clickable and control.touch.w * control.touch.h > box.w * box.h
            touch = control.touch if wider else box
            self.controls[here.control] = replace(control, clickable=True, touch=touch)
        elif not here.named:
            self.bares.append(Bare(box, here.path))

    def _text(self, item: QQuickItem, box: Box, here: _Place) -> None:
        context = cast(QQmlContext, qmlContext(item))
        found, _ = cast(tuple[object, bool], QQmlExpression(context, item, _TEXT_FACTS).evaluate())
        facts = json.loads(str(found))
        text, truncated, wide, high, width, height, across, down, em, lines, bold, *pads = facts
        if not text.strip():
            return
        left, top, right, bottom = pads
        x = box.x + left + _shift(width - left - right - wide, across, _CENTRE, _RIGHT)
        y = box.y + top + _shift(height - top - bottom - high, down, _MIDDLE, _BOTTOM)
        # Chinese ink fills 0.92 em; what a line is higher than that is spacing
        spare = max(0.0, (high / max(lines, 1) - 0.95 * em) / 2)
        ink = Box(x, y + spare, wide, high - 2 * spare)
        self.texts.append(
            TextNode(
                text=text,
                box=box,
                ink=ink,
                content=(wide + left + right, high + top + bottom),
                em=em,
                lines=lines,
                bold=bold,
                truncated=truncated,
                control=here.control,
                surface=here.surface,
                clip=here.clip,
                frame=here.frame,
                path=here.path,
            )
        )


def _shift(free: float, alignment: int, middle: int, end: int) -> float:
    if alignment == middle:
        return free / 2
    return free if alignment == end else 0.0


def read_scene(window: QQuickWindow, signal: str = "#FFB81C") -> Scene:
    """Walk the shown items of a window; `signal` is the colour kept for the main action."""
    reader = _Reader(window, signal)
    whole = reader.screen
    reader.read(window.contentItem(), _Place(-1, False, whole, whole, whole, ""))
    return Scene(whole, tuple(reader.texts), tuple(reader.controls), tuple(reader.bares))
