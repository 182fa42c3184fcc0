from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest

from backend_client.models import Answer, Rating
from backend_client.reference.database import Database
from backend_client.reference.once import Once
from backend_client.reference.problems import ProblemError
from backend_client.reference.vault import Vault
from tests.platform.server import allowance, key, raw


def post(server, case, **headers):
    return raw(server, "POST", "/api/v1/cases", case.model_dump_json().encode(), **headers)


def test_the_same_key_and_content_get_the_same_bytes_again(server):
    case, mine = allowance(), key()
    first = post(server, case, Idempotency_Key=mine)
    again = post(server, case, Idempotency_Key=mine)
    assert (first.status, again.status) == (201, 201)
    assert first.body == again.body
    assert "idempotency-replayed" not in first.headers
    assert again.headers["idempotency-replayed"] == "true"


def test_equal_content_written_differently_is_the_same_request(server):
    case, mine = allowance(), key()
    first = post(server, case, Idempotency_Key=mine)
    spaced = case.model_dump_json(indent=1).encode()
    again = raw(server, "POST", "/api/v1/cases", spaced, Idempotency_Key=mine)
    assert first.body == again.body


def test_a_key_is_needed_and_good_for_one_content_only(server):
    case, mine = allowance(), key()
    assert post(server, case).problem == "idempotency-key-missing"
    assert post(server, case, Idempotency_Key="short").status == 400
    assert post(server, case, Idempotency_Key=mine).status == 201
    other = post(server, allowance(), Idempotency_Key=mine)
    assert (other.status, other.problem) == (422, "key-reused")


def test_one_number_is_one_case_whatever_the_key(server):
    case = allowance()
    assert post(server, case, Idempotency_Key=key()).status == 201
    again = post(server, case, Idempotency_Key=key())
    assert (again.status, again.problem) == (422, "case-number-taken")


def test_a_refused_request_may_be_put_right_under_its_key(server):
    mine = key()
    assert post(server, allowance(signature=None), Idempotency_Key=mine).status == 422
    assert post(server, allowance(), Idempotency_Key=mine).status == 201


def test_pairs_sent_at_the_same_moment_become_one_case_each(server):
    before = len(server.staff().cases().cases)
    pairs = [(allowance(), key()) for _ in range(25)]
    with ThreadPoolExecutor(8) as pool:
        sent = [
            (pool.submit(post, server, case, Idempotency_Key=mine), mine)
            for case, mine in pairs
            for _ in range(2)
        ]
        answers = [(future.result(), mine) for future, mine in sent]
    assert {answer.status for answer, _ in answers} <= {201, 409}
    assert {answer.problem for answer, _ in answers if answer.status == 409} <= {"in-progress"}
    bodies = {
        mine: {a.body for a, m in answers if m == mine and a.status == 201} for _, mine in pairs
    }
    assert all(len(found) == 1 for found in bodies.values())
    assert len(server.staff().cases().cases) - before == 25


@pytest.fixture
def once(tmp_path):
    clock = SimpleNamespace(now=lambda: clock.at, at=datetime(2026, 1, 1, tzinfo=UTC))
    database = Database(f"sqlite:///{tmp_path / 'p.db'}")
    yield Once(SimpleNamespace(database=database, clock=clock, vault=Vault(b"k" * 64))), clock
    database.close()


class Counted(Answer):
    n: int


RATING = Rating(level=5, tags_version="1", at=datetime(2026, 1, 1, tzinfo=UTC))


def test_a_request_still_running_is_in_progress(once):
    engine, _ = once
    entered, leave = threading.Event(), threading.Event()

    def slow(_connection):
        entered.set()
        assert leave.wait(10)
        return Counted(n=1)

    with ThreadPoolExecutor(1) as pool:
        first = pool.submit(engine.run, "t", "key-0001", "x", RATING, slow)
        assert entered.wait(10)
        with pytest.raises(ProblemError) as caught:
            engine.run("t", "key-0001", "x", RATING, lambda _: Counted(n=2))
        leave.set()
        assert first.result() == (b'{"n":1}', False)
    assert (caught.value.problem.status, caught.value.retry_after_s) == (409, 1)


def test_answers_are_kept_for_180_days_and_a_failed_deed_leaves_nothing(once):
    engine, clock = once
    with pytest.raises(ZeroDivisionError):
        engine.run("t", "key-0001", "x", RATING, lambda _: 1 / 0)
    assert engine.run("t", "key-0001", "x", RATING, lambda _: Counted(n=1)) == (b'{"n":1}', False)
    clock.at += timedelta(days=180)
    assert engine.run("t", "key-0001", "x", RATING, lambda _: Counted(n=2)) == (b'{"n":1}', True)
    clock.at += timedelta(days=1, seconds=1)  # tidied once a day
    assert engine.run("t", "key-0001", "x", RATING, lambda _: Counted(n=2)) == (b'{"n":2}', False)


def test_two_terminals_may_use_the_same_key(once):
    engine, _ = once
    assert engine.run("t", "key-0001", "x", RATING, lambda _: Counted(n=1)) == (b'{"n":1}', False)
    assert engine.run("u", "key-0001", "x", RATING, lambda _: Counted(n=2)) == (b'{"n":2}', False)
