"""The fault record: a blip fills no list, what lasts is kept once, told once, and ends once."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from kiosk.domain.faults import KEEP_S, TELL_S, Fault, FaultBook

AT = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)


def fault(state="disconnected", detail="hung_up", role="id_card", at=AT, id="f1"):
    return Fault(id, role, role, state, detail, "staff", at)


def good(at=AT, role="id_card"):
    return fault("ready", "", role, at, "unused")


def test_a_plug_that_was_pulled_and_put_back_fills_no_list():
    book = FaultBook()
    assert book.seen(fault(), 0) == []
    assert book.next_s(1) == KEEP_S - 1
    assert book.seen(good(), 2.9) == []
    assert (book.due(1000), book.next_s(1000)) == ([], None)


def test_what_lasts_is_kept_then_told_then_ends_with_its_moment():
    book = FaultBook()
    book.seen(fault(), 0)
    (kept,) = book.due(KEEP_S)
    assert (kept.fault.since, kept.tell) == (AT, False)
    (told,) = book.due(TELL_S)
    assert (told.fault.told, told.tell) == (True, True)
    end = AT + timedelta(minutes=9)
    (ended,) = book.seen(good(end), 540)
    assert (ended.fault.fault_id, ended.fault.until, ended.tell) == ("f1", end, True)
    assert book.seen(good(end), 541) == []


def test_a_fault_that_was_not_told_ends_without_a_word():
    book = FaultBook()
    book.seen(fault(), 0)
    book.due(KEEP_S)
    (ended,) = book.seen(good(), 30)
    assert not ended.tell


def test_low_paper_that_runs_out_is_one_fault_that_got_worse():
    book = FaultBook()
    book.seen(fault("low", "paper_low", "receipt"), 0)
    book.due(TELL_S)
    (worse,) = book.seen(fault("empty", "paper_out", "receipt", id="f2"), 100)
    assert (worse.fault.fault_id, worse.fault.state, worse.tell) == ("f1", "empty", True)
    assert book.seen(fault("empty", "paper_out", "receipt"), 101) == []


def test_what_staff_took_out_or_nobody_knows_yet_is_no_fault_and_mends_none():
    book = FaultBook()
    for detail in ("out_of_service", "disabled", "not_installed"):
        assert book.seen(fault(detail=detail), 0) == []
    assert book.next_s(0) is None
    book.seen(fault(), 0)
    book.due(KEEP_S)
    assert book.seen(fault("unknown", "no_answer"), 10) == []
    assert book.seen(fault(detail="out_of_service"), 11) == []
    assert len(book.seen(good(), 12)) == 1


def test_a_fault_on_disk_goes_on_after_a_restart_and_is_told_once():
    lasting = replace(fault(), told=True)
    book = FaultBook([lasting, fault(role="receipt", id="f2")], now=5.0)
    assert book.seen(fault(id="new"), 6) == []
    assert [d.fault.fault_id for d in book.due(5 + TELL_S)] == ["f2"]
    (ended,) = book.seen(good(), 70)
    assert ended.fault.fault_id == "f1"


STATES = st.sampled_from(["ready", "busy", "low", "empty", "disconnected", "fault", "unknown"])


@given(st.lists(st.tuples(STATES, st.floats(0.1, 90))))
def test_whatever_happens_rows_begin_and_end_in_turn(walk):
    book, now, open_id = FaultBook(), 0.0, None
    for n, (state, pause) in enumerate(walk):
        deeds = book.seen(fault(state, "x", id=f"f{n}"), now)
        now += pause
        for deed in deeds + book.due(now):
            assert open_id in (None, deed.fault.fault_id)
            open_id = None if deed.fault.until else deed.fault.fault_id
