"""Identification at the platform: what each way opens, and every attack on it that is known."""

from __future__ import annotations

from datetime import date

import pytest

from backend_client.errors import RefusedError
from backend_client.models import Identified, PersonKey
from backend_client.models import identity as wire
from tests.platform.server import (
    LI,
    RARE,
    WANG,
    allowance,
    key,
    reading,
    record,
)

CARD = Identified(method="id_card", level=2)
DAY = date(2026, 11, 23)


def person(who):
    return PersonKey(name=who["name"], id_kind=who["id_kind"], id_number=who["id_number"])


def refused(call):
    with pytest.raises(RefusedError) as caught:
        call()
    return caught.value.problem.code


def identified(found):
    return Identified(method=found.method, level=found.level, grant=found.grant)


def eid(server, who, **more):
    issued = server.staff().identity.issue_eid(wire.EidIssue(person=person(who), **more), key())
    return issued.code


def take(client, code, purpose="XC-MZ-008"):
    return client.identity.take_eid(wire.EidCheck(code=code, purpose=purpose), key())


def clerk(server, name="clerk-01", pin="482913"):
    server.staff().identity.set_clerk(wire.ClerkAccount(clerk=name, pin=pin), key())
    return {"clerk": name, "pin": pin}


def open_vouch(server, who, purpose="XC-MZ-008", *, name=True):
    asked = wire.VouchRequest(
        id_kind=who["id_kind"],
        id_number=who["id_number"],
        name=who["name"] if name else None,
        purpose=purpose,
    )
    return server.client().identity.open_vouch(asked, key())


def confirm(server, code, who, account, **more):
    word = wire.VouchDecision(
        code=code, decision="confirm", last_four=who["id_number"][-4:], **account, **more
    )
    return server.staff().identity.decide(word, key()).state


def vouched(server, who, **more):
    asked = open_vouch(server, who, **more)
    assert confirm(server, asked.code, who, clerk(server)) == "confirmed"
    return server.client().identity.vouch(asked.vouch_id).identification


# ---- e-ID codes ----


def test_an_e_id_code_opens_what_a_card_does_not(server):
    found = take(server.client(), eid(server, WANG))
    assert (found.level, found.level_name, found.person.name) == (2, "2+", WANG["name"])
    asked = reading(WANG, "delivery.address")
    assert refused(lambda: server.client().known_data(asked, key())) == "assurance-too-low"
    asked = asked.model_copy(update={"identified": identified(found)})
    facts = server.client().known_data(asked, key()).facts
    assert [fact.field for fact in facts] == ["delivery.address"]


def test_a_replayed_e_id_code_is_refused_everywhere(server):
    code = eid(server, LI)
    take(server.client(), code)
    assert refused(lambda: take(server.client(), code)) == "code-refused"
    assert refused(lambda: take(server.other(), code)) == "code-refused"


def test_a_code_for_another_terminal_is_refused_and_stays_good_for_its_own(server):
    code = eid(server, LI, terminal_id="XC-K-006")
    assert refused(lambda: take(server.client(), code)) == "code-refused"
    assert take(server.other(), code).person.id_number == LI["id_number"]


@pytest.mark.parametrize("spoil", ["", "XCE1.", "https://example.org", "￥" * 150, "late", "mark"])
def test_a_forged_or_changed_e_id_code_is_refused(server, spoil):
    code = eid(server, LI)
    head, nonce, until, mark = code.split(".")
    if spoil == "late":
        spoil = f"{head}.{nonce}.{int(until) + 3600}.{mark}"
    elif spoil == "mark":
        spoil = f"{head}.{nonce}.{until}.{'0' * 32}"
    assert refused(lambda: take(server.client(), spoil)) == "code-refused"


def test_a_grant_is_worthless_for_another_person_terminal_or_matter(server):
    grant = identified(take(server.client(), eid(server, WANG)))
    for_li = allowance(identified=grant)
    assert refused(lambda: server.client().submit_case(for_li, key())) == "identification-invalid"
    other_matter = record(identified=grant)
    code = refused(lambda: server.client().submit_case(other_matter, key()))
    assert code == "identification-invalid"
    asked = reading(WANG, "applicant.mobile").model_copy(update={"identified": grant})
    assert refused(lambda: server.other().known_data(asked, key())) == "identification-invalid"
    assert server.client().known_data(asked, key()).known


def test_a_grant_is_spent_on_one_case_and_the_repeated_request_is_the_same_case(server):
    grant = identified(take(server.client(), eid(server, LI)))
    case, mine = allowance(identified=grant), key()
    first = server.client().submit_case(case, mine)
    assert server.client().submit_case(case, mine).platform_no == first.platform_no
    second = allowance(identified=grant)
    assert refused(lambda: server.client().submit_case(second, key())) == "identification-invalid"


# ---- vouching ----


def test_a_clerks_word_opens_level_three_for_one_case_of_that_person(server):
    found = vouched(server, LI)
    assert (found.level, found.method) == (3, "vouched")
    answer = server.client().submit_case(allowance(identified=identified(found)), key())
    assert answer.state == "accepted"
    again = allowance(identified=identified(found))
    assert refused(lambda: server.client().submit_case(again, key())) == "identification-invalid"


def test_a_vouch_for_another_person_is_refused_by_desk_and_platform(server):
    asked = open_vouch(server, LI)
    assert confirm(server, asked.code, WANG, clerk(server)) == "other-person"
    assert server.client().identity.vouch(asked.vouch_id).state == "waiting"
    grant = identified(vouched(server, WANG))
    case = allowance(identified=grant)
    assert refused(lambda: server.client().submit_case(case, key())) == "identification-invalid"


def test_a_vouch_number_is_good_once_and_shown_to_its_own_terminal_only(server):
    asked, account = open_vouch(server, RARE), clerk(server)
    assert confirm(server, asked.code, RARE, account) == "confirmed"
    assert confirm(server, asked.code, RARE, account) == "unknown-code"
    assert refused(lambda: server.other().identity.vouch(asked.vouch_id)) == "no-such-resource"


def test_the_clerk_sees_whom_to_look_for_masked_and_may_refuse(server):
    asked, account = open_vouch(server, LI, name=False), clerk(server)
    seen = server.staff().identity.look(wire.VouchLook(code=asked.code, **account), key())
    assert (seen.name, seen.id_number) == ("李*例", "429999********0018")
    word = wire.VouchDecision(code=asked.code, decision="refuse", **account)
    assert server.staff().identity.decide(word, key()).state == "refused"
    assert server.client().identity.vouch(asked.vouch_id).state == "refused"


def test_a_stranger_is_vouched_for_with_the_name_on_the_document(server):
    who = {"name": "样例丁", "id_kind": "resident", "id_number": "429999199001010015"}
    asked, account = open_vouch(server, who, name=False), clerk(server)
    assert confirm(server, asked.code, who, account) == "name-missing"
    assert confirm(server, asked.code, who, account, name=who["name"]) == "confirmed"
    found = server.client().identity.vouch(asked.vouch_id).identification.person
    assert (found.name, found.birth_date) == (who["name"], date(1990, 1, 1))


def test_guessing_clerks_are_locked_out_even_with_the_right_pin_then(server):
    account = clerk(server, "clerk-02")
    asked = open_vouch(server, LI)
    guess = {**account, "pin": "000000"}
    states = [confirm(server, asked.code, LI, guess) for _ in range(5)]
    assert states == ["wrong-pin"] * 4 + ["locked"]
    assert confirm(server, asked.code, LI, account) == "locked"
    assert confirm(server, asked.code, LI, {"clerk": "nobody", "pin": "482913"}) == "wrong-pin"


def test_a_terminal_cannot_claim_more_than_a_card_by_itself(server):
    asked = reading(WANG, "delivery.address", level=3)
    assert refused(lambda: server.client().known_data(asked, key())) == "assurance-too-low"
    for method in ("e_id_code", "vouched", "authorisation", "anything"):
        case = allowance(identified=Identified(method=method, level=3))
        code = refused(lambda case=case: server.client().submit_case(case, key()))
        assert code == "identification-invalid"
