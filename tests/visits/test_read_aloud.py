"""The review read aloud in a public hall: nothing of the person but the last four of numbers."""

from __future__ import annotations

from typing import Any

import pytest

from tests.services.world import LI, Terminal
from tests.visits.words import spoken_digits


@pytest.mark.parametrize("lang", ["zh_CN", "en"])
def test_the_review_read_aloud_tells_no_name_no_address_and_last_fours_only(lang: str) -> None:
    terminal: Any = Terminal(lang=lang)
    terminal.world.mobile = "13800000000"
    terminal.to_review()
    terminal.press("review.read_aloud")
    said = terminal.world.said[-1]
    assert terminal.page.sections[0].rows[0].value in said
    assert spoken_digits(said, lang) == ["0018", "0000", "0026"]
    for hidden in (LI.name, LI.name[1:], "檀溪", "示例路", "301", LI.number, "*"):
        assert hidden not in said
