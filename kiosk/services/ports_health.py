"""What service mode asks about the machine's health: its fault record and its mornings."""

from __future__ import annotations

from typing import Protocol

from kiosk.domain.faults import Fault
from kiosk.domain.readiness import Sheet


class Health(Protocol):
    """Everything here may block; NotKeptError where something had to be written and was not."""

    def faults(self) -> tuple[Fault, ...]:
        """What was wrong lately: lasting ones and the newest that ended, 60 at most."""
        ...

    def newest(self) -> Sheet | None:
        """The last signed check of the machine."""
        ...

    def keep(self, sheet: Sheet) -> None:
        """Put a signed check on disk and tell the platform its sums."""
        ...
