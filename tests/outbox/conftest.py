"""An outbox in a real store, and a platform that can be as bad as a network gets."""

from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from backend_client import outbox
from backend_client.sending import SendResult
from backend_client.sync import SyncThread
from kiosk.clock import SystemClock
from kiosk.store import open_store

NOON = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)
OK = SendResult("accepted", b'{"ok": true}')


class Platform:
    """Keeps what it accepted by key, as the real one does. `plan` decides about each attempt:
    it gets (kind, body, attempt of this key) and returns a result, or None for "accepted".

    `lose_answer` in a plan's result reason means: it was taken, but the answer gets lost.
    """

    def __init__(self) -> None:
        self.plan: Callable[[str, bytes, int], SendResult | None] = lambda *_: None
        self.taken: dict[str, bytes] = {}
        self.order: list[bytes] = []
        self.attempts: Counter[str] = Counter()
        self.at: list[float] = []
        self.changed = threading.Condition()

    def send(self, kind: str, key: str, body: bytes) -> SendResult:
        with self.changed:
            self.attempts[key] += 1
            self.at.append(time.monotonic())
            result = self.plan(kind, body, self.attempts[key])
            if (result is None or result.reason == "lose_answer") and key not in self.taken:
                self.taken[key] = body
                self.order.append(body)
            self.changed.notify_all()
        return OK if result is None else result

    def wait_for(self, ready: Callable[[], bool], timeout_s: float = 20.0) -> None:
        with self.changed:
            assert self.changed.wait_for(ready, timeout_s), self.attempts


class Bench:
    """A store, a platform and the thread between them."""

    def __init__(self, where: Any) -> None:
        self.where = where
        self.clock = SystemClock()
        self.platform = Platform()
        self.results: list[Any] = []
        self.network: list[bool] = []
        self.store = self.open()
        self.sync: SyncThread | None = None

    def open(self) -> Any:
        return open_store(self.where / "terminal", "0005", self.where / "key", self.clock)

    def start(self, **more: Any) -> SyncThread:
        settings: dict[str, Any] = {
            "read": self.store.reader,
            "submit": self.store.write,
            "sender": self.platform,
            "sealer": self.store.sealer,
            "clock": self.clock,
            "on_result": self.results.append,
            "on_network": self.network.append,
            "draw": lambda _low, high: min(high, 0.002),
            "per_second": 100_000,
        }
        self.sync = SyncThread(**(settings | more))
        self.sync.start()
        return self.sync

    def put(self, *bodies: str, case_no: str = "", kind: str = "case") -> list[str]:
        events = [outbox.Event(outbox.new_key(), kind, case_no, body.encode()) for body in bodies]

        def work(connection: Any) -> None:
            for event in events:
                outbox.enqueue(connection, self.store.sealer, event, self.clock.utc_now())

        self.store.write(work).result(5)
        if self.sync is not None:
            self.sync.wake()
        return [event.key for event in events]

    def counts(self) -> dict[str, int]:
        return self.store.read(outbox.counts)

    def until(self, ready: Callable[[], bool], timeout_s: float = 20.0) -> None:
        end = time.monotonic() + timeout_s
        while not ready():
            assert time.monotonic() < end, (self.counts(), self.platform.attempts)
            time.sleep(0.005)

    def drained(self) -> bool:
        counts = self.counts()
        return counts["pending"] == counts["leased"] == 0

    def close(self) -> None:
        if self.sync is not None:
            assert self.sync.stop()
        self.store.close()


@pytest.fixture
def bench(tmp_path):
    made = Bench(tmp_path)
    yield made
    made.close()
