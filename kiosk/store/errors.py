"""What can go wrong with the terminal's store. `code` is stable; no text holds personal data."""

from __future__ import annotations

import errno
import sqlite3


class StoreError(Exception):
    """The store cannot do what was asked."""

    code = "store"


class StoreInUseError(StoreError):
    """Another terminal process works on the same data."""

    code = "in_use"


class StoreTooNewError(StoreError):
    """The data was written by a newer version of the program."""

    code = "too_new"


class StoreUnsafeError(StoreError):
    """SQLite did not take a setting that durability depends on."""

    code = "unsafe"


class KeyFileError(StoreError):
    """The key file is missing, too open, cut, or not the one this store was sealed with."""

    code = "key"


class StoreClosedError(StoreError):
    """The store is closed, or closes."""

    code = "closed"


class StoreFullError(StoreError):
    """There is no room; it goes on by itself once there is."""

    code = "full"


class StoreReadOnlyError(StoreError):
    """The file system does not let anything be written."""

    code = "read_only"


class StoreDamagedError(StoreError):
    """SQLite found the file malformed; the next start moves it aside and keeps it."""

    code = "damaged"


class StoreFailedError(StoreError):
    """The disk or the lock failed in another way."""

    code = "failed"


class SerialsExhaustedError(StoreError):
    """All 99,999 case numbers of the day are given."""

    code = "serials_exhausted"


class UnknownCaseError(StoreError):
    """There is no case of this number on this terminal."""

    code = "unknown_case"


class StateConflictError(StoreError):
    """The case is not in the state that the change starts from."""

    code = "state_conflict"


class AnswerConflictError(StoreError, ValueError):
    """The platform's answer contradicts one that was taken before, or makes no sense."""

    code = "answer_conflict"


_BY_SQLITE: tuple[tuple[str, type[StoreError]], ...] = (
    ("SQLITE_FULL", StoreFullError),
    ("SQLITE_READONLY", StoreReadOnlyError),
    ("SQLITE_CANTOPEN", StoreReadOnlyError),
    ("SQLITE_CORRUPT", StoreDamagedError),
    ("SQLITE_NOTADB", StoreDamagedError),
    ("SQLITE_IOERR", StoreFailedError),
    ("SQLITE_BUSY", StoreFailedError),
    ("SQLITE_LOCKED", StoreFailedError),
    ("SQLITE_PERM", StoreReadOnlyError),
)
_BY_ERRNO = {
    errno.ENOSPC: StoreFullError,
    errno.EDQUOT: StoreFullError,
    errno.EROFS: StoreReadOnlyError,
}


def translate(error: BaseException) -> BaseException:
    """Return the StoreError that says what a driver's error means, or `error` itself.

    The text of a driver's error can quote values, so that only its name is taken over.
    """
    inner = getattr(error, "orig", error)
    if isinstance(inner, sqlite3.Error):
        name = getattr(inner, "sqlite_errorname", "") or ""
        for prefix, kind in _BY_SQLITE:
            if name.startswith(prefix):
                return kind(name)
    if isinstance(inner, OSError):
        return _BY_ERRNO.get(inner.errno or 0, StoreFailedError)(
            errno.errorcode.get(inner.errno or 0, "OSError")
        )
    return error
