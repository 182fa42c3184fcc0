"""Readers for cards with contacts, by PC/SC: social-security cards and staff cards."""

from __future__ import annotations

from concurrent.futures import TimeoutError as FutureTimeoutError
from typing import TYPE_CHECKING

from drivers.errors import NoAnswerError

if TYPE_CHECKING:
    from drivers.smart_card.card_driver import Record, SmartCardDriver
    from drivers.status import DeviceStatus
    from drivers.worker import Worker

FAULTS = (
    "pull_before_select",
    "pull_in_read",
    "mute",
    "empty",
    "garbage",
    "half",
    "overlong",
    "endless_61",
    "endless_6c",
    "flap",
    "bad_charset",
    "control_bytes",
    "wrong_check",
    "no_application",
    "protected",
    "expired",
    "no_atr",
    "reader_gone",
)


class SmartCardHandle:
    """What the terminal may ask of a reader for smart cards; safe from any thread."""

    def __init__(self, worker: Worker) -> None:
        self._worker = worker

    @property
    def status(self) -> DeviceStatus:
        """The newest snapshot of the reader."""
        return self._worker.status

    def arm(self, request_id: str) -> None:
        """Look for a card until one was read (SmartCardRead) or disarm(); returns at once. Every
        event carries request_id; one arming yields at most one SmartCardRead."""
        self._worker.intend(request_id)

    def disarm(self) -> None:
        """Stop looking; no event of a card but CardRemoved comes for it from now on, save one
        that is being delivered at this very moment."""
        self._worker.intend(None)

    def read_once(self, deadline_s: float) -> Record:
        """Wait for a card and read it, blocking; not from the Qt thread.

        DeviceError by code: no_card (none came within deadline_s) or a reason of CardTrouble;
        LinkLostError when the reader is away.
        """

        def read(driver: SmartCardDriver) -> Record:
            return driver.read_once(deadline_s)

        future = self._worker.submit(read, deadline_s)
        try:
            return future.result(deadline_s + 8.0)
        except FutureTimeoutError:
            future.cancel()
            raise NoAnswerError("no_card", "the reader is busy") from None


HANDLE = SmartCardHandle
