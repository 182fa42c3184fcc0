"""Printers for whole pages: asking for a PDF to be printed, and for the queue to be emptied."""

from __future__ import annotations

import threading
import time
from concurrent.futures import CancelledError
from concurrent.futures import TimeoutError as FutureTimeoutError
from typing import TYPE_CHECKING

from drivers.errors import DeviceError
from drivers.receipt_printer.slip import PrintResult

if TYPE_CHECKING:
    from drivers.page_printer.cups import CupsDriver
    from drivers.status import DeviceStatus
    from drivers.worker import Worker

GRACE_S = 8.0  # for the job to be taken back, and for the server to say what became of it
CLEAR_S = 10.0
MOST_BYTES = 32 << 20


class PageError(ValueError):
    """What was handed in is no PDF, or a monstrous one."""


class PageHandle:
    """What the terminal may ask of a page printer; safe from any thread."""

    def __init__(self, worker: Worker) -> None:
        self._worker = worker
        self._give_up = threading.Event()
        self._used = False

    @property
    def status(self) -> DeviceStatus:
        """The newest snapshot of the printer."""
        return self._worker.status

    def print(self, pdf: bytes, job_id: str, deadline_s: float) -> PrintResult:
        """Print and follow to the end, at most deadline_s and a little; not from the Qt thread.

        Never raises for the printer's sake: what went wrong is in the result. A job that did not
        begin within deadline_s is failed and will never be printed later. PageError: no PDF.
        """
        if not pdf.startswith(b"%PDF-") or len(pdf) > MOST_BYTES:
            raise PageError("this is no PDF that can be printed")
        until, began = time.monotonic() + deadline_s, threading.Event()
        give_up = self._give_up = threading.Event()
        self._used = True

        def send(driver: CupsDriver) -> PrintResult:
            began.set()
            return driver.print_pdf(pdf, job_id, until - time.monotonic(), give_up)

        future = self._worker.submit(send, deadline_s)
        try:
            return future.result(deadline_s + GRACE_S)
        except FutureTimeoutError:
            future.cancel()
            give_up.set()
            reason = "deadline"
        except CancelledError:
            reason = "stopped"
        except DeviceError as error:
            reason = error.code
        return PrintResult("unknown" if began.is_set() else "failed", reason, pdf)

    def clear(self) -> None:
        """The person has gone: give up what is printing and take back whatever of ours is still
        in the queue. Returns at once; where nothing was printed there is nothing to do."""
        self._give_up.set()
        used, self._used = self._used, False
        if not used:
            return

        def clear(driver: CupsDriver) -> int:
            return driver.clear()

        self._worker.submit(clear, CLEAR_S)


HANDLE = PageHandle

__all__ = ["HANDLE", "PageError", "PageHandle", "PrintResult"]
