"""A changed byte in a stored row is found, and the row is named."""

from __future__ import annotations

import random
from datetime import timedelta

import pytest

from backend_client import outbox
from backend_client.sealer import SealBroken
from kiosk.store import audit, cases, drafts
from kiosk.store.sealed import RowSealer

WATCHED = {
    "cases": "case_no matter_code matter_version state created_at due provisional platform_no"
    " postal_no reason events sealed facts",
    "case_events": "case_no seq event state at who facts",
    "outbox": "key kind case_no sealed response state",
    "print_journal": "job_id case_no kind sealed",
    "drafts": "person matter_code matter_version sealed",
}


@pytest.fixture
def filled(opened, file_one, clock):
    """A store with a row of each kind, one of them answered."""
    store = opened()
    number = file_one(store)

    def more(connection):
        job = outbox.due(connection, 0)[0]
        outbox.lease(connection, job.id, 100.0)
        outbox.park(
            connection, store.sealer, job, "refused", response=b"answer", at=clock.utc_now()
        )
        answer = cases.PlatformAnswer(
            "42060220261123000001", "accept", "accepted", None, False, "P1", "ok"
        )
        cases.apply_platform_answer(connection, store.sealer, number, answer, clock.utc_now())
        drafts.save(
            connection,
            store.sealer,
            person=store.sealer.person("429999194405180018"),
            matter_code="XC-MZ-008",
            matter_version="v1",
            data=b"draft",
            now=clock.utc_now(),
            keep=timedelta(days=1),
        )

    store.write(more).result(5)
    store.write(lambda c: c.exec_driver_sql("DROP TRIGGER case_events_no_update")).result(5)
    return store


def edits(value):
    """Return every version of `value` that differs in one byte, by one random bit."""
    if value is None or isinstance(value, int):
        return [7 if value is None else value + 6]
    raw = value if isinstance(value, bytes) else value.encode()
    made = []
    for at in range(len(raw)):
        changed = bytearray(raw)
        changed[at] ^= 1 << random.randrange(8)
        made.append(bytes(changed) if isinstance(value, bytes) else changed)
    return made


class TakenBackError(Exception):
    """Ends the transaction of an edit."""


def noticed(store, table, column, row, value):
    """Edit one column of the row at `row` (a condition), look, and take the edit back."""
    found = []

    def edit(connection):
        connection.exec_driver_sql("PRAGMA ignore_check_constraints = ON")
        connection.exec_driver_sql("PRAGMA defer_foreign_keys = ON")
        put = "CAST(? AS TEXT)" if isinstance(value, bytearray) else "?"
        raw = bytes(value) if isinstance(value, bytearray) else value
        connection.exec_driver_sql(f"UPDATE {table} SET {column} = {put} WHERE {row}", (raw,))
        found.extend(audit.broken_rows(connection, store.sealer))
        raise TakenBackError

    assert isinstance(store.write(edit).exception(10), TakenBackError)
    return bool(found)


def test_every_edit_of_one_byte_of_a_stored_row_is_found(filled):
    unnoticed, tried = [], 0
    for table, columns in WATCHED.items():
        row = "seq = 1" if table == "case_events" else "true"
        for column in columns.split():
            query = f"SELECT {column} FROM {table} WHERE {row}"
            old = filled.read(lambda c, query=query: c.exec_driver_sql(query).scalar_one())
            for value in edits(old):
                tried += 1
                if not noticed(filled, table, column, row, value):
                    unnoticed.append((table, column, value))
    assert unnoticed == []
    assert tried > 1000
    assert filled.read(lambda c: audit.broken_rows(c, filled.sealer)) == []


def test_a_body_put_into_another_row_does_not_open(opened, file_one):
    store = opened()
    first, second = file_one(store, b"first"), file_one(store, b"second")
    store.write(
        lambda c: c.exec_driver_sql(
            "UPDATE cases SET sealed = (SELECT sealed FROM cases WHERE case_no = ?)"
            " WHERE case_no = ?",
            (first, second),
        )
    ).result(5)
    with pytest.raises(SealBroken, match=second):
        store.read(lambda c: cases.find_case(c, store.sealer, second))
    assert store.read(lambda c: cases.find_case(c, store.sealer, first)).body == b"first"


def test_a_step_that_was_removed_is_missed(filled):
    filled.write(lambda c: c.exec_driver_sql("DROP TRIGGER case_events_no_delete")).result(5)
    filled.write(lambda c: c.exec_driver_sql("DELETE FROM case_events WHERE seq = 2")).result(5)
    (broken,) = filled.read(lambda c: audit.broken_rows(c, filled.sealer))
    assert broken.table == "case_events"


def test_an_event_in_a_state_that_nobody_wrote_is_parked_at_the_next_start(opened, file_one, clock):
    store = opened()
    number = file_one(store)

    def spoil(connection):
        connection.exec_driver_sql("PRAGMA ignore_check_constraints = ON")
        connection.exec_driver_sql("UPDATE outbox SET state = 'pendinh'")

    store.write(spoil).result(5)
    store.close()
    store = opened()
    assert [finding.code for finding in store.findings] == ["rows_changed"]
    (row,) = store.read(lambda c: outbox.rows(c, clock.utc_now()))
    assert (row.no, row.state, row.reason) == (number, "parked", "row_changed")


def test_rows_sealed_under_an_older_schema_stay_readable():
    key = bytes(range(32))
    sealed = RowSealer(key, 1).seal("cases", "XC1", b"body")
    assert RowSealer(key, 2).open("cases", "XC1", sealed) == b"body"
    with pytest.raises(SealBroken):
        RowSealer(bytes(32), 2).open("cases", "XC1", sealed)
