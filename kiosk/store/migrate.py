"""Making the tables, and bringing an older store up to date; a newer one is refused."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from backend_client import outbox
from kiosk.store import schema
from kiosk.store.engine import connect, writer_engine
from kiosk.store.errors import StoreFailedError, StoreTooNewError
from kiosk.store.files import companions, sync_directory

if TYPE_CHECKING:
    from sqlalchemy.engine import Connection

LOCATION = Path(__file__).parent / "migrations"


def make(database: Path, marks: dict[str, str]) -> None:
    """Make a whole store under another name, then give it its own, durably."""
    fresh = database.with_name(f"{database.name}.new")
    for left_over in companions(fresh):
        left_over.unlink()
    os.close(os.open(fresh, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    engine = writer_engine(fresh)
    try:
        with engine.begin() as connection:
            create_all(connection, marks)
    finally:
        engine.dispose()  # empties the write-ahead log into the file
    if companions(fresh) != [fresh]:
        raise StoreFailedError("the fresh store was not written out")
    fresh.rename(database)
    sync_directory(database.parent)


def create_all(connection: Connection, marks: dict[str, str]) -> None:
    """Make every table in the connection's transaction, with `marks` as the content of meta."""
    schema.metadata.create_all(connection)
    outbox.metadata.create_all(connection)
    connection.execute(schema.version.insert().values(version_num=schema.REVISIONS[-1]))
    rows = [{"key": key, "value": value} for key, value in marks.items()]
    connection.execute(schema.meta.insert(), rows)


def is_current(revision: str) -> bool:
    """Tell whether the store is of this program's revision; StoreTooNewError when it is newer."""
    if revision not in schema.REVISIONS:
        raise StoreTooNewError(
            f"the data is of revision {revision[:32]!r}, this program knows up to"
            f" {schema.REVISIONS[-1]!r}: install the newer program again"
        )
    return revision == schema.REVISIONS[-1]


def keep_copy(database: Path, revision: str, stamp: str) -> Path:
    """Copy an older store before it is changed, by SQLite's own backup; return where to."""
    copy = database.with_name(f"before-upgrade-{revision}-{stamp}.db")
    os.close(os.open(copy, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    with closing(connect(database)) as source, closing(sqlite3.connect(copy)) as target:
        source.backup(target)
    sync_directory(database.parent)
    return copy


def upgrade(connection: Connection) -> None:
    """Run the migrations that are missing, in the connection's transaction (all or none)."""
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(LOCATION))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
