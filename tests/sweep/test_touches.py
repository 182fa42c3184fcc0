"""How much somebody who is known has to touch and type for what is wanted most."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import median

import pytest

from kiosk.domain.loader import shipped
from kiosk.domain.search import often_used
from tests.sweep.played import card_of, elsewhere, proven
from tests.sweep.stand import Stand, stand
from tests.sweep.test_sweep import RESULTS
from tests.sweep.walker import Walker

MOST = 10
MOST_TOUCHES, MOST_ELDERLY = 12, 24
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


def finished_here(code: str) -> bool:
    """Whether somebody with a card alone can have it at this machine."""
    return not (elsewhere(code) or proven(code))


def effort(place: Stand, code: str, *, elderly: bool) -> Effort:
    """Walk a matter from home to its last page, answering with the first choice."""
    matter, form = shipped().catalogue[code], shipped().forms[code]
    place.fresh(card_of(matter, form))
    walker = Walker(place)
    walker.press("attract.elderly" if elderly else "attract.start")
    place.c.steps.begin(code)
    place.until(lambda: place.page.screen != "identify", 10)
    walker.touches = WAY
    end = walker.on_to("done", "notice", "trouble", "ticket", "not_here")
    return Effort(code, walker.touches - walker.keys, len(walker.typed), walker.keys, end)


def keep(found: list[Effort], mode: str) -> None:
    """Leave the figures for docs/matters.md where a folder for them is named."""
    if RESULTS:
        rows = [asdict(one) for one in found]
        Path(RESULTS, f"touches-{mode}.json").write_text(json.dumps(rows), "utf-8")


@pytest.mark.long
@pytest.mark.timeout(600)
@pytest.mark.parametrize("elderly", [False, True], ids=["self-service", "elderly"])
def test_what_is_wanted_most_is_few_touches_away(tmp_path: Path, *, elderly: bool) -> None:
    codes = [code for code in often_used(elderly) if finished_here(code)][:MOST]
    with stand(tmp_path / "touches") as place:
        found = [effort(place, code, elderly=elderly) for code in codes]
    keep(found, "elderly" if elderly else "self-service")
    touches, typed = median(e.touches for e in found), median(e.typed for e in found)
    assert [one for one in found if one.end != "done"] == []
    assert typed <= 3
    assert touches <= (MOST_ELDERLY if elderly else MOST_TOUCHES)
