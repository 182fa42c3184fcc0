"""The terminal's store: cases, drafts, prints, readings, and the outbox in the same commit.

Importing this package costs nothing; SQLAlchemy is loaded when a store is opened, which belongs
on a thread of its own and not before the first frame.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kiosk.clock import Clock
    from kiosk.store.store import Store


def open_store(directory: Path, terminal_number: str, key_path: Path, clock: Clock) -> Store:
    """Open or make the store in `directory`; see kiosk.store.store.open_store."""
    from kiosk.store.store import open_store as open_it

    return open_it(directory, terminal_number, key_path, clock)
