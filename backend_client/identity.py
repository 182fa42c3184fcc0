"""Who a terminal is to the platform: its id, its number, and a token kept in a private file."""

from __future__ import annotations

import json
import re
import secrets
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast

from backend_client.secret_file import SecretFileError, read_private, write_private


@dataclass(frozen=True, slots=True)
class TerminalIdentity:
    """A terminal as the platform knows it; the token never shows."""

    terminal_id: str
    number: str
    token: str = field(repr=False)

    def __post_init__(self) -> None:
        if not re.fullmatch(r"[0-9]{4}", self.number, re.ASCII):
            raise ValueError("a terminal's number has four digits")
        if not re.fullmatch(r"XC-[A-Z]-[0-9]{3,6}", self.terminal_id, re.ASCII):
            raise ValueError("a terminal's id looks like XC-K-005")
        if not re.fullmatch(r"[!-~]{16,256}", self.token):
            raise ValueError("a token is 16 to 256 printable characters")


def new_identity(terminal_id: str, number: str) -> TerminalIdentity:
    """An identity with a fresh token of 256 random bits."""
    return TerminalIdentity(terminal_id, number, secrets.token_urlsafe(32))


def save_identity(path: Path, identity: TerminalIdentity) -> None:
    """Keep an identity in a file of mode 0600."""
    content = {
        "terminal": identity.terminal_id,
        "number": identity.number,
        "token": identity.token,
    }
    write_private(path, json.dumps(content).encode())


def load_identity(path: Path) -> TerminalIdentity:
    """Read an identity; SecretFileError when others can read it or it is not one."""
    try:
        data: Any = json.loads(read_private(path))
        entry = cast("dict[str, str]", data)
        return TerminalIdentity(entry["terminal"], entry["number"], entry["token"])
    except (ValueError, KeyError, TypeError):
        raise SecretFileError(f"{path.name}: not a terminal's identity") from None


def ensure_identity(path: Path, terminal_id: str, number: str) -> TerminalIdentity:
    """The identity in a file, made where there is none; SecretFileError if it is another's."""
    if not path.exists():
        save_identity(path, new_identity(terminal_id, number))
    found = load_identity(path)
    if (found.terminal_id, found.number) != (terminal_id, number):
        raise SecretFileError(f"{path.name}: belongs to {found.terminal_id}")
    return found
