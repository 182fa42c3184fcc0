"""Half-done visits: what a person had entered, kept for seven days, continued at any terminal."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from backend_client.models.base import (
    Answer,
    CaseNo,
    Day,
    FieldId,
    FieldValue,
    MatterCode,
    Moment,
    Request,
    Slug,
    TerminalId,
    Text,
)
from backend_client.models.case import Identified
from backend_client.models.people import PersonKey

VisitId = Annotated[str, Field(pattern=r"^[0-9a-f]{32}$")]
Entered = Annotated[dict[FieldId, FieldValue], Field(default_factory=dict, max_length=200)]
YesNo = Annotated[dict[Slug, Literal["yes", "no"]], Field(default_factory=dict, max_length=100)]


class HalfDoneKept(Request):
    """A visit as it was left. `owner` stands at the machine; `subject` is whom it is for, where
    that is somebody else. Consents and what registers know are not in it: both are asked again.
    `typed` holds what stood in fields that were not finished."""

    visit_id: VisitId
    case_no: CaseNo
    terminal_id: TerminalId
    matter_code: MatterCode
    matter_version: Text
    saved_at: Moment
    owner: PersonKey
    subject: PersonKey | None = None
    step: Slug
    answers: Entered
    questions: YesNo
    typed: Entered
    declined: bool = False


class HalfDoneKeptAnswer(Answer):
    """`kept` is false where the matter was filed since, or a later state of it is here."""

    key: str
    case_no: CaseNo
    kept: bool


class HalfDoneDrop(Request):
    """The person does not want to go on with it."""

    visit_id: VisitId
    case_no: CaseNo
    owner: PersonKey


class HalfDoneDropAnswer(Answer):
    """`dropped` is false where there was nothing left to erase."""

    key: str
    case_no: CaseNo
    dropped: bool


class HalfDoneAccess(Request):
    """Asks for a person's half-done visits; `matter_code` where they are identified for one."""

    person: PersonKey
    identified: Identified
    matter_code: MatterCode | None = None


class HalfDoneOpen(HalfDoneAccess):
    """Asks for what was entered in one of them."""

    visit_id: VisitId


class HalfDoneRow(Answer):
    """One half-done visit: `until` is the last day it is kept; `opened_by` and `opened_at` say
    which terminal opened it last since it was left."""

    visit_id: VisitId
    case_no: CaseNo
    matter_code: MatterCode
    matter_version: Text
    saved_at: Moment
    until: Day
    terminal_id: TerminalId
    for_other: bool = False
    opened_by: TerminalId | None = None
    opened_at: Moment | None = None


class HalfDoneList(Answer):
    """All of a person's, newest first."""

    key: str
    visits: tuple[HalfDoneRow, ...]


class HalfDoneContent(Answer):
    """What had been entered."""

    key: str
    visit: HalfDoneRow
    subject: PersonKey | None = None
    step: Slug
    answers: dict[str, str]
    questions: dict[str, str]
    typed: dict[str, str]
    declined: bool
