"""Matters drawn at random, on the real screen: found by typing, answered, and ended well."""

from __future__ import annotations

import os
import random
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from kiosk.clock import SystemClock
from kiosk.domain.loader import shipped
from tests.sweep.played import drawn, initials, judge, play

SEED = int(os.environ.get("JINBAN_SEED", random.randrange(10_000)))
FEW, MANY = 2, 30


def played(count: int, where: Path) -> list[str]:
    """Two at a time, as there are two cores."""
    today = SystemClock().today()
    with ThreadPoolExecutor(2) as pool:
        found = pool.map(
            lambda one: play(one[1], where / str(one[0]), today), enumerate(drawn(SEED, count))
        )
    return [wrong for one in found for wrong in one]


@pytest.mark.timeout(300)
def test_two_matters_drawn_at_random_are_played_to_their_end(tmp_path: Path) -> None:
    assert played(FEW, tmp_path) == [], f"seed {SEED}"


@pytest.mark.long
@pytest.mark.timeout(3000)
def test_thirty_matters_drawn_at_random_are_played_to_their_end(tmp_path: Path) -> None:
    assert played(MANY, tmp_path) == [], f"seed {SEED}"


def test_every_matter_is_on_the_first_page_for_some_of_its_initials() -> None:
    for lang in ("zh_CN", "en"):
        assert all(initials(code, lang) for code in shipped().catalogue.by_code)


def test_a_visit_without_a_slip_or_a_number_is_not_called_well() -> None:
    visit = drawn(1, 1)[0]
    good = {"ok": True, "case_no": "XC2611230005000423", "ticket": "A012", "receipts": ["01.bin"]}
    assert judge(visit, good) == []
    assert judge(visit, {**good, "receipts": []})
    assert judge(visit, {**good, "case_no": None, "ticket": None})
    assert judge(visit, {**good, "ok": False, "failed_action": {}, "error": "no"})
