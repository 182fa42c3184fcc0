"""How long a visit waits for a person: warning, count-down, and what stops the clock.

Pure: the time is handed in (seconds of a monotonic clock). Figures: warning after 120 s (180 s in
the elderly mode), then 30 s (45 s) to answer, any touch counts, without limit.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """Seconds without a touch until the warning, and from there to the end."""

    warn_s: float
    answer_s: float


STANDARD = Limits(120, 30)
ELDERLY = Limits(180, 45)


class Patience:
    """Counts the quiet time of one visit. While anything holds it, no time passes."""

    def __init__(self, limits: Limits, now: float) -> None:
        self.limits = limits
        self._quiet = 0.0
        self._last = now
        self._holds: set[str] = set()

    def touch(self, now: float) -> None:
        """A person touched, pressed or put a card down: begin again."""
        self._quiet, self._last = 0.0, now

    def hold(self, reason: str, now: float) -> None:
        """The machine works or speaks, or a helper was called: the clock stands still."""
        self._advance(now)
        self._holds.add(reason)

    def release(self, reason: str, now: float) -> None:
        """That reason is over; the clock goes on when it was the last one."""
        self._advance(now)
        self._holds.discard(reason)

    @property
    def held(self) -> frozenset[str]:
        """What holds the clock now."""
        return frozenset(self._holds)

    def warning(self, now: float) -> bool:
        """Whether the person should be asked if they are still there."""
        self._advance(now)
        return self._quiet >= self.limits.warn_s

    def seconds_left(self, now: float) -> int:
        """Whole seconds until the end, counted down while the warning stands."""
        self._advance(now)
        left = self.limits.warn_s + self.limits.answer_s - self._quiet
        return max(0, int(left + 0.999))

    def over(self, now: float) -> bool:
        """Whether nobody answered."""
        self._advance(now)
        return self._quiet >= self.limits.warn_s + self.limits.answer_s

    def _advance(self, now: float) -> None:
        if not self._holds:
            self._quiet += max(0.0, now - self._last)
        self._last = now
