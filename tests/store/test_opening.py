"""What the store refuses, what it moves aside, and what it never gives up."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys

import pytest

from kiosk.store import engine, migrate
from kiosk.store import store as store_room
from kiosk.store.errors import (
    KeyFileError,
    StoreClosedError,
    StoreFullError,
    StoreInUseError,
    StoreTooNewError,
    StoreUnsafeError,
)

DATABASE = "terminal/terminal.db"


def test_the_settings_that_durability_needs_are_on_the_connections_that_work(opened):
    store = opened()

    def settings(connection):
        return {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar_one()
            for name in engine.SETTINGS
        }

    expected = {name: wanted for name, (_, wanted) in engine.SETTINGS.items()}
    assert expected["journal_mode"] == "wal"
    assert expected["synchronous"] == 2
    assert store.write(settings).result(5) == expected
    assert store.read(settings) == expected


def test_a_setting_that_sqlite_does_not_take_stops_the_start(opened, monkeypatch):
    monkeypatch.setitem(engine.SETTINGS, "synchronous", ("NORMAL", 2))
    with pytest.raises(StoreUnsafeError, match="synchronous"):
        opened()


def test_a_reading_connection_cannot_write(opened):
    with pytest.raises(Exception, match="readonly"):
        opened().read(lambda connection: connection.exec_driver_sql("DELETE FROM meta"))


def test_a_second_terminal_on_the_same_data_is_refused_also_from_another_process(opened, tmp_path):
    store = opened()
    with pytest.raises(StoreInUseError, match=str(os.getpid())):
        opened()
    program = (
        "import sys; from pathlib import Path; from kiosk.store.files import DirectoryLock;"
        "DirectoryLock(Path(sys.argv[1]))"
    )
    other = subprocess.run(
        [sys.executable, "-c", program, str(store.directory)], capture_output=True, check=False
    )
    assert b"StoreInUseError" in other.stderr
    store.close()
    opened()


def test_nobody_else_can_read_the_files(opened, file_one, tmp_path):
    before = os.umask(0)
    try:
        file_one(opened())
    finally:
        os.umask(before)
    assert (tmp_path / "terminal").stat().st_mode & 0o777 == 0o700
    modes = {path.name: path.stat().st_mode & 0o777 for path in (tmp_path / "terminal").iterdir()}
    assert {"terminal.db", "terminal.db-wal", "serial.json", "lock"} <= set(modes)
    assert set(modes.values()) == {0o600}
    assert (tmp_path / "key").stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o622])
def test_a_key_that_others_may_read_is_refused(opened, tmp_path, mode):
    opened().close()
    (tmp_path / "key").chmod(mode)
    with pytest.raises(KeyFileError, match="chmod 600"):
        opened()


def test_another_key_a_cut_key_and_a_lost_key_are_refused_and_nothing_is_touched(
    opened, file_one, tmp_path
):
    store = opened()
    number = file_one(store)
    store.close()
    key = (tmp_path / "key").read_bytes()
    for wrong in (bytes(32), key[:31], b""):
        (tmp_path / "key").write_bytes(wrong)
        with pytest.raises(KeyFileError):
            opened()
    (tmp_path / "key").unlink()
    with pytest.raises(KeyFileError, match="missing"):
        opened()
    assert not (tmp_path / "key").exists()
    (tmp_path / "key").write_bytes(key)
    (tmp_path / "key").chmod(0o600)
    from kiosk.store import cases

    store = opened()
    assert store.read(lambda c: cases.find_case(c, store.sealer, number)).case_no == number


def test_data_of_a_newer_program_is_refused(opened, tmp_path):
    opened().close()
    with sqlite3.connect(tmp_path / DATABASE) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.close()
    with pytest.raises(StoreTooNewError, match="9999"):
        opened()


def _zero_header(data: bytes) -> bytes:
    return bytes(100) + data[100:]


def _cut_in_half(data: bytes) -> bytes:
    return data[: len(data) // 8192 * 4096]


def _page_of_garbage(data: bytes) -> bytes:
    return data[:4096] + b"\xa5" * 4096 + data[8192:]


def _nothing(data: bytes) -> bytes:
    return b""


def _another_database(data: bytes) -> bytes:
    connection = sqlite3.connect(":memory:")
    connection.execute("CREATE TABLE t (a)")
    other = connection.serialize()
    connection.close()
    return other


@pytest.mark.parametrize(
    "damage", [_zero_header, _cut_in_half, _page_of_garbage, _nothing, _another_database]
)
def test_a_damaged_set_is_kept_aside_and_numbers_go_on_above_it(opened, file_one, tmp_path, damage):
    store = opened()
    last = [file_one(store) for _ in range(12)][-1]
    store.close()
    damaged = damage((tmp_path / DATABASE).read_bytes())
    (tmp_path / DATABASE).write_bytes(damaged)
    (tmp_path / f"{DATABASE}-wal").write_bytes(b"left over")

    store = opened()
    assert [finding.code for finding in store.findings] == ["damaged"]
    assert store.damaged_copy is not None
    assert (store.damaged_copy / "terminal.db").read_bytes() == damaged
    assert file_one(store) > last
    store.close()
    store = opened()
    assert store.findings == ()
    assert store.damaged_copy is None


def test_a_database_that_has_vanished_is_reported_and_its_numbers_are_not_given_again(
    opened, file_one, tmp_path
):
    store = opened()
    last = file_one(store)
    store.close()
    (tmp_path / DATABASE).unlink()
    store = opened()
    assert [finding.code for finding in store.findings] == ["missing"]
    assert file_one(store) > last


def test_both_memories_lost_on_one_day_still_repeat_no_number(opened, file_one, tmp_path, clock):
    given: list[str] = []
    for _ in range(3):
        store = opened()
        given += [file_one(store) for _ in range(3)]
        store.close()
        (tmp_path / DATABASE).write_bytes(b"")
        (tmp_path / "terminal/serial.json").write_bytes(bytes(1024))
        clock.advance(60)  # no two disasters within a minute
    assert len(set(given)) == 9


def test_an_ordinary_start_loads_no_alembic_and_importing_the_room_loads_no_sqlalchemy(
    opened, tmp_path
):
    opened().close()
    program = """
import sys
from pathlib import Path
import kiosk.store
from kiosk.clock import SystemClock
assert "sqlalchemy" not in sys.modules
where = Path(sys.argv[1])
kiosk.store.open_store(where / "terminal", "0005", where / "key", SystemClock()).close()
assert "sqlalchemy" in sys.modules
assert "alembic" not in sys.modules and "sqlalchemy.orm" not in sys.modules
"""
    subprocess.run([sys.executable, "-c", program, str(tmp_path)], check=True)


def test_a_full_disk_is_told_loses_nothing_and_passes_by_itself(opened, file_one, clock):
    from backend_client import outbox

    store = opened()
    kept = file_one(store)
    pages = "PRAGMA max_page_count = {}"
    limit = store.write(lambda c: c.exec_driver_sql("PRAGMA page_count").scalar_one()).result(5)
    store.write(lambda c: c.exec_driver_sql(pages.format(limit)).scalar_one()).result(5)
    full = None
    while full is None:
        try:
            kept = file_one(store)
        except StoreFullError as error:
            full = error
    assert store.read(lambda c: outbox.rows(c, clock.utc_now()))[-1].no == kept
    store.write(lambda c: c.exec_driver_sql(pages.format(limit + 500)).scalar_one()).result(5)
    assert store.ready() == ""
    assert file_one(store) > kept


def test_a_terminal_with_little_room_left_says_so_before_anybody_fills_in(opened, monkeypatch):
    store = opened()
    assert store.ready() == ""
    monkeypatch.setattr(store_room, "MIN_FREE_BYTES", 1 << 62)
    assert store.ready() == "full"


def test_a_first_start_that_was_cut_short_is_simply_done_again(opened, monkeypatch, tmp_path):
    with monkeypatch.context() as cut:
        cut.setattr(migrate, "create_all", lambda *_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            opened()
    (tmp_path / "terminal/terminal.db.new-wal").write_bytes(b"left over")
    store = opened()
    assert store.findings == ()
    store.close()
    names = {path.name for path in (tmp_path / "terminal").iterdir()}
    assert names == {"terminal.db", "serial.json", "lock"}


def test_what_was_handed_in_before_the_close_is_written_and_later_work_is_refused(opened, file_one):
    store = opened()
    waiting = [store.write(lambda c: c.exec_driver_sql("SELECT 1").scalar()) for _ in range(50)]
    assert store.close()
    assert [future.result(0) for future in waiting] == [1] * 50
    with pytest.raises(StoreClosedError):
        file_one(store)


def test_the_files_of_an_older_copy_are_noticed(opened, file_one, tmp_path):
    store = opened()
    file_one(store)
    store.close()
    old = (tmp_path / DATABASE).read_bytes()
    store = opened()
    given = [file_one(store) for _ in range(25)]
    store.close()
    (tmp_path / DATABASE).write_bytes(old)
    store = opened()
    assert [finding.code for finding in store.findings] == ["serials_behind"]
    assert file_one(store) > given[-1]


def test_a_spoiled_serial_file_is_reported_and_the_database_remembers(opened, file_one, tmp_path):
    store = opened()
    last = file_one(store)
    store.close()
    (tmp_path / "terminal/serial.json").write_bytes(b'{"crc": 1, "body": "x"}')
    store = opened()
    assert [finding.code for finding in store.findings] == ["serial_file_damaged"]
    assert file_one(store) > last


def test_one_torn_slot_of_the_serial_file_costs_nothing(opened, file_one, tmp_path):
    for torn in (0, 512):
        store = opened()
        last = file_one(store)
        store.close()
        path = tmp_path / "terminal/serial.json"
        data = bytearray(path.read_bytes())
        data[torn : torn + 200] = bytes(200)
        path.write_bytes(data)
        (tmp_path / DATABASE).unlink()
        store = opened()
        assert file_one(store) > last
        store.close()
