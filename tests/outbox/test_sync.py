"""Exactly once, in order, patiently: the outbox against a platform that misbehaves."""

from __future__ import annotations

import random
import threading
import time
from datetime import timedelta

import pytest

from backend_client import outbox
from backend_client.sending import SendResult
from backend_client.sync import STRIKES
from kiosk.clock import FixedClock
from tests.outbox.conftest import NOON

LOST = SendResult("retry", reason="lose_answer")
DOWN = SendResult("unreachable", reason="connect")
BUSY = SendResult("retry", reason="http_503")
NEVER = SendResult("refused", b'{"title": "no"}', "not_eligible")
CASE = "XC2611230005000018"


def test_every_event_arrives_exactly_once_though_answers_get_lost_and_requests_fail(bench):
    draw = random.Random(7)
    bad = [LOST, DOWN, BUSY, SendResult("retry", reason="garbled")]
    bench.platform.plan = lambda *_: draw.choice(bad) if draw.random() < 0.4 else None
    keys = [bench.put(f"event {n}")[0] for n in range(120)]
    bench.start()
    bench.until(bench.drained)
    assert bench.counts() == {"pending": 0, "leased": 0, "sent": 120, "parked": 0}
    assert set(bench.platform.taken) == set(keys)
    assert sorted(bench.platform.order) == sorted(f"event {n}".encode() for n in range(120))
    bench.until(lambda: len(bench.results) == 120)
    assert {event.key for event in bench.results} == set(keys)


def test_events_of_one_case_go_one_after_the_other_and_do_not_hold_up_other_cases(bench):
    stuck = threading.Event()
    bench.platform.plan = lambda _kind, body, _n: (
        BUSY if body == b"a1" and not stuck.is_set() else None
    )
    bench.put("a1", "a2", "a3", case_no=CASE)
    bench.put("b1", "b2", case_no="XC2611230005000026")
    bench.start()
    bench.until(lambda: bench.counts()["sent"] == 2)
    assert bench.platform.order == [b"b1", b"b2"]
    stuck.set()
    bench.until(bench.drained)
    assert bench.platform.order == [b"b1", b"b2", b"a1", b"a2", b"a3"]


def test_a_refused_event_is_parked_with_its_reason_and_the_queue_behind_it_goes_on(bench):
    bench.platform.plan = lambda _kind, body, _n: NEVER if body == b"poison" else None
    (bad,) = bench.put("poison")
    bench.put("one", "two", "three")
    bench.start()
    bench.until(bench.drained)
    assert bench.platform.order == [b"one", b"two", b"three"]
    assert bench.platform.attempts[bad] == 1
    (row,) = bench.store.read(lambda c: outbox.rows(c, bench.clock.utc_now(), ("parked",)))
    assert (row.reason, row.attempts) == ("not_eligible", 1)
    state, answer, reason = bench.store.read(lambda c: outbox.answer(c, bench.store.sealer, bad))
    assert (state, answer, reason) == ("parked", b'{"title": "no"}', "not_eligible")
    bench.platform.plan = lambda *_: None
    assert bench.store.write(lambda c: outbox.retry(c, row.id)).result(5)
    bench.sync.wake()
    bench.until(lambda: bench.counts()["parked"] == 0 and bench.drained())
    assert bench.platform.taken[bad] == b"poison"


def test_a_body_that_was_changed_is_parked_and_never_sent(bench):
    bench.put("good", "bad")
    bench.store.write(
        lambda c: c.exec_driver_sql("UPDATE outbox SET sealed = zeroblob(60) WHERE id = 2")
    ).result(5)
    bench.start()
    bench.until(bench.drained)
    assert bench.platform.order == [b"good"]
    (row,) = bench.store.read(lambda c: outbox.rows(c, bench.clock.utc_now()))
    assert (row.state, row.reason) == ("parked", "seal_broken")


def test_an_answer_that_cannot_be_taken_parks_the_event_and_what_it_wrote_is_taken_back(bench):
    def take(connection, event):
        connection.exec_driver_sql("INSERT INTO meta VALUES ('half', 'written')")
        raise ValueError("contradicts")

    (key,) = bench.put("one")
    bench.start(in_commit=take)
    bench.until(bench.drained)
    state, _, reason = bench.store.read(lambda c: outbox.answer(c, bench.store.sealer, key))
    assert (state, reason) == ("parked", "answer_refused")
    half = "SELECT count(*) FROM meta WHERE key = 'half'"
    assert bench.store.read(lambda c: c.exec_driver_sql(half).scalar_one()) == 0


def test_what_was_under_way_when_the_terminal_stopped_goes_out_again_under_its_key(bench):
    (key,) = bench.put("one")
    job = bench.store.read(lambda c: outbox.due(c, 0))[0]
    assert bench.store.write(lambda c: outbox.lease(c, job.id, 1e12)).result(5)
    bench.store.close()
    bench.store = bench.open()
    bench.start()
    bench.until(bench.drained)
    assert list(bench.platform.taken) == [key]
    log = "SELECT outcome, reason FROM outbox_attempt"
    assert bench.store.read(lambda c: c.exec_driver_sql(log).all()) == [
        ("abandoned", "interrupted")
    ]


def test_every_failed_attempt_is_a_row(bench):
    answers = [BUSY, LOST, NEVER]
    bench.platform.plan = lambda _kind, _body, n: answers[n - 1]
    bench.put("one")
    bench.start()
    bench.until(lambda: bench.counts()["parked"] == 1)
    log = "SELECT outcome, reason FROM outbox_attempt ORDER BY id"
    assert bench.store.read(lambda c: c.exec_driver_sql(log).all()) == [
        ("retry", "http_503"),
        ("retry", "lose_answer"),
        ("refused", "not_eligible"),
    ]


def test_while_the_network_is_away_only_the_heartbeat_asks_and_all_goes_out_on_return(bench):
    alive = threading.Event()
    asked = []

    def heartbeat():
        asked.append(1)
        return alive.is_set()

    bench.put(*(f"e{n}" for n in range(50)))
    bench.start(heartbeat=heartbeat)
    bench.until(lambda: len(asked) > 5)
    assert bench.platform.order == []
    assert not bench.platform.attempts
    assert bench.sync.online is False
    alive.set()
    bench.until(bench.drained)
    assert bench.network == [False, True]
    assert len(bench.platform.at) == 50


def test_a_platform_that_fails_for_everything_gets_one_probe_at_a_time_not_the_whole_queue(bench):
    answer = [BUSY]
    bench.platform.plan = lambda *_: answer[0]
    bench.put(*(f"e{n}" for n in range(40)))
    probed = threading.Event()

    def heartbeat():
        if len(bench.platform.at) > STRIKES:
            probed.set()
        return True

    bench.start(heartbeat=heartbeat, draw=lambda _low, high: high / 10)
    assert probed.wait(10)
    assert bench.sync.online is False
    assert len(bench.platform.at) < 10
    answer[0] = None
    bench.until(bench.drained)
    assert len(bench.platform.at) <= 40 * 1.2 + 10


def test_one_event_that_always_fails_does_not_take_the_terminal_off_line(bench):
    bench.platform.plan = lambda _kind, body, _n: BUSY if body == b"poison" else None
    (bad,) = bench.put("poison")
    bench.start()
    bench.put(*(f"e{n}" for n in range(20)))
    bench.until(lambda: bench.counts()["sent"] == 20 and bench.platform.attempts[bad] > 3)
    assert bench.network == [False, True] or bench.network == [True]
    assert bench.sync.online is True


def test_the_platform_that_names_a_time_is_left_alone_until_then(bench):
    bench.clock = clock = FixedClock(NOON)
    wish = [SendResult("retry", reason="http_429", retry_after_s=30.0)]
    bench.platform.plan = lambda *_: wish.pop() if wish else None
    bench.put("one")
    bench.start()
    bench.platform.wait_for(lambda: len(bench.platform.at) == 1)
    bench.until(lambda: bench.counts()["leased"] == 0)
    bench.put("two")
    clock.advance(29)
    bench.sync.wake()
    time.sleep(0.05)
    assert len(bench.platform.at) == 1
    clock.advance(2)
    bench.sync.wake()
    bench.until(bench.drained)


def test_setting_the_machines_clock_neither_hurries_nor_holds_up_anything(bench):
    class Jumping(FixedClock):
        jump = timedelta(0)

        def utc_now(self):
            return super().utc_now() + self.jump

    bench.clock = clock = Jumping(NOON)
    bench.platform.plan = lambda _kind, body, n: BUSY if body == b"one" and n == 1 else None
    bench.put("before", "one")
    bench.start(draw=lambda _low, _high: 20.0)
    bench.platform.wait_for(lambda: len(bench.platform.at) == 2)
    bench.until(lambda: bench.counts()["leased"] == 0)
    for jump in (timedelta(hours=-1), timedelta(days=3650), timedelta(days=-20000)):
        clock.jump = jump
        bench.sync.wake()
        time.sleep(0.05)
        assert len(bench.platform.at) == 2
    clock.advance(25)
    bench.sync.wake()
    bench.until(bench.drained)
    assert bench.platform.order == [b"before", b"one"]


def test_a_schedule_from_a_clock_that_was_wrong_does_not_hold_an_event_for_years(bench):
    bench.put("one")
    bench.store.write(
        lambda c: c.exec_driver_sql("UPDATE outbox SET next_try = 4000000000.0")
    ).result(5)
    bench.start()
    bench.until(bench.drained)


def test_a_person_who_waits_goes_first_and_gets_the_answer(bench):
    gate = threading.Event()
    bench.platform.plan = lambda *_: None if gate.is_set() else DOWN
    bench.put(*(f"e{n}" for n in range(30)))
    (mine,) = bench.put("mine", case_no=CASE)
    bench.start(draw=lambda _low, high: min(high, 0.2))
    timer = threading.Timer(0.05, gate.set)
    timer.start()
    done = bench.sync.send_now(mine, 10)
    assert (done.outcome, done.response) == ("sent", b'{"ok": true}')
    assert bench.platform.order[0] == b"mine"
    again = bench.sync.send_now(mine, 0)
    assert (again.outcome, again.response) == ("sent", b'{"ok": true}')
    with pytest.raises(KeyError):
        bench.sync.send_now(outbox.new_key(), 1)
    timer.join()


def test_a_person_is_told_soon_that_it_is_kept_when_the_network_is_away(bench):
    bench.start(heartbeat=lambda: False, draw=lambda _low, high: min(high, 0.01))
    (key,) = bench.put("one")
    told = bench.sync.send_now(key, 30)
    assert (told.outcome, told.reason) == ("queued", "offline")
    assert bench.counts()["pending"] == 1


def test_a_refusal_is_told_to_the_person_who_waits(bench):
    bench.platform.plan = lambda *_: NEVER
    bench.start()
    (key,) = bench.put("one")
    told = bench.sync.send_now(key, 10)
    assert (told.outcome, told.reason) == ("parked", "not_eligible")


def test_a_mistake_in_the_sender_costs_neither_the_event_nor_the_thread(bench, caplog):
    broken = ["李样例"]

    def plan(_kind, _body, _n):
        if broken:
            raise RuntimeError(broken.pop())
        return None

    bench.platform.plan = plan
    bench.put("one")
    bench.start()
    bench.until(lambda: "sync_error" in caplog.text)
    assert "样例" not in caplog.text
    assert bench.counts()["leased"] == 1
    bench.put("two")
    bench.until(lambda: bench.counts()["sent"] == 1)
    assert bench.sync.stop()
    bench.start()
    bench.until(bench.drained)
    assert sorted(bench.platform.order) == [b"one", b"two"]
