"""Who waits for which event, so that a person can be told at once what became of it."""

from __future__ import annotations

import threading
from collections.abc import Generator
from concurrent.futures import Future
from contextlib import contextmanager

from backend_client.sending import SentEvent


class Waiting:
    """Futures by the key of the event; safe from any thread."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._futures: dict[str, list[Future[SentEvent]]] = {}

    @contextmanager
    def for_key(self, key: str) -> Generator[Future[SentEvent]]:
        """Give a future for the event `key` for as long as somebody waits for it."""
        future: Future[SentEvent] = Future()
        with self._lock:
            self._futures.setdefault(key, []).append(future)
        try:
            yield future
        finally:
            with self._lock:
                self._futures[key].remove(future)
                if not self._futures[key]:
                    del self._futures[key]

    def first(self) -> str:
        """Return the key that has been waited for the longest, "" when nobody waits."""
        with self._lock:
            return next(iter(self._futures), "")

    def tell(self, event: SentEvent) -> None:
        """Answer those who wait for this event."""
        with self._lock:
            for future in self._futures.get(event.key, ()):
                _answer(future, event)

    def tell_all(self, reason: str) -> None:
        """Tell everybody that their event is kept for later, with a reason code."""
        with self._lock:
            for key, futures in self._futures.items():
                for future in futures:
                    _answer(future, SentEvent(key, "", "", "queued", reason=reason))


def _answer(future: Future[SentEvent], event: SentEvent) -> None:
    if not future.done():
        future.set_result(event)
