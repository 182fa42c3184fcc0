"""The closed set of device states, and who has to act on each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType


class State(StrEnum):
    """What a device is, as the rest of the terminal may know it. Unknown is not bad."""

    READY = "ready"
    BUSY = "busy"
    LOW = "low"
    EMPTY = "empty"
    COVER_OPEN = "cover_open"
    JAM = "jam"
    MEDIA_PRESENT = "media_present"
    DISCONNECTED = "disconnected"
    FAULT = "fault"
    UNKNOWN = "unknown"


class Who(StrEnum):
    """Who must act before the device serves again."""

    NOBODY = "nobody"
    PERSON = "person"
    STAFF = "staff"
    ENGINEER = "engineer"


WHO_ACTS: Mapping[State, Who] = MappingProxyType(
    {
        State.READY: Who.NOBODY,
        State.BUSY: Who.NOBODY,
        State.UNKNOWN: Who.NOBODY,
        State.LOW: Who.STAFF,
        State.EMPTY: Who.STAFF,
        State.COVER_OPEN: Who.STAFF,
        State.JAM: Who.STAFF,
        State.MEDIA_PRESENT: Who.PERSON,
        State.DISCONNECTED: Who.STAFF,
        State.FAULT: Who.ENGINEER,
    }
)


@dataclass(frozen=True, slots=True)
class DeviceStatus:
    """A frozen snapshot of one device. `detail` is a short code of docs/devices.md, never prose.

    `since` is wall time in seconds since the epoch at which this state began. `note` is the
    reason code that staff gave for taking the device out of service.
    """

    role: str
    kind: str
    model: str
    port: str
    state: State
    detail: str = ""
    since: float = 0.0
    serial: str | None = None
    consumables: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    note: str = ""

    @property
    def who(self) -> Who:
        """Who must act on this state."""
        return WHO_ACTS[self.state]
