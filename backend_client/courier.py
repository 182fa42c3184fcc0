"""One attempt at one event: take it, open it, send it, and write down what became of it."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

from backend_client import outbox
from backend_client.sealer import SealBroken, Sealer
from backend_client.sending import (
    LEASE_S,
    Clock,
    Sender,
    SendResult,
    SentEvent,
    Submit,
    back_off,
)

if TYPE_CHECKING:
    from sqlalchemy.engine import Connection

    from backend_client.outbox import Due

log = logging.getLogger("backend_client.sync")
T = TypeVar("T")
WRITE_S = 30.0


class Courier:
    """Carries events to the sender. `finished` hears of each event that was sent or parked.

    Its schedule clock is the wall time at the start and monotonic from there on, so that setting
    the machine's clock neither hurries nor holds up anything.
    """

    def __init__(
        self,
        *,
        submit: Submit,
        sender: Sender,
        sealer: Sealer,
        clock: Clock,
        finished: Callable[[SentEvent], None],
        in_commit: Callable[[Connection, SentEvent], None] | None,
        draw: Callable[[float, float], float],
    ) -> None:
        self._submit, self._sender, self._sealer, self._clock = submit, sender, sealer, clock
        self._finished, self._in_commit, self._draw = finished, in_commit, draw
        self._offset = clock.utc_now().timestamp() - clock.monotonic()
        self.hold_until = 0.0
        """Monotonic moment before which the platform asked not to be called (Retry-After)."""

    def now(self) -> float:
        """Seconds on the schedule's clock."""
        return self._offset + self._clock.monotonic()

    def write(self, work: Callable[[Connection], T]) -> T:
        """Run `work` on the writer thread and wait for its commit."""
        return self._submit(work).result(WRITE_S)

    def release(self, until: float | None) -> None:
        """Put leases back that ran out by `until` (schedule clock; None: all)."""
        at = self._clock.utc_now()
        self.write(lambda connection: outbox.release_expired(connection, until, at))

    def attempt(self, job: Due) -> SendResult | None:
        """Send one event; None when it was not sent at all (taken already, or its seal broken)."""
        until = self.now() + LEASE_S
        if not self.write(lambda connection: outbox.lease(connection, job.id, until)):
            return None
        try:
            place = outbox.place(job.key, job.kind, job.case_no)
            body = self._sealer.open("outbox", place, job.sealed or b"")
        except SealBroken:
            self._park(job, "seal_broken", b"")
            return None
        result = self._sender.send(job.kind, job.key, body)
        if result.outcome == "accepted":
            self._sent(job, result.response)
        elif result.outcome == "refused":
            self._park(job, result.reason or "refused", result.response)
        else:
            self._again(job, result)
        return result

    def _sent(self, job: Due, response: bytes) -> None:
        event = SentEvent(job.key, job.kind, job.case_no, "sent", response)
        at = self._clock.utc_now()

        def commit(connection: Connection) -> None:
            outbox.mark_sent(connection, self._sealer, job, response, at)
            if self._in_commit is not None:
                self._in_commit(connection, event)

        try:
            self.write(commit)
        except ValueError:
            self._park(job, "answer_refused", response)
        else:
            self._finished(event)

    def _park(self, job: Due, reason: str, response: bytes) -> None:
        reason, at = outbox.code(reason), self._clock.utc_now()
        self.write(
            lambda connection: outbox.park(
                connection, self._sealer, job, reason, response=response, at=at
            )
        )
        log.warning("outbox_parked id=%s kind=%s reason=%s", job.id, job.kind, reason)
        self._finished(SentEvent(job.key, job.kind, job.case_no, "parked", response, reason))

    def _again(self, job: Due, result: SendResult) -> None:
        wait, at = back_off(job.attempts + 1, self._draw), self._clock.utc_now()
        if result.retry_after_s is not None and result.retry_after_s > 0:
            asked = min(result.retry_after_s, outbox.MAX_WAIT_S - 1.0)
            self.hold_until = self._clock.monotonic() + asked
            wait = max(wait, asked)
        next_try, reason = self.now() + wait, result.reason or result.outcome
        self.write(
            lambda connection: outbox.mark_retry(
                connection, job.id, result.outcome, reason, next_try=next_try, at=at
            )
        )
