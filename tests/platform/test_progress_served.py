"""A case followed from the terminal's port to the served platform, the section acting by script."""

from __future__ import annotations

import importlib.util
import json
from datetime import date
from types import SimpleNamespace

import pytest

from backend_client.models import StaffAction
from backend_client.sender import CaseSender
from backend_client.sending import SentEvent
from kiosk.clock import FixedClock
from kiosk.flows.data import Person
from kiosk.services.live.progress import LiveProgress
from tests.platform.server import LI, NOW, ROOT, allowance, key, raw

TOKEN = "ZYXWVTSRQPNMKJHGFEDCBA9876"


class Outbox:
    """Sends at once what the terminal would keep on disk first."""

    terminal_id = "XC-K-005"

    def __init__(self, client):
        self.client, self.online, self.waiting = client, True, {}

    def send(self, *given):
        if len(given) == 3:
            kind, case_no, body = given
            one = key()
            self.waiting[one] = (kind, case_no, body)
            return one
        kind, case_no, body = self.waiting[given[0]]
        result = CaseSender(self.client).send(kind, given[0], body)
        done = {"accepted": "sent", "refused": "parked"}.get(result.outcome, "queued")
        return SentEvent(given[0], kind, case_no, done, result.response, result.reason)


def port_of(client):
    outbox = Outbox(client)
    services = SimpleNamespace(backend=outbox, kept=outbox)
    return LiveProgress(services, FixedClock(NOW))


@pytest.fixture
def terminal(server):
    return port_of(server.client())


def person(one=LI):
    born = date.fromisoformat(one["birth_date"])
    return Person(
        one["id_kind"], one["name"], one["id_number"], born, one["address"], None, "id_card", 2
    )


def filed(server):
    case = allowance(slip_password="024680", slip_token=TOKEN)
    server.client().submit_case(case, key())
    return case.case_no


def section(server, *words):
    spec = importlib.util.spec_from_file_location("section", ROOT / "docs" / "section.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    token = str(server.data / "staff.token")
    return module.main(["--url", server.url, "--token-file", token, "--by", "G0117", *words])


def test_the_section_asks_by_script_and_the_applicant_puts_it_right_at_a_machine(
    server, terminal, capsys
):
    number = filed(server)
    words = ("--code", "incomplete", "--text", "请补正", "--field", "bank.account=少了一位")
    assert section(server, "correct", number, *words) == 0
    case = terminal.by_slip(number, TOKEN).cases[0]
    assert (case.state, case.paused) == ("correcting", True)
    assert [(item.field, item.text) for item in case.asked.items] == [("bank.account", "少了一位")]
    told = terminal.put_right(person(), case, {"bank.account": "6217994299900010027"})
    assert (told.outcome, told.due) == ("sent", case.due)
    assert terminal.put_right(person(), case, {"bank.account": "1" * 19}).outcome == "refused"
    assert section(server, "decide", number, "granted") == 0
    assert section(server, "review", number) == 1
    assert "wrong-state" in capsys.readouterr().err
    case = next(c for c in terminal.mine(person()).cases if c.case_no == number)
    assert (case.outcome, case.post) == ("granted", "queued")
    assert case.document.number == case.document_no
    assert terminal.by_slip(number, TOKEN).cases[0].document is None  # a slip could be a found one


def test_number_and_password_find_a_case_from_another_terminal(server):
    number, other = filed(server), port_of(server.other())
    assert other.by_number(number, "999999").tries_left == 4
    assert other.by_number(number, "024680").cases[0].case_no == number
    assert other.by_slip(number, "0" * 26).outcome == "wrong"
    case = other.by_slip(number, TOKEN).cases[0]
    assert other.rate(number, 5, case_pass=case.case_pass) == "sent"
    assert other.rate(number, 1, token=TOKEN) == "already"


def test_a_platform_that_cannot_be_reached_is_offline_and_not_wrong():
    from backend_client.client import PlatformClient

    lost = port_of(PlatformClient("http://127.0.0.1:9", "XC-K-005", "x" * 20, total_deadline_s=1))
    assert lost.by_slip("XC2611230005000013", TOKEN).outcome == "offline"
    assert lost.mine(person()).outcome == "offline"


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/progress/number", {"case_no": "XC1", "password": "1"}),
        ("/progress/slip", {"case_no": "XC2611230005000013", "token": "' OR 1=1 --"}),
        ("/progress/mine", {"person": None}),
        ("/corrections", {"case_no": "XC2611230005000013", "fields": {}}),
        ("/corrections", []),
    ],
)
def test_nonsense_gets_a_problem_and_not_a_word_of_what_was_sent(server, path, body):
    content = json.dumps(body).encode()
    answer = raw(server, "POST", f"/api/v1{path}", content, Idempotency_Key=key())
    assert answer.status == 422
    assert answer.problem == "invalid"
    assert b"OR 1=1" not in answer.body


def test_an_action_without_its_reason_is_refused_by_the_model():
    with pytest.raises(ValueError, match="reason"):
        StaffAction(action="correct")
