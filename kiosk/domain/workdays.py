"""Working days: China's calendar with make-up days, acceptance, due dates and suspension.

Counting follows the Administrative Licensing Law art. 82 (periods are working days) and the
Civil Code art. 201 (the first day is not counted).
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import NamedTuple

from kiosk.domain.zone import local

CUT_OFF = time(17, 30)
ONE_DAY = timedelta(days=1)


class Due(NamedTuple):
    """A day, and whether it may still move because that year's holidays are not published."""

    day: date
    provisional: bool


class LimitUnit(StrEnum):
    """What a promised or legal number of days counts."""

    ON_THE_SPOT = "on_the_spot"
    WORKING_DAY = "working_day"
    NATURAL_DAY = "natural_day"
    MONTH = "month"


@dataclass(frozen=True, slots=True)
class Limit:
    """A time limit: a number never goes without its unit."""

    number: int
    unit: LimitUnit


class Pause(NamedTuple):
    """A suspension: the clock stops at the close of `paused_on` and goes on the day after
    `resumed_on`; None while it has not been resumed."""

    paused_on: date
    resumed_on: date | None


@dataclass(frozen=True, slots=True)
class Calendar:
    """Which days are worked. Years from `first_year` to `last_year` are as published by the
    State Council; later ones have weekends and the fixed-date holidays only."""

    first_year: int
    last_year: int
    holidays: frozenset[date]
    makeups: frozenset[date]
    fixed: frozenset[tuple[int, int]]

    def is_provisional(self, day: date) -> bool:
        """Whether the holidays of that day's year are still unknown."""
        return day.year > self.last_year

    def is_workday(self, day: date) -> bool:
        """Whether government works that day; ValueError before the calendar begins."""
        if day.year < self.first_year:
            raise ValueError(f"no calendar before {self.first_year}")
        if day.year > self.last_year:
            return day.weekday() < 5 and (day.month, day.day) not in self.fixed
        if day in self.makeups:
            return True
        return day.weekday() < 5 and day not in self.holidays

    def on_or_after(self, day: date) -> Due:
        """The first working day from `day` on, `day` itself included."""
        while not self.is_workday(day):
            day += ONE_DAY
        return Due(day, self.is_provisional(day))

    def add_workdays(self, start: date, number: int) -> Due:
        """`number` working days after `start`, which is not counted; ValueError if negative."""
        return self.add_with_pauses(start, number, ())

    def add_with_pauses(self, start: date, number: int, pauses: Sequence[Pause]) -> Due:
        """As add_workdays, days in a pause not counted; ValueError while a pause is open."""
        if number < 0:
            raise ValueError("a number of working days is not negative")
        self.is_workday(start)
        day = start
        while number:
            day += ONE_DAY
            if _stops_here(day, pauses):
                raise ValueError("suspended: there is no due date until it is resumed")
            if self.is_workday(day) and not _paused(day, pauses):
                number -= 1
        return Due(day, self.is_provisional(day))

    def workdays_left(self, today: date, due: date) -> int:
        """Working days from tomorrow to `due`; 0 on the day itself, negative when overdue."""
        first, last, sign = (today, due, 1) if due >= today else (due, today, -1)
        days = (first + ONE_DAY * n for n in range(1, (last - first).days + 1))
        return sign * sum(self.is_workday(day) for day in days)

    def accepted_on(self, submitted: datetime) -> Due:
        """The day on which a submission counts as accepted: the same day if it came on a working
        day before 17:30 in Shanghai, otherwise the next working day."""
        moment = local(submitted)
        day = moment.date()
        if moment.time() >= CUT_OFF:
            day += ONE_DAY
        return self.on_or_after(day)

    def due_on(self, accepted: date, limit: Limit) -> Due:
        """The last day of a limit that starts running after the day of acceptance."""
        match limit.unit:
            case LimitUnit.ON_THE_SPOT:
                return Due(accepted, self.is_provisional(accepted))
            case LimitUnit.WORKING_DAY:
                return self.add_workdays(accepted, limit.number)
            case LimitUnit.NATURAL_DAY:
                return Due(accepted + ONE_DAY * limit.number, provisional=False)
            case LimitUnit.MONTH:
                return Due(add_months(accepted, limit.number), provisional=False)


def _paused(day: date, pauses: Sequence[Pause]) -> bool:
    return any(p.paused_on < day and (p.resumed_on is None or day <= p.resumed_on) for p in pauses)


def _stops_here(day: date, pauses: Sequence[Pause]) -> bool:
    return any(p.resumed_on is None and p.paused_on < day for p in pauses)


def add_months(day: date, number: int) -> date:
    """The same day `number` months on; the month's last day where there is none such
    (Civil Code art. 202)."""
    months = day.year * 12 + day.month - 1 + number
    year, month = divmod(months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
