"""One thread that empties the outbox: in order, patiently, and each event exactly once.

An answer may get lost, so the same event goes out again under the same key until the sender says
that it was accepted. Waiting follows capped exponential back-off with full jitter. When the
platform cannot be reached, or fails for one event after the other, a single probe at a time asks
whether it is back.
"""

from __future__ import annotations

import logging
import random
import threading
from collections.abc import Callable
from typing import TYPE_CHECKING

from backend_client import outbox
from backend_client.courier import Courier
from backend_client.sealer import Sealer
from backend_client.sending import (
    PER_SECOND,
    Clock,
    Outcome,
    Pace,
    Sender,
    SendResult,
    SentEvent,
    Submit,
    back_off,
)
from backend_client.waiting import Waiting

if TYPE_CHECKING:
    from sqlalchemy.engine import Connection

    from backend_client.outbox import Due

__all__ = ["Clock", "Outcome", "SendResult", "Sender", "SentEvent", "Submit", "SyncThread"]

log = logging.getLogger("backend_client.sync")
HEARTBEAT_S = 60.0
STRIKES = 3  # failures of different events in a row: it is the platform, not the event
PATIENCE = 3  # failed probes after which a waiting person is told that it is kept for later
AFTER_ERROR_S = 5.0
BATCH = 20


class SyncThread:
    """Empties the outbox. `read` opens a read-only connection, `submit` is the writer's.

    `on_result` and `on_network` are called on this thread. `in_commit`, when given, runs in the
    transaction that marks an event as sent, so that what the answer changes is as durable as the
    mark; it raises ValueError for an answer that it cannot take, and the event is parked.
    `heartbeat` tells whether the platform answers; without it a waiting event is the probe.
    """

    def __init__(
        self,
        *,
        read: Callable[[], Connection],
        submit: Submit,
        sender: Sender,
        sealer: Sealer,
        clock: Clock,
        on_result: Callable[[SentEvent], None],
        on_network: Callable[[bool], None],
        heartbeat: Callable[[], bool] | None = None,
        in_commit: Callable[[Connection, SentEvent], None] | None = None,
        draw: Callable[[float, float], float] = random.uniform,
        per_second: int = PER_SECOND,
    ) -> None:
        self._read, self._submit, self._sealer = read, submit, sealer
        self._clock, self._heartbeat, self._draw = clock, heartbeat, draw
        self._on_result, self._on_network = on_result, on_network
        self._courier = Courier(
            submit=submit,
            sender=sender,
            sealer=sealer,
            clock=clock,
            finished=self._finished,
            in_commit=in_commit,
            draw=draw,
        )
        self._pace = Pace(per_second, clock.monotonic)
        self._wakeup, self._stopping = threading.Event(), threading.Event()
        self._waiting = Waiting()
        self._online: bool | None = None
        self._strikes: set[int] = set()
        self._failed_probes = 0
        self._next_probe = clock.monotonic()
        self._last_contact = clock.monotonic()
        self._thread = threading.Thread(target=self._run, name="sync", daemon=True)

    @property
    def online(self) -> bool | None:
        """Whether the platform could be used when it was last tried; None before the first try."""
        return self._online

    def start(self) -> None:
        """Start the thread; what an earlier run left half-sent goes out again."""
        self._thread.start()

    def stop(self, timeout_s: float = 12.0) -> bool:
        """Let the attempt under way end; True when the thread did within timeout_s."""
        self._stopping.set()
        self._wakeup.set()
        if self._thread.is_alive():
            self._thread.join(timeout_s)
        self._waiting.tell_all("stopped")
        return not self._thread.is_alive()

    def wake(self) -> None:
        """Something was enqueued: look now."""
        self._wakeup.set()

    def send_now(self, key: str, timeout_s: float) -> SentEvent:
        """Wait until the event `key` is sent or parked, at most timeout_s; KeyError if unknown.

        `queued` means that it is safe and goes out later: the time passed (reason "waiting"), or
        the platform stays away (reason "offline", told before the time has passed).
        """
        with self._waiting.for_key(key) as future:
            done = self._already(key)
            if done is not None:
                return done
            self._submit(lambda connection: outbox.hurry(connection, key))
            self._next_probe = self._clock.monotonic()
            self._wakeup.set()
            try:
                return future.result(timeout_s)
            except TimeoutError:
                return SentEvent(key, "", "", "queued", reason="waiting")

    def _already(self, key: str) -> SentEvent | None:
        with self._read() as connection:
            found = outbox.answer(connection, self._sealer, key)
        if found is None:
            raise KeyError(key)
        state, response, reason = found
        if state == "sent":
            return SentEvent(key, "", "", "sent", response)
        if state == "parked":
            return SentEvent(key, "", "", "parked", response, reason)
        return None

    # ---- the thread ----

    def _run(self) -> None:
        released = False
        while not self._stopping.is_set():
            try:
                if not released:
                    self._courier.release(None)
                    released = True
                wait = self._round()
            except Exception as error:  # noqa: BLE001 - the thread must outlive any mistake
                log.error("sync_error kind=%s", type(error).__name__)  # noqa: TRY400 - may quote
                wait = AFTER_ERROR_S
            if not self._stopping.is_set():  # a round clears the wake-up of a stop before it
                self._wakeup.wait(wait)

    def _round(self) -> float:
        """Do what can be done now; return the seconds until there may be more."""
        self._wakeup.clear()
        blocked = self._blocked_s()
        if blocked > 0:
            return blocked
        if not self._online and not self._probe():
            return max(0.0, self._next_probe - self._clock.monotonic())
        batch, wait = self._look()
        if not batch:
            return self._idle(wait)
        for job in batch:
            blocked = self._blocked_s()
            if blocked > 0 or not self._online:
                return max(0.0, blocked)
            self._attempt(job)
            if self._stopping.is_set() or self._wakeup.is_set():
                return 0.0  # something more urgent may have come
        return 0.0

    def _blocked_s(self) -> float:
        """Return how long the pace or the platform's own wish (Retry-After) holds us back."""
        return max(self._pace.wait_s(), self._courier.hold_until - self._clock.monotonic())

    def _look(self) -> tuple[list[Due], float | None]:
        now = self._courier.now()
        with self._read() as connection:
            abandoned = outbox.expired(connection, now)
        if abandoned:
            self._courier.release(now)
        with self._read() as connection:
            batch = outbox.due(connection, now, urgent=self._waiting.first(), limit=BATCH)
            return batch, None if batch else outbox.next_due(connection, now)

    def _idle(self, wait: float | None) -> float:
        if self._heartbeat is None:
            return HEARTBEAT_S if wait is None else wait
        left = self._last_contact + HEARTBEAT_S - self._clock.monotonic()
        if left <= 0:
            if not self._ask():
                self._went_offline()
                return 0.0
            left = HEARTBEAT_S
        return left if wait is None else min(left, wait)

    def _attempt(self, job: Due) -> Outcome | None:
        self._pace.took()
        result = self._courier.attempt(job)
        if result is None:
            return None
        if result.outcome in ("accepted", "refused"):
            self._strikes.clear()
            self._last_contact = self._clock.monotonic()
            return result.outcome
        self._strikes.add(job.id)
        if result.outcome == "unreachable" or len(self._strikes) >= STRIKES:
            self._went_offline()
        return result.outcome

    def _finished(self, event: SentEvent) -> None:
        self._waiting.tell(event)
        self._on_result(event)

    # ---- the network ----

    def _probe(self) -> bool:
        """Ask once whether the platform is back: by a heartbeat, then by one event that waits."""
        if self._clock.monotonic() < self._next_probe:
            return False
        if self._heartbeat is not None and not self._ask():
            return self._probe_failed()
        with self._read() as connection:
            job = outbox.least_tried(connection, urgent=self._waiting.first())
        outcome = self._attempt(job) if job is not None else "accepted"
        if outcome is None:
            return False  # it could not be sent for its own sake: ask again at once
        if outcome not in ("accepted", "refused"):
            return self._probe_failed()
        self._courier.write(outbox.all_due)
        self._failed_probes = 0
        self._set_online(True)
        return True

    def _ask(self) -> bool:
        self._pace.took()
        alive = self._heartbeat is not None and self._heartbeat()
        if alive:
            self._last_contact = self._clock.monotonic()
        return alive

    def _probe_failed(self) -> bool:
        self._failed_probes += 1
        wait = back_off(self._failed_probes, self._draw)
        self._next_probe = self._clock.monotonic() + wait
        if self._failed_probes >= PATIENCE:
            self._waiting.tell_all("offline")
        self._set_online(False)
        return False

    def _went_offline(self) -> None:
        if self._online:
            self._next_probe = self._clock.monotonic() + back_off(0, self._draw)
        self._set_online(False)

    def _set_online(self, online: bool) -> None:
        if online is not self._online:
            self._online = online
            log.info("network online=%s", online)
            self._on_network(online)
