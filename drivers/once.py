"""Ids that may be used once: what was perhaps done is not done again."""

from __future__ import annotations

import threading
from collections import OrderedDict

REMEMBERED = 10_000  # a day of the busiest terminal has some thousands


class Once:
    """The last 10,000 ids that were claimed; safe from any thread."""

    def __init__(self) -> None:
        self._ids: OrderedDict[str, None] = OrderedDict()
        self._lock = threading.Lock()

    def claim(self, job_id: str) -> bool:
        """Whether the id is free; it is not from now on."""
        with self._lock:
            if job_id in self._ids:
                return False
            self._ids[job_id] = None
            while len(self._ids) > REMEMBERED:
                self._ids.popitem(last=False)
            return True

    def release(self, job_id: str) -> None:
        """Nothing was done under this id: it may be claimed again."""
        with self._lock:
            self._ids.pop(job_id, None)
