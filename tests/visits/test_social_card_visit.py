"""A whole visit by social-security card on a real terminal, with its reader lost and back."""

from __future__ import annotations

from pathlib import Path

import pytest

from kiosk.services.messages import Words
from tests.visits.sixteen import Run, finish, gather, start

SOCIAL = "insurance-record-social-card"


@pytest.mark.long
@pytest.mark.parametrize(
    "run",
    [
        Run(SOCIAL, "zh_CN", "self-service", "1080x1920"),
        Run(SOCIAL, "en", "elderly", "1920x1080"),
    ],
    ids=lambda run: run.name,
)
def test_a_social_card_serves_where_an_identity_card_does(run: Run, tmp_path: Path) -> None:
    finish(start(run, tmp_path))
    left = gather(run, tmp_path)
    words = Words(run.lang, plain=run.profile == "elderly")
    assert left.summary["ok"]
    assert words("social.removed.say") in left.spoken
    assert words("card.social.say") in left.spoken
    assert "social_card" in repr(left.platform.filed)
    assert len(left.slips) == 1
    shown = "\n".join(repr(page) for page in left.pages)
    assert "429999198603150029" not in shown
    assert "王*例" in shown
