"""The store's files: who may read them, who holds them, how a change of name is made to last."""

from __future__ import annotations

import fcntl
import os
from pathlib import Path

from kiosk.store.errors import StoreInUseError

DATABASE = "terminal.db"
COMPANIONS = ("", "-wal", "-shm", "-journal")


def prepare_directory(directory: Path) -> None:
    """Make `directory` (0700), also where it was there with wider rights."""
    directory.mkdir(mode=0o700, parents=True, exist_ok=True)
    directory.chmod(0o700)


def sync_directory(directory: Path) -> None:
    """Make names that were created, moved or removed in `directory` durable."""
    handle = os.open(directory, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def companions(database: Path) -> list[Path]:
    """Return the files of a database set that exist: itself, -wal, -shm, -journal."""
    found = (database.with_name(database.name + tail) for tail in COMPANIONS)
    return [path for path in found if path.exists()]


def move_aside(database: Path, stamp: str) -> Path | None:
    """Move the whole set of files, names kept, into a folder of its own; None if there is none."""
    files = companions(database)
    if not files:
        return None
    folder, number = database.with_name(f"damaged-{stamp}"), 1
    while folder.exists():
        number += 1
        folder = database.with_name(f"damaged-{stamp}-{number}")
    folder.mkdir(mode=0o700)
    for path in files:
        path.rename(folder / path.name)
    sync_directory(folder)
    sync_directory(database.parent)
    return folder


def newest_aside(directory: Path) -> Path | None:
    """Return the folder that move_aside made last."""
    folders = sorted(directory.glob("damaged-*"), key=lambda path: path.stat().st_mtime)
    return folders[-1] if folders else None


class DirectoryLock:
    """Holds a directory for this process. The system lets go of it when the process ends."""

    def __init__(self, directory: Path) -> None:
        """Take the lock; StoreInUseError, naming the other process, when it is held."""
        self._handle = os.open(directory / "lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(self._handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            holder = os.read(self._handle, 20).decode("ascii", "replace").strip()
            os.close(self._handle)
            raise StoreInUseError(
                f"{directory} is in use by another terminal (process {holder or 'unknown'})"
            ) from None
        os.ftruncate(self._handle, 0)
        os.write(self._handle, f"{os.getpid()}\n".encode())

    def release(self) -> None:
        """Let go; more than once does no harm."""
        if self._handle >= 0:
            os.close(self._handle)
            self._handle = -1
