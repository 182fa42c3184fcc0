"""What a print server says of printer and job, as device states and codes (RFC 8011, 5.3, 5.4)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import cast

from drivers.status import State

IDLE, PROCESSING, STOPPED = 3, 4, 5  # printer-state
PENDING, HELD, RUNNING, HALTED, CANCELLED, ABORTED, COMPLETED = 3, 4, 5, 6, 7, 8, 9  # job-state
SUFFIXES = ("-error", "-warning", "-report")
BLOCKING = {  # printer-state-reasons; the first of this order that is there wins
    "door-open": (State.COVER_OPEN, "cover_open"),
    "cover-open": (State.COVER_OPEN, "cover_open"),
    "interlock-open": (State.COVER_OPEN, "cover_open"),
    "media-jam": (State.JAM, "jam"),
    "media-empty": (State.EMPTY, "paper_out"),
    "media-needed": (State.EMPTY, "paper_out"),
    "input-tray-missing": (State.EMPTY, "tray_missing"),
    "toner-empty": (State.EMPTY, "toner_out"),
    "marker-supply-empty": (State.EMPTY, "toner_out"),
    "developer-empty": (State.EMPTY, "toner_out"),
    "output-area-full": (State.MEDIA_PRESENT, "output_full"),
    "output-tray-missing": (State.FAULT, "output_tray_missing"),
    "marker-waste-full": (State.FAULT, "waste_full"),
    "fuser-over-temp": (State.FAULT, "fuser"),
    "fuser-under-temp": (State.FAULT, "fuser"),
    "opc-life-over": (State.FAULT, "drum"),
    "spool-area-full": (State.FAULT, "spool_full"),
    "cups-missing-filter": (State.FAULT, "no_filter"),
    "cups-insecure-filter": (State.FAULT, "no_filter"),
    "shutdown": (State.DISCONNECTED, "switched_off"),
    "power-down": (State.DISCONNECTED, "switched_off"),
    "offline": (State.DISCONNECTED, "unreachable"),
    "timed-out": (State.DISCONNECTED, "unreachable"),
    "connecting-to-device": (State.DISCONNECTED, "unreachable"),
    "paused": (State.DISCONNECTED, "paused"),
    "moving-to-paused": (State.DISCONNECTED, "paused"),
    "stopping": (State.DISCONNECTED, "paused"),
}
NEARLY = {
    "media-low": "paper_low",
    "toner-low": "toner_low",
    "marker-supply-low": "toner_low",
    "developer-low": "toner_low",
    "marker-waste-almost-full": "waste_nearly_full",
    "output-area-almost-full": "output_nearly_full",
    "opc-near-eol": "drum_low",
}
# of two trays or cartridges one may be empty and the other print: with -warning it still prints
SPARE = ("media-empty", "media-needed", "toner-empty", "marker-supply-empty")
WITHOUT_PROOF = ("socket", "lpd", "file", "usb", "parallel", "serial", "smb", "beh")


@dataclass(frozen=True, slots=True)
class Printer:
    """What was said of the printer. `device` is the scheme of its device-uri, "" when unknown."""

    state: int
    reasons: tuple[str, ...]
    accepts: bool = True
    device: str = ""

    @property
    def condition(self) -> tuple[State, str]:
        """Its device state and a detail code."""
        blocking = self.blocking()
        if blocking is not None:
            return blocking
        if not self.accepts:
            return State.DISCONNECTED, "not_accepting"
        if any(
            reason.endswith("-error") and _base(reason) not in NEARLY for reason in self.reasons
        ):
            return State.FAULT, "other_error"
        if self.state == STOPPED:
            return State.FAULT, "stopped"
        if self.state == PROCESSING:
            return State.BUSY, "printing"
        return self._nearly() or (State.READY, "")

    def blocking(self, *, in_job: bool = False) -> tuple[State, str] | None:
        """What keeps it from printing, or None. While a job of ours does not get on, an empty
        tray counts even where another could serve."""
        there = {_base(reason): reason for reason in self.reasons}
        for base, found in BLOCKING.items():
            told = there.get(base, "")
            spared = base in SPARE and told.endswith("-warning") and self.state != STOPPED
            if told and not told.endswith("-report") and (in_job or not spared):
                return found
        return None

    @property
    def proves(self) -> bool:
        """Whether "completed" means that the printer said so: over a raw line it only means that
        the bytes are gone."""
        return self.device not in WITHOUT_PROOF

    def supply(self, out: str, low: str) -> str:
        """ok, low, out or unknown, by the detail codes for "out" and "low"."""
        if not self.proves:
            return "unknown"
        codes = {found[1] for base, found in BLOCKING.items() if self._has(base)}
        if out in codes:
            return "out"
        nearly = {code for base, code in NEARLY.items() if self._has(base)}
        return "low" if low in nearly else "ok"

    def _nearly(self) -> tuple[State, str] | None:
        for reason in self.reasons:
            base = _base(reason)
            if base in NEARLY:
                return State.LOW, NEARLY[base]
            if base in SPARE:
                return State.LOW, "paper_low" if base.startswith("media") else "toner_low"
        return None

    def _has(self, base: str) -> bool:
        return any(_base(reason) == base for reason in self.reasons)


@dataclass(frozen=True, slots=True)
class Job:
    """How a job stands."""

    state: int
    reasons: tuple[str, ...]

    @property
    def ended(self) -> bool:
        """Whether nothing more will happen to it."""
        return self.state in (CANCELLED, ABORTED, COMPLETED)


def result_of(job: Job, *, ran: bool, proves: bool) -> tuple[str, str]:
    """outcome and reason of a job that ended. `ran`: the printer had begun with it."""
    if job.state == COMPLETED:
        if "job-completed-with-errors" in job.reasons:
            return "unknown", "with_errors"
        queued = "queued-in-device" in job.reasons or "job-queued" in job.reasons
        return ("done", "") if proves and not queued else ("unknown", "no_proof")
    reason = "aborted" if job.state == ABORTED else "cancelled"
    return ("unknown" if ran else "failed"), reason


def texts(value: object) -> tuple[str, ...]:
    """A list of the spooler's answer as texts."""
    return tuple(str(one) for one in cast("list[object]", value)) if isinstance(value, list) else ()


def _base(reason: str) -> str:
    for suffix in SUFFIXES:
        reason = reason.removesuffix(suffix)
    return reason
