from __future__ import annotations

import base64
import json
import socket
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.platform.server import LI, RARE, ROOT, WANG, allowance, key, raw, reading, record

CASES = "/api/v1/cases"


def body_with(**changes) -> bytes:
    whole = json.loads(allowance().model_dump_json())
    return json.dumps({**whole, **changes}).encode()


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"", 422),
        (b"{", 400),
        (b"\xff\xfe\x00", 400),
        (b"[" * 60_000, 400),
        (b"null", 422),
        (b"[]", 422),
        (b'"XC"', 422),
        (body_with(submitted_at="2026-11-23T10:00:00"), 422),  # no offset
        (body_with(submitted_at="99999-01-01T00:00:00Z"), 422),
        (body_with(surprise=1), 422),
        (body_with(identified={"method": "card", "level": "3"}), 422),
        (body_with(identified={"method": "card", "level": True}), 422),
        (body_with(fields={"a" * 61: "x"}), 422),
        (body_with(fields={"applicant.mobile": "1\x1b@2"}), 422),
        (body_with(applicant={**LI, "name": "李\x00例"}), 422),
        (body_with(applicant={**LI, "name": "李" * 201}), 422),
        (body_with(applicant={**LI, "id_number": "４２９９９９194405180018"}), 422),
        (body_with().replace("李样例".encode("unicode_escape"), rb"\ud800"), 422),
        (body_with().replace(b"[1.5, 2.0, 0]", b"[NaN, 2.0, 0]"), 422),
        (body_with(delivery={"way": "mail", "address": "x", "receiver_name": "y"}), 422),
    ],
)
def test_a_hostile_body_gets_a_problem_and_nothing_is_kept(server, body, status):
    before = len(server.staff().cases().cases)
    answer = raw(server, "POST", CASES, body, Idempotency_Key=key())
    assert (answer.status, bool(answer.problem)) == (status, True)
    assert len(server.staff().cases().cases) == before


def test_a_problem_never_repeats_what_was_sent(server):
    strange = body_with(**{"13800000000": 1}, applicant={**LI, "id_number": "secret-99"})
    answer = raw(server, "POST", CASES, strange, Idempotency_Key=key())
    assert answer.status == 422
    assert b"13800000000" not in answer.body
    assert b"secret-99" not in answer.body
    assert "/applicant/id_number" in answer.body.decode()


def test_limits_of_size_kind_and_damage(server):
    big = body_with(fields={"note": "x" * (1 << 20)})
    assert raw(server, "POST", CASES, big, Idempotency_Key=key()).problem == "too-large"
    text = raw(server, "POST", CASES, b"{}", Idempotency_Key=key(), Content_Type="text/plain")
    assert text.problem == "unsupported-media-type"
    digest = f"sha-256=:{base64.b64encode(b'0' * 32).decode()}:"
    hurt = raw(server, "POST", CASES, b"{}", Idempotency_Key=key(), Content_Digest=digest)
    assert hurt.problem == "damaged-in-transit"


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/", 404),
        ("GET", "/api/v1/nothing", 404),
        ("DELETE", CASES, 405),
        ("GET", f"{CASES}/XC1", 422),
        ("GET", f"{CASES}/..%2f..%2fetc", 404),
        ("GET", "/api/v1/people/../readings", 422),
        ("GET", "/api/v1/staff/cases", 401),  # a terminal is no clerk
        ("GET", "/verify/%F0%9F%98%80", 404),
    ],
)
def test_wrong_ways_are_problems_too(server, method, path, status):
    assert raw(server, method, path).status == status


@pytest.mark.parametrize("token", ["", "Bearer", "Bearer x", "Basic dDp0", "Bearer \xff"])
def test_without_a_known_token_nothing_is_told(server, token):
    answer = raw(server, "GET", "/api/v1/catalogue", Authorization=token)
    assert (answer.status, answer.problem) == (401, "unauthorised")
    assert answer.headers["www-authenticate"] == "Bearer"


def test_noise_on_the_socket_does_not_stop_the_server(server):
    port = int(server.url.rsplit(":", 1)[1])
    for noise in (b"\x00" * 4096, b"GET / HTTP/9.9\r\n\r\n", b"POST " + b"x" * 100_000, b""):
        with socket.create_connection(("127.0.0.1", port), 5) as link:
            link.sendall(noise)
            link.shutdown(socket.SHUT_WR)
    assert server.client().catalogue() is not None


def test_many_at_once_are_all_served(server):
    with ThreadPoolExecutor(16) as pool:
        done = list(pool.map(lambda _: server.client().catalogue().version, range(64)))
    assert len(set(done)) == 1


def forms(text: str) -> list[bytes]:
    plain = [text.encode(name) for name in ("utf-8", "utf-16-le", "utf-16-be", "gb18030")]
    shifted = [base64.b64encode(b"x" * n + text.encode())[4 * bool(n) : -4] for n in range(3)]
    return plain + shifted + [json.dumps(text).strip('"').encode(), text.encode().hex().encode()]


def test_nothing_personal_stands_on_disk_in_logs_or_in_the_process(server):
    for person in (LI, WANG, RARE):
        server.client().submit_case(record(applicant=person), key())
        server.client().known_data(reading(person, "bank.account", "household.address"), key())
    server.client().submit_case(allowance(), key())
    raw(server, "POST", CASES, body_with(applicant={**LI, "name": "李样例\x01"}))
    values = [one[name] for one in (LI, WANG, RARE) for name in ("name", "id_number", "address")]
    wanted = [
        form for value in [*values, "13800000000", "6217994299900010026"] for form in forms(value)
    ]
    files = [path for path in server.data.rglob("*") if path.is_file()]
    proc = Path(f"/proc/{server.process.pid}")
    places = {str(path): path.read_bytes() for path in [*files, proc / "cmdline", proc / "environ"]}
    assert [path for path in places if path.endswith("platform.db-wal")]
    assert [name for name, data in places.items() if any(form in data for form in wanted)] == []
    assert "POST /api/v1/cases 201" in server.log_with("POST /api/v1/cases 201")
    planted = places | {"planted": b"..." + LI["name"].encode("gb18030")}
    assert [n for n, data in planted.items() if any(form in data for form in wanted)] == ["planted"]


def test_the_description_is_the_one_that_is_published():
    script = ROOT / "packaging" / "write_openapi.py"
    done = subprocess.run([sys.executable, script, "--check"], check=False)
    assert done.returncode == 0, "run packaging/write_openapi.py"
    whole = json.loads((ROOT / "docs" / "openapi.json").read_text("utf-8"))
    for path, operations in whole["paths"].items():
        for method, operation in operations.items():
            kinds = {s: set(r.get("content", {})) for s, r in operation["responses"].items()}
            bad = [
                s
                for s, found in kinds.items()
                if s >= "4" and found != {"application/problem+json"}
            ]
            assert not bad, (path, method)
