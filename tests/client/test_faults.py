from __future__ import annotations

import json
import random

import pytest

from backend_client.calls import Calls
from backend_client.client import PlatformClient
from backend_client.errors import MalformedError, TooSlowError, UnreachableError
from backend_client.models import CaseAnswer
from backend_client.sender import CaseSender
from tests.client import faulty
from tests.client.faulty import Proxy
from tests.platform.server import TOKEN, allowance, case_no, key

BROKEN = [
    faulty.reset_before,
    faulty.reset_after,
    faulty.hang_up,
    faulty.truncate,
    faulty.garble,
    faulty.garble_request,
    faulty.storm(500),
    faulty.storm(429, "Retry-After: 1"),
    faulty.storm(403),  # a portal on the way, not the platform
    faulty.twice,
]


def client_of(proxy: Proxy, **more) -> PlatformClient:
    return PlatformClient(proxy.url, "XC-K-005", TOKEN, **more)


def attempt(proxy: Proxy, mine: str, body: bytes, kind: str = "case", **more):
    client = client_of(proxy, **more)
    try:
        return CaseSender(client).send(kind, mine, body)
    finally:
        client.close()


@pytest.mark.parametrize("fault", BROKEN, ids=lambda fault: fault.__name__)
def test_whatever_breaks_the_next_attempt_gives_the_one_case(server, fault):
    case, mine = allowance(), key()
    body = case.model_dump_json().encode()
    with Proxy(server.url, fault) as proxy:
        first = attempt(proxy, mine, body)
        second = attempt(proxy, mine, body)
    assert first.outcome == ("accepted" if fault is faulty.twice else "retry")
    assert second.outcome == "accepted"
    answer = CaseAnswer.model_validate_json(second.response)
    assert (answer.key, answer.case_no) == (mine, case.case_no)
    assert server.staff().get_case(case.case_no).platform_no == answer.platform_no


def test_sixty_cases_through_a_bad_line_arrive_exactly_once(server):
    draw = random.Random(20261123)
    faults = [draw.choice([*BROKEN, *[faulty.well] * 14]) for _ in range(200)]
    waiting = {key(): allowance() for _ in range(60)}
    numbers = {case.case_no: None for case in waiting.values()}
    with Proxy(server.url, *faults) as proxy:
        while waiting:
            for mine, case in list(waiting.items()):
                result = attempt(proxy, mine, case.model_dump_json().encode())
                assert result.outcome in ("accepted", "retry"), result
                if result.outcome == "accepted":
                    numbers[case.case_no] = json.loads(result.response)["platform_no"]
                    del waiting[mine]
    kept = {row.case_no: row.platform_no for row in server.staff().cases().cases}
    assert {number: kept.get(number) for number in numbers} == numbers


def test_a_server_that_trickles_is_cut_off_by_the_total_deadline(server):
    with Proxy(server.url, faulty.trickle, faulty.silent) as proxy:
        client = client_of(proxy, total_deadline_s=0.6)
        for _ in range(2):
            with pytest.raises(TooSlowError) as caught:
                client.submit_case(allowance(), key())
            assert caught.value.code == "deadline"
        client.close()


def answer_of(body: bytes, *headers: str, status: str = "200 OK") -> bytes:
    head = [f"HTTP/1.1 {status}", f"Content-Length: {len(body)}", "Connection: close", *headers]
    return "\r\n".join(head).encode() + b"\r\n\r\n" + body


JSON = "Content-Type: application/json"


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        (answer_of(b"{}", JSON), "key-echo"),
        (answer_of(b'{"key": 1}', JSON), "key-echo"),
        (answer_of(b"\xff\xfe", JSON), "key-echo"),
        (answer_of(b"[" * 100_000, JSON), "key-echo"),
        (answer_of(b"<html>", "Content-Type: text/html"), "type"),
        (answer_of(b"", JSON, status="204 No Content"), "type"),
        (answer_of(b"", "Location: http://127.0.0.1:1/", status="302 Found"), "http-302"),
        (answer_of(b"{}", JSON, "Content-Encoding: gzip"), "encoded"),
        (answer_of(b"{}", JSON, "Content-Digest: sha-256=:AAAA:"), "damaged"),
        (answer_of(b"x" * ((1 << 20) + 1), JSON), "too-large"),
        (answer_of(b"{}", "Content-Type: application/problem+json", status="422 X"), "http-422"),
    ],
)
def test_an_answer_that_is_not_the_platforms_does_not_count(server, answer, code):
    with Proxy(server.url, faulty.says(answer)) as proxy:
        client = client_of(proxy)
        with pytest.raises(MalformedError) as caught:
            client.submit_case(allowance(), key())
        client.close()
    assert caught.value.code == code


def test_an_answer_about_another_case_does_not_count(server):
    mine = key()
    other = json.loads(server.client().submit_case(allowance(), key()).model_dump_json())
    body = json.dumps({**other, "key": mine}).encode()
    with Proxy(server.url, *[faulty.says(answer_of(body, JSON))] * 2) as proxy:
        client = client_of(proxy)
        with pytest.raises(MalformedError, match="other-case"):
            client.submit_case(allowance(), mine)
        client.close()
        assert attempt(proxy, mine, allowance().model_dump_json().encode()).outcome == "retry"


def test_a_platform_that_asks_for_patience_is_given_it(server):
    with Proxy(server.url, faulty.storm(503, "Retry-After: 7")) as proxy:
        result = attempt(proxy, key(), b"{}")
    assert (result.outcome, result.reason, result.retry_after_s) == ("retry", "http-503", 7.0)


def test_nobody_there_is_unreachable_and_a_word_from_the_clerk_is_refused(server):
    with Proxy(server.url) as proxy:
        url = proxy.url
    gone = PlatformClient(url, "XC-K-005", TOKEN)
    assert CaseSender(gone).send("case", key(), b"{}").outcome == "unreachable"
    with pytest.raises(UnreachableError):
        gone.get_case(case_no())
    gone.close()
    sender = CaseSender(server.client())
    body = allowance(signature=None).model_dump_json().encode()
    result = sender.send("case", key(), body)
    assert (result.outcome, result.reason) == ("refused", "invalid /signature missing")
    assert sender.send("rating", key(), b"not json").outcome == "refused"
    assert sender.send("unheard", key(), b"{}").reason == "unknown-kind"


def test_a_lost_token_sends_no_case_to_the_clerk(server):
    stranger = PlatformClient(server.url, "XC-K-005", "no-such-token-0123456789")
    result = CaseSender(stranger).send("case", key(), allowance().model_dump_json().encode())
    stranger.close()
    assert (result.outcome, result.reason) == ("retry", "unauthorised")


def test_errors_hold_codes_only(server):
    with Proxy(server.url, faulty.says(answer_of('{"key": "王样例"}'.encode(), JSON))) as proxy:
        calls = Calls(proxy.url, TOKEN)
        with pytest.raises(MalformedError) as caught:
            calls.read("/x", CaseAnswer)
        calls.close()
    assert caught.value.args == ("content",)
    assert caught.value.__suppress_context__
