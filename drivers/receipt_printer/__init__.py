"""Printers for slips: what a slip says, and asking for it to be printed."""

from __future__ import annotations

import threading
import time
from concurrent.futures import CancelledError
from concurrent.futures import TimeoutError as FutureTimeoutError
from typing import TYPE_CHECKING

from drivers.errors import DeviceError
from drivers.once import Once
from drivers.receipt_printer.slip import (
    Blank,
    Pair,
    PrintResult,
    Qr,
    Rule,
    Slip,
    SlipError,
    Text,
)

if TYPE_CHECKING:
    from drivers.receipt_printer.escpos_80mm import Escpos80mmDriver
    from drivers.status import DeviceStatus
    from drivers.worker import Worker

GRACE_S = 2.0  # for the printer's own thread to say what became of the job


class ReceiptHandle:
    """What the terminal may ask of a receipt printer; safe from any thread."""

    def __init__(self, worker: Worker) -> None:
        self._worker = worker
        self._jobs = Once()

    @property
    def status(self) -> DeviceStatus:
        """The newest snapshot of the printer."""
        return self._worker.status

    def encode(self, slip: Slip) -> bytes:
        """The bytes that would be sent, without a printer. SlipError: a QR text too long."""
        from drivers.receipt_printer.encode import Setup, encode
        from drivers.registry import with_defaults

        return encode(slip, Setup.of(with_defaults(self._worker.spec).options))

    def print(self, slip: Slip, job_id: str, deadline_s: float) -> PrintResult:
        """Print and wait for proof, at most deadline_s and a little; not from the Qt thread.

        Never raises for the printer's sake: what went wrong is in the result. A job that did not
        begin within deadline_s is failed and will never be printed later. A job id of which
        anything may have been sent is "duplicate". SlipError as encode().
        """
        data = self.encode(slip)
        if not self._jobs.claim(job_id):
            return PrintResult("failed", "duplicate", data)
        result = self._print(data, job_id, deadline_s)
        if not result.sent:
            self._jobs.release(job_id)
        return result

    def _print(self, data: bytes, job_id: str, deadline_s: float) -> PrintResult:
        until, began = time.monotonic() + deadline_s, threading.Event()

        def send(driver: Escpos80mmDriver) -> PrintResult:
            began.set()
            return driver.print_bytes(data, job_id, until - time.monotonic())

        future = self._worker.submit(send, deadline_s)
        try:
            return future.result(deadline_s + GRACE_S)
        except FutureTimeoutError:
            future.cancel()
            reason = "deadline"
        except CancelledError:
            reason = "stopped"
        except DeviceError as error:
            reason = error.code
        # a driver that broke in the middle may have sent any of it
        return PrintResult("unknown" if began.is_set() else "failed", reason, data, began.is_set())


HANDLE = ReceiptHandle

__all__ = [
    "HANDLE",
    "Blank",
    "Pair",
    "PrintResult",
    "Qr",
    "ReceiptHandle",
    "Rule",
    "Slip",
    "SlipError",
    "Text",
]
