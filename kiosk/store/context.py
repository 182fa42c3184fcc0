"""What work on the writing connection needs beside it: the terminal's number and serials."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kiosk.store.serialbook import SerialBook

if TYPE_CHECKING:
    from sqlalchemy.engine import Connection


@dataclass(frozen=True, slots=True)
class Context:
    """Belongs to the writing connection (its `info["store"]`). `terminal`: four digits."""

    terminal: str
    book: SerialBook


def context_of(connection: Connection) -> Context:
    """Return what belongs to the writing connection; RuntimeError on a reading one."""
    found = connection.info.get("store")
    if not isinstance(found, Context):
        raise RuntimeError("this needs the writing connection of the store")  # noqa: TRY004
    return found
