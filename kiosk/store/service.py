"""Service mode on disk: sealed facts by name, the acts of staff, the counts they look at.

Functions work on a connection and never commit.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time
from typing import TYPE_CHECKING, Any, cast

from backend_client import outbox
from backend_client.outbox import stamp
from backend_client.sealer import SealBroken

if TYPE_CHECKING:
    from sqlalchemy.engine import Connection

    from backend_client.sealer import Sealer

TABLE = "service_facts"


@dataclass(frozen=True, slots=True)
class Act:
    """Something done in service mode, or a lock of it: codes only. `staff_no` may be ""."""

    act: str
    staff_no: str = ""
    role: str = ""
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Counts:
    """Cases and slips of a day; events that wait for the platform, and those for a clerk."""

    cases: int
    slips: int
    waiting: int
    parked: int


def fact(connection: Connection, sealer: Sealer, name: str) -> Mapping[str, Any] | None:
    """What was put under `name`; None where nothing is. SealBroken when it was changed."""
    found = connection.exec_driver_sql(
        "SELECT sealed FROM service_facts WHERE name = ?", (name,)
    ).scalar()
    if found is None:
        return None
    return cast("Mapping[str, Any]", json.loads(sealer.open(TABLE, name, found)))


def facts(connection: Connection, sealer: Sealer, prefix: str) -> dict[str, Mapping[str, Any]]:
    """All facts whose names begin with `prefix`; one that was changed is left out."""
    names = connection.exec_driver_sql(
        "SELECT name FROM service_facts WHERE substr(name, 1, ?) = ? ORDER BY name",
        (len(prefix), prefix),
    ).scalars()
    found: dict[str, Mapping[str, Any]] = {}
    for name in list(names):
        try:
            value = fact(connection, sealer, name)
        except SealBroken:
            continue
        if value is not None:
            found[name] = value
    return found


def put(connection: Connection, sealer: Sealer, name: str, value: Mapping[str, Any]) -> None:
    """Put a fact under `name` in place of the one before."""
    sealed = sealer.seal(TABLE, name, json.dumps(value).encode())
    connection.exec_driver_sql(
        "INSERT INTO service_facts (name, sealed) VALUES (?, ?)"
        " ON CONFLICT (name) DO UPDATE SET sealed = excluded.sealed",
        (name, sealed),
    )


def drop(connection: Connection, name: str) -> None:
    """Forget a fact; nothing where there is none."""
    connection.exec_driver_sql("DELETE FROM service_facts WHERE name = ?", (name,))


def note(
    connection: Connection, sealer: Sealer, act: Act, event: outbox.Event, now: datetime
) -> None:
    """Write an act down, with the event that tells the platform."""
    connection.exec_driver_sql(
        "INSERT INTO service_acts (at, staff_no, act, role, detail) VALUES (?, ?, ?, ?, ?)",
        (stamp(now), act.staff_no, act.act, act.role, act.detail),
    )
    outbox.enqueue(connection, sealer, event, now)


def counts(connection: Connection, midnight: datetime) -> Counts:
    """The counts of the business day that began at `midnight` (with its offset)."""
    cases = connection.exec_driver_sql(
        "SELECT count(*) FROM cases WHERE created_at >= ? AND state <> 'not_accepted'",
        (stamp(midnight),),
    ).scalar()
    waiting = outbox.counts(connection)
    return Counts(
        cases=int(cases or 0),
        slips=slips_since(connection, midnight),
        waiting=waiting["pending"] + waiting["leased"],
        parked=waiting["parked"],
    )


def slips_since(connection: Connection, moment: datetime) -> int:
    """Slips that came out, or may have, since then; one printed again counts once."""
    found = connection.exec_driver_sql(
        "SELECT count(*) FROM print_journal WHERE settled_at >= ? AND outcome <> 'failed'",
        (stamp(moment),),
    ).scalar()
    return int(found or 0)


def parked(connection: Connection) -> list[int]:
    """The events that wait for a clerk."""
    found = connection.exec_driver_sql("SELECT id FROM outbox WHERE state = 'parked' ORDER BY id")
    return [int(one) for one in found.scalars()]


def midnight_of(now: datetime) -> datetime:
    """When the day of `now` began, at the same place."""
    return datetime.combine(now.date(), time(), now.tzinfo)
