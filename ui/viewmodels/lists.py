"""List models over tuples of frozen values; roles are declared once and never change."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QAbstractListModel, QByteArray, QModelIndex, QObject, Qt

from kiosk.services.page import Row, Section

Get = Callable[[Any], Any]
Index = QModelIndex
_FIRST = Qt.ItemDataRole.UserRole + 1
_ROOT = QModelIndex()


class RoleListModel(QAbstractListModel):
    """Rows of one value type. `take` changes in place where the length stays the same,
    so that a key press re-creates no delegate."""

    def __init__(self, roles: dict[str, Get], parent: QObject) -> None:
        super().__init__(parent)
        self._names = {_FIRST + n: QByteArray(name.encode()) for n, name in enumerate(roles)}
        self._gets = dict(enumerate(roles.values(), _FIRST))
        self._rows: tuple[Any, ...] = ()

    def take(self, rows: Sequence[Any]) -> bool:
        """Show these rows; true when delegates had to be made anew."""
        new, old = tuple(rows), self._rows
        if len(new) != len(old):
            self.beginResetModel()
            self._rows = new
            self.endResetModel()
            return True
        self._rows = new
        for at, (was, now) in enumerate(zip(old, new, strict=True)):
            if was != now:
                here = self.index(at, 0)
                self.dataChanged.emit(here, here, [])
        return False

    def rowCount(self, parent: QModelIndex | Any = _ROOT) -> int:
        """Number of rows; a list has no children."""
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: QModelIndex | Any, role: int = 0) -> Any:
        """One part of one row, or nothing for an unknown role."""
        get = self._gets.get(role)
        if get is None or not index.isValid() or index.row() >= len(self._rows):
            return None
        return get(self._rows[index.row()])

    def roleNames(self) -> dict[int, QByteArray]:
        """Role names as delegates require them."""
        return dict(self._names)


def _act(part: str) -> Get:
    def get(row: Row | Section) -> str:
        if row.act is None:
            return ""
        return row.act.name or row.act.text if part == "name" else str(getattr(row.act, part))

    return get


ACT_ROLES: dict[str, Get] = {
    "actId": lambda a: a.id,
    "text": lambda a: a.text,
    "icon": lambda a: a.icon,
    "note": lambda a: a.note,
    "name": lambda a: a.name or a.text,
}

ROW_ROLES: dict[str, Get] = {
    "label": lambda r: r.label,
    "value": lambda r: r.value,
    "note": lambda r: r.note,
    "mark": lambda r: r.mark.split(" ")[0],
    "status": lambda r: r.mark.partition(" ")[2],
    "whole": lambda r: r.whole,
    "strong": lambda r: r.strong,
    "actId": _act("id"),
    "actText": _act("text"),
    "actIcon": _act("icon"),
    "actName": _act("name"),
}

FACT_ROLES: dict[str, Get] = {
    "label": lambda f: f.label,
    "figure": lambda f: f.figure,
    "note": lambda f: f.note,
}

CHOICE_ROLES: dict[str, Get] = {
    "choiceId": lambda c: c.id,
    "title": lambda c: c.title,
    "lines": lambda c: "\n".join(c.lines),
    "icon": lambda c: c.icon,
    "chosen": lambda c: c.chosen,
    "details": lambda c: list(c.details),
    "actId": lambda c: c.act.id if c.act else "",
    "actText": lambda c: c.act.text if c.act else "",
    "actIcon": lambda c: c.act.icon if c.act else "",
}

TICK_ROLES: dict[str, Get] = {
    "tickId": lambda t: t.id,
    "text": lambda t: t.text,
    "note": lambda t: t.note,
    "ticked": lambda t: t.ticked,
}

STOP_ROLES: dict[str, Get] = {
    "status": lambda s: s.state,
    "when": lambda s: s.when,
    "text": lambda s: s.text,
    "note": lambda s: s.note,
}


class SectionListModel(RoleListModel):
    """Sections with a model of rows each."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(
            {
                "title": lambda s: s.title,
                "done": lambda s: s.done,
                "actId": _act("id"),
                "actText": _act("text"),
                "actIcon": _act("icon"),
                "actName": _act("name"),
                "rows": self._rows_of,
            },
            parent,
        )
        self._lists: dict[int, RoleListModel] = {}

    def take(self, rows: Sequence[Section]) -> bool:
        """Show these sections; rows first, so that a delegate never sees old ones."""
        for at, section in enumerate(rows):
            if at not in self._lists:
                self._lists[at] = RoleListModel(ROW_ROLES, self)
            self._lists[at].take(section.rows)
        numbered = tuple((at, section) for at, section in enumerate(rows))
        return super().take(numbered)

    def data(self, index: QModelIndex | Any, role: int = 0) -> Any:
        """One part of one section."""
        get = self._gets.get(role)
        if get is None or not index.isValid() or index.row() >= len(self._rows):
            return None
        at, section = self._rows[index.row()]
        return self._lists[at] if get == self._rows_of else get(section)

    def _rows_of(self, section: Section) -> None:
        """Only marks the role; `data` answers with the model of that section."""


def acts(parent: QObject) -> RoleListModel:
    """Model of `Act`."""
    return RoleListModel(ACT_ROLES, parent)


def facts(parent: QObject) -> RoleListModel:
    """Model of `Fact`."""
    return RoleListModel(FACT_ROLES, parent)


def choices(parent: QObject) -> RoleListModel:
    """Model of `Choice`."""
    return RoleListModel(CHOICE_ROLES, parent)


def ticks(parent: QObject) -> RoleListModel:
    """Model of `Tick`."""
    return RoleListModel(TICK_ROLES, parent)


def stops(parent: QObject) -> RoleListModel:
    """Model of `Stop`."""
    return RoleListModel(STOP_ROLES, parent)
