"""Printers for postal labels: what a label says, and asking for it to be printed."""

from __future__ import annotations

import threading
import time
from concurrent.futures import CancelledError
from concurrent.futures import TimeoutError as FutureTimeoutError
from typing import TYPE_CHECKING

from drivers.errors import DeviceError
from drivers.label_printer.label import Fact, Label, Party
from drivers.label_printer.waybill import LabelError
from drivers.receipt_printer.slip import PrintResult

if TYPE_CHECKING:
    from drivers.label_printer.tspl import TsplDriver
    from drivers.status import DeviceStatus
    from drivers.worker import Worker

GRACE_S = 2.0  # for the printer's own thread to say what became of the job


class LabelHandle:
    """What the terminal may ask of a label printer; safe from any thread."""

    def __init__(self, worker: Worker) -> None:
        self._worker = worker

    @property
    def status(self) -> DeviceStatus:
        """The newest snapshot of the printer."""
        return self._worker.status

    def encode(self, label: Label) -> bytes:
        """The bytes that would be sent, without a printer."""
        from drivers.label_printer.commands import encode
        from drivers.registry import with_defaults

        how = with_defaults(self._worker.spec).options
        dpi, gap = int(str(how["dpi"])), int(str(how["gap_mm"]))
        return encode(label, dpi=dpi, gap_mm=gap, turned=bool(how["turned"]))

    def print(self, label: Label, job_id: str, deadline_s: float) -> PrintResult:
        """Print and wait for proof, at most deadline_s and a little; not from the Qt thread.

        Never raises for the printer's sake: what went wrong is in the result. A job that did not
        begin within deadline_s is failed and will never be printed later.
        """
        data = self.encode(label)
        until, began = time.monotonic() + deadline_s, threading.Event()

        def send(driver: TsplDriver) -> PrintResult:
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
        return PrintResult("unknown" if began.is_set() else "failed", reason, data)


HANDLE = LabelHandle

__all__ = ["HANDLE", "Fact", "Label", "LabelError", "LabelHandle", "Party", "PrintResult"]
