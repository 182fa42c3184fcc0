"""Working days as the platform counts them: acceptance and due dates.

Periods are working days (Administrative Licensing Law art. 82); the first day is not counted
(Civil Code art. 201).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from backend_client.models import DueDate
from backend_client.reference.clock import SHANGHAI

CUT_OFF = time(17, 30)
ONE_DAY = timedelta(days=1)
FIXED_HOLIDAYS = frozenset({(1, 1), (5, 1), (5, 2), (10, 1), (10, 2), (10, 3)})


@dataclass(frozen=True, slots=True)
class Workdays:
    """The published years with their holidays and make-up days. Later years have weekends and
    fixed-date holidays only, and everything counted with them is provisional."""

    first_year: int
    last_year: int
    holidays: frozenset[date]
    makeups: frozenset[date]

    def worked(self, day: date) -> bool:
        """Whether offices work that day; ValueError before the first year."""
        if day.year < self.first_year:
            raise ValueError(f"no calendar before {self.first_year}")
        if day in self.makeups:
            return True
        free = day in self.holidays
        if day.year > self.last_year:
            free = (day.month, day.day) in FIXED_HOLIDAYS
        return day.weekday() < 5 and not free

    def accepted_on(self, submitted: datetime) -> date:
        """The same day before 17:30 Shanghai time on a working day, else the next working day."""
        moment = submitted.astimezone(SHANGHAI)
        day = moment.date() if moment.time() < CUT_OFF else moment.date() + ONE_DAY
        while not self.worked(day):
            day += ONE_DAY
        return day

    def due(self, accepted: date, days: int) -> DueDate:
        """`days` working days after `accepted`."""
        if days < 0:
            raise ValueError("a number of working days is not negative")
        self.worked(accepted)
        day = accepted
        while days:
            day += ONE_DAY
            days -= self.worked(day)
        return DueDate(date=day, provisional=day.year > self.last_year)

    def resumed(self, due: date, suspended_on: date, resumed_on: date) -> DueDate:
        """A due date after a suspension: the working days that were left at the close of
        `suspended_on` are counted again from the day after `resumed_on`."""
        left = sum(
            self.worked(suspended_on + ONE_DAY * n) for n in range(1, (due - suspended_on).days + 1)
        )
        return self.due(resumed_on, left)
