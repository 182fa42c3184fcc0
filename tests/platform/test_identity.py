"""Identification at the platform: what each way opens, and every attack on it that is known."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from backend_client.errors import RefusedError
from backend_client.models import Agent, Applicant, Consent, Identified, PersonKey
from backend_client.models import identity as wire
from backend_client.reference.assurance import level_of, may_act
from kiosk.domain.assurance import Assurance
from kiosk.domain.loader import shipped
from tests.platform.server import (
    LI,
    NOW,
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


# ---- acting for another ----


OTHERS = "XC-RS-001"
"""A matter that a person may have done by another; the allowance at 80 is not one."""


def done_by(who, **changes):
    case = allowance(matter_code=OTHERS, **changes)
    return case if who is None else case.model_copy(update={"agent": agent(who)})


def agent(who, how=CARD):
    one = person(who)
    return Agent(name=one.name, id_kind=one.id_kind, id_number=one.id_number, identified=how)


def authorise(server, principal, who, *scope, until=DAY + timedelta(days=30)):
    asked = wire.AuthorisationRequest(
        principal=Applicant.model_validate(principal),
        principal_identified=CARD,
        agent=agent(who),
        scope=scope or ("all",),
        until=until,
        consent=Consent(kind="authorise", text_version="2026-11", at=NOW, id="c9"),
    )
    return server.client().identity.authorise(asked, key()).authorisation_id


def use(server, authorisation, who, matter=OTHERS):
    asked = wire.AuthorisationUse(agent=person(who), identified=CARD, matter_code=matter)
    return server.client().identity.use_authorisation(authorisation, asked, key())


def test_with_both_cards_one_acts_for_the_other(server):
    assert server.client().submit_case(done_by(WANG), key()).state == "accepted"


@pytest.mark.parametrize("matter", ["XC-MZ-008", "XC-RS-009"])
def test_what_needs_the_person_is_done_by_nobody_else(server, matter):
    case = allowance(matter_code=matter, agent=agent(WANG), delivery=None)
    code = refused(lambda: server.client().submit_case(case, key()))
    assert code in ("agent-not-authorised", "assurance-too-low")
    authorisation = authorise(server, LI, WANG)
    assert refused(lambda: use(server, authorisation, WANG, matter)) == "agent-not-authorised"


def test_a_found_card_files_no_proof_of_life_and_a_clerks_word_does(server):
    case = allowance(matter_code="XC-RS-009", delivery=None)
    assert refused(lambda: server.client().submit_case(case, key())) == "assurance-too-low"
    grant = identified(vouched(server, LI, purpose="XC-RS-009"))
    case = allowance(matter_code="XC-RS-009", delivery=None, identified=grant)
    assert server.client().submit_case(case, key()).state in ("accepted", "concluded", "decided")


def test_platform_and_terminal_agree_on_who_may_act_and_who_must_come():
    for code, form in shipped().forms.items():
        assert may_act(code) == ("other" in form.for_whom), code
        assert (level_of(code) == 3) == (form.assurance is Assurance.PROVEN), code


def test_an_authorisation_names_the_principal_and_lets_its_agent_file(server):
    found = use(server, authorise(server, LI, WANG, "RS"), WANG)
    assert (found.person.id_number, found.method) == (LI["id_number"], "authorisation")
    case = done_by(WANG, identified=identified(found))
    assert server.client().submit_case(case, key()).state == "accepted"


def test_an_agent_without_an_authorisation_is_refused(server):
    typed = done_by(WANG, identified=Identified(method="typed", level=1))
    # The level of the matter is not met, whoever says so.
    assert refused(lambda: server.client().submit_case(typed, key())) == "assurance-too-low"
    authorisation = authorise(server, LI, WANG)
    assert refused(lambda: use(server, authorisation, RARE)) == "agent-not-authorised"
    grant = identified(use(server, authorisation, WANG))
    for who in (None, RARE, LI):
        case = done_by(who, identified=grant)
        code = refused(lambda case=case: server.client().submit_case(case, key()))
        assert code == "agent-not-authorised"


def test_the_scope_is_checked_by_matter_and_department(server):
    authorisation = authorise(server, LI, WANG, "YB")
    assert refused(lambda: use(server, authorisation, WANG)) == "agent-not-authorised"
    assert use(server, authorisation, WANG, "XC-YB-001").person.name == LI["name"]


def test_a_revoked_authorisation_ends_the_visit_that_began_with_it(server):
    authorisation = authorise(server, LI, WANG)
    grant = identified(use(server, authorisation, WANG))
    asked = wire.AuthorisationRevoke(principal=person(LI), identified=CARD)
    assert server.client().identity.revoke(authorisation, asked, key()).state == "revoked"
    assert refused(lambda: use(server, authorisation, WANG)) == "agent-not-authorised"
    late = NOW + timedelta(minutes=3)
    case = done_by(WANG, identified=grant, at=late)
    assert refused(lambda: server.client().submit_case(case, key())) == "agent-not-authorised"


def test_only_who_gave_it_takes_it_back_and_both_see_it(server):
    authorisation = authorise(server, LI, RARE)
    asked = wire.AuthorisationRevoke(principal=person(RARE), identified=CARD)
    code = refused(lambda: server.client().identity.revoke(authorisation, asked, key()))
    assert code == "no-such-resource"
    for who, side in ((LI, "given"), (RARE, "received")):
        asked = wire.AuthorisationsRequest(person=person(who), identified=CARD)
        found = getattr(server.client().identity.authorisations(asked, key()), side)
        assert authorisation in [one.authorisation_id for one in found]


def test_the_principal_sees_that_somebody_acted(server):
    use(server, authorise(server, LI, WANG), WANG)
    ref = server.client().known_data(reading(LI, "bank.account"), key()).person_ref
    assert "agency" in [one.purpose for one in server.client().readings(ref).readings]


def test_no_name_and_no_number_stands_plain_on_the_platforms_disk(server):
    authorise(server, LI, WANG)
    open_vouch(server, LI)
    files = [one for one in server.data.rglob("*") if one.is_file()]
    held = b"".join(one.read_bytes() for one in files)
    for who in (LI, WANG):
        for secret in (who["id_number"], who["name"]):
            assert secret.encode() not in held
