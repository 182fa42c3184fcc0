"""What service mode asks of the world: staff, devices, what survives a restart, counts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Protocol

TRIES = 5
LOCK_S = 15 * 60
NOTES = ("broken", "paper", "cleaning", "moving", "other")
"""Why something is out of service: codes, said to citizens in words."""
TERMINAL_NOTES = ("upkeep", "network", "power", "moving", "other")


@dataclass(frozen=True, slots=True)
class SignedIn:
    """What became of a PIN. `state`: right | wrong | locked | unchecked (neither the platform
    nor anything kept here could say) | disk (the try could not be written down)."""

    state: str
    role: str = ""
    tries_left: int = 0
    locked_s: int = 0
    offline: bool = False


@dataclass(frozen=True, slots=True)
class Device:
    """A device for staff. `who` must act: nobody | person | staff | engineer. `paper`: ok | low |
    out | unknown as the printer says, "" where it has no paper. `note`: why it rests."""

    role: str
    kind: str
    state: str
    detail: str
    who: str
    since: float
    note: str = ""
    paper: str = ""


@dataclass(frozen=True, slots=True)
class Counts:
    """Of today: cases and slips; now: events that wait for the platform, and for a clerk.
    `since_paper`: slips since paper was loaded, -1 where that was never told."""

    cases: int
    slips: int
    waiting: int
    parked: int
    since_paper: int
    version: str


class Service(Protocol):
    """The first group returns at once, the second may block."""

    def devices(self) -> tuple[Device, ...]:
        """Every device as it stands."""
        ...

    def resting(self) -> str:
        """Why the whole machine is out of service; "" while it serves."""
        ...

    def locked_s(self) -> int:
        """Seconds until somebody may try a PIN again; 0 while nobody is locked out."""
        ...

    def restart(self, role: str) -> None:
        """Close a device and open it anew."""
        ...

    def sign_in(self, staff_no: str, pin: str) -> SignedIn:
        """Check a PIN at the platform, or by what is kept here while it cannot be reached. The
        try is on disk before it is checked."""
        ...

    def note(self, staff_no: str, act: str, role: str = "", detail: str = "") -> None:
        """Write an act down and tell the platform; NotKeptError when the disk did not take it."""
        ...

    def rest(self, staff_no: str, role: str, note: str) -> None:
        """Take a device out of service, or with "" put it back, durably."""
        ...

    def rest_all(self, staff_no: str, note: str) -> None:
        """Take the machine out of service, or with "" put it back, durably."""
        ...

    def paper_loaded(self, staff_no: str, role: str) -> None:
        """A full roll was put in: counting begins anew."""
        ...

    def test_slip(self, slip: Any) -> str:
        """Print a slip that is nobody's: done | unknown | paper | printer."""
        ...

    def counts(self) -> Counts:
        """Look them up."""
        ...

    def send_again(self, staff_no: str) -> int:
        """Put what waits for a clerk back into the queue and send at once; how many."""
        ...
