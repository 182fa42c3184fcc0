"""Hands on the glass: real touches and keys, and how long the glass takes to answer them."""

from __future__ import annotations

import time
from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeVar

from PySide6.QtCore import QObject, QPointF, Qt, Slot
from PySide6.QtGui import QPointingDevice
from PySide6.QtQuick import QQuickWindow
from PySide6.QtTest import QTest

T = TypeVar("T")
FRAME_S = 0.3
"""How long a touch waits for the frame that answers it."""


@dataclass(frozen=True, slots=True)
class Until:
    """A step waits here: the condition came true (True is sent back) or time ran out."""

    holds: Callable[[], bool]
    timeout_s: float


Flow = Generator[Until, bool, T]
"""A piece of a visit: yields what it waits for, returns what came of it."""


def pause(seconds: float) -> Until:
    """Waits for nothing but time."""
    return Until(lambda: False, seconds)


@lru_cache(maxsize=1)
def _screen() -> QPointingDevice:
    return QTest.createTouchDevice()


class Hands(QObject):
    """One finger and a keyboard for one window."""

    def __init__(self, window: QQuickWindow) -> None:
        super().__init__()
        self._window = window
        self._frame_at = 0.0
        self._answer_at: float | None = None
        # queued: a Python slot must not run inside the scene graph
        window.frameSwapped.connect(self._on_frame, Qt.ConnectionType.QueuedConnection)

    @Slot()
    def _on_frame(self) -> None:
        self._frame_at = time.perf_counter()
        if self._answer_at is None:
            self._answer_at = self._frame_at

    def let_go(self) -> None:
        """Stop watching the window."""
        self._window.frameSwapped.disconnect(self._on_frame)

    def still_for(self) -> float:
        """Seconds since the last frame."""
        return time.perf_counter() - self._frame_at

    def is_sliding(self) -> bool:
        """Whether a page is still on its way in; frames may be far apart on a busy machine."""
        root = self._window.contentItem().childItems()
        return any(item.property("sliding") is True for item in root)

    def touch(self, spot: QPointF) -> Flow[float | None]:
        """Press and lift at one point; ms from the press to the next frame, None without one."""
        return (yield from self.stroke([spot]))

    def stroke(self, spots: Sequence[QPointF]) -> Flow[float | None]:
        """Draw through the points with one finger; ms from the press to the next frame."""
        sent = self._begin()
        self._send("press", spots[0])
        for spot in spots[1:]:
            yield pause(0.0)
            self._send("move", spot)
        took = yield from self._answered(sent)
        self._send("release", spots[-1])
        return took

    def key(self, name: str) -> Flow[float | None]:
        """Type one key of the keyboard, by Qt's name for it."""
        sent = self._begin()
        QTest.keyClick(self._window, Qt.Key[f"Key_{name}"])
        return (yield from self._answered(sent))

    def _begin(self) -> float:
        self._answer_at = None
        return time.perf_counter()

    def _answered(self, sent: float) -> Flow[float | None]:
        yield Until(lambda: self._answer_at is not None, FRAME_S)
        return None if self._answer_at is None else (self._answer_at - sent) * 1000

    def _send(self, what: str, spot: QPointF) -> None:
        """No event loop inside: a nested one would run the player within itself."""
        point = spot.toPoint()
        event = QTest.touchEvent(self._window, _screen(), False)
        if what == "press":
            event.press(0, point, self._window)
        elif what == "move":
            event.move(0, point, self._window)
        else:
            event.release(0, point, self._window)
        event.commit(False)
