"""Time as a port: the terminal asks a Clock, so that a test can say what time it is."""

from __future__ import annotations

import time
from datetime import UTC, date, datetime, timedelta
from typing import Protocol

from kiosk.domain.zone import local


class Clock(Protocol):
    """Wall time for what is written down, monotonic time (seconds) for what is waited for."""

    def utc_now(self) -> datetime:
        """Now, in UTC."""
        ...

    def now(self) -> datetime:
        """Now, by the wall clock of Shanghai."""
        ...

    def today(self) -> date:
        """Today's date in Shanghai."""
        ...

    def monotonic(self) -> float:
        """Seconds from some fixed moment; never goes back."""
        ...


class SystemClock:
    """The machine's own clock, whatever zone the machine believes to be in."""

    def utc_now(self) -> datetime:
        """Now, in UTC."""
        return datetime.now(UTC)

    def now(self) -> datetime:
        """Now, by the wall clock of Shanghai."""
        return local(self.utc_now())

    def today(self) -> date:
        """Today's date in Shanghai."""
        return self.now().date()

    def monotonic(self) -> float:
        """Seconds from some fixed moment; never goes back."""
        return time.monotonic()


class FixedClock:
    """A clock that stands still until it is moved; for tests and for replaying a visit."""

    def __init__(self, moment: datetime) -> None:
        self._moment = local(moment)
        self._monotonic = 0.0

    def utc_now(self) -> datetime:
        """The moment it was set to, in UTC."""
        return self._moment.astimezone(UTC)

    def now(self) -> datetime:
        """The moment it was set to, by the wall clock of Shanghai."""
        return self._moment

    def today(self) -> date:
        """The date it was set to, in Shanghai."""
        return self._moment.date()

    def monotonic(self) -> float:
        """Seconds that it was advanced by, in all."""
        return self._monotonic

    def advance(self, seconds: float) -> None:
        """Let `seconds` pass; ValueError if they are negative."""
        if seconds < 0:
            raise ValueError("time does not go back")
        self._monotonic += seconds
        self._moment = local(self.utc_now() + timedelta(seconds=seconds))


class MovableClock(SystemClock):
    """The machine's clock, with its monotonic side moved on by hand: for playing a visit in
    which a person waits for minutes without anybody waiting for them."""

    def __init__(self) -> None:
        self._ahead = 0.0

    def monotonic(self) -> float:
        """Seconds from some fixed moment, and those that it was moved on by."""
        return time.monotonic() + self._ahead

    def advance(self, seconds: float) -> None:
        """Let `seconds` pass at once; ValueError if they are negative."""
        if seconds < 0:
            raise ValueError("time does not go back")
        self._ahead += seconds
