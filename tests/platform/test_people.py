from __future__ import annotations

import pytest

from backend_client.errors import RefusedError
from backend_client.models import Heartbeat, Rating
from tests.platform.server import LI, NOW, RARE, WANG, allowance, case_no, key, reading, record


def test_known_values_come_with_who_vouches_for_them(server):
    answer = server.client().known_data(reading(LI, "bank.account", "applicant.mobile"), key())
    assert answer.known
    found = {fact.field: (fact.value[-4:], fact.source) for fact in answer.facts}
    assert found == {"bank.account": ("0026", "platform.social-card")}  # no mobile is known


def test_licences_and_the_existence_of_records(server):
    answer = server.client().known_data(reading(WANG, "licences", "record.insurance"), key())
    assert [(one.name, one.number) for one in answer.licences] == [
        ("居民身份证", "429999********0029")
    ]
    assert [(fact.field, fact.value) for fact in answer.facts] == [("record.insurance", "yes")]


def test_a_value_that_needs_more_certainty_is_withheld(server):
    asked = reading(WANG, "applicant.mobile", "delivery.address")
    answer = server.client().known_data(asked, key())
    assert [fact.field for fact in answer.facts] == ["applicant.mobile"]
    assert [(one.field, one.needed) for one in answer.withheld] == [("delivery.address", 3)]


def test_a_typed_number_opens_nothing_and_the_attempt_can_be_seen(server):
    ref = server.client().known_data(reading(LI, "bank.account"), key()).person_ref
    with pytest.raises(RefusedError) as caught:
        server.client().known_data(reading(LI, "bank.account", level=1), key())
    assert caught.value.problem.code == "assurance-too-low"
    newest = server.client().readings(ref).readings[0]
    assert (newest.outcome, newest.items, newest.consent_id) == ("refused", ("bank.account",), "c2")


def test_one_reading_is_one_line_even_when_the_request_is_repeated(server):
    asked, mine = reading(RARE, "applicant.mobile"), key()
    ref = server.client().known_data(asked, mine).person_ref
    before = len(server.client().readings(ref).readings)
    server.client().known_data(asked, mine)
    assert len(server.client().readings(ref).readings) == before
    server.client().submit_case(record(applicant=RARE), key())
    lines = server.client().readings(ref).readings
    assert len(lines) == before + 1
    assert (lines[0].items, lines[0].purpose) == (("record.insurance",), "house")


def test_nobody_is_found_by_a_number_with_anothers_name(server):
    asked = reading({**LI, "name": WANG["name"]}, "bank.account")
    answer = server.client().known_data(asked, key())
    assert (answer.known, answer.facts) == (False, ())


def test_a_reading_without_the_consents_id_is_refused(server):
    asked = reading(LI, "bank.account")
    silent = asked.model_copy(update={"consent": asked.consent.model_copy(update={"id": None})})
    with pytest.raises(RefusedError) as caught:
        server.client().known_data(silent, key())
    assert caught.value.problem.code == "consent-missing"


def test_a_heartbeat_tells_the_highest_serial_of_the_day(server):
    life = Heartbeat(at=NOW, day="2026-11-24", software="0.1.0", mode="demo", outbox_pending=2)
    assert server.client().heartbeat(life).highest_serial == 0
    server.client().submit_case(allowance(case_no=case_no(day=life.day, serial=734)), key())
    answer = server.client().heartbeat(life)
    assert answer.highest_serial == 734
    assert answer.catalogue_version == server.client().catalogue().version
    seen = {one.terminal_id: one for one in server.staff().terminals().terminals}
    assert seen["XC-K-005"].outbox_pending == 2


def test_a_bad_rating_gets_a_day_for_its_follow_up_and_a_visit_is_rated_once(server):
    case = allowance()
    server.client().submit_case(case, key())
    bad = Rating(
        case_no=case.case_no, level=2, reasons=("slow",), tags_version="2026-1", at=NOW, text="慢"
    )
    assert str(server.client().rate(bad, key()).follow_up_by) == "2026-11-24"
    with pytest.raises(RefusedError) as caught:
        server.client().rate(bad, key())
    assert caught.value.problem.code == "already-rated"
    good = Rating(level=5, tags_version="2026-1", at=NOW)
    assert server.client().rate(good, key()).follow_up_by is None
    with pytest.raises(RefusedError):
        server.client().rate(bad.model_copy(update={"case_no": case_no()}), key())
