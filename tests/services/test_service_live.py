"""Service mode against a real store: tries and rests that a restart does not undo, PINs offline."""

from __future__ import annotations

import hashlib
import sqlite3
from contextlib import closing, contextmanager
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from backend_client.errors import UnreachableError
from backend_client.models.staff_accounts import StaffVerifiers
from kiosk.clock import FixedClock
from kiosk.domain.loader import shipped
from kiosk.services.filing import Origin
from kiosk.services.live.records import Records
from kiosk.services.live.services import LiveServices
from kiosk.store import open_store

NOON = datetime(2026, 11, 23, 9, 41, tzinfo=ZoneInfo("Asia/Shanghai"))
SALT = "ab" * 16


class Away:
    """A platform that told its staff once and then cannot be reached."""

    def __init__(self, clock):
        digest = hashlib.scrypt(b"246810", salt=bytes.fromhex(SALT), n=1 << 14, r=8, p=1).hex()
        one = {"staff_no": "1005", "role": "manager", "salt": SALT, "pin_hash": digest}
        until = clock.utc_now() + timedelta(days=7)
        self.told = StaffVerifiers.model_validate(
            {"point": "SP002", "expires_at": until, "staff": [one]}
        )

    @property
    def service(self):
        return self

    def verifiers(self, point):
        return self.told

    def sign_in(self, asked, key):
        raise UnreachableError("connect")


@pytest.fixture
def clock():
    return FixedClock(NOON)


@contextmanager
def terminal(tmp_path, clock):
    """A terminal that starts, and stops at the end of the block."""
    for name in ("terminal", "key"):
        (tmp_path / name).mkdir(exist_ok=True)
    store = open_store(tmp_path / "terminal", "0005", tmp_path / "key" / "store.key", clock)
    services = LiveServices(clock)
    origin = Origin("XC-K-005", "0005", "SP002", "district")
    services.records = Records(store, clock, shipped().calendar, origin)
    services.service.restore()
    try:
        yield services
    finally:
        services.close()


def knows(services, clock):
    services.service.door.refresh(services.records, Away(clock))


def events(tmp_path):
    with closing(sqlite3.connect(tmp_path / "terminal" / "terminal.db")) as connection:
        return connection.execute("SELECT act, staff_no, detail FROM service_acts").fetchall()


def test_five_wrong_tries_lock_for_fifteen_minutes_also_over_a_restart(tmp_path, clock):
    with terminal(tmp_path, clock) as services:
        knows(services, clock)
        left = [services.service.sign_in("1005", "000000").tries_left for _ in range(3)]
        assert left == [4, 3, 2]
    with terminal(tmp_path, clock) as services:
        assert services.service.sign_in("1005", "000000").tries_left == 1
        assert services.service.sign_in("1005", "000000").state == "locked"
    clock.advance(60)
    with terminal(tmp_path, clock) as services:
        assert services.service.locked_s() == 14 * 60
        assert services.service.sign_in("1005", "246810").state == "locked"
        clock.advance(14 * 60)
        assert services.service.sign_in("1005", "246810").state == "right"
    assert ("lock", "", "offline") in events(tmp_path)


def test_offline_the_kept_staff_get_in_for_a_week_and_nobody_when_nothing_is_kept(tmp_path, clock):
    with terminal(tmp_path, clock) as services:
        assert services.service.sign_in("1005", "246810").state == "unchecked"
        knows(services, clock)
        found = services.service.sign_in("1005", "246810")
        assert (found.state, found.role, found.offline) == ("right", "manager", True)
        clock.advance(7 * 24 * 3600 + 1)
        for _ in range(9):  # what cannot be checked is no wrong try
            assert services.service.sign_in("1005", "246810").state == "unchecked"


def test_what_rests_rests_after_a_restart_until_staff_put_it_back(tmp_path, clock):
    with terminal(tmp_path, clock) as services:
        services.service.rest("1005", "receipt", "broken")
        services.service.rest_all("1005", "moving")
    with terminal(tmp_path, clock) as services:
        assert services.service.resting() == "moving"
        told = []
        services.devices.rest = lambda role, note: told.append((role, note))
        services.service.restore()
        assert told == [("receipt", "broken")]
        services.service.rest_all("1005", "")
    with terminal(tmp_path, clock) as services:
        assert services.service.resting() == ""


def test_neither_pin_nor_verifier_is_plain_on_disk_and_every_act_waits_for_the_platform(
    tmp_path, clock
):
    with terminal(tmp_path, clock) as services:
        knows(services, clock)
        services.service.sign_in("1005", "246810")
        services.service.paper_loaded("1005", "receipt")
        assert services.service.counts().waiting == 2
        assert services.service.counts().since_paper == 0
    disk = b"".join(p.read_bytes() for p in (tmp_path / "terminal").iterdir() if p.is_file())
    assert b"246810" not in disk
    assert SALT.encode() not in disk
    assert [act for act, _, _ in events(tmp_path)] == ["enter", "paper"]


def test_a_lock_that_somebody_changed_on_disk_lets_nobody_in(tmp_path, clock):
    with terminal(tmp_path, clock) as services:
        knows(services, clock)
        services.service.sign_in("1005", "000000")
    with closing(sqlite3.connect(tmp_path / "terminal" / "terminal.db")) as connection:
        connection.execute("UPDATE service_facts SET sealed = zeroblob(90) WHERE name = 'lock'")
        connection.commit()
    with terminal(tmp_path, clock) as services:
        assert services.service.sign_in("1005", "246810").state == "locked"
        clock.advance(15 * 60)
        assert services.service.sign_in("1005", "246810").state == "right"
