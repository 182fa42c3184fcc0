"""Case numbers: one a case, valid offline, never given twice."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from kiosk.domain.numbers import MAX_SERIAL, CaseNumber
from kiosk.store.context import context_of
from kiosk.store.errors import SerialsExhaustedError

if TYPE_CHECKING:
    from sqlalchemy.engine import Connection


def new_case_number(connection: Connection, day: date) -> str:
    """Return the next number of `day` (Shanghai); never given twice, also if this is rolled back.

    SerialsExhaustedError after 99,999 of one day.
    """
    context, key = context_of(connection), f"{day:%y%m%d}"
    if context.book.last(key) >= MAX_SERIAL:
        raise SerialsExhaustedError(f"no number is left for {day}")
    serial = context.book.give(key)
    _note_reserved(connection, key)
    return str(CaseNumber(day, context.terminal, serial))


def raise_serial_floor(connection: Connection, day: date, serial: int) -> None:
    """The platform knows numbers of `day` up to `serial`: give only higher ones from now on."""
    if not 0 <= serial <= MAX_SERIAL:
        raise ValueError("a serial lies between 0 and 99999")
    key = f"{day:%y%m%d}"
    context_of(connection).book.raise_to(key, serial)
    _note_reserved(connection, key)


def settle_serials(connection: Connection) -> None:
    """At an orderly end: what was reserved and not used is free again."""
    book = context_of(connection).book
    for day, last in book.given().items():
        connection.exec_driver_sql("UPDATE serials SET last = ? WHERE day = ?", (last, day))


def _note_reserved(connection: Connection, day: str) -> None:
    """Keep the table at least as high as the file; most numbers change neither."""
    connection.exec_driver_sql(
        "INSERT INTO serials (day, last) VALUES (?, ?)"
        " ON CONFLICT (day) DO UPDATE SET last = excluded.last WHERE last < excluded.last",
        (day, context_of(connection).book.reserved(day)),
    )
