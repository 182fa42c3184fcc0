"""Corrections and ratings over a real store: kept without a network, handed in when it is back."""

from __future__ import annotations

import time

from backend_client.models import StaffAction
from kiosk.services.ports_progress import Followed
from tests.platform.server import allowance, key
from tests.services.test_endings_live import PERSON, platform, terminal

TOKEN = "ABCDEFGHJKMNPQRSTVWXYZ0123"
__all__ = ["platform", "terminal"]


def test_what_was_put_right_and_rated_offline_arrives_when_the_network_is_back(
    terminal, platform, tmp_path
):
    case = allowance(slip_token=TOKEN)
    platform.client().submit_case(case, key())
    items = [{"field": "bank.account", "code": "unclear", "text": "少了一位"}]
    ask = {"action": "correct", "reason_code": "unclear", "reason_text": "请补正", "items": items}
    platform.staff().act(case.case_no, StaffAction.model_validate(ask), key())
    assert terminal.progress.by_slip(case.case_no, TOKEN) == Followed("offline")
    asked = seen(platform, case.case_no)
    fields = {"bank.account": "6217994299900010027"}
    assert terminal.progress.put_right(PERSON, asked, fields).outcome == "kept"
    assert terminal.progress.rate(case.case_no, 2, token=TOKEN) == "kept"
    raw = b"".join(p.read_bytes() for p in tmp_path.rglob("*") if p.is_file())
    assert fields["bank.account"].encode() not in raw
    terminal.connect()
    for _ in range(200):
        found = terminal.progress.by_slip(case.case_no, TOKEN).cases[0]
        if found.rated and not found.paused:
            break
        time.sleep(0.05)
    assert (found.state, found.rated) == ("accepted", True)
    assert terminal.progress.rate(case.case_no, 5, token=TOKEN) == "already"
    assert terminal.progress.put_right(PERSON, asked, fields).outcome == "refused"


def seen(platform, case_no):
    from backend_client.models.progress import SlipRequest
    from kiosk.services.live.progress import _case

    found = platform.client().progress.by_slip(SlipRequest(case_no=case_no, token=TOKEN))
    return _case(found.case)
