"""Staff who may open a machine's service mode: accounts, signing in, and what they did."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from backend_client.models.base import Answer, Moment, PointId, Request, Slug

StaffNo = Annotated[str, Field(pattern=r"^[0-9]{4,8}$")]
StaffPin = Annotated[str, Field(pattern=r"^[0-9]{6}$", repr=False)]
Role = Literal["attendant", "manager", "engineer"]
"""Who stands in the hall, who runs it, who repairs machines."""


class StaffAccount(Request):
    """An account; setting it again replaces all of it and ends a lock. `points` is where it is
    good, everywhere when empty; `active` false closes it."""

    staff_no: StaffNo
    pin: StaffPin
    role: Role
    points: Annotated[tuple[PointId, ...], Field(max_length=60)] = ()
    active: bool = True


class StaffAccountSet(Answer):
    """The account stands as it was sent."""

    key: str
    staff_no: str


class StaffSignIn(Request):
    """A number and a PIN typed on a machine that stands at `point`."""

    staff_no: StaffNo
    pin: StaffPin
    point: PointId


class StaffSignedIn(Answer):
    """Whether they belong together and are good there. `tries_left` counts down from 5 to a lock
    of 15 minutes; a number that nobody has is answered like a wrong PIN."""

    key: str
    state: Literal["right", "wrong", "locked"]
    role: Role | None = None
    tries_left: int = 0


class StaffVerifier(Answer):
    """What a machine checks a PIN by while it is offline: scrypt (RFC 7914) with N 2^14, r 8, p 1
    of the PIN's ASCII digits, salt and result in hexadecimal."""

    staff_no: StaffNo
    role: Role
    salt: Annotated[str, Field(pattern=r"^[0-9a-f]{32}$", repr=False)]
    pin_hash: Annotated[str, Field(pattern=r"^[0-9a-f]{128}$", repr=False)]


class StaffVerifiers(Answer):
    """The staff of a point; good until `expires_at`, then the machine must ask again."""

    point: PointId
    expires_at: Moment
    staff: tuple[StaffVerifier, ...]


class ServiceEvent(Request):
    """Something that was done in a machine's service mode, or a lock of it. `staff_no` is empty
    where nobody had signed in; `role` is the device's."""

    at: Moment
    act: Slug
    staff_no: Annotated[str, Field(pattern=r"^([0-9]{4,8})?$")] = ""
    role: Annotated[str, Field(pattern=r"^[a-z0-9_-]{0,24}$")] = ""
    detail: Annotated[str, Field(pattern=r"^[a-z0-9_.:-]{0,40}$")] = ""
    offline: bool = False


class ServiceEventKept(Answer):
    """It is written down."""

    key: str
    event_id: str


class ServiceEventRow(Answer):
    """One line of the log."""

    at: Moment
    terminal_id: str
    staff_no: str
    act: str
    role: str
    detail: str
    offline: bool


class ServiceEventList(Answer):
    """The newest first, 200 at most."""

    events: tuple[ServiceEventRow, ...]
