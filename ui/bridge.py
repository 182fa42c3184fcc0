"""The one crossing of threads: results of slow work come to the Qt thread by one queued signal."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from PySide6.QtCore import QObject, Qt, Signal, Slot

T = TypeVar("T")


class Bridge(QObject):
    """Runs work on two threads of its own and calls back on the thread that it was made on."""

    posted = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._pool = ThreadPoolExecutor(max_workers=2, thread_name_prefix="work")
        self.posted.connect(self._call, Qt.ConnectionType.QueuedConnection)

    def post(self, call: Callable[[], None]) -> None:
        """Call on the Qt thread, soon; safe from any thread."""
        self.posted.emit(call)

    def run(self, work: Callable[[], T], done: Callable[[T], None]) -> None:
        """work() on a thread of the pool, then done(result) on the Qt thread.

        What work() raises is raised on the Qt thread, where the hooks show that nothing is lost.
        """

        def job() -> None:
            try:
                result = work()
            except Exception as error:  # noqa: BLE001 - handed over whole to the Qt thread
                self.post(_raiser(error))
            else:
                self.post(lambda: done(result))

        self._pool.submit(job)

    def close(self) -> None:
        """Take no more work and forget what waits."""
        self._pool.shutdown(wait=True, cancel_futures=True)

    @Slot(object)
    def _call(self, call: Callable[[], None]) -> None:
        call()


def _raiser(error: BaseException) -> Callable[[], None]:
    def again() -> None:
        raise error

    return again
