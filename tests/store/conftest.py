"""A store in a temporary folder, and one case as a person would file it."""

from __future__ import annotations

import json
from collections.abc import Callable, Generator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from kiosk.clock import FixedClock
from kiosk.store import open_store

if TYPE_CHECKING:
    from sqlalchemy.engine import Connection

    from kiosk.store.store import Store

DAY = date(2026, 11, 23)
NOON = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)
BODY = json.dumps(
    {
        "name": "李样例",
        "number": "429999194405180018",
        "mobile": "13800000000",
        "address": "湖北省襄阳市襄城区檀溪街道示例路1号2栋301室",
    },
    ensure_ascii=False,
).encode()


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock(NOON)


@pytest.fixture
def opened(tmp_path: Path, clock: FixedClock) -> Generator[Callable[..., Store]]:
    """Open the store of tmp_path; whatever a test opens is closed after it."""
    stores: list[Store] = []

    def open_one(terminal: str = "0005") -> Store:
        store = open_store(tmp_path / "terminal", terminal, tmp_path / "key", clock)
        stores.append(store)
        return store

    yield open_one
    for store in stores:
        store.close()


@pytest.fixture
def file_one(clock: FixedClock) -> Callable[..., str]:
    """File one case with all its rows and return its number."""

    def work(store: Store, body: bytes = BODY, day: date = DAY, **more: Any) -> str:
        from backend_client import outbox
        from kiosk.store import cases
        from kiosk.store.print_journal import Slip

        def transaction(connection: Connection) -> str:
            number = cases.new_case_number(connection, day)
            case = cases.CaseFile(
                number, "XC-MZ-008", "v1", clock.utc_now(), date(2026, 12, 2), False, body
            )
            event = outbox.Event(outbox.new_key(), "case", number, body)
            slip = Slip(outbox.new_key(), number, "receipt", body)
            cases.file_case(connection, store.sealer, case, event, slip=slip, **more)
            return number

        return store.write(transaction).result(10)

    return work
