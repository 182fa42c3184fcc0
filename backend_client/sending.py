"""What the outbox asks of whoever sends: one attempt, one plain result; and the waiting rules."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Literal, Protocol, TypeVar

if TYPE_CHECKING:
    from sqlalchemy.engine import Connection

T = TypeVar("T")

BASE_S, CAP_S = 0.5, 60.0
PER_SECOND = 20  # requests, probes included: many terminals come back at the same moment
LEASE_S = 120.0  # longer than any sender may take

Outcome = Literal["accepted", "retry", "refused", "unreachable"]


@dataclass(frozen=True, slots=True)
class SendResult:
    """What became of one attempt. `accepted` only when the answer was read whole and echoes the
    key; `reason` is a code, never text about a person; `retry_after_s` in seconds."""

    outcome: Outcome
    response: bytes = b""
    reason: str = ""
    retry_after_s: float | None = None


@dataclass(frozen=True, slots=True)
class SentEvent:
    """An event that has come to an end (`sent`, `parked`) or goes on waiting (`queued`)."""

    key: str
    kind: str
    case_no: str
    outcome: Literal["sent", "parked", "queued"]
    response: bytes = b""
    reason: str = ""


class Sender(Protocol):
    """Sends one event and says what became of it; has a total deadline of its own (< LEASE_S)."""

    def send(self, kind: str, key: str, body: bytes) -> SendResult:
        """Send `body` under the idempotency key `key`."""
        ...


class Clock(Protocol):
    """Wall time for what is written down, monotonic seconds for what is waited for."""

    def utc_now(self) -> datetime:
        """Now, in UTC."""
        ...

    def monotonic(self) -> float:
        """Seconds from some fixed moment; never goes back."""
        ...


class Submit(Protocol):
    """Runs work in one transaction of the writer thread; the result comes after the commit."""

    def __call__(self, work: Callable[[Connection], T], /) -> Future[T]:
        """Queue `work`."""
        ...


def back_off(attempts: int, draw: Callable[[float, float], float]) -> float:
    """Return seconds to wait after `attempts` failures: full jitter up to a cap that doubles."""
    return draw(0.0, min(CAP_S, BASE_S * 2.0 ** min(attempts, 16)))


class Pace:
    """At most `per_second` requests in any second."""

    def __init__(self, per_second: int, monotonic: Callable[[], float]) -> None:
        self._monotonic = monotonic
        self._last: deque[float] = deque(maxlen=per_second)

    def wait_s(self) -> float:
        """Return how long the next request has to wait, in seconds."""
        if len(self._last) < (self._last.maxlen or 0):
            return 0.0
        return max(0.0, self._last[0] + 1.0 - self._monotonic())

    def took(self) -> None:
        """Count a request that starts now."""
        self._last.append(self._monotonic())
