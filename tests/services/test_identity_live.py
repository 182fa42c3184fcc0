"""The ways to identify against the real platform: what the port says is what the platform did."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from backend_client.models import PersonKey
from backend_client.models import identity as wire
from kiosk.flows.data import Person
from kiosk.services.identity import person_of
from kiosk.services.live.identity import LiveIdentity
from kiosk.services.ports_identity import Claim
from tests.platform.server import key, running
from tests.services.world import LI, WANG

ALLOWANCE, OTHERS = "XC-MZ-008", "XC-RS-001"
PIN = {"clerk": "clerk-07", "pin": "739154"}


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    with running(tmp_path_factory.mktemp("identity") / "data") as found:
        yield found


@pytest.fixture
def live(server):
    return LiveIdentity(server.client)


def test_an_e_id_code_gives_a_person_whole_and_once(server, live):
    asked = PersonKey(name=LI.name, id_kind="resident", id_number=LI.number)
    code = server.staff().identity.issue_eid(wire.EidIssue(person=asked), key()).code
    found = live.take_eid(code, ALLOWANCE)
    one = found.person
    assert (found.state, one.name, one.number, one.birth) == ("right", LI.name, LI.number, LI.birth)
    assert (one.method, one.level, len(one.grant)) == ("e_id_code", 2, 32)
    assert one.address == LI.address
    for bad in (code, "", "https://example.org", "x" * 5000, "\u202e\u0000"):
        assert live.take_eid(bad, ALLOWANCE).state in ("refused", "offline")
    assert live.take_eid(code, ALLOWANCE).state == "refused"


def test_a_clerks_word_reaches_the_terminal(server, live):
    server.staff().identity.set_clerk(wire.ClerkAccount(**PIN), key())
    asked = live.open_vouch(Claim("resident", LI.number, LI.name), ALLOWANCE)
    assert live.vouch(asked.id).state == "waiting"
    word = wire.VouchDecision(code=asked.code, decision="confirm", last_four="0018", **PIN)
    assert server.staff().identity.decide(word, key()).state == "confirmed"
    found = live.vouch(asked.id)
    assert (found.state, found.person.level, found.person.method) == ("right", 3, "vouched")


def test_a_typed_code_is_counted(live):
    attempt = live.send_code(Claim("resident", LI.number))  # no telephone is known: never right
    assert attempt.id
    assert [live.check_code(attempt.id, "000000", ALLOWANCE).tries_left for _ in range(2)] == [4, 3]


def test_an_authorisation_is_made_used_seen_and_taken_back(live):
    principal, agent = person_of(LI), person_of(WANG)
    made = live.authorise(principal, agent, "RS", date(2026, 12, 23), datetime.now(UTC))
    assert (made.principal, made.agent, made.state) == ("李*例", "王*例", "valid")
    assert [one.id for one in live.authorisations(agent).received] == [made.id]
    found = live.use_authorisation(made.id, agent, OTHERS)
    assert (found.person.name, found.person.method) == (LI.name, "authorisation")
    assert live.use_authorisation(made.id, agent, ALLOWANCE).state == "refused"
    assert live.revoke(made.id, principal)
    assert live.use_authorisation(made.id, agent, OTHERS).state == "refused"


def test_a_typed_person_makes_no_authorisation(live):
    typed = replace(person_of(LI), method="typed", level=1)
    until = date(2026, 12, 23)
    assert live.authorise(typed, person_of(WANG), "all", until, datetime.now(UTC)) is None
    assert live.authorisations(typed) is None


def test_without_a_platform_every_way_says_so_and_none_raises():
    live, one = LiveIdentity(lambda: None), person_of(LI)
    claim = Claim("resident", LI.number)
    assert live.take_eid("XCE1", ALLOWANCE).state == "offline"
    assert live.send_code(claim).id == live.open_vouch(claim, ALLOWANCE).id == ""
    assert live.check_code("a" * 32, "000000", ALLOWANCE).state == "offline"
    assert live.vouch("a" * 32).state == "waiting"
    assert live.authorisations(one) is None
    assert not live.revoke("a" * 32, one)


def test_a_person_and_a_grant_never_show_in_a_repr():
    one = Person("resident", LI.name, LI.number, LI.birth, LI.address, None, "vouched", 3, "a" * 32)
    shown = repr((one, Claim("resident", LI.number, LI.name)))
    assert LI.name not in shown
    assert LI.number not in shown
    assert "a" * 32 not in shown
