from __future__ import annotations

import re

import pytest

from backend_client.reference.numbers import (
    CROCKFORD,
    mask_name,
    new_check_code,
    read_check_code,
)
from kiosk.domain.masking import mask_name as terminal_mask
from tests.platform.server import WANG, key, raw, record


@pytest.fixture(scope="module")
def document(server):
    return server.client().submit_case(record(), key()).document


def test_the_page_tells_kind_date_masked_name_and_digest_only(server, document):
    page = raw(server, "GET", f"/verify/{document.check_code}", Authorization="")
    text = page.body.decode()
    assert page.status == 200
    for told in (document.kind, str(document.issued_on), "王*例", document.digest):
        assert told in text
    hidden = [WANG["name"], WANG["id_number"], document.doc_no, "2012-07", "样例单位", "172"]
    assert not [one for one in hidden if one in text]
    assert "<script" not in text
    assert page.headers["cache-control"] == "no-store"
    assert "default-src 'none'" in page.headers["content-security-policy"]


def test_a_code_is_understood_as_people_type_it(server, document):
    plain = document.check_code.replace("-", "").lower()
    assert server.client().verify(plain).digest == document.digest
    assert read_check_code("o0il 1111-2222 3333") == "0011-1111-2222-3333"


def test_the_log_names_routes_never_codes_or_numbers(server, document):
    case = record()
    server.client().submit_case(case, key())
    server.client().get_case(case.case_no)
    raw(server, "GET", f"/verify/{document.check_code}?name=x")
    log = server.log_with("GET /verify/{code} 200") + server.log_with("GET /api/v1/cases/{case_no}")
    assert "GET /verify/{code} 200" in log
    assert "GET /api/v1/cases/{case_no} 200" in log
    assert document.check_code not in log
    assert case.case_no not in log


def test_a_wrong_code_tells_nothing(server, document):
    last = "0" if document.check_code[-1] != "0" else "1"
    for code in (document.check_code[:-1] + last, "X" * 15, "<b>", "%00", "Ü" * 16):
        page = raw(server, "GET", "/verify/" + "".join(f"%{b:02x}" for b in code.encode()))
        assert page.status == 404
        assert document.digest not in page.body.decode()
        assert "<b>" not in page.body.decode()
    assert server.client().verify("0000-0000-0000-0000") is None


def test_codes_have_80_random_bits():
    codes = {new_check_code() for _ in range(2000)}
    assert len(codes) == 2000
    letters = [{code.replace("-", "")[place] for code in codes} for place in range(16)]
    assert all(found == set(CROCKFORD) for found in letters)
    assert all(re.fullmatch(r"(\w{4}-){3}\w{4}", code) for code in codes)


@pytest.mark.parametrize(
    "name", ["王样例", "样𠮷", "阿依仙木古丽·样例·阿卜杜拉汗", "SAMPLE ALPHA", "样", "样例样例"]
)
def test_terminal_and_platform_mask_names_alike(name):
    assert mask_name(name) == terminal_mask(name)
    assert name not in mask_name(name)
