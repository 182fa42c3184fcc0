"""The single values of a page as objects that QML can bind to: action, field, banner, sign."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Property, QObject, Signal
from PySide6.QtQml import QmlElement

from kiosk.services.page import Act, Banner, Field, Sign

QML_IMPORT_NAME = "Jinban.App"
QML_IMPORT_MAJOR_VERSION = 1

STRINGS: Any = "QStringList"  # the stub knows Python types only
NO_ACT = Act(id="", text="")
NO_FIELD = Field(id="", label="", kind="")
NO_BANNER = Banner(first="")
NO_SIGN = Sign(place="")


class _Held(QObject):
    """Holds one frozen value; subclasses name its parts as properties."""

    changed: Any
    _value: Any

    def hold(self, value: object) -> None:
        """Take a new value and tell QML only when it differs."""
        if value != self._value:
            self._value = value
            self.changed.emit()


@QmlElement
class ActVM(_Held):
    """An `Act`, or nothing (`present` is false)."""

    changed = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._value: Act = NO_ACT

    @Property(bool, notify=changed)
    def present(self) -> bool:
        """Whether there is something to press."""
        return bool(self._value.id)

    @Property(str, notify=changed)
    def actId(self) -> str:
        """What is sent back when it is pressed."""
        return self._value.id

    @Property(str, notify=changed)
    def text(self) -> str:
        """The word on it."""
        return self._value.text

    @Property(str, notify=changed)
    def icon(self) -> str:
        """Icon name, or empty for the place's usual one."""
        return self._value.icon

    @Property(str, notify=changed)
    def note(self) -> str:
        """A second, smaller line."""
        return self._value.note

    @Property(str, notify=changed)
    def name(self) -> str:
        """Accessible name: the text where no other is given."""
        return self._value.name or self._value.text


@QmlElement
class FieldVM(_Held):
    """The `Field` being asked for, or nothing."""

    changed = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._value: Field = NO_FIELD

    @Property(bool, notify=changed)
    def present(self) -> bool:
        """Whether a value is being asked for."""
        return bool(self._value.id)

    @Property(str, notify=changed)
    def label(self) -> str:
        """What is asked for."""
        return self._value.label

    @Property(str, notify=changed)
    def kind(self) -> str:
        """What is typed: digits, letters, a date, a door number …"""
        return self._value.kind

    @Property(str, notify=changed)
    def shown(self) -> str:
        """What has been typed, grouped."""
        return self._value.shown

    @Property(str, notify=changed)
    def hint(self) -> str:
        """What is missing."""
        return self._value.hint

    @Property(STRINGS, notify=changed)
    def keys(self) -> list[str]:
        """Keys from top left, row by row."""
        return list(self._value.keys)

    @Property(str, notify=changed)
    def clearText(self) -> str:
        """Word on the key that empties the field."""
        return self._value.clear_text

    @Property(str, notify=changed)
    def deleteText(self) -> str:
        """Word on the key that takes the last character back."""
        return self._value.delete_text

    @Property(STRINGS, notify=changed)
    def keyWords(self) -> list[str]:
        """What stands on the keys that are neither digit nor function, in their order."""
        return list(self._value.key_words)

    @Property(str, notify=changed)
    def spaceText(self) -> str:
        """Word on the key that sets a blank."""
        return self._value.space_text


@QmlElement
class BannerVM(_Held):
    """A `Banner`, or nothing."""

    changed = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._value: Banner = NO_BANNER

    @Property(bool, notify=changed)
    def present(self) -> bool:
        """Whether it is drawn."""
        return bool(self._value.first)

    @Property(str, notify=changed)
    def first(self) -> str:
        """What is safe."""
        return self._value.first

    @Property(STRINGS, notify=changed)
    def lines(self) -> list[str]:
        """The facts."""
        return list(self._value.lines)


@QmlElement
class SignVM(_Held):
    """A `Sign`, or nothing."""

    changed = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._value: Sign = NO_SIGN

    @Property(bool, notify=changed)
    def present(self) -> bool:
        """Whether it is drawn."""
        return bool(self._value.place)

    @Property(str, notify=changed)
    def place(self) -> str:
        """Where to go."""
        return self._value.place

    @Property(STRINGS, notify=changed)
    def lines(self) -> list[str]:
        """How to get there and until when it is open."""
        return list(self._value.lines)
