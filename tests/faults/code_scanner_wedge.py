"""Scanners that type: no key of a code is ever guessed.

Moments as of a serial scanner.
"""

from __future__ import annotations

from drivers.status import State
from drivers.virtual.emulator import Emulator
from drivers.virtual.wedge import WedgeEmulator
from tests.faults import code_scanner
from tests.faults.matrix import Cell

KIND, MODEL = "code_scanner", "evdev_wedge"
SPOILED = {
    "partial": ("before the end", ("nothing",)),
    "alt_code": ("middle", ("charset",)),
    "control_keys": ("middle", ("control",)),
    "overrun": ("middle", ("control",)),
    "double": ("before the end", ("code",)),
}


def _cells() -> list[Cell]:
    ready = (State.READY, ("",))
    found: list[Cell] = []
    for name, (moment, outcome) in SPOILED.items():
        after = outcome if moment == "middle" else ("code",)
        found += [
            Cell(KIND, name, "before", *ready, ("nothing",), MODEL),
            Cell(KIND, name, moment, *ready, outcome, MODEL),
            Cell(KIND, name, "after the end", *ready, after, MODEL),
        ]
    said = {"before": "nothing", "middle": "nothing", "after the end": "code"}
    found += [
        Cell(KIND, "hang_up", moment, State.DISCONNECTED, code_scanner.LOST, (outcome,), MODEL)
        for moment, outcome in said.items()
    ]
    return found


CELLS = _cells()


class Stand(code_scanner.Stand):
    model = MODEL

    def plug_in(self) -> Emulator:
        return WedgeEmulator({}, {})
