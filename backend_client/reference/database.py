"""The platform's database: SQLite with WAL and synchronous=FULL, or any server SQLAlchemy knows."""

from __future__ import annotations

import os
from collections.abc import Generator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import make_url
from sqlalchemy.exc import SQLAlchemyError

from backend_client.reference import (
    tables_faults,
    tables_half_done,
    tables_identity,
    tables_materials,
    tables_papers,
    tables_progress,
    tables_staff,
    tables_tickets,
)
from backend_client.reference.tables import COUNTERS, META, METADATA, SCHEMA_VERSION

ALL_TABLES = (
    tables_faults,
    tables_half_done,
    tables_identity,
    tables_materials,
    tables_papers,
    tables_progress,
    tables_staff,
    tables_tickets,
)
"""Modules whose tables are made too: importing them makes METADATA know them."""
BUSY_MS = 10_000
PARTS = (tables_identity, tables_papers)
"""Rooms whose tables stand in METADATA once they are imported."""


class DatabaseError(Exception):
    """The database cannot be used safely; the text says why, for whoever runs the platform."""


class Database:
    """Reading and writing transactions on one engine."""

    def __init__(self, url: str) -> None:
        # Parameters are personal: they must not reach an exception's text.
        self._engine = create_engine(url, hide_parameters=True)
        self._sqlite = self._engine.dialect.name == "sqlite"
        if self._sqlite:
            _private_file(self._engine)
            _hook_sqlite(self._engine)
        try:
            METADATA.create_all(self._engine)
            self._check_schema()
        except SQLAlchemyError as error:
            kind = type(error).__name__  # its text may name the server's address and user
            raise DatabaseError(f"the database cannot be used: {kind}") from None

    @contextmanager
    def write(self) -> Generator[Connection]:
        """One transaction, durable when the block has ended; on SQLite the only writer."""
        writer = self._engine.connect().execution_options(jinban_write=True)
        with writer as connection, connection.begin():
            yield connection

    @contextmanager
    def read(self) -> Generator[Connection]:
        """One consistent view."""
        with self._engine.connect() as connection:
            yield connection

    def insert_once(self, connection: Connection, table: Any, row: dict[str, Any]) -> bool:
        """Insert unless a unique index says that the row is there; True when inserted."""
        dialect = sqlite if self._sqlite else postgresql
        statement = dialect.insert(table).values(row).on_conflict_do_nothing()
        # Not every driver keeps the count of an INSERT unless it is asked to.
        options = {"preserve_rowcount": True}
        return connection.execute(statement, execution_options=options).rowcount == 1

    def next_serial(self, connection: Connection, scope: str, day: date) -> int:
        """The next number of a scope and day; never the same twice, inside `write` only."""
        place = {"scope": scope, "day": day.isoformat()}
        self.insert_once(connection, COUNTERS, {**place, "last": 0})
        here = (COUNTERS.c.scope == scope) & (COUNTERS.c.day == place["day"])
        connection.execute(COUNTERS.update().where(here).values(last=COUNTERS.c.last + 1))
        return connection.execute(select(COUNTERS.c.last).where(here)).scalar_one()

    def checkpoint(self) -> None:
        """Empty SQLite's write-ahead log, so that what was erased is in no file any more."""
        if self._sqlite:
            with self._engine.connect() as connection:
                connection.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def close(self) -> None:
        """Give all connections back."""
        self._engine.dispose()

    def _check_schema(self) -> None:
        with self.write() as connection:
            self.insert_once(connection, META, {"name": "schema", "value": SCHEMA_VERSION})
            query = select(META.c.value).where(META.c.name == "schema")
            found = connection.execute(query).scalar_one()
        if found != SCHEMA_VERSION:
            raise DatabaseError(f"schema {found} is not this platform's {SCHEMA_VERSION}")


def _private_file(engine: Engine) -> None:
    name = make_url(engine.url).database
    if not name or name == ":memory:":
        raise DatabaseError("the platform keeps its data in a file")
    path = Path(name)
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    # SQLite gives -wal and -shm the mode of the database file.
    os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
    path.chmod(0o600)


def _hook_sqlite(engine: Engine) -> None:
    event.listen(engine, "connect", _on_connect)
    event.listen(engine, "begin", _on_begin)


def _on_connect(raw: Any, _record: Any) -> None:
    raw.isolation_level = None
    for pragma in (
        "journal_mode=WAL",
        "synchronous=FULL",
        "secure_delete=ON",
        f"busy_timeout={BUSY_MS}",
    ):
        raw.execute(f"PRAGMA {pragma}")
    mode = raw.execute("PRAGMA journal_mode").fetchone()[0]
    level = raw.execute("PRAGMA synchronous").fetchone()[0]
    if (mode, level) != ("wal", 2):
        raise DatabaseError(f"SQLite keeps {mode}/{level} instead of WAL and FULL")


def _on_begin(connection: Connection) -> None:
    # A deferred transaction that turns into a writer late fails at once when another one wrote.
    write = connection.get_execution_options().get("jinban_write")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if write else "BEGIN")
