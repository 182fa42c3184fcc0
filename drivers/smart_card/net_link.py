"""The terminal's end of a card over TCP: a socket has time limits, so that no child is needed."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import TypeVar

from drivers.errors import DeviceError
from drivers.smart_card.child_errors import ReaderError
from drivers.smart_card.child_net import STOPPED, NetReader
from drivers.smart_card.reader_link import Slot, error_of
from drivers.spec import Port

T = TypeVar("T")


class NetLink:
    """One slot; the methods and errors are those of ReaderLink."""

    pid: int | None = None

    def __init__(self, port: Port, stopping: threading.Event) -> None:
        self._reader = NetReader(port.path, stopping.is_set)

    def look(self) -> Slot:
        """What is in the reader."""
        told = _call(self._reader.look)
        return Slot(bool(told["present"]), bool(told["mute"]), False, int(told["changes"]))

    def connect(self, limit_s: float) -> None:
        """Power the card up; the reader's own limit of a second is shorter than `limit_s`."""
        _call(self._reader.connect)

    def send(self, command: bytes, limit_s: float) -> bytes:
        """One command."""
        return _call(lambda: self._reader.send(command, limit_s))

    def leave(self) -> None:
        """Let go of the card."""
        _call(self._reader.leave)

    def close(self) -> None:
        """Let go of the line."""
        self._reader.close()


def _call(do: Callable[[], T]) -> T:
    try:
        return do()
    except ReaderError as error:
        code = str(error)
        raise DeviceError(code) if code == STOPPED else error_of(code) from None
