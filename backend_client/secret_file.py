"""Files that only their owner may read: written whole or not at all, refused when others can."""

from __future__ import annotations

import os
import secrets
import stat
from pathlib import Path


class SecretFileError(Exception):
    """A secret file cannot be used. The text names the file, never its content."""


def write_private(path: Path, content: bytes) -> None:
    """Write a file with mode 0600, durable and complete when this returns; folders get 0700."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    part = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    handle = os.open(part, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    except OSError:
        part.unlink(missing_ok=True)
        raise
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def read_private(path: Path, limit: int = 65536) -> bytes:
    """The bytes of a file that only its owner can read; SecretFileError otherwise."""
    try:
        found = path.stat()
        if not stat.S_ISREG(found.st_mode) or stat.S_IMODE(found.st_mode) & 0o077:
            raise SecretFileError(f"{path.name}: others can read it; chmod 600")
        if found.st_size > limit:
            raise SecretFileError(f"{path.name}: too large for a secret")
        return path.read_bytes()
    except OSError as error:
        raise SecretFileError(f"{path.name}: {error.strerror}") from error
