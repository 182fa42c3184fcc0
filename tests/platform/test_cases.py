from __future__ import annotations

import hashlib
import json
from datetime import UTC, date, datetime

import pytest

from backend_client.errors import RefusedError
from backend_client.models import Applicant, DueDate, Identified, StaffAction
from tests.platform.server import LI, MAIL, RARE, WANG, allowance, case_no, key, record


def refused(call) -> tuple[str, list[str]]:
    with pytest.raises(RefusedError) as caught:
        call()
    problem = caught.value.problem
    return problem.code, [f"{part.pointer} {part.code}" for part in problem.errors]


def test_an_allowance_by_mail_gets_number_due_date_and_a_drafted_order(server):
    case = allowance()
    answer = server.client().submit_case(case, key())
    assert (answer.state, answer.accepted_on) == ("accepted", date(2026, 11, 23))
    assert answer.due == DueDate(date=date(2026, 12, 2), provisional=False)  # 7 working days
    assert answer.platform_no.startswith("42060220261123")
    order = server.client().get_postal_order(answer.postal_no)
    assert (order.state, order.receiver) == ("draft", "李*例")
    assert order.address == "湖北省襄阳市襄城区檀溪街道****"
    steps = [event.event for event in server.client().get_history(case.case_no).events]
    assert steps == ["submit", "accept"]


def test_a_clerk_decides_and_the_result_is_queued_for_the_post(server):
    case, staff = allowance(), server.staff()
    postal_no = server.client().submit_case(case, key()).postal_no
    staff.act(case.case_no, StaffAction(action="review"), key())
    answer = staff.act(case.case_no, StaffAction(action="decide", outcome="granted"), key())
    assert answer.decision.outcome == "granted"
    assert answer.document.kind == "办理结果通知书"
    order = staff.get_postal_order(postal_no)
    assert [event.state for event in order.events] == ["draft", "queued"]
    code, _ = refused(lambda: staff.act(case.case_no, StaffAction(action="review"), key()))
    assert code == "wrong-state"


def test_a_suspension_moves_the_due_date_by_the_days_that_were_left(server):
    case, staff = allowance(), server.staff()
    before = server.client().submit_case(case, key()).due
    pause = StaffAction(action="suspend", reason_code="survey", reason_text="现场勘验")
    assert staff.act(case.case_no, pause, key()).due is None
    again = staff.act(case.case_no, StaffAction(action="resume"), key())
    assert (again.state, again.due) == ("reviewing", before)  # resumed the same day


def test_a_withdrawn_case_sends_nothing_by_post(server):
    case = allowance()
    postal_no = server.client().submit_case(case, key()).postal_no
    server.staff().act(case.case_no, StaffAction(action="withdraw"), key())
    assert server.client().get_postal_order(postal_no).state == "cancelled"


def test_a_record_is_granted_at_once_with_its_rows(server):
    answer = server.client().submit_case(record(), key())
    assert (answer.state, answer.decision.outcome, answer.due) == ("concluded", "granted", None)
    document = answer.document
    assert (document.kind, document.holder) == ("社会保险参保证明", "王*例")
    assert [row.label for row in document.rows][:2] == ["参保单位", "企业职工基本养老保险"]
    assert "2012-07 至 2026-10" in document.rows[1].value
    assert document.verify_url == f"{server.url}/verify/{document.check_code}"


def test_without_a_record_it_is_refused_with_the_reason(server):
    answer = server.client().submit_case(record(applicant=RARE), key())
    assert answer.decision.outcome == "refused"
    assert answer.decision.code == "no-record"
    assert answer.decision.text
    assert answer.document is None


def test_anothers_name_on_a_known_number_opens_nothing(server):
    other = Applicant.model_validate({**WANG, "name": "王例样"})
    answer = server.client().submit_case(record(applicant=other), key())
    assert answer.decision.code == "no-record"


@pytest.mark.parametrize("make", [record, allowance])
def test_a_typed_number_is_not_enough(server, make):
    case = make(identified=Identified(method="typed", level=1))
    with pytest.raises(RefusedError) as caught:
        server.client().submit_case(case, key())
    assert (caught.value.problem.status, caught.value.problem.needed) == (403, 2)
    assert refused(lambda: server.client().get_case(case.case_no))[0] == "unknown-case"


@pytest.mark.parametrize(
    ("day", "reasons"),
    [
        (datetime(2024, 5, 17, 15, 59, tzinfo=UTC), ["too-young"]),  # 23:59 of 17 May there
        (datetime(2024, 5, 17, 16, 0, tzinfo=UTC), []),  # the 80th birthday in Shanghai
    ],
)
def test_age_counts_on_the_day_of_submission_in_shanghai(server, day, reasons):
    number = case_no(day=date(2024, 5, 17))
    answer = server.client().submit_case(allowance(at=day, case_no=number), key())
    assert [reason.code for reason in answer.reasons] == reasons
    if reasons:
        assert answer.reasons[0].from_date == date(2024, 5, 18)
        assert (answer.state, answer.due, answer.postal_no) == ("not_accepted", None, None)


def test_a_household_elsewhere_is_not_accepted(server):
    away = {**LI, "address": "湖北省襄阳市樊城区示例路1号"}
    answer = server.client().submit_case(allowance(applicant=away), key())
    assert [reason.code for reason in answer.reasons] == ["other-household"]


def test_an_account_is_needed_from_the_case_or_the_register(server):
    fields = {"applicant.mobile": "none"}
    assert server.client().submit_case(allowance(fields=fields), key()).state == "accepted"
    stranger = {**LI, "name": "样例李"}
    answer = server.client().submit_case(allowance(fields=fields, applicant=stranger), key())
    assert [reason.code for reason in answer.reasons] == ["account-missing"]


@pytest.mark.parametrize(
    ("changes", "code", "parts"),
    [
        ({"case_no": "XC2611230005999990"}, "invalid", ["/case_no check-digit"]),
        ({"case_no": case_no("0006")}, "case-number-foreign", []),
        ({"case_no": case_no(day=date(2026, 11, 20))}, "invalid", ["/case_no other-day"]),
        ({"terminal_id": "XC-K-006"}, "not-yours", []),
        ({"matter_code": "XC-ZZ-999"}, "unknown-matter", []),
        ({"point": "SP999"}, "unknown-point", []),
        ({"signature": None}, "invalid", ["/signature missing"]),
        (
            {"applicant": {**LI, "id_number": "429999194405180019"}},
            "invalid",
            ["/applicant/id_number check"],
        ),
        (
            {"applicant": {**LI, "birth_date": "1944-05-19"}},
            "invalid",
            ["/applicant/id_number birth"],
        ),
        ({"fields": {"applicant.mobile": "12"}}, "invalid", ["/fields/applicant.mobile form"]),
        ({"at": datetime(2026, 12, 24, tzinfo=UTC)}, "invalid", ["/submitted_at in-future"]),
    ],
)
def test_a_case_that_cannot_be_right_is_not_taken(server, changes, code, parts):
    case = allowance(**changes)
    assert refused(lambda: server.client().submit_case(case, key())) == (code, parts)
    assert refused(lambda: server.staff().get_case(case.case_no))[0] == "unknown-case"


def test_a_matter_without_post_or_a_reading_without_consent_is_refused(server):
    by_mail = record(delivery=MAIL)
    code, parts = refused(lambda: server.client().submit_case(by_mail, key()))
    assert (code, parts) == ("invalid", ["/delivery/way not-by-mail"])
    silent = record(consents=[])
    assert refused(lambda: server.client().submit_case(silent, key()))[0] == "consent-missing"


def test_a_terminal_sees_its_own_cases_only(server):
    case = allowance()
    postal_no = server.client().submit_case(case, key()).postal_no
    other = server.other()
    assert refused(lambda: other.get_case(case.case_no))[0] == "unknown-case"
    assert refused(lambda: other.get_history(case.case_no))[0] == "unknown-case"
    assert refused(lambda: other.get_postal_order(postal_no))[0] == "no-such-resource"


def test_a_text_message_is_left_for_a_known_mobile_and_its_number_stays_sealed(server):
    case = record()
    server.client().submit_case(case, key())
    silent = allowance()  # "none" is an answer
    server.client().submit_case(silent, key())
    server.client().submit_case(allowance(), key())
    text = (server.data / "notices.jsonl").read_text()
    mine = [line for line in map(json.loads, text.splitlines()) if line["case_no"] == case.case_no]
    assert [(line["template"], line["to"]) for line in mine] == [("case.concluded", "138****0000")]
    assert silent.case_no not in text
    assert "13800000000" not in text


def test_the_digest_on_the_document_is_a_sha256_that_differs_each_time(server):
    first = server.client().submit_case(record(), key()).document
    second = server.client().submit_case(record(), key()).document
    assert first.digest != second.digest
    assert len(bytes.fromhex(first.digest)) == hashlib.sha256().digest_size
    assert first.doc_no != second.doc_no


def test_the_catalogue_has_all_matters_and_is_sent_once(server):
    catalogue = server.client().catalogue()
    assert len(catalogue.matters) == 422
    assert sum(bool(matter.kiosk_mode) for matter in catalogue.matters) == 247
    assert server.client().catalogue(catalogue.version) is None
    assert server.client().catalogue("older") is not None
