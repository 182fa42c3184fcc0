"""How much somebody who is known has to touch and type for what is wanted most."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from statistics import median

import pytest

from kiosk.domain.search import often_used
from tests.sweep.stand import Stand, stand
from tests.sweep.walker import Walker

MOST = 10
WAY = 2
"""Touches from home to the page that asks for the card, for what stands among the often used."""


@dataclass(frozen=True)
class Effort:
    """`touches` without the keys of values that are typed; `typed` such values."""

    code: str
    touches: int
    typed: int
    keys: int
    end: str


def effort(place: Stand, code: str, *, elderly: bool) -> Effort:
    """Walk a matter from home to its last page, answering with the first choice."""
    place.fresh("long-term" if code == "XC-MZ-008" else "resident")
    walker = Walker(place)
    walker.press("attract.elderly" if elderly else "attract.start")
    place.c.steps.begin(code)
    place.until(lambda: place.page.screen != "identify", 10)
    walker.touches = WAY
    end = walker.on_to("done", "notice", "trouble", "ticket", "not_here")
    values = sum(walker.typed.values())
    return Effort(code, walker.touches - walker.keys, values, walker.keys, end)


@pytest.mark.long
@pytest.mark.timeout(600)
@pytest.mark.parametrize("elderly", [False, True], ids=["self-service", "elderly"])
def test_what_is_wanted_most_is_few_touches_away(tmp_path: Path, *, elderly: bool) -> None:
    with stand(tmp_path / "touches") as place:
        found = [effort(place, code, elderly=elderly) for code in often_used(elderly)[:MOST]]
    for one in found:
        print(one)
    touches, typed = median(e.touches for e in found), median(e.typed for e in found)
    print(f"median: {touches} touches, {typed} typed values")
    assert {e.end for e in found} <= {"done", "notice"}
    assert typed <= 3
    assert touches <= (30 if elderly else 12)
