"""The tables as the program sees them, and the way an older store gets there."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing

import pytest

from backend_client import outbox
from kiosk.store import migrate, schema
from kiosk.store.engine import writer_engine

NEWEST = schema.REVISIONS[-1]


def described(database):
    with closing(sqlite3.connect(database)) as connection:
        found = connection.execute("SELECT type, name, sql FROM sqlite_schema").fetchall()
    return {(kind, name): "".join((sql or "").split()) for kind, name, sql in found}


@pytest.fixture
def empty(tmp_path):
    database = tmp_path / "made.db"
    database.touch()
    return database


def run(database, work):
    engine = writer_engine(database)
    with engine.begin() as connection:
        work(connection)
    engine.dispose()


def test_the_migrations_end_where_the_tables_of_the_program_stand(opened, tmp_path, empty):
    opened().close()
    run(empty, migrate.upgrade)
    assert described(empty) == described(tmp_path / "terminal/terminal.db")


def test_the_revisions_named_are_the_files_there_are():
    files = sorted((migrate.LOCATION / "versions").glob("[0-9]*.py"))
    assert [file.name[:4] for file in files] == list(schema.REVISIONS)


@pytest.fixture
def next_release(tmp_path, monkeypatch):
    """A later program: one more migration, which adds a column."""
    location = tmp_path / "migrations"
    shutil.copytree(migrate.LOCATION, location)
    (location / "versions" / "9999_more.py").write_text(
        "from alembic import op\nimport sqlalchemy as sa\n"
        f"revision, down_revision = '9999', '{NEWEST}'\n"
        "def upgrade():\n"
        "    op.add_column('meta', sa.Column('more', sa.Integer))\n"
    )
    monkeypatch.setattr(migrate, "LOCATION", location)
    monkeypatch.setattr(schema, "REVISIONS", (*schema.REVISIONS, "9999"))
    return location


def test_an_older_store_is_copied_upgraded_and_loses_nothing(
    opened, file_one, tmp_path, next_release
):
    with pytest.MonkeyPatch.context() as before:
        before.setattr(schema, "REVISIONS", schema.REVISIONS[:-1])
        store = opened()
        number = file_one(store)
        store.close()
    store = opened()
    from kiosk.store import cases

    assert store.read(lambda c: cases.find_case(c, store.sealer, number)).case_no == number
    assert store.read(outbox.counts)["pending"] == 1
    assert store.read(lambda c: c.exec_driver_sql("SELECT max(more) FROM meta").all()) == [(None,)]
    (copy,) = (tmp_path / "terminal").glob(f"before-upgrade-{NEWEST}-*.db")
    assert copy.stat().st_mode & 0o777 == 0o600
    with closing(sqlite3.connect(copy)) as connection:
        assert connection.execute("SELECT case_no FROM cases").fetchall() == [(number,)]


def test_a_migration_that_fails_half_way_changes_nothing(opened, file_one, tmp_path, next_release):
    with pytest.MonkeyPatch.context() as before:
        before.setattr(schema, "REVISIONS", schema.REVISIONS[:-1])
        store = opened()
        file_one(store)
        store.close()
    script = next_release / "versions" / "9999_more.py"
    script.write_text(script.read_text() + "    op.execute('SELECT * FROM not_there')\n")
    with pytest.raises(Exception, match="not_there"):
        opened()
    with closing(sqlite3.connect(tmp_path / "terminal/terminal.db")) as connection:
        assert connection.execute("SELECT version_num FROM alembic_version").fetchall() == [
            (NEWEST,)
        ]
        assert len(connection.execute("PRAGMA table_info(meta)").fetchall()) == 2
