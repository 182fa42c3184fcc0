"""Matters drawn at random, on the real screen: found by typing, answered, and ended well."""

from __future__ import annotations

import json
import os
import random
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from kiosk.clock import SystemClock
from kiosk.domain.loader import shipped
from tests.sweep.played import ALL, Visit, drawn, initials
from tests.sweep.playing import Ended, judge, play
from tests.sweep.ways import DONE, LEFT, SLIP, TICKET

SEED = int(os.environ.get("JINBAN_SEED", random.randrange(10_000)))
FEW, MANY = 2, 30
MORE = int(os.environ.get("JINBAN_WAYS", "4"))
"""Ways of each matter besides all well; 99 for every one."""
AT_ONCE = int(os.environ.get("JINBAN_PLAYERS", "2"))
RESULTS = os.environ.get("JINBAN_PLAYS_OUT", "")
"""A file: how each way ended, a line each."""


def played(visits: list[Visit], where: Path) -> list[str]:
    """What is wrong with any of them, all ways of all."""
    today = SystemClock().today()

    def one(n: int) -> list[str]:
        found = play(visits[n], where / str(n), today)
        _note(visits[n], found)
        return [f"{visits[n].code} {end.way}: {end}" for end in found if end.wrong]

    with ThreadPoolExecutor(AT_ONCE) as pool:
        return [wrong for found in pool.map(one, range(len(visits))) for wrong in found]


def _note(visit: Visit, found: list[Ended]) -> None:
    if RESULTS:
        machine = [SEED, visit.code, visit.profile, visit.lang, visit.screen]
        rows = [json.dumps([*machine, e.way, e.end, e.wrong], ensure_ascii=False) for e in found]
        with Path(RESULTS).open("a", encoding="utf-8") as file:
            file.write("\n".join(rows) + "\n")


@pytest.mark.timeout(300)
def test_two_matters_drawn_at_random_are_played_to_their_end(tmp_path: Path) -> None:
    assert played(drawn(SEED, FEW, 0), tmp_path) == [], f"seed {SEED}"


@pytest.mark.long
@pytest.mark.timeout(7200)
def test_thirty_matters_drawn_at_random_end_well_in_every_way_that_is_drawn(
    tmp_path: Path,
) -> None:
    assert played(drawn(SEED, MANY, MORE), tmp_path) == [], f"seed {SEED}"


def test_every_matter_is_on_the_first_page_for_some_of_its_initials() -> None:
    for lang in ("zh_CN", "en"):
        assert all(initials(code, lang) for code in shipped().catalogue.by_code)


def test_every_matter_that_is_taken_meets_every_fault_and_every_no() -> None:
    every = {way.name for visit in drawn(1, 422, ALL) for way in visit.ways}
    assert {"well", "no network", "network lost", "paper_out", "mute", "half_job"} <= every
    assert {"no card", "unreadable card", "reader broken", "reader unplugged", "idle"} <= every
    assert {"no record", "other card", "no consent", "kept", "gone on with", "cannot"} <= every
    assert {"paid_by_card=no", "has_social_card=no"} <= every


def page(screen: str, *texts: str) -> dict[str, Any]:
    return {"screen": screen, "texts": list(texts), "after": 1}


def test_a_way_that_ends_otherwise_or_without_a_number_is_not_called_well() -> None:
    way = next(w for v in drawn(1, 30, ALL) for w in v.ways if w.ends == (DONE,))
    good = [page("done", "XC 2611 2300 0500 0423"), page("attract")]
    assert judge(way, good, "zh_CN") == Ended(way.name, DONE)
    assert judge(way, [page("done", "XC 2611 2300 0500 0424"), page("attract")], "zh_CN").wrong
    assert judge(way, [page("identify"), page("attract")], "zh_CN").end == LEFT
    assert judge(way, [page("identify"), page("attract")], "zh_CN").wrong
    assert judge(way, good[:1], "zh_CN").wrong


def test_a_slip_or_a_ticket_that_names_no_open_point_is_not_called_well() -> None:
    way = next(w for v in drawn(1, 30, ALL) for w in v.ways if w.ends == (TICKET,))
    place = "襄城区政务服务中心"
    good = [page("ticket", "A012", place, "现在开着，到17:30"), page("attract")]
    assert judge(way, good, "zh_CN").end == TICKET
    assert judge(way, [page("ticket", "A012", place), page("attract")], "zh_CN").wrong
    assert judge(way, [page("ticket", "A012", "17:30"), page("attract")], "zh_CN").wrong
    assert judge(way, [page("notice", "条子已经出来了"), page("attract")], "zh_CN").end != SLIP
