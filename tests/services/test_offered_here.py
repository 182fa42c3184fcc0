"""What a row calls done here is what this machine takes, at its own point."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from kiosk.app import fixed
from kiosk.clock import FixedClock
from kiosk.domain.loader import shipped
from kiosk.domain.nearest import why_not_here
from tests.services.world import NOON


@pytest.mark.parametrize(("point", "level"), [("SP002", "district"), ("SP010", "township")])
def test_a_machine_offers_exactly_what_it_does_not_send_elsewhere(point, level):
    terminal = SimpleNamespace(point=point, id="XC-K-005")
    options = SimpleNamespace(
        config=SimpleNamespace(terminal=terminal, demo=True), lang="zh_CN", elderly=False
    )
    data, found = shipped(), fixed(options, FixedClock(NOON))
    assert found.place.point.level == level
    sent_away = {c for c in data.forms if why_not_here(data.catalogue[c], data.points[point])}
    assert set(found.offered) == set(data.forms) - sent_away
    assert bool(sent_away) == (level != "district")
    assert all(level in data.catalogue[code].levels for code in found.offered)
