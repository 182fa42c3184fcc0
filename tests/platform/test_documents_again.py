"""Slips printed again: found by card or number, counted, gone after 30 days."""

from __future__ import annotations

from datetime import timedelta

import pytest

from backend_client.errors import RefusedError
from backend_client.models.papers import PaperAccess, PaperKept
from tests.platform.server import LI, NOW, WANG, key, record, running

MARK = "a line that stands on this slip only"
TOKEN = "0123456789ABCDEFGHJKMNPQRS"


def printed(server, *, at=NOW, person=None, **case_changes):
    """A slip that came out of terminal 5, for a case of that number or for a person alone."""
    case = None
    if person is None:
        case = record(slip_password="271828", slip_token=TOKEN, **case_changes)
        server.client().submit_case(case, key())
    paper = PaperKept.model_validate(
        {
            "paper_id": key(),
            "case_no": case and case.case_no,
            "kind": "record",
            "printed_at": at,
            "person": person and {n: person[n] for n in ("name", "id_kind", "id_number")},
            "lines": [
                {"item": "text", "text": MARK, "size": 2, "bold": True, "align": "center"},
                {"item": "pair", "text": "number", "value": "1"},
                {"item": "qr", "text": "https://x/1", "value": "scan"},
                {"item": "rule"},
                {"item": "blank", "rows": 2},
            ],
        }
    )
    server.client().post("/papers", key(), paper.model_dump_json().encode())
    return paper


def by_card(person, level=2):
    return PaperAccess.model_validate(
        {
            "person": {n: person[n] for n in ("name", "id_kind", "id_number")},
            "identified": {"method": "card", "level": level},
        }
    )


def found(server, access):
    return [one.paper_id for one in server.other().papers.find(access).papers]


def test_a_slip_of_one_terminal_is_printed_again_at_another_and_counted(server):
    paper = printed(server)
    access = by_card(WANG)
    row = next(o for o in server.other().papers.find(access).papers if o.paper_id == paper.paper_id)
    assert (row.terminal_id, row.copies) == ("XC-K-005", 0)
    first = server.other().papers.copy(paper.paper_id, access, key())
    second = server.other().papers.copy(paper.paper_id, access, key())
    assert (first.copy_no, second.copy_no) == (1, 2)
    assert first.lines == paper.lines
    row = next(o for o in server.client().papers.find(access).papers if o.paper_id == row.paper_id)
    assert row.copies == 2


def test_the_same_key_is_the_same_copy(server):
    paper, mine = printed(server), key()
    once = server.other().papers.copy(paper.paper_id, by_card(WANG), mine)
    again = server.other().papers.copy(paper.paper_id, by_card(WANG), mine)
    assert (once.copy_no, again.copy_no) == (1, 1)
    assert again.lines == paper.lines


def test_number_and_password_or_the_code_in_hand_open_only_their_own_slip(server):
    paper, other = printed(server), printed(server)
    for secret in ({"password": "271828"}, {"token": TOKEN}):
        access = PaperAccess(case_no=paper.case_no, **secret)
        assert found(server, access) == [paper.paper_id]
        with pytest.raises(RefusedError) as caught:
            server.other().papers.copy(other.paper_id, access, key())
        assert caught.value.problem.code == "no-such-resource"
    code = server.client().get_case(paper.case_no).document.check_code
    assert found(server, PaperAccess(check_code=code, password="271828")) == [paper.paper_id]
    assert found(server, PaperAccess(check_code=code, password="111111")) == []
    assert found(server, PaperAccess(check_code="0" * 4 + "-0000" * 3, password="271828")) == []
    wrong = PaperAccess(case_no=paper.case_no, token=TOKEN[::-1])
    assert server.other().papers.find(wrong).outcome == "wrong"


def test_passwords_cannot_be_tried_out(server):
    paper = printed(server)
    outcomes = [
        server.other().papers.find(PaperAccess(case_no=paper.case_no, password=f"00000{n}")).outcome
        for n in range(6)
    ]
    assert set(outcomes[:4]) == {"wrong"}
    right = PaperAccess(case_no=paper.case_no, password="271828")
    assert server.other().papers.find(right).outcome == "locked"


def test_nobody_sees_the_slips_of_another(server):
    paper = printed(server)
    assert paper.paper_id not in found(server, by_card(LI))
    with pytest.raises(RefusedError):
        server.other().papers.copy(paper.paper_id, by_card(LI), key())
    with pytest.raises(RefusedError) as caught:
        server.other().papers.find(by_card(WANG, level=1))
    assert caught.value.problem.code == "assurance-too-low"


def test_a_slip_without_a_case_is_its_holders(server):
    paper = printed(server, person=LI)
    assert paper.paper_id in found(server, by_card(LI))
    assert paper.paper_id not in found(server, by_card(WANG))


def kept_bytes(data):
    """What of slips stands in the platform's files: sealed bytes, looked up before."""
    return b"".join(
        path.read_bytes() for path in data.iterdir() if path.name.startswith("platform.")
    )


def test_after_thirty_days_nothing_of_a_slip_is_on_the_platforms_disk(tmp_path):
    import sqlite3

    data = tmp_path / "data"
    with running(data) as server:
        paper = printed(server)
        copied = server.other().papers.copy(paper.paper_id, by_card(WANG), key())
        assert copied.lines == paper.lines
        with sqlite3.connect(data / "platform.db") as db:
            query = "SELECT sealed FROM papers WHERE paper_id = ?"
            (sealed,) = db.execute(query, (paper.paper_id,)).fetchone()
        db.close()
        assert sealed in kept_bytes(data)
        assert MARK.encode() not in kept_bytes(data)
    with running(data, now=(NOW + timedelta(days=29)).isoformat()) as server:
        assert found(server, by_card(WANG)) == [paper.paper_id]
    with running(data, now=(NOW + timedelta(days=30, minutes=1)).isoformat()) as server:
        assert found(server, by_card(WANG)) == []
        assert sealed not in kept_bytes(data)
        assert sealed[100:160] not in kept_bytes(data)
        with pytest.raises(RefusedError):
            server.other().papers.copy(paper.paper_id, by_card(WANG), key())
