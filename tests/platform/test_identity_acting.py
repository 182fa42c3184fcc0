"""Acting for another at the platform: both cards, authorisations, and who may do what."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from backend_client.models import Agent, Applicant, Consent, Identified
from backend_client.models import identity as wire
from backend_client.reference.assurance import level_of, may_act
from kiosk.domain.assurance import Assurance
from kiosk.domain.loader import shipped
from tests.platform.server import LI, NOW, RARE, WANG, allowance, key, reading
from tests.platform.test_identity import CARD, identified, open_vouch, person, refused, vouched

DAY = date(2026, 11, 23)


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
    case = done_by(WANG)
    assert server.client().submit_case(case, key()).state == "accepted"
    first = server.client().get_history(case.case_no).events[0]
    assert (first.event, first.reason_code) == ("submit", "by-agent")


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
