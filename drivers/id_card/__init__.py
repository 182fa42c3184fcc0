"""Readers for identity cards: residents, Hong Kong, Macau and Taiwan residents, foreigners."""

from __future__ import annotations

from concurrent.futures import TimeoutError as FutureTimeoutError
from typing import TYPE_CHECKING

from drivers.errors import NoAnswerError

if TYPE_CHECKING:
    from drivers.id_card.record import IdCardRecord
    from drivers.status import DeviceStatus
    from drivers.worker import Worker


class IdCardHandle:
    """What the terminal may ask of an identity card reader; safe from any thread."""

    def __init__(self, worker: Worker) -> None:
        self._worker = worker

    @property
    def status(self) -> DeviceStatus:
        """The newest snapshot of the reader."""
        return self._worker.status

    def arm(self, request_id: str) -> None:
        """Look for a card until one was read (CardRead) or disarm(); returns at once. Every
        event carries request_id; one arming yields at most one CardRead."""
        self._worker.intend(request_id)

    def disarm(self) -> None:
        """Stop looking; no CardRead, CardBusy or CardTrouble is emitted for it from now on,
        save one that is being delivered at this very moment."""
        self._worker.intend(None)

    def read_once(self, deadline_s: float) -> IdCardRecord:
        """Wait for a card and read it, blocking; not from the Qt thread.

        DeviceError by code: no_card (none came within deadline_s), disturbed, not_an_id_card,
        link, module; LinkLostError when the reader is away.
        """
        from drivers.id_card.sam_v import SamVDriver

        def read(driver: SamVDriver) -> IdCardRecord:
            return driver.read_once(deadline_s)

        future = self._worker.submit(read, deadline_s)
        try:
            return future.result(deadline_s + 8.0)
        except FutureTimeoutError:
            future.cancel()
            raise NoAnswerError("no_card", "the reader is busy") from None


HANDLE = IdCardHandle
