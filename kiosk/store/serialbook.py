"""The second memory of the last case number: a small file beside the database.

A database can be restored from an old copy or replaced by a fresh one; numbers must not be given
again then. The file says up to which serial numbers are reserved. It is forced to disk before the
first of them is used, RESERVE at a time, and is exact again after an orderly end; a kill leaves a
gap of less than RESERVE. Two slots of one sector each are written in turn, so that a power cut
spoils at most the one that was being written.
"""

from __future__ import annotations

import json
import os
import zlib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast

from kiosk.store.files import sync_directory

NAME = "serial.json"
SLOT_BYTES = 512
DAYS_KEPT = 8
RESERVE = 10
MAX_SERIAL = 99_999


@dataclass(slots=True)
class _Content:
    turn: int = 0
    store: str = ""
    days: dict[str, int] = field(default_factory=dict[str, int])


class SerialBook:
    """Serials by day (yyMMdd) and the id of the store that they belong to.

    `found`: whether the file was there; `damaged`: whether it was there and unreadable.
    """

    def __init__(self, directory: Path) -> None:
        self._path = directory / NAME
        self.found = self._path.exists()
        read = _read(self._path) if self.found else None
        self.damaged = self.found and read is None
        self._content = read or _Content()
        self._given: dict[str, int] = {}
        self._handle = -1

    @property
    def store(self) -> str:
        """The id of the store that wrote last, "" before the first."""
        return self._content.store

    def last(self, day: str) -> int:
        """Return the last serial of `day` that may have been given, 0 before the first."""
        return self._given.get(day, self.reserved(day))

    def reserved(self, day: str) -> int:
        """Return the serial of `day` up to which this file reserves."""
        return self._content.days.get(day, 0)

    def days(self) -> dict[str, int]:
        """Return the reserved serial by day."""
        return dict(self._content.days)

    def given(self) -> dict[str, int]:
        """Return the last serial given by day, for the days on which this process gave any."""
        return dict(self._given)

    def open(self, store: str, known: dict[str, int]) -> None:
        """Take over for the store `store`, above what it knows; durable when this returns."""
        self._content.store = store
        merged = {day: max(last, self.reserved(day)) for day, last in known.items()}
        self._content.days = dict(sorted((self._content.days | merged).items()))
        flags = os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW
        self._handle = os.open(self._path, flags, 0o600)
        os.fchmod(self._handle, 0o600)
        self._write()
        self._write()
        sync_directory(self._path.parent)

    def give(self, day: str) -> int:
        """Return the next serial of `day`; it is on disk as reserved when this returns."""
        serial = self.last(day) + 1
        if serial > self.reserved(day):
            self._reserve(day, max(serial, min(serial + RESERVE - 1, MAX_SERIAL)))
        self._given[day] = serial
        return serial

    def raise_to(self, day: str, serial: int) -> None:
        """Make sure that no serial of `day` up to `serial` is given any more."""
        if serial > self.reserved(day):
            self._reserve(day, serial)
        if serial > self.last(day):
            self._given[day] = serial

    def settle(self) -> None:
        """Give back what is reserved and was not used; for an orderly end only."""
        self._content.days |= self._given
        self._write()

    def _reserve(self, day: str, serial: int) -> None:
        self._content.days.pop(day, None)
        self._content.days[day] = serial
        self._write()

    def close(self) -> None:
        """Close the file; more than once does no harm."""
        if self._handle >= 0:
            os.close(self._handle)
            self._handle = -1

    def _write(self) -> None:
        content = self._content
        content.turn += 1
        recent = dict(list(content.days.items())[-DAYS_KEPT:])
        slot = _line({"turn": content.turn, "store": content.store, "days": recent})
        os.pwrite(self._handle, slot, SLOT_BYTES * (content.turn % 2))
        os.fdatasync(self._handle)


def _line(value: dict[str, Any]) -> bytes:
    body = json.dumps(value, separators=(",", ":"), ensure_ascii=True)
    line = json.dumps({"crc": zlib.crc32(body.encode()), "body": body}, separators=(",", ":"))
    return line.encode().ljust(SLOT_BYTES - 1) + b"\n"


def _read(path: Path) -> _Content | None:
    try:
        data = path.read_bytes()[: 2 * SLOT_BYTES]
    except OSError:
        return None
    slots = [_parse(data[at : at + SLOT_BYTES]) for at in (0, SLOT_BYTES)]
    return max((slot for slot in slots if slot), key=lambda slot: slot.turn, default=None)


def _parse(slot: bytes) -> _Content | None:
    try:
        outer = json.loads(slot)
        body = outer["body"]
        if zlib.crc32(body.encode()) != outer["crc"]:
            return None
        inner = cast("dict[str, Any]", json.loads(body))
        days = {str(day): int(last) for day, last in inner["days"].items()}
        return _Content(int(inner["turn"]), str(inner["store"]), days)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None
