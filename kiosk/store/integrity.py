"""A look at the database before it is used: is it whole, whose is it, and how new."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from kiosk.store.engine import connect
from kiosk.store.errors import translate
from kiosk.store.files import companions

_DAMAGE = ("SQLITE_CORRUPT", "SQLITE_NOTADB")


@dataclass(frozen=True, slots=True)
class Look:
    """What was found. `state`: ok (`detail` "check": a row does not fit its table's CHECK);
    missing (no file at all); damaged (`detail` says how).

    `meta`, `revision` and `serials` are what the database says about itself, where it is ok.
    """

    state: Literal["ok", "missing", "damaged"]
    detail: str = ""
    meta: dict[str, str] = field(default_factory=dict[str, str])
    revision: str = ""
    serials: dict[str, int] = field(default_factory=dict[str, int])


def look(database: Path) -> Look:
    """Check the database with quick_check and read its marker.

    A file of no length opens as a fresh database in SQLite, so the marker decides. Errors that are
    not damage (rights, a full or failing disk) are raised as StoreError.
    """
    if not companions(database):
        return Look("missing")
    if not database.exists() or database.stat().st_size == 0:
        return Look("damaged", "no_content")
    try:
        with closing(connect(database)) as connection:
            return _examine(connection)
    except sqlite3.Error as error:
        name = str(getattr(error, "sqlite_errorname", ""))
        if name.startswith(_DAMAGE):
            return Look("damaged", name.lower())
        raise translate(error) from None


def _examine(connection: sqlite3.Connection) -> Look:
    answers = [row[0] for row in connection.execute("PRAGMA quick_check").fetchall()]
    rows_only = all(answer.startswith(("ok", "CHECK constraint")) for answer in answers)
    if not answers or not rows_only:
        return Look("damaged", "quick_check")
    tables = {row[0] for row in connection.execute("SELECT name FROM sqlite_schema")}
    if not {"meta", "alembic_version", "serials"} <= tables:
        return Look("damaged", "no_marker")
    meta = dict(connection.execute("SELECT key, value FROM meta").fetchall())
    revisions = connection.execute("SELECT version_num FROM alembic_version").fetchall()
    if "store" not in meta or len(revisions) != 1:
        return Look("damaged", "no_marker")
    serials = dict(connection.execute("SELECT day, last FROM serials").fetchall())
    detail = "" if answers == ["ok"] else "check"
    return Look("ok", detail, meta=meta, revision=revisions[0][0], serials=serials)
