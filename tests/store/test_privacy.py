"""Nothing personal is plain in any file of the store, in any coding it could have."""

from __future__ import annotations

import base64
import json
import logging
from datetime import timedelta

from backend_client import outbox
from kiosk.store import drafts
from tests.store.conftest import BODY

PERSONAL = [value for value in json.loads(BODY).values()]


def codings(text):
    """Return `text` as bytes in every coding that a search has to know."""
    for coding in ("utf-8", "utf-16-le", "utf-16-be", "gb18030"):
        raw = text.encode(coding)
        yield raw
        yield raw.hex().encode()
        for shift in range(3):  # base64 looks different at each of three offsets
            coded = base64.b64encode(bytes(shift) + raw)
            yield coded[4 if shift else 0 : len(coded) // 4 * 4 - 4]
    yield json.dumps(text)[1:-1].encode()


def hits(folder):
    files = [path for path in folder.rglob("*") if path.is_file()]
    found = []
    for path in files:
        data = path.read_bytes()
        found += [
            (path.name, text) for text in PERSONAL for coded in codings(text) if coded in data
        ]
    return found


def work_with_people(store, file_one, clock):
    for _ in range(5):
        file_one(store)
    person = store.sealer.person("429999194405180018")

    def more(connection):
        job = outbox.due(connection, 0)[0]
        outbox.lease(connection, job.id, 9.0)
        outbox.park(
            connection, store.sealer, job, "李样例 refused", response=BODY, at=clock.utc_now()
        )
        drafts.save(
            connection,
            store.sealer,
            person=person,
            matter_code="XC-MZ-008",
            matter_version="v1",
            data=BODY,
            now=clock.utc_now(),
            keep=timedelta(days=1),
        )

    store.write(more).result(5)


def test_nothing_personal_is_plain_on_disk_while_it_works_and_after(
    opened, file_one, clock, tmp_path
):
    store = opened()
    work_with_people(store, file_one, clock)
    assert (tmp_path / "terminal/terminal.db-wal").stat().st_size > 0
    assert hits(tmp_path) == []
    store.close()
    assert hits(tmp_path) == []


def test_the_search_finds_a_value_that_was_planted(opened, file_one, tmp_path):
    store = opened()
    file_one(store)
    for text in PERSONAL:
        for coded in codings(text):
            (tmp_path / "planted").write_bytes(b"some bytes before" + coded + b"and after")
            assert hits(tmp_path), (text, coded)


def test_a_failing_write_puts_nothing_personal_into_error_or_log(opened, clock, caplog):
    store = opened()
    event = outbox.Event(outbox.new_key(), "case", "", BODY)

    def twice(connection):
        outbox.enqueue(connection, store.sealer, event, clock.utc_now())
        outbox.enqueue(connection, store.sealer, event, clock.utc_now())

    with caplog.at_level(logging.DEBUG):
        error = store.write(twice).exception(5)
    assert "UNIQUE" in str(error)
    said = f"{error!r} {error} {caplog.text}"
    assert not any(text in said for text in PERSONAL)
    assert event.key not in said
