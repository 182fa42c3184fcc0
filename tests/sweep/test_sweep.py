"""Every matter ends well, whatever happens on the way: done, filed, at a named point, numbered."""

from __future__ import annotations

import json
import os
import random
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import pytest

from kiosk.domain.loader import shipped
from tests.sweep.plans import Plan, plans
from tests.sweep.runs import ENDS, LEFT, End, Run
from tests.sweep.stand import Stand, stand

SHARDS = 8
DRAWN = 6
RESULTS = os.environ.get("JINBAN_SWEEP_OUT", "")
"""A folder: the long run leaves there how each run ended, for docs/matters.md."""


def runs_of(codes: Iterable[str]) -> list[tuple[str, Plan]]:
    """All runs of these matters, those with the same card one after the other."""
    data = shipped()
    found = [
        (code, plan) for code in codes for plan in plans(data.catalogue[code], data.forms.get(code))
    ]
    return sorted(found, key=lambda one: (one[1].card, one[0]))


def ended(place: Stand, code: str, plan: Plan) -> End:
    """A page that never comes to rest is no end either, and the others still have their turn."""
    try:
        return Run(place, shipped().catalogue[code], plan).go()
    except AssertionError as error:
        return End("", f"stuck: {error}")


def told(found: list[tuple[str, Plan, End]]) -> list[str]:
    """The runs that did not end as they must."""
    return [
        f"{code} {plan.name}: {end}"
        for code, plan, end in found
        if end.kind not in ((LEFT,) if plan.fault == "away" else ENDS) or end.wrong
    ]


def test_matters_drawn_at_random_end_well_in_every_way(tmp_path: Path) -> None:
    seed = int(os.environ.get("JINBAN_SEED", random.randrange(10_000)))
    codes = random.Random(seed).sample(sorted(shipped().catalogue.by_code), DRAWN)
    with stand(tmp_path / "sweep") as place:
        found = [(c, p, ended(place, c, p)) for c, p in runs_of(codes) if p.name != "no card"]
        lost = Run(place, shipped().catalogue["XC-RS-009"], Plan("no card", "unreadable")).go()
    assert told(found) == [], f"seed {seed}"
    assert lost.kind in ENDS


@pytest.mark.long
@pytest.mark.timeout(3000)
@pytest.mark.parametrize("shard", range(SHARDS))
def test_every_matter_ends_well_in_every_way(tmp_path: Path, shard: int) -> None:
    codes = sorted(shipped().catalogue.by_code)[shard::SHARDS]
    with stand(tmp_path / "sweep") as place:
        found = [(c, p, ended(place, c, p)) for c, p in runs_of(codes)]
    if RESULTS:
        rows = [[c, p.name, e.kind, e.what, list(e.wrong)] for c, p, e in found]
        Path(RESULTS, f"{shard}.json").write_text(json.dumps(rows, ensure_ascii=False), "utf-8")
    assert told(found) == []
    assert Counter(p.name for _, p, _ in found)["well"] == len(codes)
