"""Putting a platform together: keys, database, data files, and who may call."""

from __future__ import annotations

import secrets
from dataclasses import asdict, dataclass
from pathlib import Path

from backend_client.identity import ensure_identity
from backend_client.models.staff_accounts import StaffAccount
from backend_client.reference import staff_accounts
from backend_client.reference.auth import admit_staff, admit_terminal
from backend_client.reference.clock import Clock, ShiftedClock, SystemClock
from backend_client.reference.core import Platform
from backend_client.reference.database import Database
from backend_client.reference.notices import FileSender, Notices
from backend_client.reference.offers import load_offers, load_workdays
from backend_client.reference.registry import load_registry
from backend_client.reference.rules import load_rules
from backend_client.reference.settings import Settings
from backend_client.reference.vault import open_vault
from backend_client.secret_file import read_private, write_private

STAFF_FILE = "staff.token"


@dataclass(frozen=True, slots=True)
class Built:
    """A platform ready to be served, and the token files that were written for it."""

    platform: Platform
    notices: Notices
    token_files: tuple[Path, ...]


def build(settings: Settings, public_url: str) -> Built:
    """Open keys, database and data files; admit terminals and staff."""
    settings.data.mkdir(mode=0o700, parents=True, exist_ok=True)
    settings.data.chmod(0o700)
    vault = open_vault(settings.data / "key" / "platform.key")
    database = Database(settings.database or f"sqlite:///{settings.data / 'platform.db'}")
    clock: Clock = ShiftedClock.starting_at(settings.now) if settings.now else SystemClock()
    notices = Notices(database, vault, clock, FileSender(settings.data / "notices.jsonl", vault))
    platform = Platform(
        database=database,
        vault=vault,
        clock=clock,
        offers=load_offers(settings.matters, settings.points),
        workdays=load_workdays(settings.calendar),
        registry=load_registry(settings.people),
        rules=load_rules(),
        public_url=settings.public_url or public_url,
        notify=notices.queue,
    )
    _sample_staff(settings, platform)
    return Built(platform, notices, _admit(settings, database))


def _sample_staff(settings: Settings, platform: Platform) -> None:
    with platform.database.write() as connection:
        for one in settings.accounts:
            if not staff_accounts.known(connection, one.staff_no):
                account = StaffAccount.model_validate(asdict(one))
                staff_accounts.set_account(platform, connection, account, "sample")


def _admit(settings: Settings, database: Database) -> tuple[Path, ...]:
    # Token files are admitted again at each start: the database may be a fresh or restored one.
    written: list[Path] = []
    with database.write() as connection:
        for one in settings.terminals:
            token = one.token
            if token is None:
                path = settings.data / f"terminal-{one.id}.token"
                token = ensure_identity(path, one.id, one.number).token
                written.append(path)
            admit_terminal(database, connection, one.id, one.number, token)
        staff = settings.data / STAFF_FILE
        if not staff.exists():
            write_private(staff, secrets.token_urlsafe(32).encode())
        admit_staff(database, connection, read_private(staff).decode("ascii").strip())
        written.append(staff)
    return tuple(written)
