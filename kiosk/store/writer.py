"""The one thread that writes: a transaction a piece of work, committed before anybody is told."""

from __future__ import annotations

import logging
import queue
import threading
from collections.abc import Callable
from concurrent.futures import Future
from typing import TYPE_CHECKING, Any, TypeVar

from kiosk.store.errors import StoreClosedError, StoreError, translate

if TYPE_CHECKING:
    from sqlalchemy.engine import Connection

log = logging.getLogger("kiosk.store")
T = TypeVar("T")
_Work = tuple["Callable[[Connection], Any]", "Future[Any]", bool]


class Writer:
    """Owns the writing connection. `trouble`: code of the last failure of the disk, "" if none."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._queue: queue.SimpleQueue[_Work | None] = queue.SimpleQueue()
        self._lock = threading.Lock()
        self._closed = False
        self.trouble = ""
        self._thread = threading.Thread(target=self._run, name="store-writer", daemon=True)
        self._thread.start()

    def submit(self, work: Callable[[Connection], T], *, transaction: bool = True) -> Future[T]:
        """Queue `work`; the future resolves after the commit, or fails and nothing was written.

        With transaction=False the work runs outside of any transaction (a checkpoint).
        """
        future: Future[T] = Future()
        with self._lock:
            if self._closed:
                future.set_exception(StoreClosedError("the store is closed"))
            else:
                self._queue.put((work, future, transaction))
        return future

    def close(self, timeout_s: float) -> bool:
        """Finish what is queued and end; True when that took less than timeout_s."""
        with self._lock:
            if not self._closed:
                self._closed = True
                self._queue.put(None)
        self._thread.join(timeout_s)
        return not self._thread.is_alive()

    def _run(self) -> None:
        while (item := self._queue.get()) is not None:
            work, future, transaction = item
            if not future.set_running_or_notify_cancel():
                continue
            try:
                result = self._in_transaction(work) if transaction else work(self._connection)
            except Exception as error:  # noqa: BLE001 - the edge of the thread: the caller gets it
                self._failed(future, translate(error))
            else:
                self.trouble = ""
                future.set_result(result)
            del item, work, future  # nothing personal stays referenced while the queue is empty

    def _in_transaction(self, work: Callable[[Connection], T]) -> T:
        with self._connection.begin():
            return work(self._connection)

    def _failed(self, future: Future[Any], error: BaseException) -> None:
        if isinstance(error, StoreError) and error.code in (
            "full",
            "read_only",
            "damaged",
            "failed",
        ):
            if self.trouble != error.code:
                log.error("store_trouble code=%s", error.code)
            self.trouble = error.code
        future.set_exception(error)
