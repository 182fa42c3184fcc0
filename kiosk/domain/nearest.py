"""Which point does a matter, which of those is open now or opens next, and how to get there."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from math import atan2, cos, degrees, radians, sin

from kiosk.domain.matter import Matter
from kiosk.domain.points import Near, ServicePoint, distance_m, nearest
from kiosk.domain.workdays import Calendar

ONLY_DEPARTMENT = {"SP003": "YB"}
"""Halls of one department."""
ONLY_MATTERS = {"SP004": frozenset(f"XC-MZ-{n:03d}" for n in range(14, 19))}
"""Halls of a few matters: the marriage registry."""
PAYMENTS = frozenset(
    {
        "XC-ZJ-014",
        *(f"XC-SWJ-{n:03d}" for n in (1, 2, 3)),
        *(f"XC-GY-{n:03d}" for n in (4, 5, 6)),
    }
)
"""Matters that are nothing but a payment: a machine takes no money."""
OCTANTS = ("n", "ne", "e", "se", "s", "sw", "w", "nw")
HERE_M = 5.0
"""Below this two points are one and the same address."""
CLOSE_M = 100.0
"""Positions are known to some ten metres: below this a figure would pretend to more."""


@dataclass(frozen=True, slots=True)
class Way:
    """The way from one point to another as the crow flies. `octant`: n, ne … nw, "" where both
    are the same. `unit`: here, close (below CLOSE_M), m or km; `figure` as it is said, "" without
    one: metres to the next 50 or 100, kilometres to one place."""

    octant: str
    unit: str
    figure: str


def serves(point: ServicePoint, matter: Matter) -> bool:
    """Whether the point's windows do the matter: it has windows, its level is one of the matter's,
    and it is no hall of others."""
    if not point.windows or point.level not in matter.levels or "window" not in matter.channels:
        return False
    department = ONLY_DEPARTMENT.get(point.id, matter.dept_code)
    own = ONLY_MATTERS.get(point.id)
    return department == matter.dept_code and (own is None or matter.code in own)


def why_not_here(matter: Matter, origin: ServicePoint) -> str:
    """Why a machine at that point does not take the matter: payment, window (no machine does),
    level (machines of other points do); "" where it does."""
    if matter.code in PAYMENTS:
        return "payment"
    if not matter.kiosk_mode or "kiosk" not in matter.channels:
        return "window"
    return "" if origin.level in matter.levels else "level"


def places_for(
    points: Iterable[ServicePoint],
    matter: Matter,
    origin: ServicePoint,
    moment: datetime,
    calendar: Calendar,
) -> tuple[Near, ...]:
    """Every point that does the matter, the one to be named first: open now and nearest, else the
    one that opens first. One that does not open within 30 days is not among them."""
    doing = [point for point in points if serves(point, matter)]
    found = nearest(doing, origin.lat, origin.lon, moment, calendar)
    return tuple(one for one in found if one.opens is not None)


def way(origin: ServicePoint, target: ServicePoint) -> Way:
    """Direction and distance from one point to the other."""
    metres = distance_m(origin.lat, origin.lon, target.lat, target.lon)
    if metres < HERE_M:
        return Way("", "here", "")
    towards = octant(bearing(origin.lat, origin.lon, target.lat, target.lon))
    if metres < CLOSE_M:
        return Way(towards, "close", "")
    step = 50 if metres < 500 else 100
    rounded = round(metres / step) * step
    if rounded < 1000:
        return Way(towards, "m", str(rounded))
    return Way(towards, "km", f"{metres / 1000:.1f}")


def bearing(lat1: float, lon1: float, lat2: float, lon2: float) -> float:
    """The initial course of the great circle, in degrees clockwise from north, 0 to 360."""
    a, b, across = radians(lat1), radians(lat2), radians(lon2 - lon1)
    east = sin(across) * cos(b)
    north = cos(a) * sin(b) - sin(a) * cos(b) * cos(across)
    return degrees(atan2(east, north)) % 360


def octant(course: float) -> str:
    """The eighth of the compass that a course in degrees lies in."""
    return OCTANTS[round(course / 45) % 8]
