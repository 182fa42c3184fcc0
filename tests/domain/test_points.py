from __future__ import annotations

from datetime import datetime

import pytest

from kiosk.domain.loader import shipped
from kiosk.domain.points import distance_m, nearest
from kiosk.domain.zone import SHANGHAI

CALENDAR = shipped().calendar
HALL, ALWAYS, VILLAGE = (shipped().points[name] for name in ("SP001", "SP002", "SP014"))


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


@pytest.mark.parametrize(
    ("moment", "is_open"),
    [
        ("2026-11-23T08:29", False),
        ("2026-11-23T08:30", True),
        ("2026-11-23T12:00", False),
        ("2026-11-23T13:30", True),
        ("2026-11-23T17:30", False),
        ("2026-07-01T14:00", False),  # summer hours
        ("2026-07-01T14:30", True),
        ("2026-11-21T10:00", True),  # a Saturday
        ("2026-11-21T14:00", False),
        ("2026-02-14T14:00", True),  # a Saturday that is a working day
        ("2026-02-21T10:00", False),  # a Saturday of the Spring Festival
        ("2026-11-22T10:00", False),  # a Sunday
        ("2026-09-20T10:00", True),  # a Sunday that is a working day
    ],
)
def test_the_hall_keeps_its_hours(moment: str, is_open: bool) -> None:
    assert HALL.open_at(at(moment), CALENDAR) is is_open


@pytest.mark.parametrize(
    ("moment", "opens"),
    [
        ("2026-11-20T18:00", "2026-11-21T09:00"),
        ("2026-11-21T13:00", "2026-11-23T08:30"),
        ("2026-11-23T12:30", "2026-11-23T13:30"),
        ("2026-09-30T18:00", "2026-10-08T08:30"),
        ("2026-11-23T10:00", "2026-11-23T10:00"),
    ],
)
def test_the_next_opening_skips_days_off(moment: str, opens: str) -> None:
    assert HALL.next_opening(at(moment), CALENDAR) == at(opens)


def test_a_point_says_until_when_it_is_open() -> None:
    assert HALL.closes_at(at("2026-11-23T09:00"), CALENDAR) == at("2026-11-23T12:00")
    assert HALL.closes_at(at("2026-11-23T12:30"), CALENDAR) is None
    assert ALWAYS.open_at(at("2026-02-17T03:00"), CALENDAR)
    assert ALWAYS.closes_at(at("2026-02-17T03:00"), CALENDAR) is None
    assert VILLAGE.next_opening(at("2026-11-21T10:00"), CALENDAR) == at("2026-11-23T08:30")


def test_nearest_names_what_is_open_now_first_and_then_what_opens_next() -> None:
    points = shipped().points.values()
    by_day = nearest(points, ALWAYS.lat, ALWAYS.lon, at("2026-11-23T10:00"), CALENDAR, staffed=True)
    assert by_day[0].point is HALL
    assert [n.distance_m for n in by_day] == sorted(n.distance_m for n in by_day)
    saturday = nearest(
        points, ALWAYS.lat, ALWAYS.lon, at("2026-11-21T10:00"), CALENDAR, staffed=True
    )
    first_closed = next(n for n, near in enumerate(saturday) if not near.open_now)
    assert all(not near.open_now for near in saturday[first_closed:])
    assert 0 < first_closed < len(saturday)
    night = nearest(
        points, ALWAYS.lat, ALWAYS.lon, at("2026-11-23T22:00"), CALENDAR, equipment="社保卡读写器"
    )
    assert [n.point.id for n in night][:2] == ["SP002", "SP001"]
    assert all("社保卡读写器" in n.point.equipment for n in night)


def test_distances_are_those_of_the_globe() -> None:
    # One degree of latitude is 111.195 km on a sphere of 6371.0088 km.
    assert distance_m(32, 112, 33, 112) == pytest.approx(111_195, abs=1)
    assert distance_m(32, 112, 32, 112) == 0
