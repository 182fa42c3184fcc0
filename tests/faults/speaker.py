"""Speakers: every text ends in one word, nothing is said late, and a page never waits for sound.

`before`: the fault is there before a text, and so while its sound is being made. `middle`: while it
is heard. `after the end`: when it has been said.
"""

from __future__ import annotations

import os
import signal
from collections.abc import Mapping
from typing import Any, ClassVar

from drivers.events import Spoken
from drivers.status import State
from drivers.virtual.emulator import Emulator
from drivers.virtual.speaker import SpeakerEmulator
from tests.faults import matrix
from tests.faults.matrix import Cell

KIND = "speaker"
TEXT, NEXT = "收到了。最晚十一月二十七号办好，到时候发短信告诉您。", "请拿好您的身份证。"
SINK = ("sink_silent", "starting")
LINE = ("refused", "hung_up", "io")
HEARD_MOMENTS = {"before": "failed", "middle": "failed", "after the end": "finished"}


def _cells() -> list[Cell]:
    found = [
        Cell(KIND, fault, moment, state, details, (outcome,))
        for fault, state, details in (
            ("hang", State.UNKNOWN, SINK),
            ("refuse", State.DISCONNECTED, LINE),
        )
        for moment, outcome in HEARD_MOMENTS.items()
    ]
    found.append(Cell(KIND, "drop", "middle", State.DISCONNECTED, LINE, ("failed",)))
    ready = (State.READY, ("",))
    found += [
        Cell(KIND, "engine_killed", "before", *ready, ("finished",)),
        Cell(KIND, "engine_killed", "middle", *ready, ("finished",)),
        Cell(KIND, "engine_killed", "after the end", *ready, ("finished",)),
        Cell(KIND, "engine_hung", "before", State.FAULT, ("engine_hung",), ("failed",)),
    ]
    return found


CELLS = _cells()


class Stand(matrix.Stand):
    kind = KIND
    model = "espeak_ng"
    options: ClassVar[Mapping[str, Any]] = {"volume": 6}

    def plug_in(self) -> Emulator:
        return SpeakerEmulator({"pace": "realtime"}, {})

    def strike(self, cell: Cell) -> str:
        if cell.moment == "before":
            self._break(cell.fault)
            if cell.state != State.READY and not cell.fault.startswith("engine"):
                self.until(lambda: self.reads(cell))
        self.handle.say("one", TEXT, rate_cpm=440)
        if cell.moment == "middle":
            self.until(lambda: "started" in self.outcomes("one"))
            self._break(cell.fault)
        self.until(lambda: len(self.outcomes("one")) > 0 and self.outcomes("one")[-1] != "started")
        if cell.moment == "after the end":
            self._break(cell.fault)
        return self.outcomes("one")[-1]

    def _break(self, fault: str) -> None:
        if fault == "engine_killed":
            os.kill(self._engine(), signal.SIGKILL)
        elif fault == "engine_hung":
            os.kill(self._engine(), signal.SIGSTOP)
        else:
            self.control("fault", kind=fault, **({"at": 0.2} if fault == "drop" else {}))

    def _engine(self) -> int:
        """The speech child of this very speaker; several may run in this process."""
        return self.devices._workers["it"]._driver._engine.pid

    def outcomes(self, which: str) -> list[str]:
        return [e.outcome for e in self.events(Spoken) if e.utterance_id == which]

    def mend(self) -> None:
        self.control("fault", kind="none")

    def fresh(self) -> str:
        self.handle.say("two", NEXT, rate_cpm=440)
        self.until(lambda: self.outcomes("two")[-1:] not in ([], ["started"]))
        said = self.outcomes("two")
        return "" if said == ["started", "finished"] else " ".join(said)

    def forbidden(self) -> list[str]:
        ends = [outcome for outcome in self.outcomes("one") if outcome != "started"]
        return [] if len(ends) == 1 else [f"ended {len(ends)} times"]
