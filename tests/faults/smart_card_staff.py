"""Staff cards, in the same readers.

Moments as of a social-security card, whose files have more records.
"""

from __future__ import annotations

from typing import Any, ClassVar

from drivers.virtual.emulator import Emulator
from drivers.virtual.smart_card import StaffCardEmulator
from tests.faults import smart_card

MODEL = "staff_card"
HOLDS = {  # it has neither a name nor a number of a person to be spoilt
    **dict.fromkeys(smart_card.HOLDS, ("read",)),
    "no_application": ("not_a_staff_card",),
    "no_atr": ("no_atr",),
}
CELLS = smart_card.table(MODEL, HOLDS)


class Stand(smart_card.Stand):
    model = MODEL
    cards: ClassVar[tuple[str, str]] = ("40001", "40002")
    middle = 1

    def plug_in(self) -> Emulator:
        return StaffCardEmulator({}, {})

    def whose(self, record: Any) -> str:
        return record.staff_no if record.serial == record.staff_no.rjust(16, "0") else "nobody"
