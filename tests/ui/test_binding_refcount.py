"""The Qt binding keeps the interpreter's None and True alive over a day of use.

PySide6 6.12.0 on CPython below 3.12 drops one reference a call and aborts the process.
"""

from __future__ import annotations

import sys

from PySide6.QtCore import QObject, Signal


class Emitter(QObject):
    """Emits a bool, as view models do all day."""

    told = Signal(bool)


def test_twenty_thousand_void_calls_cost_no_reference() -> None:
    thing = QObject()
    before = sys.getrefcount(None)
    for _ in range(20_000):
        thing.setObjectName("x")
    assert before - sys.getrefcount(None) < 100


def test_five_thousand_emits_cost_no_reference() -> None:
    emitter = Emitter()
    heard: list[bool] = []
    emitter.told.connect(heard.append)
    before = sys.getrefcount(True)
    for _ in range(5_000):
        emitter.told.emit(True)
    assert len(heard) == 5_000
    assert before + 5_000 - sys.getrefcount(True) < 100
