"""What identification forgets, and when: codes, locks, vouching, authorisations, by the clock."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from backend_client.models import Agent, Applicant, Consent, Identified, PersonKey
from backend_client.models import identity as wire
from backend_client.reference import agency, assurance, identifying, vouching
from backend_client.reference.auth import Caller
from backend_client.reference.launch import build
from backend_client.reference.problems import ProblemError
from backend_client.reference.settings import Settings
from tests.platform.server import FILES, LI, NOW, WANG, allowance, record

HERE = Caller("XC-K-005", "0005")
CARD = Identified(method="id_card", level=2)
CLERK = {"clerk": "clerk-01", "pin": "482913"}


class Clock:
    def __init__(self):
        self.at = NOW

    def now(self):
        return self.at


class Desk:
    """A platform without a network, and the hands of its clock."""

    def __init__(self, folder):
        found = build(Settings(data=folder, **FILES), "http://127.0.0.1")
        self.clock = Clock()
        self.sent = []
        self.platform = found.platform
        object.__setattr__(self.platform, "clock", self.clock)
        object.__setattr__(
            self.platform, "notify", lambda _c, code, template, to: self.sent.append((code, to))
        )

    def do(self, deed, *given, **more):
        with self.platform.database.write() as connection:
            if not more:
                given = (*given, "k" * 8)
            return deed(self.platform, connection, *given, **more)

    def wait(self, **how):
        self.clock.at += timedelta(**how)


@pytest.fixture
def desk(tmp_path):
    found = Desk(tmp_path / "data")
    yield found
    found.platform.database.close()


def person(who):
    return PersonKey(name=who["name"], id_kind=who["id_kind"], id_number=who["id_number"])


def refused(call):
    with pytest.raises(ProblemError) as caught:
        call()
    return caught.value.problem.code


def eid(desk):
    return desk.do(identifying.issue_eid, wire.EidIssue(person=person(LI))).code


def take(desk, code):
    asked = wire.EidCheck(code=code, purpose="XC-MZ-008")
    return desk.do(identifying.take_eid, HERE, asked)


def test_an_e_id_code_is_old_after_a_minute(desk):
    young, old = eid(desk), eid(desk)
    desk.wait(seconds=59)
    assert take(desk, young).level_name == "2+"
    desk.wait(seconds=2)
    assert refused(lambda: take(desk, old)) == "code-refused"


def ask_code(desk, who):
    asked = wire.CodeRequest(id_kind=who["id_kind"], id_number=who["id_number"])
    return desk.do(identifying.request_code, HERE, asked).attempt_id


def try_code(desk, attempt, code, caller=HERE):
    asked = wire.CodeCheck(attempt_id=attempt, code=code, purpose="XC-MZ-008")
    return desk.do(identifying.check_code, caller, asked)


def wrong(code):
    return f"{(int(code) + 1) % 1_000_000:06d}"


def test_a_typed_number_and_its_code_are_level_one_and_file_no_case(desk):
    attempt = ask_code(desk, WANG)
    code, to = desk.sent[-1]
    assert to == "13800000000"
    assert try_code(desk, attempt, wrong(code)).state == "wrong"
    found = try_code(desk, attempt, code)
    assert (found.state, found.identification.level) == ("right", 1)
    assert try_code(desk, attempt, code).state == "expired"  # once
    grant = found.identification
    how = Identified(method=grant.method, level=1, grant=grant.grant)
    case = allowance(applicant=WANG, identified=how)
    with desk.platform.database.write() as connection:
        check = (desk.platform, connection, HERE, case, 2)
        assert refused(lambda: assurance.check_case(*check)) == "assurance-too-low"


def test_a_code_is_of_no_use_to_another_terminal_or_later(desk):
    attempt = ask_code(desk, WANG)
    code, _ = desk.sent[-1]
    other = Caller("XC-K-006", "0006")
    assert refused(lambda: try_code(desk, attempt, code, other)) == "code-refused"
    desk.wait(minutes=5, seconds=1)
    assert try_code(desk, attempt, code).state == "expired"


def test_five_wrong_codes_lock_the_number_for_a_quarter_of_an_hour(desk):
    attempt = ask_code(desk, WANG)
    code, _ = desk.sent[-1]
    states = [try_code(desk, attempt, wrong(code)).state for _ in range(5)]
    assert states == ["wrong"] * 4 + ["locked"]
    assert try_code(desk, attempt, code).state == "locked"
    ask_code(desk, WANG)
    assert len(desk.sent) == 1  # a locked number gets no message either
    desk.wait(minutes=14)
    assert try_code(desk, ask_code(desk, WANG), code).state == "locked"
    desk.wait(minutes=2)
    attempt = ask_code(desk, WANG)
    assert try_code(desk, attempt, desk.sent[-1][0]).state == "right"


def test_nobodys_telephone_is_flooded(desk):
    for _ in range(10):
        ask_code(desk, WANG)
    assert len(desk.sent) == identifying.MOST_CODES


def test_nobody_learns_whether_a_number_is_known(desk):
    for who in (LI, {"id_kind": "resident", "id_number": "429999199001010015"}):
        attempt = ask_code(desk, who)
        states = [try_code(desk, attempt, "000000").state for _ in range(5)]
        assert states == ["wrong"] * 4 + ["locked"]
    assert desk.sent == []


def vouch(desk):
    desk.do(vouching.set_clerk, wire.ClerkAccount(**CLERK))
    asked = wire.VouchRequest(
        id_kind="resident", id_number=LI["id_number"], name=LI["name"], purpose="XC-MZ-008"
    )
    return desk.do(vouching.open_vouch, HERE, asked)


def confirm(desk, code):
    word = wire.VouchDecision(code=code, decision="confirm", last_four="0018", **CLERK)
    return desk.do(vouching.decide, word).state


def state(desk, vouch_id):
    return desk.do(vouching.state_of, caller=HERE, vouch_id=vouch_id)


def test_a_vouch_number_dies_after_five_minutes(desk):
    asked = vouch(desk)
    desk.wait(minutes=5, seconds=1)
    assert confirm(desk, asked.code) == "expired"
    assert state(desk, asked.vouch_id).state == "expired"


def test_a_clerks_word_is_good_for_the_visit_and_not_for_the_afternoon(desk):
    asked = vouch(desk)
    assert confirm(desk, asked.code) == "confirmed"
    found = state(desk, asked.vouch_id).identification
    how = Identified(method="vouched", level=3, grant=found.grant)

    def check(at):
        case = allowance(identified=how, at=at)
        with desk.platform.database.write() as connection:
            assurance.check_case(desk.platform, connection, HERE, case, 3)

    # A case that was handed in in time counts, however late the network brings it.
    desk.wait(hours=9)
    assert refused(lambda: check(NOW + timedelta(hours=2))) == "identification-invalid"
    assert refused(lambda: check(NOW - timedelta(hours=1))) == "identification-invalid"
    check(NOW + timedelta(minutes=20))


def authorise(desk, until):
    agent = Agent(**person(WANG).model_dump(), identified=CARD)
    asked = wire.AuthorisationRequest(
        principal=Applicant.model_validate(LI),
        principal_identified=CARD,
        agent=agent,
        scope=("all",),
        until=until,
        consent=Consent(kind="authorise", text_version="2026-11", at=NOW, id="c9"),
    )
    return desk.do(agency.make, HERE, asked).authorisation_id


def use(desk, authorisation):
    asked = wire.AuthorisationUse(agent=person(WANG), identified=CARD, matter_code="XC-RS-001")
    return desk.do(agency.use, HERE, asked, authorisation_id=authorisation, key="k" * 8)


def test_an_authorisation_ends_with_its_last_day(desk):
    authorisation = authorise(desk, date(2026, 11, 23))
    desk.wait(hours=13)  # 23:00 in Shanghai
    assert use(desk, authorisation).person.name == LI["name"]
    desk.wait(hours=1)
    assert refused(lambda: use(desk, authorisation)) == "agent-not-authorised"


@pytest.mark.parametrize("days", [-1, 400])
def test_an_authorisation_is_neither_over_already_nor_for_ever(desk, days):
    assert refused(lambda: authorise(desk, date(2026, 11, 23) + timedelta(days))) == "invalid"


def test_two_writes_cannot_spend_the_same_grant(desk):
    found = take(desk, eid(desk))
    how = Identified(method="e_id_code", level=2, grant=found.grant)
    for case, good in ((allowance(identified=how), True), (allowance(identified=how), False)):
        with desk.platform.database.write() as connection:
            check = (desk.platform, connection, HERE, case, 2)
            if good:
                assurance.check_case(*check)
            else:
                assert refused(lambda c=check: assurance.check_case(*c)) == "identification-invalid"


def test_a_record_needs_the_right_purpose(desk):
    found = take(desk, eid(desk))
    how = Identified(method="e_id_code", level=2, grant=found.grant)
    with desk.platform.database.write() as connection:
        check = (desk.platform, connection, HERE, record(applicant=LI, identified=how), 2)
        assert refused(lambda: assurance.check_case(*check)) == "identification-invalid"
