"""Five tries at a secret, then 15 minutes of none: the count stands in the same transaction."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import Connection, select

from backend_client.reference.core import Platform
from backend_client.reference.numbers import rfc3339
from backend_client.reference.tables_identity import TRIES

MOST = 5
LOCK = timedelta(minutes=15)


def left(platform: Platform, connection: Connection, subject: str) -> int:
    """Tries left for `subject`, 0 while it is locked; nobody else counts until this ends."""
    row = {"subject": subject, "failures": 0, "last": rfc3339(platform.clock.now())}
    platform.database.insert_once(connection, TRIES, row)
    query = select(TRIES).where(TRIES.c.subject == subject).with_for_update()
    found = connection.execute(query).mappings().one()
    if found["last"] <= rfc3339(platform.clock.now() - LOCK):
        return MOST
    return max(0, MOST - int(found["failures"]))


def failed(platform: Platform, connection: Connection, subject: str) -> int:
    """One more failure; returns the tries left."""
    after = left(platform, connection, subject) - 1
    values = {"failures": MOST - after, "last": rfc3339(platform.clock.now())}
    connection.execute(TRIES.update().where(TRIES.c.subject == subject).values(values))
    return max(0, after)


def succeeded(connection: Connection, subject: str) -> None:
    """Forget the failures of `subject`."""
    connection.execute(TRIES.delete().where(TRIES.c.subject == subject))
