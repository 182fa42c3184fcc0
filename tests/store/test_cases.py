"""A case is filed whole or not at all, and nobody is told before it is durable."""

from __future__ import annotations

import sqlite3
import threading
from contextlib import closing
from datetime import date, timedelta

import pytest

from backend_client import outbox
from kiosk.domain.numbers import parse_case_number
from kiosk.store import cases, drafts, print_journal, readings, serialbook, wipe
from kiosk.store.cases import PlatformAnswer
from kiosk.store.errors import (
    AnswerConflictError,
    SerialsExhaustedError,
    StateConflictError,
    UnknownCaseError,
)
from tests.store.conftest import BODY, DAY

ANSWER = PlatformAnswer(
    platform_no="42060220261123000001",
    event="accept",
    state="accepted",
    due=date(2026, 12, 2),
    postal_no="P1",
)


def find(store, number):
    return store.read(lambda c: cases.find_case(c, store.sealer, number))


def test_a_future_resolves_only_after_another_connection_can_read_the_case(
    opened, file_one, tmp_path
):
    store = opened()
    with closing(sqlite3.connect(tmp_path / "terminal/terminal.db")) as other:
        for _ in range(20):
            number = file_one(store)
            assert other.execute("SELECT 1 FROM cases WHERE case_no = ?", (number,)).fetchone()


def test_nothing_is_acknowledged_while_the_commit_has_not_returned(opened, monkeypatch):
    store = opened()
    inside, go_on = threading.Event(), threading.Event()
    commit = store._connection.dialect.do_commit

    def slow_commit(connection):
        inside.set()
        go_on.wait(10)
        commit(connection)

    monkeypatch.setattr(store._connection.dialect, "do_commit", slow_commit)
    future = store.write(lambda c: c.exec_driver_sql("DELETE FROM drafts").rowcount)
    assert inside.wait(10)
    assert not future.done()
    go_on.set()
    assert future.result(10) == 0


def test_a_number_is_reserved_on_disk_before_it_is_used(opened, file_one, monkeypatch):
    store = opened()
    order = []
    force = serialbook.os.fdatasync
    monkeypatch.setattr(serialbook.os, "fdatasync", lambda fd: (order.append("file"), force(fd)))
    commit = store._connection.dialect.do_commit
    monkeypatch.setattr(
        store._connection.dialect, "do_commit", lambda c: (order.append("commit"), commit(c))
    )
    for _ in range(serialbook.RESERVE + 1):
        file_one(store)
    assert order == ["file"] + ["commit"] * serialbook.RESERVE + ["file", "commit"]


def test_a_case_that_fails_in_the_middle_leaves_no_row_and_its_number_is_not_given_again(
    opened, file_one, monkeypatch
):
    store = opened()
    first = file_one(store)
    with monkeypatch.context() as broken:
        broken.setattr(outbox, "enqueue", lambda *_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            file_one(store)
    second = file_one(store)
    assert [parse_case_number(n).serial for n in (first, second)] == [1, 3]
    for table in ("cases", "case_events", "outbox", "print_journal"):
        count = f"SELECT count(*) FROM {table}"
        assert store.read(lambda c, q=count: c.exec_driver_sql(q).scalar_one()) == 2


def test_what_was_filed_is_read_back_whole(opened, file_one, clock):
    store = opened()
    case = find(store, file_one(store))
    assert (case.state, case.body, case.created) == ("submitted", BODY, clock.utc_now())
    assert (case.due, case.provisional, case.platform_no) == (date(2026, 12, 2), False, "")
    (step,) = store.read(lambda c: cases.case_events(c, store.sealer, case.case_no))
    assert (step.seq, step.event, step.state, step.who) == (1, "submit", "submitted", "person")
    with pytest.raises(UnknownCaseError):
        find(store, "XC2611230005999990")


def test_numbers_start_again_each_day_and_stay_above_what_the_platform_knows(opened, file_one):
    store = opened()
    assert parse_case_number(file_one(store)).serial == 1
    store.write(lambda c: cases.raise_serial_floor(c, DAY, 400)).result(5)
    store.write(lambda c: cases.raise_serial_floor(c, DAY, 7)).result(5)
    assert parse_case_number(file_one(store)).serial == 401
    assert parse_case_number(file_one(store, day=DAY + timedelta(days=1))).serial == 1
    store.close()
    store = opened()
    assert parse_case_number(file_one(store)).serial == 402
    store.write(lambda c: cases.raise_serial_floor(c, DAY, 99_998)).result(5)
    assert parse_case_number(file_one(store)).serial == 99_999
    with pytest.raises(SerialsExhaustedError):
        file_one(store)


def test_the_answer_of_the_platform_is_taken_once_and_never_contradicted(opened, file_one, clock):
    store = opened()
    number = file_one(store)

    def answered(answer):
        return store.write(
            lambda c: cases.apply_platform_answer(c, store.sealer, number, answer, clock.utc_now())
        ).result(5)

    assert answered(ANSWER)
    assert not answered(ANSWER)
    case = find(store, number)
    assert (case.platform_no, case.state, case.postal_no) == (
        ANSWER.platform_no,
        "accepted",
        "P1",
    )
    steps = store.read(lambda c: cases.case_events(c, store.sealer, number))
    assert [step.event for step in steps] == ["submit", "accept"]
    for bad in ("", "42060220261123000002"):
        with pytest.raises(AnswerConflictError):
            answered(PlatformAnswer(bad, "accept", "accepted"))


def test_a_step_from_a_state_that_the_case_is_not_in_is_refused(opened, file_one, clock):
    store = opened()
    number = file_one(store)

    def step(before, after):
        return store.write(
            lambda c: cases.set_case_state(
                c,
                store.sealer,
                number,
                event="withdraw",
                before=before,
                after=after,
                at=clock.utc_now(),
                who="person",
            )
        ).result(5)

    step("submitted", "withdrawn")
    with pytest.raises(StateConflictError):
        step("submitted", "withdrawn")
    assert find(store, number).events == 2


def test_the_history_of_a_case_cannot_be_rewritten(opened, file_one):
    store = opened()
    file_one(store)
    for statement in ("UPDATE case_events SET who = 'x'", "DELETE FROM case_events"):
        with pytest.raises(Exception, match="append-only"):
            store.write(lambda c, s=statement: c.exec_driver_sql(s)).result(5)


def test_the_list_for_staff_shows_what_waits_and_why_and_nothing_personal(opened, file_one, clock):
    store = opened()
    number = file_one(store)
    clock.advance(90)

    def fail(connection):
        job = outbox.due(connection, 0)[0]
        outbox.lease(connection, job.id, 100.0)
        outbox.mark_retry(
            connection, job.id, "retry", "http_503", next_try=1000.0, at=clock.utc_now()
        )

    store.write(fail).result(5)
    (row,) = store.read(lambda c: cases.case_list(c, clock.utc_now()))
    assert (row.no, row.age_s, row.attempts, row.reason) == (number, 90, 1, "http_503")
    assert row.next_try is not None
    assert row.next_try.timestamp() == 1000.0
    assert "样例" not in repr(row)


def test_a_slip_is_planned_before_it_is_printed_and_never_prints_by_itself_after_a_crash(
    opened, file_one, clock
):
    store = opened()
    file_one(store)
    (job,) = store.read(print_journal.unfinished)
    assert (job.outcome, job.copies, job.kept) == (None, 1, True)
    assert (
        store.write(lambda c: print_journal.settle_interrupted(c, clock.utc_now())).result(5) == 1
    )
    (job,) = store.read(print_journal.unfinished)
    assert job.outcome == "unknown"
    copy = store.write(lambda c: print_journal.plan_reprint(c, job.job_id, clock.utc_now()))
    assert copy.result(5) == 2
    store.write(lambda c: print_journal.set_outcome(c, job.job_id, "done", clock.utc_now())).result(
        5
    )
    assert store.read(print_journal.unfinished) == []
    slip = store.read(lambda c: print_journal.slip_data(c, store.sealer, job.job_id))
    assert slip.data == BODY
    with pytest.raises(print_journal.UnknownJobError):
        store.write(
            lambda c: print_journal.set_outcome(c, "nothing", "done", clock.utc_now())
        ).result(5)


def test_a_draft_is_found_by_its_person_only_and_not_after_its_time(opened, clock):
    store = opened()
    person = store.sealer.person("429999194405180018")

    def keep(data):
        return store.write(
            lambda c: drafts.save(
                c,
                store.sealer,
                person=person,
                matter_code="XC-MZ-008",
                matter_version="v1",
                data=data,
                now=clock.utc_now(),
                keep=timedelta(days=3),
            )
        ).result(5)

    def find_draft(who):
        return store.read(lambda c: drafts.find(c, store.sealer, who, "XC-MZ-008", clock.utc_now()))

    keep(b"first")
    keep(b"second")
    draft = find_draft(person)
    assert draft is not None
    assert (draft.data, draft.matter_version) == (b"second", "v1")
    assert find_draft(store.sealer.person("429999198603150029")) is None
    clock.advance(3 * 86400)
    assert find_draft(person) is None
    assert store.write(lambda c: drafts.expire(c, clock.utc_now())).result(5) == 1


def test_the_end_of_a_session_erases_what_needs_not_be_sent_and_nothing_else(
    opened, file_one, clock, tmp_path
):
    store = opened()
    sent, waiting = file_one(store), file_one(store)

    def send(connection):
        job = outbox.due(connection, 0)[0]
        outbox.lease(connection, job.id, 100.0)
        outbox.mark_sent(connection, store.sealer, job, b'{"answer": 1}', clock.utc_now())
        reading = readings.Reading("insurance.record", 2, "c1", clock.utc_now(), sent)
        readings.note_reading(connection, reading)
        for print_job in print_journal.jobs_of(connection, sent):
            print_journal.set_outcome(connection, print_job.job_id, "done", clock.utc_now())

    store.write(send).result(5)
    body = store.read(lambda c: c.exec_driver_sql("SELECT sealed FROM cases").scalars().all())[0]
    wiped = wipe.end_session(store, clock.utc_now())
    assert (wiped.cases, wiped.answers, wiped.slips) == (1, 1, 1)
    assert find(store, sent).body is None
    assert find(store, waiting).body == BODY
    for path in (tmp_path / "terminal").iterdir():
        assert body not in path.read_bytes(), path.name
    assert len(store.read(lambda c: readings.readings(c, clock.utc_now()))) == 1
    assert len(store.read(print_journal.unfinished)) == 1
