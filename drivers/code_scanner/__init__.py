"""Scanners for the codes on phones, slips and certificates."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from drivers.status import DeviceStatus
    from drivers.worker import Worker


class ScannerHandle:
    """What the terminal may ask of a scanner; safe from any thread, returns at once."""

    def __init__(self, worker: Worker) -> None:
        self._worker = worker

    @property
    def status(self) -> DeviceStatus:
        """The newest snapshot; ready means that the line is open."""
        return self._worker.status

    def arm(self, request_id: str) -> None:
        """Listen until disarm(): every code is told as CodeScanned with this request id, every
        other scan as CodeRefused. Holds while the scanner is unplugged and back."""
        self._worker.intend(request_id)

    def disarm(self) -> None:
        """Listen no more; what is scanned from now on is dropped unread."""
        self._worker.intend(None)


HANDLE = ScannerHandle

__all__ = ["HANDLE", "ScannerHandle"]
