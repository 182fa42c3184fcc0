"""The table of errands and the classes that it names say the same."""

from __future__ import annotations

from itertools import chain

from kiosk.services.errands import ERRANDS, errand_at, opened_by


def test_every_errand_opens_what_the_table_says_and_nothing_opens_two():
    for place, opens in ERRANDS.items():
        assert errand_at(place).opens == opens, place
        assert all(opened_by(action) is errand_at(place) for action in opens)
    actions = list(chain.from_iterable(ERRANDS.values()))
    assert len(actions) == len(set(actions))
    assert opened_by("nothing.opens_this") is None
