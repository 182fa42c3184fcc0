"""Half-done visits at the platform: the same person's card opens them anywhere, then they go."""

from __future__ import annotations

import json
import sqlite3
from datetime import timedelta

import pytest

from backend_client.errors import RefusedError
from backend_client.models.half_done import HalfDoneAccess, HalfDoneKept, HalfDoneOpen
from tests.platform.server import LI, NOW, WANG, allowance, case_no, key, raw, running

ACCOUNT = "6217994299900010026"


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    with running(tmp_path_factory.mktemp("platform")) as found:
        yield found


def person(one):
    return {name: one[name] for name in ("name", "id_kind", "id_number")}


def left(visit=1, at=NOW, **changes):
    return HalfDoneKept.model_validate(
        {
            "visit_id": f"{visit:032x}",
            "case_no": case_no(),
            "terminal_id": "XC-K-005",
            "matter_code": "XC-MZ-008",
            "matter_version": "v1",
            "saved_at": at,
            "owner": person(LI),
            "step": "form",
            "answers": {"bank.account": ACCOUNT},
            "questions": {"has_account": "yes"},
            "typed": {"applicant.mobile": "138"},
            **changes,
        }
    )


def send(server, kept):
    answer = server.client().post("/half-done", key(), kept.model_dump_json().encode())
    return b'"kept":true' in answer


def found(client, one=LI, level=2):
    asked = {"person": person(one), "identified": {"method": "id_card", "level": level}}
    return client.half_done.find(HalfDoneAccess.model_validate(asked)).visits


def opened(client, visit, one=LI):
    asked = {"person": person(one), "identified": {"method": "id_card", "level": 2}}
    return client.half_done.open(HalfDoneOpen.model_validate({**asked, "visit_id": visit}))


def blob(server, visit):
    with sqlite3.connect(server.data / "platform.db") as base:
        return base.execute("SELECT sealed FROM half_done WHERE visit_id = ?", (visit,)).fetchone()[
            0
        ]


def holding(server, part):
    return [f.name for f in server.data.rglob("*") if f.is_file() and part in f.read_bytes()]


def test_another_terminal_gets_all_that_was_entered_and_the_later_one_is_told(server):
    kept = left(1)
    assert send(server, kept)
    row = found(server.other())[0]
    assert (row.visit_id, row.opened_by) == (kept.visit_id, None)
    whole = opened(server.other(), row.visit_id)
    assert (whole.step, whole.answers) == ("form", kept.answers)
    assert (whole.questions, whole.typed) == ({"has_account": "yes"}, {"applicant.mobile": "138"})
    assert opened(server.client(), row.visit_id).visit.opened_by == "XC-K-006"


def test_nobody_else_sees_or_opens_it_and_a_typed_number_opens_nothing(server):
    send(server, left(2))
    assert found(server.other(), WANG) == ()
    assert opened(server.other(), f"{2:032x}", WANG) is None
    with pytest.raises(RefusedError, match="assurance-too-low"):
        found(server.other(), level=1)


def test_each_look_is_one_line_that_the_person_can_see(server):
    from backend_client.models.papers import ReadingsRequest

    kept = left(3, owner=person(WANG))
    send(server, kept)
    how = {"person": person(WANG), "identified": {"method": "id_card", "level": 2}}
    found(server.other(), WANG)
    opened(server.other(), kept.visit_id, WANG)
    lines = server.client().papers.readings(ReadingsRequest.model_validate(how)).readings
    assert [line.items for line in lines] == [("half_done.content",), ("half_done",)]


def test_filing_leaves_no_byte_of_it_on_the_disk(server):
    kept = left(4)
    send(server, kept)
    sealed = blob(server, kept.visit_id)
    assert holding(server, sealed)
    assert not holding(server, ACCOUNT.encode())
    server.client().submit_case(allowance(at=NOW + timedelta(minutes=5)), key())
    assert found(server.other()) == ()
    assert not holding(server, sealed)


def test_what_comes_late_from_an_outage_does_not_come_back_after_filing(server):
    server.client().submit_case(allowance(at=NOW + timedelta(minutes=6)), key())
    assert not send(server, left(5, at=NOW + timedelta(minutes=1)))
    assert send(server, left(6, at=NOW + timedelta(minutes=7)))
    assert not send(server, left(6, at=NOW + timedelta(minutes=6, seconds=30)))


def test_dropping_leaves_no_byte_and_only_its_owner_can(server):
    kept = left(7, matter_code="XC-RS-026", at=NOW)
    send(server, kept)
    sealed = blob(server, kept.visit_id)
    for one, gone in ((WANG, False), (LI, True)):
        body = {"visit_id": kept.visit_id, "case_no": kept.case_no, "owner": person(one)}
        server.client().post("/half-done/drop", key(), json.dumps(body).encode())
        assert bool(holding(server, sealed)) is not gone


def test_it_is_kept_seven_days_and_no_longer(server):
    assert not send(server, left(8, matter_code="XC-RS-026", at=NOW - timedelta(days=8)))
    assert send(server, left(8, matter_code="XC-RS-026", at=NOW - timedelta(days=7)))
    row = next(one for one in found(server.client()) if one.visit_id == f"{8:032x}")
    assert row.until == NOW.date()


def test_hostile_content_is_refused_with_a_reason(server):
    plain = left(9).model_dump(mode="json")
    for changes, code in (
        ({"matter_code": "XC-ZZ-999"}, "unknown-matter"),
        ({"terminal_id": "XC-K-006"}, "not-yours"),
        ({"case_no": "XC2611230005000001"}, "invalid"),
        ({"answers": {"bank.account": "1\x1b@"}}, "invalid"),
        ({"saved_at": "2031-01-01T00:00:00Z"}, "invalid"),
    ):
        body = json.dumps({**plain, **changes}).encode()
        assert raw(server, "POST", "/api/v1/half-done", body, Idempotency_Key=key()).problem == code
