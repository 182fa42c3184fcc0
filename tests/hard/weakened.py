"""Weakened builds that the tests must notice, and faults put into a running terminal."""

from __future__ import annotations

import random
import time
from concurrent.futures import Future

import backend_client.outbox
import backend_client.sync
import kiosk.store.store
from backend_client.courier import Courier
from kiosk.services.live.records import Records


def weaken(how: str) -> None:
    if how == "told-before-commit":
        Records.file = _hasty(Records.file)
    elif how == "key-per-attempt":
        Courier.attempt = _with_a_new_key(Courier.attempt)
    elif how == "plain-trace":
        Records.file = _traced(Records.file)


def _hasty(file):
    """Tell the person first; the commit comes a second later."""

    def hasty(self, data, matter):
        early: Future = Future()

        def slow(connection):
            early.set_result(work[0](connection))
            time.sleep(1.0)

        def write(what):
            work.append(what)
            submit(slow)
            return early

        work, submit = [], self.store.write
        self.store.write = write
        try:
            return file(self, data, matter)[0], ""
        finally:
            del self.store.write

    return hasty


def _with_a_new_key(attempt):
    def changed(self, job):
        send = self._sender.send
        self._sender = type("Sender", (), {"send": staticmethod(_renamed(send))})()
        try:
            return attempt(self, job)
        finally:
            self._sender = type("Sender", (), {"send": staticmethod(send)})()

    return changed


def _renamed(send):
    return lambda kind, _key, body: send(kind, backend_client.outbox.new_key(), body)


def _traced(file):
    """A helpful programmer's trace of each case, in plain words."""

    def traced(self, data, matter):
        with (self.store.directory / "trace.txt").open("a", encoding="gb18030") as out:
            out.write(f"{data.person.name} {data.person.number}\n")
        return file(self, data, matter)

    return traced


def hasten(patience: float) -> None:
    """Shorten the waits between attempts; which attempts there are stays as it is."""
    plain = backend_client.sync.SyncThread.__init__
    if patience != 1.0 and plain.__name__ == "__init__":  # once a process

        def hastened(self, **given) -> None:
            plain(self, draw=lambda low, high: patience * random.uniform(low, high), **given)

        backend_client.sync.SyncThread.__init__ = hastened


def _no_page_more(terminal) -> None:
    """The database may not grow: SQLite itself says SQLITE_FULL, in the middle of a case."""
    _pages(terminal, "(SELECT page_count FROM pragma_page_count)")
    write = terminal.services.records.store.write
    row = "INSERT INTO meta (key, value) VALUES (hex(randomblob(8)), hex(zeroblob(50)))"
    full = None
    while full is None:  # what is free inside the pages goes first
        full = write(lambda connection: connection.exec_driver_sql(row) and None).exception(5)
    terminal.strokes[:] = [[(float(x % 60), 12.0, x * 20.0) for x in range(600)]]  # over a page


def _pages(terminal, most: str) -> None:
    def limit(connection) -> None:
        pages = connection.exec_driver_sql(f"SELECT {most}").scalar_one()
        connection.exec_driver_sql(f"PRAGMA max_page_count = {pages}")

    terminal.services.records.store.write(limit).result(5)


def _no_room(terminal) -> None:
    kiosk.store.store.MIN_FREE_BYTES = 1 << 62


def _room_again(terminal) -> None:
    kiosk.store.store.MIN_FREE_BYTES = 1 << 20
    _pages(terminal, "1000000")


def _mistake(terminal) -> None:
    """A mistake of the program in work for this person."""

    def wrong() -> None:
        raise ZeroDivisionError

    terminal.controller.work(wrong, lambda _nothing: None)
    terminal.until(lambda: terminal.page.screen == "trouble", 5)


FAULTS = {
    "no-page-more": _no_page_more,
    "no-room": _no_room,
    "mended": _room_again,
    "mistake": _mistake,
}
