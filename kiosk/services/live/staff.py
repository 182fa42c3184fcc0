"""What staff may see of the terminal's records, also while it runs: states, never persons."""

from __future__ import annotations

from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sqlalchemy.engine import Engine

    from kiosk.domain.readiness import Sheet

EVERY = 10_000


class StaffView:
    """Reads the store through a connection that cannot write."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def cases(self) -> list[dict[str, Any]]:
        """Cases, oldest first."""
        from kiosk.store.cases import case_list

        with self._engine.connect() as connection:
            return [_plain(asdict(row)) for row in case_list(connection, datetime.now(UTC))]

    def tickets(self) -> list[dict[str, Any]]:
        """Queue numbers given here, oldest first; none in a store from before there were any."""
        from sqlalchemy import inspect

        from kiosk.store.schema import tickets
        from kiosk.store.tickets import ticket_list

        with self._engine.connect() as connection:
            if not inspect(connection).has_table(tickets.name):
                return []
            return [_plain(asdict(row)) for row in ticket_list(connection, datetime.now(UTC))]

    def outbox(self) -> list[dict[str, Any]]:
        """Events that the platform does not have, in their order."""
        from backend_client import outbox

        with self._engine.connect() as connection:
            found = outbox.rows(connection, datetime.now(UTC))
            return [{**_plain(asdict(row)), "platform_no": ""} for row in found]

    def export(self) -> dict[str, Any]:
        """Every event with its attempts."""
        from backend_client import outbox

        with self._engine.connect() as connection:
            events = outbox.rows(connection, datetime.now(UTC), outbox.STATES)
            attempts = connection.exec_driver_sql(
                "SELECT outbox_id, at, outcome, reason FROM outbox_attempt ORDER BY id"
            ).mappings()
            return {
                "events": [_plain(asdict(row)) for row in events],
                "attempts": [dict(row) for row in attempts],
            }


def kept_checks(data: Path) -> tuple[Sheet, ...]:
    """The signed morning checks of a terminal's data folder, newest first; () where none are
    kept. Raises KeyFileError, SealBroken."""
    from sqlalchemy import inspect

    from kiosk.store import health
    from kiosk.store.engine import reader_engine
    from kiosk.store.files import DATABASE
    from kiosk.store.keyfile import load_key
    from kiosk.store.schema import SCHEMA_VERSION
    from kiosk.store.sealed import RowSealer

    database = data / "terminal" / DATABASE
    if not database.exists():
        return ()
    sealer = RowSealer(load_key(data / "key" / "store.key"), SCHEMA_VERSION)
    engine = reader_engine(database)
    try:
        with engine.connect() as connection:
            if not inspect(connection).has_table(health.SHEETS):
                return ()
            return health.sheets(connection, sealer, EVERY)
    finally:
        engine.dispose()


def open_records(folder: Path) -> StaffView:
    """The records in a folder; FileNotFoundError where no terminal has kept any."""
    from kiosk.store.engine import reader_engine
    from kiosk.store.files import DATABASE

    database = folder / DATABASE
    if not database.exists():
        raise FileNotFoundError(database)
    return StaffView(reader_engine(database))


def retry_event(folder: Path, event: int) -> bool:
    """Put a parked event back into the queue; False when it is not parked."""
    from backend_client import outbox
    from kiosk.store.engine import writer_engine
    from kiosk.store.files import DATABASE

    if not (folder / DATABASE).exists():
        return False
    engine = writer_engine(folder / DATABASE)
    try:
        with engine.begin() as connection:
            return outbox.retry(connection, event)
    finally:
        engine.dispose()


def _plain(row: dict[str, Any]) -> dict[str, Any]:
    return {k: v.isoformat() if isinstance(v, datetime) else v for k, v in row.items()}
