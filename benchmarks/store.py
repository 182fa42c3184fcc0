"""How many cases a second become durable, beside what the disk and SQLite can do at all.

One case is what a person is told "done" about: number, case, first event, outbox event and
planned slip, each sealed, in one commit, waited for before the next is begun. The baseline is one
INSERT of 0.9 KB a commit by the sqlite3 module, WAL and FULL, on the same file system; both take
turns in short rounds, so that a busy disk slows both.

How it could be fooled: by a disk that says "written" when it is not (a virtual disk, a cache
without a battery), which makes the fixed work of Python look large; by small bodies (they are
0.9 KB each here, of random letters); by a store with synchronous=NORMAL (it is read back below);
by many cases in one commit or in flight at once (here there is one).
"""

from __future__ import annotations

import json
import random
import sqlite3
import string
import tempfile
import time
from collections.abc import Callable
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

if __package__:
    from benchmarks.figures import figure
else:
    from figures import figure

if TYPE_CHECKING:
    from sqlalchemy.engine import Connection

    from kiosk.store.store import Store

ROUNDS = 100
PER_ROUND = 10
BODY_BYTES = 900
SLIP_BYTES = 400
TARGET_SHARE = 0.35
DAY = date(2026, 11, 23)
COMMAND = "python -m benchmarks.store"


def letters(count: int) -> bytes:
    """Random letters, so that nothing is gained by their repeating."""
    return "".join(random.choices(string.ascii_letters, k=count)).encode()


def raw_insert(database: Path) -> tuple[sqlite3.Connection, Callable[[], None]]:
    """The baseline: one INSERT of BODY_BYTES, committed."""
    connection = sqlite3.connect(database, isolation_level=None)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("CREATE TABLE body (id INTEGER PRIMARY KEY, body BLOB)")
    body = letters(BODY_BYTES)

    def insert() -> None:
        connection.execute("INSERT INTO body (body) VALUES (?)", (body,))

    return connection, insert


def filing(store: Store) -> Callable[[], None]:
    """One case with all its rows through the store, as a visit files it."""
    from backend_client import outbox
    from kiosk.clock import SystemClock
    from kiosk.store import cases
    from kiosk.store.print_journal import Slip

    clock, body, slip = SystemClock(), letters(BODY_BYTES), letters(SLIP_BYTES)

    def work(connection: Connection) -> None:
        number, now, key = cases.new_case_number(connection, DAY), clock.utc_now(), outbox.new_key()
        case = cases.CaseFile(number, "XC-MZ-008", "v1", now, DAY, False, body)
        event = outbox.Event(key, "case", number, body)
        cases.file_case(
            connection, store.sealer, case, event, slip=Slip(key, number, "receipt", slip)
        )

    return lambda: store.write(work).result()


def timed(work: Callable[[], None], count: int) -> list[float]:
    """Milliseconds of each of `count` runs."""
    taken: list[float] = []
    for _ in range(count):
        began = time.perf_counter()
        work()
        taken.append((time.perf_counter() - began) * 1000)
    return taken


def measure(where: Path) -> tuple[list[float], list[float]]:
    """Milliseconds of each raw insert and of each case, in turns, in the folder `where`."""
    from kiosk.clock import SystemClock
    from kiosk.store import open_store

    store = open_store(where / "terminal", "0005", where / "key", SystemClock())
    settings = store.write(lambda c: c.exec_driver_sql("PRAGMA synchronous").scalar_one())
    if settings.result() != 2:
        raise RuntimeError("this store is not durable, its speed means nothing")
    raw: list[float] = []
    ours: list[float] = []
    try:
        connection, insert = raw_insert(where / "raw.db")
        file_case = filing(store)
        with closing(connection):
            timed(insert, PER_ROUND)
            timed(file_case, PER_ROUND)
            for _ in range(ROUNDS):
                raw += timed(insert, PER_ROUND)
                ours += timed(file_case, PER_ROUND)
    finally:
        store.close()
    return raw, ours


def run(where: Path | None = None) -> list[dict[str, Any]]:
    """Measure in a folder of its own under `where` (the current one unless told: a real disk)."""
    with tempfile.TemporaryDirectory(prefix="jinban-bench-", dir=where or Path.cwd()) as folder:
        raw, ours = measure(Path(folder))
    raw_rate, our_rate = len(raw) / sum(raw) * 1000, len(ours) / sum(ours) * 1000
    return [
        figure(
            "store.case_ms",
            ours,
            "ms",
            target="p99 <= 100",
            baseline=f"raw sqlite3 p50 {sorted(raw)[len(raw) // 2]:.2f} ms",
            command=COMMAND,
        ),
        figure(
            "store.cases_per_s",
            [1000 / one for one in ours],
            "1/s",
            target=f">= {TARGET_SHARE} x raw",
            baseline=f"raw sqlite3 {raw_rate:.0f}/s",
            command=COMMAND,
            value=our_rate,
        ),
        figure(
            "store.share_of_raw",
            [
                sum(raw[n : n + PER_ROUND]) / sum(ours[n : n + PER_ROUND])
                for n in range(0, len(raw), PER_ROUND)
            ],
            "x",
            target=f">= {TARGET_SHARE}",
            baseline="raw sqlite3 = 1",
            command=COMMAND,
            value=our_rate / raw_rate,
        ),
    ]


if __name__ == "__main__":
    print(json.dumps(run(), indent=1))
