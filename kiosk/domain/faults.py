"""The fault record of a machine: what was wrong with which device, since when, until when.

A state is written down once it has lasted, so that a plug that was pulled and put back fills no
list; it is told to the platform once it has lasted longer. Knows no clock and no disk: whoever
holds the book hands in seconds (`now`, monotonic) and does what it answers.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

GOOD = ("ready", "busy", "media_present")
PLANNED = ("out_of_service", "disabled", "not_installed", "starting")
"""Details of a device that is away because somebody wants it so."""
KEEP_S = 3.0
TELL_S = 60.0


@dataclass(frozen=True, slots=True)
class Fault:
    """One trouble of one device. `kind` is the device's, `state`, `detail` and `who` are codes of
    its newest state; `until` is None while it lasts; `told`: the platform was or is being told."""

    fault_id: str
    role: str
    kind: str
    state: str
    detail: str
    who: str
    since: datetime
    until: datetime | None = None
    told: bool = False


@dataclass(frozen=True, slots=True)
class Deed:
    """What is to be done: put the fault's row on disk as it is; `tell` it to the platform too."""

    fault: Fault
    tell: bool


@dataclass(slots=True)
class _Open:
    fault: Fault
    began: float
    kept: bool


class FaultBook:
    """What lasts at the moment, by role; every change comes out as deeds."""

    def __init__(self, lasting: Iterable[Fault] = (), now: float = 0.0) -> None:
        """`lasting`: faults on disk that had not ended when the terminal stopped."""
        self._open = {fault.role: _Open(fault, now, kept=True) for fault in lasting}

    def seen(self, found: Fault, now: float) -> list[Deed]:
        """A device changed its state: `found` has it, an id to be used for a new fault, and the
        moment as `since`. "unknown" says nothing about right or wrong and changes nothing."""
        before = self._open.get(found.role)
        if found.state == "unknown" or (found.state not in GOOD and found.detail in PLANNED):
            return []
        if found.state in GOOD:
            return self._ended(found)
        if before is None:
            self._open[found.role] = _Open(found, now, kept=False)
            return []
        newest = replace(before.fault, state=found.state, detail=found.detail, who=found.who)
        changed, before.fault = newest != before.fault, newest
        return [Deed(newest, tell=newest.told)] if changed and before.kept else []

    def due(self, now: float) -> list[Deed]:
        """What has lasted long enough by now."""
        deeds: list[Deed] = []
        for one in self._open.values():
            age = now - one.began
            tell = not one.fault.told and age >= TELL_S
            if tell:
                one.fault = replace(one.fault, told=True)
            if tell or (not one.kept and age >= KEEP_S):
                one.kept = True
                deeds.append(Deed(one.fault, tell))
        return deeds

    def next_s(self, now: float) -> float | None:
        """Seconds until `due` has something to say; None while nothing is coming."""
        waits = [
            one.began + (TELL_S if one.kept else KEEP_S) - now
            for one in self._open.values()
            if not one.fault.told
        ]
        return max(0.0, min(waits)) if waits else None

    def _ended(self, found: Fault) -> list[Deed]:
        before = self._open.pop(found.role, None)
        if before is None or not before.kept:
            return []
        return [Deed(replace(before.fault, until=found.since), tell=before.fault.told)]
