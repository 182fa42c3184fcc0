"""Keypads that can be felt: nine keys for people who do not use the glass."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from drivers.status import DeviceStatus
    from drivers.worker import Worker

KEYS = (
    "up",
    "down",
    "left",
    "right",
    "ok",
    "volume_up",
    "volume_down",
    "rate_up",
    "rate_down",
)


class KeypadHandle:
    """What the terminal may ask of a keypad: nothing. It tells KeyPressed by itself."""

    def __init__(self, worker: Worker) -> None:
        self._worker = worker

    @property
    def status(self) -> DeviceStatus:
        """The newest snapshot; ready means that the keypad is taken and listened to."""
        return self._worker.status


HANDLE = KeypadHandle

__all__ = ["HANDLE", "KEYS", "KeypadHandle"]
