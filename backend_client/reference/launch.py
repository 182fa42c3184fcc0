"""Putting a platform together: settings from a parent's line or from flags, files, tokens."""

from __future__ import annotations

import json
import secrets
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, cast

from backend_client.reference.auth import admit_staff, admit_terminal
from backend_client.reference.clock import Clock, ShiftedClock, SystemClock
from backend_client.reference.core import Platform
from backend_client.reference.database import Database
from backend_client.reference.notices import FileSender, Notices
from backend_client.reference.offers import load_offers, load_workdays
from backend_client.reference.registry import load_registry
from backend_client.reference.rules import load_rules
from backend_client.reference.vault import open_vault
from backend_client.secret_file import write_private

STAFF_FILE = "staff.token"


class SettingsError(ValueError):
    """A setting is missing or wrong; names the setting, never a secret."""


@dataclass(frozen=True, slots=True)
class Terminal:
    """A terminal to admit; without a token one is made and left in a file of the data folder."""

    id: str
    number: str
    token: str | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class Settings:
    """Where data is and goes, who may call, and where to listen (port 0: any free one)."""

    data: Path
    matters: Path
    points: Path
    calendar: Path
    people: Path | None = None
    database: str | None = field(default=None, repr=False)
    terminals: tuple[Terminal, ...] = ()
    host: str = "127.0.0.1"
    port: int = 0
    public_url: str | None = None
    now: datetime | None = None
    certificate: Path | None = None
    private_key: Path | None = None


def settings_of_line(line: str) -> Settings:
    """Settings as a parent hands them over: one JSON object on standard input."""
    try:
        data: Any = json.loads(line)
    except ValueError:
        raise SettingsError("standard input: one line of JSON is expected") from None
    if not isinstance(data, dict):
        raise SettingsError("standard input: a JSON object is expected")
    given = cast("dict[str, Any]", data)
    known = set(Settings.__dataclass_fields__)
    unknown = sorted(set(given) - known)
    if unknown:
        raise SettingsError(f"unknown setting {unknown[0]}; there are {', '.join(sorted(known))}")
    return _settings(given)


def _settings(given: dict[str, Any]) -> Settings:
    values = {name: value for name, value in given.items() if value is not None}
    try:
        for name in ("data", "matters", "points", "calendar"):
            values[name] = Path(values[name])
        for name in ("people", "certificate", "private_key"):
            if name in values:
                values[name] = Path(values[name])
        values["terminals"] = tuple(
            Terminal(one["id"], one["number"], one.get("token"))
            for one in values.get("terminals", ())
        )
        values["port"] = int(values.get("port", 0))
        if "now" in values:
            values["now"] = datetime.fromisoformat(values["now"])
    except KeyError as error:
        raise SettingsError(f"the setting {error} is missing") from None
    except (TypeError, ValueError, AttributeError):
        raise SettingsError("a setting has a wrong form") from None
    return Settings(**values)


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
    return Built(platform, notices, _admit(settings, database))


def _admit(settings: Settings, database: Database) -> tuple[Path, ...]:
    written: list[Path] = []
    with database.write() as connection:
        for one in settings.terminals:
            if one.token is not None:
                admit_terminal(database, connection, one.id, one.number, one.token)
                continue
            path = settings.data / f"terminal-{one.id}.token"
            if not path.exists():
                token = secrets.token_urlsafe(32)
                content = {"terminal": one.id, "number": one.number, "token": token}
                write_private(path, json.dumps(content).encode())
                admit_terminal(database, connection, one.id, one.number, token)
            written.append(path)
        staff = settings.data / STAFF_FILE
        if not staff.exists():
            token = secrets.token_urlsafe(32)
            write_private(staff, token.encode())
            admit_staff(database, connection, token)
        written.append(staff)
    return tuple(written)
