"""How a room that stores bodies asks for them to be sealed, without knowing how it is done."""

from __future__ import annotations

from typing import Protocol


class SealBroken(Exception):  # noqa: N818 - a state of the row, not an error of the program
    """A sealed value is not what was sealed for this row. `table` and `row_id` name the row."""

    def __init__(self, table: str, row_id: str) -> None:
        super().__init__(f"seal broken: {table} {row_id}")
        self.table = table
        self.row_id = row_id


class Sealer(Protocol):
    """Authenticated encryption bound to a place: what was sealed for one row opens in no other."""

    def seal(self, table: str, row_id: str, plain: bytes) -> bytes:
        """Return the sealed form of `plain` for this row of this table."""
        ...

    def open(self, table: str, row_id: str, sealed: bytes) -> bytes:
        """Return what was sealed; SealBroken when a bit of it, or its place, has changed."""
        ...
