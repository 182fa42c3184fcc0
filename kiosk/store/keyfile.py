"""The terminal's key: 32 random bytes in a file that nobody else may read."""

from __future__ import annotations

import os
import secrets
import stat
from pathlib import Path

from kiosk.store.errors import KeyFileError
from kiosk.store.files import sync_directory

KEY_BYTES = 32


def load_key(path: Path) -> bytes:
    """Return the key; KeyFileError when it is missing, readable by others, or not 32 bytes."""
    try:
        handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC)
    except FileNotFoundError:
        raise KeyFileError(f"{path} is missing: the store cannot be opened without it") from None
    except OSError as error:
        raise KeyFileError(f"{path} cannot be opened ({os.strerror(error.errno or 0)})") from None
    try:
        state = os.fstat(handle)
        key = os.read(handle, KEY_BYTES + 1)
    finally:
        os.close(handle)
    _refuse_unsafe(path, state)
    if len(key) != KEY_BYTES:
        raise KeyFileError(f"{path} does not hold a key of {KEY_BYTES} bytes")
    return key


def _refuse_unsafe(path: Path, state: os.stat_result) -> None:
    if not stat.S_ISREG(state.st_mode):
        raise KeyFileError(f"{path} is not a plain file")
    if state.st_uid not in (0, os.geteuid()):
        raise KeyFileError(f"{path} belongs to another user")
    if state.st_mode & 0o077:
        mode = stat.S_IMODE(state.st_mode)
        raise KeyFileError(f"{path} can be read by others (mode {mode:04o}): chmod 600 it")


def load_or_create_key(path: Path) -> bytes:
    """Return the key, making it first if there is none; it is durable before it is used."""
    if not path.exists() and not path.is_symlink():
        _create(path)
    return load_key(path)


def _create(path: Path) -> None:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    fresh = path.with_name(f".{path.name}.{os.getpid()}")
    handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC, 0o600)
    try:
        os.fchmod(handle, 0o600)
        os.write(handle, secrets.token_bytes(KEY_BYTES))
        os.fsync(handle)
    finally:
        os.close(handle)
    try:
        os.link(fresh, path)  # unlike a rename it never replaces a key that came in between
    except FileExistsError:
        pass  # another start made one in between: that one counts, the caller reads it
    finally:
        fresh.unlink()
    sync_directory(path.parent)
