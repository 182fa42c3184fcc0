"""Settings of the platform: from a parent's line of JSON or from flags."""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, cast


class SettingsError(ValueError):
    """A setting is missing or wrong; names the setting, never a secret."""


@dataclass(frozen=True, slots=True)
class Terminal:
    """A terminal to admit; without a token one is made and left in a file of the data folder."""

    id: str
    number: str
    token: str | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class Account:
    """A sample staff account for demonstrations; one that is there already stays as it is."""

    staff_no: str
    pin: str = field(repr=False)
    role: str


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
    accounts: tuple[Account, ...] = ()
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
        values["accounts"] = tuple(Account(**one) for one in values.get("accounts", ()))
        values["port"] = int(values.get("port", 0))
        if "now" in values:
            values["now"] = datetime.fromisoformat(values["now"])
    except KeyError as error:
        raise SettingsError(f"the setting {error} is missing") from None
    except (TypeError, ValueError, AttributeError):
        raise SettingsError("a setting has a wrong form") from None
    return Settings(**values)


def settings_of_flags(arguments: Sequence[str]) -> Settings:
    """Settings from the command line; SettingsError or SystemExit(2) say what is wrong."""
    parser = argparse.ArgumentParser(prog="python -m backend_client.reference")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8420)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--database", help="an SQLAlchemy URL without a password in it")
    for name in ("matters", "points", "calendar"):
        parser.add_argument(f"--{name}", type=Path, required=True)
    parser.add_argument("--people", type=Path, help="sample people; nobody is known without it")
    parser.add_argument("--terminal", action="append", default=[], metavar="ID:NUMBER")
    parser.add_argument("--public-url", help="where phones reach /verify")
    parser.add_argument("--certificate", type=Path)
    parser.add_argument("--private-key", type=Path)
    given = vars(parser.parse_args(arguments))
    terminals = tuple(_terminal(text) for text in given.pop("terminal"))
    return Settings(**given, terminals=terminals)


def _terminal(text: str) -> Terminal:
    name, _, number = text.partition(":")
    if not (name and number.isdigit() and len(number) == 4):
        raise SettingsError("--terminal: an id and four digits, such as XC-K-005:0005")
    return Terminal(name, number)
