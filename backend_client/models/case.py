"""A case as a terminal files it, and what the platform says about it."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from backend_client.models.base import (
    Answer,
    CaseNo,
    Channel,
    CheckCode,
    Day,
    DueDate,
    FieldId,
    FieldValue,
    IdKind,
    Level,
    MatterCode,
    Moment,
    Place,
    PlatformNo,
    PointId,
    PostalNo,
    Request,
    Sha256,
    SlipPassword,
    SlipToken,
    Slug,
    TerminalId,
    Text,
)

CaseState = Literal[
    "submitted",
    "correcting",
    "not_accepted",
    "accepted",
    "reviewing",
    "suspended",
    "decided",
    "concluded",
    "delivered",
    "withdrawn",
    "terminated",
]
Outcome = Literal["granted", "refused", "partly"]
REASONED = ("not_accept", "correct", "suspend", "terminate")


Grant = Annotated[str, Field(pattern=r"^[0-9a-f]{32}$")]
"""Stands for one identification by the platform; worthless for another terminal or person."""


class Identified(Request):
    """How a person was identified on the spot, and how sure that is. `grant` is the platform's
    own word for every way that is not a card on the reader."""

    method: Slug
    level: Level
    grant: Grant | None = None


class Applicant(Request):
    """Whose case it is, as the card has it."""

    name: Text
    id_kind: IdKind
    id_number: Annotated[str, Field(pattern=r"^[0-9A-Z]{15,18}$")]
    birth_date: Day
    address: FieldValue = ""


class Agent(Request):
    """Who stands at the terminal for somebody else, and how sure that is."""

    name: Text
    id_kind: IdKind
    id_number: Annotated[str, Field(pattern=r"^[0-9A-Z]{15,18}$")]
    identified: Identified


class Material(Request):
    """One material: where it came from, and how good it is as evidence.

    `grade`: A from its issuer, B checked by a clerk, C uploaded, D declared by the applicant.
    `digest` names a picture of it that the terminal keeps and sends after the case.
    """

    name: Text
    source: Literal["licence-reuse", "department-check", "citizen", "system-form"]
    grade: Literal["A", "B", "C", "D"]
    consent: Slug | None = None
    digest: Sha256 | None = None

    @model_validator(mode="after")
    def _pictured(self) -> Self:
        if self.digest and (self.source, self.grade) != ("citizen", "C"):
            raise ValueError("a picture is the citizen's, and uploaded")
        return self


class Consent(Request):
    """A consent the applicant gave; `text_version` says to which wording."""

    kind: Slug
    text_version: Slug
    at: Moment
    id: Slug | None = None


class Delivery(Request):
    """How the result reaches the applicant. By mail needs an address, who receives it, and the
    separate consent to hand both to the carrier (PIPL art. 23)."""

    way: Literal["mail", "pickup"]
    address: FieldValue | None = None
    receiver_name: Text | None = None
    phone: Annotated[str, Field(pattern=r"^[0-9+-]{5,20}$")] | None = None
    carrier_consent: bool = False

    @model_validator(mode="after")
    def _complete(self) -> Self:
        if self.way == "mail" and not (
            self.address and self.receiver_name and self.carrier_consent
        ):
            raise ValueError("mail needs an address, a receiver and the carrier consent")
        return self


StrokePoint = tuple[
    Annotated[float, Field(ge=0, le=2000)],
    Annotated[float, Field(ge=0, le=2000)],
    Annotated[int, Field(ge=0, le=86_400_000)],
]
"""x and y in millimetres on the pad, time in milliseconds since its first touch."""


class Signature(Request):
    """The applicant's signature under the document whose SHA-256 is `digest`."""

    method: Literal["strokes", "last_four"]
    digest: Sha256
    at: Moment
    strokes: (
        Annotated[
            tuple[Annotated[tuple[StrokePoint, ...], Field(max_length=2000)], ...],
            Field(max_length=200),
        ]
        | None
    ) = None

    @model_validator(mode="after")
    def _drawn(self) -> Self:
        if self.method == "strokes" and not self.strokes:
            raise ValueError("a drawn signature has strokes")
        return self


class CaseSubmission(Request):
    """A whole case, complete enough to be accepted and decided without asking again.

    `slip_password` stands on the slip: with the number it lets its holder ask about the case.
    `slip_token` is in the slip's code and proves that the slip was in somebody's hand.
    """

    case_no: CaseNo
    matter_code: MatterCode
    matter_version: Slug
    channel: Channel
    terminal_id: TerminalId
    point: PointId
    level: Place
    submitted_at: Moment
    identified: Identified
    applicant: Applicant
    fields: Annotated[dict[FieldId, FieldValue], Field(default_factory=dict, max_length=200)]
    materials: Annotated[tuple[Material, ...], Field(max_length=100)] = ()
    consents: Annotated[tuple[Consent, ...], Field(max_length=50)] = ()
    delivery: Delivery | None = None
    signature: Signature | None = None
    due: DueDate | None = None
    agent: Agent | None = None
    slip_password: SlipPassword | None = None
    slip_token: SlipToken | None = None


class DocumentRow(Answer):
    """One line of a document."""

    label: str
    value: str


class Document(Answer):
    """An issued document. `holder` is masked; `digest` is the SHA-256 that /verify shows too."""

    doc_no: str
    check_code: CheckCode
    kind: str
    holder: str
    issued_on: Day
    rows: tuple[DocumentRow, ...]
    verify_url: str
    digest: Sha256


class Decision(Answer):
    """What was decided. `code` is for programs, `text` is the platform's official wording."""

    outcome: Outcome
    code: str
    text: str


class Reason(Answer):
    """Why a case was not accepted or must be corrected. `from_date`: the day from which on it
    can be had, where that is known; `text` is the platform's official wording."""

    code: str
    text: str
    from_date: Day | None = None


class CaseView(Answer):
    """A case as it stands. `due` is null where the visit decides or nothing was accepted."""

    case_no: CaseNo
    platform_no: PlatformNo
    matter_code: MatterCode
    matter_version: str
    state: CaseState
    submitted_at: Moment
    received_at: Moment
    accepted_on: Day | None = None
    due: DueDate | None = None
    postal_no: PostalNo | None = None
    decision: Decision | None = None
    reasons: tuple[Reason, ...] = ()
    document: Document | None = None


class CaseAnswer(CaseView):
    """The answer to a write; `key` echoes the Idempotency-Key, or it is not the answer."""

    key: str


class CaseEvent(Answer):
    """One step of a case's history."""

    at: Moment
    event: str
    state: CaseState
    who: Literal["terminal", "platform", "staff"]
    reason_code: str | None = None


class CaseHistory(Answer):
    """All steps of a case, oldest first."""

    case_no: CaseNo
    events: tuple[CaseEvent, ...]
