from __future__ import annotations

import json

import pytest

from tests.platform.server import DATA, LI, RARE, WANG, key, record

SHIPPED = json.loads((DATA / "matters.json").read_text("utf-8"))
MATTERS = [
    found
    for row in SHIPPED["rows"]
    if (found := dict(zip(SHIPPED["columns"], row, strict=True)))["kiosk_mode"] == "query-print"
]
PUBLIC = ("XC-SF-004", "XC-SF-005")
HAS = {
    "resident": {m["code"] for m in MATTERS} - {"XC-RS-028"},
    "long-term": {
        *("XC-RS-028", "XC-RS-037", "XC-YB-008", "XC-YB-030", "XC-ZJ-017", "XC-BDC-005", *PUBLIC)
    },
}


def ask(server, matter, person):
    case = record(matter_code=matter["code"], level=matter["levels"][0], applicant=person)
    return server.client().submit_case(case, key())


@pytest.mark.parametrize("matter", MATTERS, ids=lambda m: m["code"])
def test_every_record_comes_out_for_who_has_it_and_is_refused_with_the_reason_otherwise(
    server, matter
):
    kinds = set()
    for name, person in (("resident", WANG), ("long-term", LI), ("nobody", RARE)):
        answer = ask(server, matter, person)
        if matter["code"] in HAS.get(name, set(PUBLIC)):
            document = answer.document
            assert answer.decision.outcome == "granted"
            assert len(document.rows) >= 3
            assert all(row.label and row.value for row in document.rows)
            assert server.client().verify(document.check_code).digest == document.digest
            assert person["name"] not in document.model_dump_json()
            kinds.add(document.kind)
        else:
            assert answer.document is None
            assert answer.decision.code == "no-record"
            assert answer.decision.text.endswith("。")
    assert len(kinds) == 1
    assert "办理结果" not in kinds.pop()  # each has a title of its own


def test_all_nineteen_are_tried():
    assert len(MATTERS) == 19


def test_titles_tell_the_records_apart(server):
    titles = [(ask(server, m, WANG).document or ask(server, m, LI).document).kind for m in MATTERS]
    assert len(set(titles)) == len(titles)


def test_another_codes_digest_never_fits(server):
    one, other = (ask(server, MATTERS[2], WANG).document for _ in range(2))
    assert one.digest != other.digest
    assert one.check_code != other.check_code
