from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from kiosk.domain.loader import shipped
from kiosk.domain.workdays import Limit, LimitUnit, Pause, add_months
from kiosk.domain.zone import SHANGHAI

CALENDAR = shipped().calendar
# Accepted, working days, due; as the State Council's lists of 2025 and 2026 give them.
VECTORS = [
    "",
    "2026-11-20 1 2026-11-23",
    "2026-11-20 5 2026-11-27",
    "2026-09-30 1 2026-10-08",
    "2026-09-30 3 2026-10-10",
    "2026-09-30 20 2026-11-03",
    "2026-09-24 1 2026-09-28",
    "2026-09-18 1 2026-09-20",
    "2026-09-18 2 2026-09-21",
    "2026-02-13 1 2026-02-14",
    "2026-02-13 2 2026-02-24",
    "2026-02-14 1 2026-02-24",
    "2026-02-14 20 2026-03-20",
    "2026-02-27 1 2026-02-28",
    "2025-12-31 1 2026-01-04",
    "2025-12-31 2 2026-01-05",
    "2026-04-03 1 2026-04-07",
    "2026-04-30 5 2026-05-11",
    "2026-05-08 1 2026-05-09",
    "2026-06-18 1 2026-06-22",
    "2025-09-26 2 2025-09-29",
    "2025-09-30 1 2025-10-09",
    "2025-09-30 3 2025-10-11",
    "2025-01-24 1 2025-01-26",
    "2025-01-27 1 2025-02-05",
    "2025-02-07 1 2025-02-08",
    "2026-03-02 20 2026-03-30",
    "2026-03-02 0 2026-03-02",
    "2024-02-29 1 2024-03-01",
    "",
][1:-1]


@pytest.mark.parametrize("vector", VECTORS)
def test_working_days_skip_holidays_and_count_make_up_days(vector: str) -> None:
    start, number, due = vector.split()
    assert CALENDAR.add_workdays(date.fromisoformat(start), int(number)) == (
        date.fromisoformat(due),
        False,
    )


@pytest.mark.parametrize(("year", "number"), [(2024, 251), (2025, 248), (2026, 248)])
def test_a_year_has_as_many_working_days_as_were_published(year: int, number: int) -> None:
    days = (date(year, 1, 1) + timedelta(days=n) for n in range(366))
    assert sum(CALENDAR.is_workday(day) for day in days if day.year == year) == number


@pytest.mark.parametrize(
    ("day", "next_day"),
    [("2026-02-15", "2026-02-24"), ("2026-10-03", "2026-10-08"),
     ("2026-11-21", "2026-11-23"), ("2026-02-28", "2026-02-28")],
)  # fmt: skip
def test_a_day_off_counts_as_the_next_working_day(day: str, next_day: str) -> None:
    assert CALENDAR.on_or_after(date.fromisoformat(day)).day == date.fromisoformat(next_day)


def test_a_date_in_an_unpublished_year_is_provisional_and_never_an_error() -> None:
    assert CALENDAR.add_workdays(date(2026, 12, 28), 3) == (date(2026, 12, 31), False)
    # 1 January, then a weekend.
    assert CALENDAR.add_workdays(date(2026, 12, 31), 1) == (date(2027, 1, 4), True)
    assert CALENDAR.add_workdays(date(2027, 9, 30), 1).day == date(2027, 10, 4)


def test_what_cannot_be_counted_is_refused() -> None:
    with pytest.raises(ValueError, match="negative"):
        CALENDAR.add_workdays(date(2026, 3, 2), -1)
    with pytest.raises(ValueError, match="2024"):
        CALENDAR.add_workdays(date(2003, 3, 3), 1)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


@pytest.mark.parametrize(
    ("submitted", "accepted"),
    [
        ("2026-11-20T17:29:59", "2026-11-20"),
        ("2026-11-20T17:30:00", "2026-11-23"),
        ("2026-11-20T00:00:00", "2026-11-20"),
        ("2026-11-21T10:00:00", "2026-11-23"),  # a Saturday, although the halls are open
        ("2026-02-28T10:00:00", "2026-02-28"),  # a make-up Saturday
        ("2026-02-28T18:00:00", "2026-03-02"),
    ],
)
def test_acceptance_follows_shanghai_time_and_working_days(submitted: str, accepted: str) -> None:
    moment = at(submitted)
    assert CALENDAR.accepted_on(moment).day == date.fromisoformat(accepted)
    assert CALENDAR.accepted_on(moment.astimezone(UTC)).day == date.fromisoformat(accepted)


def test_a_moment_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="zone"):
        CALENDAR.accepted_on(datetime(2026, 11, 20, 9))  # noqa: DTZ001


def test_a_pause_takes_its_days_out_of_the_count() -> None:
    accepted = date(2026, 9, 14)
    pause = Pause(date(2026, 9, 18), date(2026, 10, 8))
    assert CALENDAR.add_workdays(accepted, 10).day == date(2026, 9, 28)
    assert CALENDAR.add_with_pauses(accepted, 10, [pause]).day == date(2026, 10, 15)
    with pytest.raises(ValueError, match="suspended"):
        CALENDAR.add_with_pauses(accepted, 10, [Pause(date(2026, 9, 18), None)])
    # What is due before an open pause begins is not touched by it.
    assert CALENDAR.add_with_pauses(accepted, 4, [Pause(date(2026, 9, 18), None)]).day == date(
        2026, 9, 18
    )


@pytest.mark.parametrize(
    ("limit", "due"),
    [
        (Limit(0, LimitUnit.ON_THE_SPOT), date(2026, 9, 30)),
        (Limit(3, LimitUnit.WORKING_DAY), date(2026, 10, 10)),
        (Limit(3, LimitUnit.NATURAL_DAY), date(2026, 10, 3)),
        (Limit(5, LimitUnit.MONTH), date(2027, 2, 28)),
    ],
)
def test_a_limit_is_counted_in_its_own_unit(limit: Limit, due: date) -> None:
    assert CALENDAR.due_on(date(2026, 9, 30), limit).day == due


def test_working_days_left_turn_negative_when_overdue() -> None:
    assert CALENDAR.workdays_left(date(2026, 9, 30), date(2026, 10, 10)) == 3
    assert CALENDAR.workdays_left(date(2026, 10, 10), date(2026, 10, 10)) == 0
    assert CALENDAR.workdays_left(date(2026, 10, 10), date(2026, 9, 30)) == -3


def test_months_end_with_the_month() -> None:
    assert add_months(date(2026, 1, 31), 1) == date(2026, 2, 28)
    assert add_months(date(2026, 12, 15), 1) == date(2027, 1, 15)
