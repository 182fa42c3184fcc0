"""Queue tickets: whom a number is for, on which day it counts, and blocks of numbers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from kiosk.domain.numbers import ticket_number
from kiosk.domain.points import ServicePoint
from kiosk.domain.workdays import Calendar
from kiosk.domain.zone import local

PRIORITIES = ("elderly", "disabled", "serviceman", "pregnant")
"""Who is called first; "" for everybody else."""
BOOK_DAYS = 3
BOOK_LOOK_DAYS = 14
LONGEST_AHEAD = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Block:
    """Numbers `next` to `last` of a hall's zone on one day, which only this terminal gives."""

    point: str
    day: date
    zone: str
    next: int
    last: int

    @property
    def left(self) -> int:
        """How many numbers it still holds."""
        return max(0, self.last - self.next + 1)


@dataclass(frozen=True, slots=True)
class Ticket:
    """A number in a hall's queue. `booked_for` is the moment from which a booking is called."""

    id: str
    number: str
    point: str
    day: date
    zone: str
    priority: str = ""
    matter: str = ""
    booked_for: datetime | None = None


def number_of(zone: str, serial: int) -> str:
    """A012; ValueError beyond 999."""
    return ticket_number(zone, serial)


def day_of(point: ServicePoint, moment: datetime, calendar: Calendar) -> date | None:
    """The day for which a number taken at that moment counts: today while the point is open or
    opens again, else the day of its next opening; None where it does not open within 30 days."""
    opens = point.next_opening(moment, calendar)
    return local(opens).date() if opens else None


def bookable(point: ServicePoint, moment: datetime, calendar: Calendar) -> tuple[datetime, ...]:
    """The beginnings of the half-days of the next BOOK_DAYS days, after today, on which the point
    is open."""
    now, found, days = local(moment), list[datetime](), 0
    for ahead in range(1, BOOK_LOOK_DAYS + 1):
        day = now.date() + timedelta(days=ahead)
        spans = point.hours.on(day, calendar)
        if not spans:
            continue
        found += [datetime.combine(day, span.start, now.tzinfo) for span in spans]
        days += 1
        if days == BOOK_DAYS:
            break
    return tuple(found)


def is_morning(moment: datetime) -> bool:
    """Whether a half-day begins before noon."""
    return local(moment).time() < time(12)
