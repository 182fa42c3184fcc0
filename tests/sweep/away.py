"""Somebody goes away in the middle of a visit."""

from __future__ import annotations

from tests.sweep.stand import Stand

WAITS_S = 300


def gone_away(stand: Stand) -> list[str]:
    """What is wrong: asked whether they are there nobody answers, and everything that was entered
    is wiped, and kept nowhere, as nobody wished for that."""
    kept, asked, waited = stand.place.left()["drafts"], False, 0
    while stand.page.screen not in ("card", "end", "attract") and waited < WAITS_S:
        stand.clock.advance(1.0)
        stand.c.pulse()
        waited += 1
        asked = asked or stand.page.screen == "idle"
    stand.quiet()
    wrong = [] if asked else ["nobody was asked whether they are there"]
    if waited == WAITS_S:
        wrong.append(f"still on {stand.page.screen}")
    data = stand.c.session.data
    if data.person or data.answers or data.known or stand.place.left()["drafts"] != kept:
        wrong.append("something is left of somebody who went away")
    return wrong
