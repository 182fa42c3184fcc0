"""Service points: what stands where, when it is open, and which one is near."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from math import asin, cos, radians, sin, sqrt

from kiosk.domain.workdays import Calendar
from kiosk.domain.zone import local

EARTH_RADIUS_M = 6_371_008.8
LOOK_AHEAD_DAYS = 30
MIDNIGHT = time(0)


@dataclass(frozen=True, slots=True)
class Span:
    """Open from `start` until `end` on one day; `end` midnight means the end of that day."""

    start: time
    end: time

    def holds(self, moment: time) -> bool:
        """Whether it is open at that time of day."""
        return self.start <= moment and (moment < self.end or self.end == MIDNIGHT)


@dataclass(frozen=True, slots=True)
class Hours:
    """Opening hours. Working days have `weekday`, from `summer_from` to `summer_to` (month, day)
    `summer`; a Saturday that is neither holiday nor working day has `saturday`."""

    always: bool
    weekday: tuple[Span, ...] = ()
    summer: tuple[Span, ...] = ()
    saturday: tuple[Span, ...] = ()
    summer_from: tuple[int, int] = (1, 1)
    summer_to: tuple[int, int] = (1, 1)

    def on(self, day: date, calendar: Calendar) -> tuple[Span, ...]:
        """The spans of one day; () when closed."""
        if self.always:
            return (Span(MIDNIGHT, MIDNIGHT),)
        if calendar.is_workday(day):
            in_summer = self.summer_from <= (day.month, day.day) <= self.summer_to
            return self.summer if in_summer and self.summer else self.weekday
        if day.weekday() == 5 and not _is_holiday(day, calendar):
            return self.saturday
        return ()


@dataclass(frozen=True, slots=True)
class ServicePoint:
    """A place that serves. `terminals` are the numbers (0001…) of its machines."""

    id: str
    name: str
    level: str
    subdistrict: str
    region_code: str
    lat: float
    lon: float
    address: str
    windows: int
    kiosks: int
    terminals: tuple[str, ...]
    hours: Hours
    elder_zone: bool
    cannot_do_desk: bool
    agent_help: bool
    parking: bool
    equipment: tuple[str, ...]
    phone: str
    illustrative: bool

    def open_at(self, moment: datetime, calendar: Calendar) -> bool:
        """Whether it is open then."""
        now = local(moment)
        return any(span.holds(now.time()) for span in self.hours.on(now.date(), calendar))

    def closes_at(self, moment: datetime, calendar: Calendar) -> datetime | None:
        """Until when the present span lasts; None when closed then, or never closing."""
        now = local(moment)
        if self.hours.always:
            return None
        for span in self.hours.on(now.date(), calendar):
            if span.holds(now.time()):
                return datetime.combine(now.date(), span.end, now.tzinfo)
        return None

    def next_opening(self, moment: datetime, calendar: Calendar) -> datetime | None:
        """When it opens next, strictly after `moment`; `moment` itself while it is open; None
        if it does not open within 30 days."""
        now = local(moment)
        if self.open_at(now, calendar):
            return now
        for ahead in range(LOOK_AHEAD_DAYS + 1):
            day = now.date() + timedelta(days=ahead)
            for span in self.hours.on(day, calendar):
                opens = datetime.combine(day, span.start, now.tzinfo)
                if opens > now:
                    return opens
        return None


@dataclass(frozen=True, slots=True)
class Near:
    """A point as seen from a place at a moment. `distance_m`: as the crow flies."""

    point: ServicePoint
    distance_m: float
    open_now: bool
    opens: datetime | None
    closes: datetime | None


def distance_m(lat1: float, lon1: float, lat2: float, lon2: float) -> float:
    """Great-circle distance in metres between two WGS-84 positions in degrees."""
    half_lat = radians(lat2 - lat1) / 2
    half_lon = radians(lon2 - lon1) / 2
    part = sin(half_lat) ** 2 + cos(radians(lat1)) * cos(radians(lat2)) * sin(half_lon) ** 2
    return 2 * EARTH_RADIUS_M * asin(sqrt(min(1.0, part)))


def nearest(
    points: Iterable[ServicePoint],
    lat: float,
    lon: float,
    moment: datetime,
    calendar: Calendar,
    *,
    staffed: bool = False,
    equipment: str = "",
    levels: tuple[str, ...] = (),
) -> tuple[Near, ...]:
    """Points that fit: those open now by distance, then the others by when they open.

    `staffed` asks for a window with a clerk, `equipment` for a named piece, `levels` for any of
    district, township, village (() for all).
    """
    fitting = (
        point
        for point in points
        if (point.windows or not staffed)
        and (not equipment or equipment in point.equipment)
        and (not levels or point.level in levels)
    )
    found = [_seen(point, lat, lon, moment, calendar) for point in fitting]
    never = local(moment) + timedelta(days=LOOK_AHEAD_DAYS + 1)
    return tuple(sorted(found, key=lambda n: (n.opens or never, n.distance_m, n.point.id)))


def _seen(
    point: ServicePoint, lat: float, lon: float, moment: datetime, calendar: Calendar
) -> Near:
    return Near(
        point=point,
        distance_m=distance_m(lat, lon, point.lat, point.lon),
        open_now=point.open_at(moment, calendar),
        opens=point.next_opening(moment, calendar),
        closes=point.closes_at(moment, calendar),
    )


def _is_holiday(day: date, calendar: Calendar) -> bool:
    if calendar.is_provisional(day):
        return (day.month, day.day) in calendar.fixed
    return day in calendar.holidays
