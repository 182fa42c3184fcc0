"""Catalogue, terminals, ratings, postal orders, verification and problems on the wire."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from backend_client.models.base import (
    Answer,
    CaseNo,
    Channel,
    Day,
    LongText,
    MatterCode,
    Moment,
    PostalNo,
    Request,
    Sha256,
    SlipToken,
    Slug,
    TerminalId,
)

PostalState = Literal["draft", "queued", "cancelled"]


class Matter(Answer):
    """A matter of the catalogue as far as a terminal must agree on it with the platform."""

    code: MatterCode
    version: str
    name: str
    department: str
    decide_mode: str
    kiosk_mode: str
    promise_days: int
    promise_unit: str
    channels: tuple[str, ...]
    levels: tuple[str, ...]
    mail_result: bool


class Catalogue(Answer):
    """All matters; `version` changes whenever any of them does and is the ETag too."""

    version: str
    matters: tuple[Matter, ...]


class DeviceState(Request):
    """One device of a terminal as it stands."""

    role: Slug
    kind: Slug
    state: Slug
    detail: Annotated[str, Field(max_length=64)] = ""


class Heartbeat(Request):
    """A sign of life: the terminal's clock, its software, its devices and what waits to be sent.

    `day` is the day in Shanghai for which the highest case serial is wanted. `out_of_service` is
    the reason code that staff gave for closing the whole machine, empty while it serves.
    """

    at: Moment
    day: Day
    software: Slug
    mode: Literal["demo", "service"]
    devices: Annotated[tuple[DeviceState, ...], Field(max_length=50)] = ()
    outbox_pending: Annotated[int, Field(ge=0)] = 0
    outbox_parked: Annotated[int, Field(ge=0)] = 0
    out_of_service: Annotated[str, Field(pattern=r"^[a-z0-9_]{0,24}$")] = ""


class HeartbeatAnswer(Answer):
    """The platform's clock and what it knows: a fresh store starts above `highest_serial`."""

    key: str
    at: Moment
    day: Day
    highest_serial: int
    catalogue_version: str


class TerminalStatus(Answer):
    """A terminal as last heard."""

    terminal_id: TerminalId
    number: str
    last_seen: Moment | None
    software: str | None
    mode: str | None
    devices: tuple[DeviceState, ...]
    outbox_pending: int
    outbox_parked: int
    out_of_service: str = ""


class TerminalList(Answer):
    """All terminals that may talk to the platform."""

    terminals: tuple[TerminalStatus, ...]


class Rating(Request):
    """One rating of one visit: 5 very satisfied … 1 very dissatisfied (GB/T 39734-2020).

    `reasons` are tags of the set named by `tags_version`. Not rating is no rating. A case filed
    at another terminal is rated with the token of its slip or the pass of a progress answer.
    """

    case_no: CaseNo | None = None
    slip_token: SlipToken | None = None
    case_pass: Sha256 | None = None
    level: Annotated[int, Field(ge=1, le=5, strict=True)]
    reasons: Annotated[tuple[Slug, ...], Field(max_length=20)] = ()
    tags_version: Slug
    channel: Channel = "kiosk"
    text: Annotated[LongText, Field(max_length=200)] = ""
    at: Moment


class RatingAnswer(Answer):
    """`follow_up_by` is set for a bad rating: it is verified until then."""

    key: str
    rating_id: str
    case_no: CaseNo | None
    follow_up_by: Day | None


class PostalEvent(Answer):
    """One step of a postal order."""

    at: Moment
    state: PostalState


class PostalOrder(Answer):
    """A result on its way by post; name and address are masked."""

    postal_no: PostalNo
    case_no: CaseNo
    state: PostalState
    receiver: str
    address: str
    events: tuple[PostalEvent, ...]


class Verification(Answer):
    """All that a check code tells: kind, date, masked name, digest. Nothing else."""

    kind: str
    issued_on: Day
    holder: str
    digest: Sha256


class ProblemPart(Answer):
    """One wrong part of a request: where (JSON pointer, RFC 6901) and what kind of wrong."""

    pointer: str
    code: str


class Problem(Answer):
    """An error as RFC 9457 has it. `code` is the last part of `type`; `detail` never repeats
    what was sent. `needed` is the assurance level where that was too low."""

    type: str
    title: str
    status: int
    code: str
    detail: str = ""
    errors: tuple[ProblemPart, ...] = ()
    needed: int | None = None
