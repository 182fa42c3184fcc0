"""Opening the terminal's store, and the way in: one writer, any number of readers."""

from __future__ import annotations

import logging
import os
import secrets
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from backend_client import outbox
from kiosk.store import migrate, schema
from kiosk.store.case_numbers import settle_serials
from kiosk.store.context import Context
from kiosk.store.engine import reader_engine, writer_engine
from kiosk.store.errors import KeyFileError
from kiosk.store.files import (
    DATABASE,
    DirectoryLock,
    companions,
    move_aside,
    newest_aside,
    prepare_directory,
)
from kiosk.store.integrity import Look, look
from kiosk.store.keyfile import load_key, load_or_create_key
from kiosk.store.sealed import RowSealer
from kiosk.store.serialbook import RESERVE, SerialBook
from kiosk.store.writer import Writer

if TYPE_CHECKING:
    from sqlalchemy.engine import Connection, Engine

    from kiosk.clock import Clock

log = logging.getLogger("kiosk.store")
T = TypeVar("T")
TRY_S = 0.2
MIN_FREE_BYTES = 16 * 1024 * 1024
CHECKPOINT = "PRAGMA wal_checkpoint(TRUNCATE)"


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that staff should know about the data.

    `code`: damaged; missing; rows_changed (`detail`: how many events were parked for it);
    serial_file_damaged; serials_behind (an older copy was put back); terminal_changed.
    """

    code: str
    detail: str = ""


class Store:
    """The terminal's data. Made by open_store only.

    `damaged_copy`: the folder where a damaged set was moved to at this start, None if all is well.
    `findings`: what staff should know. `sealer`: seals and opens rows, safe from any thread.
    """

    def __init__(
        self,
        *,
        directory: Path,
        lock: DirectoryLock,
        book: SerialBook,
        sealer: RowSealer,
        engines: tuple[Engine, Engine],
        terminal: str,
    ) -> None:
        self.directory = directory
        self.sealer = sealer
        self.damaged_copy: Path | None = None
        self.findings: tuple[Finding, ...] = ()
        self._lock, self._book = lock, book
        self._writing, self._reading = engines
        self._connection = self._writing.connect()
        self._connection.info["store"] = Context(terminal, book)
        self._writer = Writer(self._connection)

    def write(self, work: Callable[[Connection], T]) -> Future[T]:
        """Run `work` in one transaction of the writer thread; the result comes after the commit.

        When `work` or the commit fails nothing was written and the future fails: StoreFullError,
        StoreReadOnlyError, StoreDamagedError, StoreFailedError, StoreClosedError, or what `work`
        raised.
        """
        return self._writer.submit(work)

    def read(self, work: Callable[[Connection], T]) -> T:
        """Run `work` on a connection that cannot write, on the calling thread."""
        with self.reader() as connection:
            return work(connection)

    def reader(self) -> Connection:
        """Return a connection that cannot write; close it, or use it in a with statement."""
        return self._reading.connect()

    def ready(self) -> str:
        """Tell whether a case could be taken now: "", or full, read_only, damaged, failed, closed.

        Ask before a person starts to fill in. After a failure it tries a write, so that the store
        comes back by itself when the cause has gone.
        """
        try:
            room = os.statvfs(self.directory)
        except OSError:
            return "failed"
        if room.f_flag & os.ST_RDONLY:
            return "read_only"
        if room.f_bavail * room.f_frsize < MIN_FREE_BYTES:
            return "full"
        if self._writer.trouble:
            return self._writer.trouble if not self._takes_a_write() else ""
        return ""

    def _takes_a_write(self) -> bool:
        """Try one; a disk that hangs must not hold up the screen that asks."""
        tried = self.write(_touch)
        try:
            return tried.exception(TRY_S) is None
        except TimeoutError:
            tried.cancel()
            return False

    def checkpoint(self) -> Future[None]:
        """Empty the write-ahead log, so that erased rows are gone from it too."""
        return self._writer.submit(_checkpoint, transaction=False)

    def close(self, timeout_s: float = 10.0) -> bool:
        """Finish what was handed in, close all files, let go of the lock.

        False when the writer did not end in timeout_s; then the lock stays until the process ends.
        """
        self._reading.dispose()
        settled = self._writer.submit(settle_serials)
        self._writer.submit(_checkpoint, transaction=False)
        if not self._writer.close(timeout_s):
            return False
        if settled.exception() is None:
            self._book.settle()
        self._connection.close()
        self._writing.dispose()
        self._book.close()
        self._lock.release()
        return True


def open_store(directory: Path, terminal_number: str, key_path: Path, clock: Clock) -> Store:
    """Open the store in `directory`, making it if there is none.

    `terminal_number`: four digits, part of every case number. A damaged set is moved aside and
    kept, and a fresh store is started above its numbers. StoreInUseError, StoreTooNewError,
    StoreUnsafeError, KeyFileError and the disk's errors otherwise.
    """
    prepare_directory(directory)
    lock = DirectoryLock(directory)
    try:
        return _Opening(directory, terminal_number, key_path, clock).run(lock)
    except BaseException:
        lock.release()
        raise


class _Opening:
    def __init__(self, directory: Path, terminal: str, key_path: Path, clock: Clock) -> None:
        self.directory, self.database = directory, directory / DATABASE
        self.terminal, self.key_path, self.clock = terminal, key_path, clock
        self.stamp = clock.utc_now().astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")
        self.findings: list[Finding] = []
        self.damaged_copy: Path | None = None

    def run(self, lock: DirectoryLock) -> Store:
        book = SerialBook(self.directory)
        if book.damaged:
            self._find("serial_file_damaged", "")
        seen = self._look(book)
        sealer = self._sealer(seen)
        store_id = seen.meta["store"] if seen.state == "ok" else self._make(sealer)
        engines = writer_engine(self.database), reader_engine(self.database)
        try:
            self._bring_up(engines[0], seen)
        except BaseException:
            engines[0].dispose()
            raise
        self._open_book(book, seen, store_id)
        for path in companions(self.database):
            path.chmod(0o600)
        store = Store(
            directory=self.directory,
            lock=lock,
            book=book,
            sealer=sealer,
            engines=engines,
            terminal=self.terminal,
        )
        self._park_changed(store, seen)
        store.findings, store.damaged_copy = tuple(self.findings), self.damaged_copy
        return store

    def _find(self, code: str, detail: str) -> None:
        log.warning("store_finding code=%s detail=%s", code, detail)
        self.findings.append(Finding(code, detail))

    def _look(self, book: SerialBook) -> Look:
        seen = look(self.database)
        if seen.state == "damaged":
            self.damaged_copy = move_aside(self.database, self.stamp)
            self._find("damaged", seen.detail)
        elif seen.state == "missing" and book.store:
            self.damaged_copy = newest_aside(self.directory)
            self._find("missing", "")
        return seen

    def _sealer(self, seen: Look) -> RowSealer:
        key = load_key(self.key_path) if seen.state == "ok" else load_or_create_key(self.key_path)
        sealer = RowSealer(key, schema.SCHEMA_VERSION)
        if seen.state == "ok" and seen.meta.get("key_id") != sealer.key_id:
            raise KeyFileError(f"{self.key_path} is not the key that this store was sealed with")
        return sealer

    def _bring_up(self, engine: Engine, seen: Look) -> None:
        """Upgrade a store that is there, and note whose it is now."""
        if seen.state != "ok":
            return
        if not migrate.is_current(seen.revision):
            migrate.keep_copy(self.database, seen.revision, self.stamp)
            with engine.begin() as connection:
                migrate.upgrade(connection)
            log.info("store_upgraded from=%s to=%s", seen.revision, schema.REVISIONS[-1])
        if seen.meta.get("terminal") != self.terminal:
            self._find("terminal_changed", f"{seen.meta.get('terminal', '')}>{self.terminal}")
            mine = schema.meta.update().where(schema.meta.c.key == "terminal")
            with engine.begin() as connection:
                connection.execute(mine, {"value": self.terminal})

    def _make(self, sealer: RowSealer) -> str:
        """Make a store; it gets its name when it is whole, so that half a store is never found."""
        store_id = secrets.token_hex(8)
        marks = {
            "store": store_id,
            "key_id": sealer.key_id,
            "terminal": self.terminal,
            "created_at": self.clock.utc_now().astimezone(UTC).isoformat(),
        }
        migrate.make(self.database, marks)
        return store_id

    def _park_changed(self, store: Store, seen: Look) -> None:
        """An event whose state was changed from outside would wait for ever: a clerk looks."""
        if seen.detail == "check":
            self._find("rows_changed", str(store.write(outbox.park_unknown).result()))

    def _open_book(self, book: SerialBook, seen: Look, store_id: str) -> None:
        behind = sum(max(0, last - seen.serials.get(day, 0)) for day, last in book.days().items())
        if seen.state == "ok" and behind > RESERVE:  # a kill leaves the file ahead by so many
            self._find("serials_behind", str(behind))
        book.open(store_id, seen.serials)
        lost = seen.state == "damaged" or (seen.state == "missing" and book.damaged)
        if lost and not book.days():
            now = self.clock.now()
            book.raise_to(f"{now:%y%m%d}", _careful_serial(now))


def _careful_serial(now: datetime) -> int:
    """Return a serial that a day without any memory can go on from.

    Both memories are gone, and numbers were given today. From 40,000, ten a minute since midnight:
    nobody files ten cases a minute, so that even a second loss on the same day repeats none.
    """
    return 40_000 + 10 * (60 * now.hour + now.minute)


def _touch(connection: Connection) -> None:
    connection.execute(
        schema.meta.update().where(schema.meta.c.key == "key_id").values(value=schema.meta.c.value)
    )


def _checkpoint(connection: Connection) -> None:
    driver = connection.connection.driver_connection
    if driver is not None:
        driver.execute(CHECKPOINT).fetchall()
