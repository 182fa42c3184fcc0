"""The platform's clock: an object, so that a test or a demonstration can set it."""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo

SHANGHAI = ZoneInfo("Asia/Shanghai")


class Clock(Protocol):
    """Gives the present moment in UTC."""

    def now(self) -> datetime:
        """The present moment, UTC."""
        ...


class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime:
        """The present moment, UTC."""
        return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class ShiftedClock:
    """A clock that was set to another moment when it was made, and runs on from there."""

    started_at: datetime
    monotonic: float

    @classmethod
    def starting_at(cls, moment: datetime) -> ShiftedClock:
        """A clock that shows `moment` now."""
        return cls(moment.astimezone(UTC), time.monotonic())

    def now(self) -> datetime:
        """The present moment, UTC."""
        return self.started_at + timedelta(seconds=time.monotonic() - self.monotonic)


def shanghai_day(moment: datetime) -> date:
    """The calendar day of a moment in Shanghai."""
    return moment.astimezone(SHANGHAI).date()
