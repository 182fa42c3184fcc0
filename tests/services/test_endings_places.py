from __future__ import annotations

import subprocess
import sys
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from kiosk.domain.loader import shipped
from kiosk.domain.nearest import PAYMENTS, octant, places_for, serves, way
from kiosk.domain.ticket import bookable, day_of
from kiosk.domain.windows import windows

SHANGHAI = ZoneInfo("Asia/Shanghai")
ROOT = Path(__file__).parents[2]
MOMENTS = {
    "monday morning": "2026-11-23T09:41",
    "lunch": "2026-11-23T12:30",
    "one minute to closing": "2026-11-23T17:29",
    "evening": "2026-11-23T19:00",
    "saturday morning": "2026-11-28T10:00",
    "saturday noon": "2026-11-28T12:00",
    "sunday night": "2026-11-22T22:05",
    "summer lunch": "2026-07-01T14:00",
    "may is not summer": "2026-05-29T14:00",
    "national day": "2026-10-01T12:34",
    "spring festival": "2026-02-15T23:59",
    "make-up sunday": "2026-09-20T09:00",
    "new year, not published": "2027-01-01T03:00",
}
MACHINES = [(p.id, n) for p in shipped().points.values() for n in p.terminals]


def at(text):
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


@pytest.mark.parametrize("moment", MOMENTS)
def test_every_matter_ends_at_one_point_that_does_it_and_is_open_or_opens_next(moment):
    data, now, seen = shipped(), at(MOMENTS[moment]), {}
    assert len(MACHINES) == 12
    for origin in {point for point, _number in MACHINES}:
        for matter in data.catalogue:
            doing = frozenset(p.id for p in data.points.values() if serves(p, matter))
            if (origin, doing) not in seen:
                seen[origin, doing] = places_for(
                    data.points.values(), matter, data.points[origin], now, data.calendar
                )
            found = seen[origin, doing]
            first = found[0]
            assert first.point.id in doing
            assert first.point.windows
            assert first.open_now == first.point.open_at(now, data.calendar)
            earliest = min(
                data.points[p].next_opening(now, data.calendar) for p in doing
            )  # nobody is sent to a door that opens later than another one
            assert first.opens == earliest
            rivals = [n for n in found if n.opens == first.opens]
            assert first.distance_m == min(n.distance_m for n in rivals)
            assert len({n.point.id for n in found}) == len(found) == len(doing)


def test_a_hall_of_others_is_never_named():
    data = shipped()
    for matter in data.catalogue:
        medical, marriage = (serves(data.points[p], matter) for p in ("SP003", "SP004"))
        assert medical == (matter.dept_code == "YB" and "district" in matter.levels)
        assert marriage == (matter.code in [f"XC-MZ-{n:03d}" for n in range(14, 19)])
        assert not serves(data.points["SP002"], matter)  # no window stands there
        assert serves(data.points["SP001"], matter)
        village = serves(data.points["SP014"], matter)
        assert village == ("village" in matter.levels)


def test_payments_are_the_seven_of_the_catalogue():
    named = {m.code for m in shipped().catalogue if m.name.endswith("缴纳")}
    assert named >= PAYMENTS
    assert len(PAYMENTS) == 7


def test_the_way_is_direction_and_an_honest_distance():
    points = shipped().points
    assert way(points["SP001"], points["SP001"]).unit == "here"
    near = way(points["SP002"], points["SP001"])
    assert (near.octant, near.unit, near.figure) == ("nw", "close", "")
    far = way(points["SP002"], points["SP003"])
    assert (far.octant, far.unit, far.figure) == ("e", "km", "5.5")
    some = way(points["SP002"], points["SP006"])
    assert (some.octant, some.unit, some.figure) == ("sw", "m", "900")
    back = way(points["SP006"], points["SP002"])
    assert (back.octant, back.figure) == ("ne", "900")


@pytest.mark.parametrize(
    ("course", "name"),
    [(0, "n"), (22, "n"), (23, "ne"), (90, "e"), (202, "s"), (203, "sw"), (337, "nw"), (338, "n")],
)
def test_an_octant_reaches_half_way_to_its_neighbours(course, name):
    assert octant(course) == name


def test_summer_hours_last_from_june_to_september():
    point, calendar = shipped().points["SP001"], shipped().calendar
    for day, opened in (("05-29", True), ("06-01", False), ("09-30", False), ("10-08", True)):
        assert point.open_at(at(f"2026-{day}T14:00"), calendar) is opened, day


def test_the_table_holds_each_window_once_and_as_many_as_the_district_counts():
    table = windows()
    assert len(table.all) == len({(w.point, w.number) for w in table.all}) == 254
    for point in shipped().points.values():
        assert [w.number for w in table.of(point.id)] == list(range(1, point.windows + 1))
    for matter in shipped().catalogue:
        for point in shipped().points.values():
            if serves(point, matter):
                assert table.zone_for(point.id, matter.dept_code) in table.zones_of(point.id)
    script = [sys.executable, str(ROOT / "packaging" / "build_windows.py"), "--check"]
    assert subprocess.run(script, check=False).returncode == 0


def test_a_number_counts_for_the_day_on_which_it_can_be_called():
    data = shipped()
    centre, day = data.points["SP001"], lambda text: day_of(centre, at(text), data.calendar)
    assert day("2026-11-23T12:30") == at("2026-11-23").date()
    assert day("2026-11-23T17:30") == at("2026-11-24").date()
    assert day("2026-02-15T12:00") == at("2026-02-24").date()
    slots = bookable(centre, at("2026-11-27T09:00"), data.calendar)
    assert [f"{s:%m-%d %H:%M}" for s in slots] == [
        "11-28 09:00",
        "11-30 08:30",
        "11-30 13:30",
        "12-01 08:30",
        "12-01 13:30",
    ]
