"""Finds what a person sees: controls by accessible name, words by text; never by coordinate."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import cast

from PySide6.QtCore import QPointF
from PySide6.QtGui import QAccessible
from PySide6.QtQuick import QQuickItem, QQuickWindow

from kiosk.services.page import Act, Page

_ACTING = frozenset(
    {
        QAccessible.Role.Button,
        QAccessible.Role.CheckBox,
        QAccessible.Role.RadioButton,
        QAccessible.Role.Link,
        QAccessible.Role.ListItem,
        QAccessible.Role.MenuItem,
        QAccessible.Role.PageTab,
    }
)
_HOLE = re.compile(r"\\\{\w+\\\}")
_SPACE = re.compile(r"\s+")
_CHINESE = "[\u3000-\u303f\u3400-\u9fff\uff00-\uffef]"
_BROKEN = re.compile(rf"(?<={_CHINESE}) | (?={_CHINESE})")
_BREAK = "，,。.；;：: \n·　(（"


def squeeze(text: str) -> str:
    """The text with every run of white space as one blank."""
    return _SPACE.sub(" ", text).strip()


def unbroken(text: str) -> str:
    """The same without the blanks beside Chinese characters, where a line may be broken."""
    return _BROKEN.sub("", squeeze(text))


def pattern(text: str) -> re.Pattern[str]:
    """Matches a message whose `{placeholders}` may have been filled with anything."""
    return re.compile(_HOLE.sub(".+?", re.escape(squeeze(text))), re.DOTALL)


def shown_items(window: QQuickWindow) -> Iterator[QQuickItem]:
    """Every item that can be seen, parents before children."""
    stack = [window.contentItem()]
    while stack:
        item = stack.pop()
        if not item.isVisible() or item.opacity() < 0.01:
            continue
        yield item
        stack.extend(reversed(item.childItems()))


def accessible_name(item: QQuickItem) -> str | None:
    """The name of a control; None for anything that does not act."""
    found = QAccessible.queryAccessibleInterface(item)
    if not found or not found.isValid() or found.role() not in _ACTING:
        return None
    return found.text(QAccessible.Text.Name)


def controls(window: QQuickWindow, names: Iterable[str]) -> list[QQuickItem]:
    """The shown, enabled controls called by one of `names`.

    Only where none is called exactly so, one whose name begins so and goes on behind a comma.
    """
    wanted = [pattern(name) for name in names if name.strip()]
    exact: list[QQuickItem] = []
    longer: list[QQuickItem] = []
    for item in shown_items(window):
        name = accessible_name(item) if item.isEnabled() else None
        if not name:
            continue
        name = squeeze(name)
        if any(p.fullmatch(name) for p in wanted):
            exact.append(item)
        elif any(m.end() < len(name) and name[m.end()] in _BREAK for m in _heads(wanted, name)):
            longer.append(item)
    return exact or longer


def _heads(wanted: Iterable[re.Pattern[str]], name: str) -> Iterator[re.Match[str]]:
    return (found for p in wanted if (found := p.match(name)))


def centre(item: QQuickItem) -> QPointF:
    """The middle of an item in window pixels."""
    return item.mapToScene(QPointF(item.width() / 2, item.height() / 2))


def in_strip(item: QQuickItem) -> bool:
    """Whether the item belongs to the strip that stands on every page."""
    above = cast("QQuickItem | None", item)
    while above is not None and kind_of(above) != "FixedStrip":
        above = cast("QQuickItem | None", above.parentItem())
    return above is not None


def kind_of(item: QQuickItem) -> str:
    """The QML type's bare name, without the engine's suffix."""
    return item.metaObject().className().split("_QML")[0]


def signing_pad(window: QQuickWindow) -> QQuickItem | None:
    """The area that takes a signature."""
    for item in shown_items(window):
        if kind_of(item) == "SignaturePad":
            return item
    return None


def shown_text(window: QQuickWindow) -> str:
    """All words on the glass, a text a line, in drawing order."""
    texts = (i.property("text") for i in shown_items(window) if i.inherits("QQuickText"))
    return "\n".join(squeeze(text) for text in texts if isinstance(text, str) and text.strip())


def acts(page: Page) -> Iterator[Act]:
    """Everything on the page that can be pressed, choices and ticks aside."""
    single = (page.main, page.back, page.other, page.notice_act, page.pad_clear)
    yield from (act for act in single if act is not None)
    yield from page.tiles
    yield from page.strip
    for section in page.sections:
        if section.act is not None:
            yield section.act
        yield from (row.act for row in section.rows if row.act is not None)


def names_on(page: Page, wanted: str) -> tuple[str, ...]:
    """The accessible names that an id has on this page; empty when the page does not have it."""
    named = [act.name or act.text for act in acts(page) if act.id == wanted]
    named += [choice.title for choice in page.choices if choice.id == wanted]
    named += [tick.text for tick in page.ticks if tick.id == wanted]
    return tuple(dict.fromkeys(named))
