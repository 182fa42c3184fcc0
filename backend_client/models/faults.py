"""Wire models of device faults: what machines tell of their devices, and who has taken it on."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from backend_client.models.base import Answer, LongText, Moment, Request, Slug, TerminalId

Code = Annotated[str, Field(pattern=r"^[A-Za-z0-9_.-]{1,40}$")]
Role = Annotated[str, Field(pattern=r"^[a-z0-9_-]{1,24}$")]
FaultId = Annotated[str, Field(pattern=r"^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$")]
Who = Literal["nobody", "person", "staff", "engineer"]


class DeviceFault(Request):
    """A trouble of one device as it stands at `at`: told once it has lasted a minute, told again
    when it got worse and when it ended (`until`)."""

    fault_id: FaultId
    role: Role
    kind: Role
    state: Role
    detail: Annotated[str, Field(pattern=r"^[A-Za-z0-9_.:-]{0,40}$")] = ""
    who: Who
    since: Moment
    until: Moment | None = None
    at: Moment


class DeviceFaultKept(Answer):
    """It is written down."""

    key: str
    fault_id: str


class DeviceFaultRow(Answer):
    """A fault for staff. `level` rises while nobody takes it on in working hours, as an alarm's:
    1 the clerk of the hall, 2 the head of the hall, 3 the centre's duty officer."""

    fault_id: str
    terminal_id: TerminalId
    role: str
    kind: str
    state: str
    detail: str
    who: str
    since: Moment
    until: Moment | None = None
    level: int
    escalated_at: Moment | None = None
    acknowledged_at: Moment | None = None
    acknowledged_by: str | None = None
    note: str = ""


class DeviceFaultList(Answer):
    """Those that last and nobody has taken on first, then by level and age; 1000 at most."""

    faults: tuple[DeviceFaultRow, ...]


class FaultTaken(Request):
    """Somebody has taken a fault on: who (a staff code) and what is being done."""

    by: Slug
    note: Annotated[LongText, Field(max_length=500)] = ""


class DeviceFaultAnswer(DeviceFaultRow):
    """The fault afterwards; the first who took it on stands."""

    key: str
