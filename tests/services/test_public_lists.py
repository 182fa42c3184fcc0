"""Lists that are open to everybody: printed at once, with nothing asked."""

from __future__ import annotations

import pytest

from tests.services.test_records import granted, text_of
from tests.services.world import Terminal


@pytest.mark.parametrize("elderly", [False, True])
@pytest.mark.parametrize("code", ["XC-SF-004", "XC-SF-005"])
def test_a_list_open_to_everybody_is_printed_from_its_own_page_and_asks_nothing(code, elderly):
    t = Terminal(elderly=elderly)
    t.world.answer = granted
    t.begin(code)
    assert t.page.screen == "matter"
    while t.page.screen == "matter":
        said = t.page.main.id
        t.press(said)
    assert said == "purpose.print"
    assert t.page.screen == "done"
    assert {p.screen for p in t.glass.pages}.isdisjoint({"purpose", "consent", "form"})
    (filed,) = t.world.filed
    assert not filed.consents
    assert not filed.answers
    assert "用途" not in text_of(t.world.printed[0][0])
