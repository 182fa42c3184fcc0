"""The database engine: SQLite settings that durability depends on, set and read back."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import create_engine, event
from sqlalchemy.pool import QueuePool, StaticPool

from kiosk.store.errors import StoreUnsafeError

if TYPE_CHECKING:
    from sqlalchemy.engine import Connection, Engine

BUSY_S = 10.0
SETTINGS: dict[str, tuple[str, Any]] = {
    "journal_mode": ("WAL", "wal"),
    "synchronous": ("FULL", 2),  # with WAL anything less loses acknowledged rows in a power cut
    "foreign_keys": ("ON", 1),
    "busy_timeout": (str(int(BUSY_S * 1000)), int(BUSY_S * 1000)),
    "secure_delete": ("ON", 1),
    "cell_size_check": ("ON", 1),
    "trusted_schema": ("OFF", 0),
}


def connect(database: Path) -> sqlite3.Connection:
    """Open `database`, which must exist, without the driver's own transactions."""
    uri = f"{database.resolve().as_uri()}?mode=rw"
    connection = sqlite3.connect(
        uri, uri=True, timeout=BUSY_S, isolation_level=None, check_same_thread=False
    )
    # A changed byte must reach the check of the row's seal, not end in a decoding error before.
    connection.text_factory = _text
    return connection


def _text(raw: bytes) -> str:
    return raw.decode("utf-8", "surrogateescape")


def apply_settings(connection: sqlite3.Connection) -> None:
    """Set every setting and read it back; StoreUnsafeError names the one that did not take."""
    for name, (value, expected) in SETTINGS.items():
        connection.execute(f"PRAGMA {name} = {value}").fetchall()
        got = connection.execute(f"PRAGMA {name}").fetchone()
        if got is None or got[0] != expected:
            raise StoreUnsafeError(f"SQLite does not take {name} = {value}")


def writer_engine(database: Path) -> Engine:
    """Return the engine with the one connection that writes; a transaction locks when it begins."""
    return _engine(database, "BEGIN IMMEDIATE", StaticPool, read_only=False)


def reader_engine(database: Path) -> Engine:
    """Return an engine whose connections cannot write; a transaction sees one moment."""
    return _engine(database, "BEGIN", QueuePool, read_only=True)


def _engine(database: Path, begin: str, pool: type[Any], *, read_only: bool) -> Engine:
    def open_one() -> sqlite3.Connection:
        connection = connect(database)
        try:
            apply_settings(connection)
            if read_only:
                connection.execute("PRAGMA query_only = ON")
        except BaseException:
            connection.close()
            raise
        return connection

    # Errors of the driver must not carry the values of a row into a log.
    engine = create_engine("sqlite://", creator=open_one, poolclass=pool, hide_parameters=True)

    def begin_explicitly(connection: Connection) -> None:
        connection.exec_driver_sql(begin)

    event.listen(engine, "begin", begin_explicitly)
    return engine
