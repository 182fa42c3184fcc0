from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from backend_client.reference.offers import load_workdays
from tests.platform.server import FILES

DAYS = load_workdays(FILES["calendar"])
VECTORS = """
2026-11-20 1 2026-11-23|2026-11-20 5 2026-11-27|2026-09-30 1 2026-10-08|2026-09-30 3 2026-10-10
2026-09-30 20 2026-11-03|2026-09-24 1 2026-09-28|2026-09-18 1 2026-09-20|2026-09-18 2 2026-09-21
2026-02-13 1 2026-02-14|2026-02-13 2 2026-02-24|2026-02-14 1 2026-02-24|2026-02-14 20 2026-03-20
2026-02-27 1 2026-02-28|2025-12-31 1 2026-01-04|2025-12-31 2 2026-01-05|2026-04-03 1 2026-04-07
2026-04-30 5 2026-05-11|2026-05-08 1 2026-05-09|2026-06-18 1 2026-06-22|2025-09-26 2 2025-09-29
2025-09-30 1 2025-10-09|2025-09-30 3 2025-10-11|2025-01-24 1 2025-01-26|2025-01-27 1 2025-02-05
2025-02-07 1 2025-02-08|2026-03-02 20 2026-03-30|2026-03-02 0 2026-03-02|2024-02-29 1 2024-03-01
"""


@pytest.mark.parametrize("vector", VECTORS.replace("\n", "|").strip("|").split("|"))
def test_due_days_by_hand(vector):
    accepted, days, due = vector.split()
    found = DAYS.due(date.fromisoformat(accepted), int(days))
    assert (found.date.isoformat(), found.provisional) == (due, False)


@pytest.mark.parametrize(
    ("shanghai", "accepted"),
    [
        ("2026-11-20T17:29:59", "2026-11-20"),
        ("2026-11-20T17:30:00", "2026-11-23"),
        ("2026-11-21T09:00:00", "2026-11-23"),
        ("2026-02-28T10:00:00", "2026-02-28"),  # a make-up Saturday
        ("2026-02-15T10:00:00", "2026-02-24"),
        ("2026-10-03T00:00:00", "2026-10-08"),
    ],
)
def test_acceptance_by_the_clock_of_shanghai(shanghai, accepted):
    moment = datetime.fromisoformat(shanghai + "+08:00")
    assert DAYS.accepted_on(moment.astimezone(UTC)).isoformat() == accepted


def test_a_suspension_counts_the_days_that_were_left():
    accepted = date(2026, 9, 14)
    due = DAYS.due(accepted, 10).date
    assert due == date(2026, 9, 28)
    resumed = DAYS.resumed(due, date(2026, 9, 18), date(2026, 10, 8))
    assert resumed.date == date(2026, 10, 15)


def test_past_the_published_years_a_date_is_provisional_and_before_them_an_error():
    found = DAYS.due(date(2026, 12, 30), 3)
    assert (found.date, found.provisional) == (date(2027, 1, 5), True)  # 1 January is fixed
    with pytest.raises(ValueError, match="before"):
        DAYS.due(date(2003, 1, 6), 1)
    with pytest.raises(ValueError, match="negative"):
        DAYS.due(date(2026, 1, 6), -1)
