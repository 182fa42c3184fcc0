"""How a case stands, as its applicant asks: three proofs, what is shown, what is put right."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from backend_client.models.base import (
    Answer,
    CaseNo,
    Day,
    DueDate,
    FieldId,
    FieldValue,
    LongText,
    MatterCode,
    Moment,
    PlatformNo,
    PostalNo,
    Request,
    SlipPassword,
    SlipToken,
    Slug,
    TerminalId,
)
from backend_client.models.case import CaseState, Decision, Document, Identified
from backend_client.models.casework import CorrectionItem
from backend_client.models.people import PersonKey


class MineRequest(Request):
    """Asks for all cases of the person whose card lies on the reader."""

    person: PersonKey
    identified: Identified


class SlipRequest(Request):
    """Asks for the case of a slip in hand: its code carries number and token."""

    case_no: CaseNo
    token: SlipToken


class NumberRequest(Request):
    """Asks for a case by what stands on its slip in digits."""

    case_no: CaseNo
    password: SlipPassword


class Correction(Answer):
    """What the section asks the applicant to put right, until the end of `last_day`. An item is
    a field to be entered anew or a paper to be brought; those handed in stand here no more."""

    round: int
    code: str
    text: str
    last_day: Day
    items: tuple[CorrectionItem, ...]


class ProgressStep(Answer):
    """One step of the case's life."""

    at: Moment
    event: str
    state: CaseState


class ProgressPost(Answer):
    """How far the result's letter is; no name and no address."""

    postal_no: PostalNo
    state: str


class Progress(Answer):
    """A case for its applicant. `due` is null where nothing is promised; while the clock stands
    (`correcting`, `suspended`) it is the day as it was and `paused` is true. `overdue` counts
    working days past it. `case_pass` is what proves later that this answer was given: it lets the
    case be rated once, from any terminal. `document_no`: there is a
    result; `document` is it, for the applicant whose card was read and for nobody else."""

    case_no: CaseNo
    platform_no: PlatformNo
    matter_code: MatterCode
    state: CaseState
    submitted_at: Moment
    accepted_on: Day | None = None
    due: DueDate | None = None
    paused: bool = False
    overdue: int = 0
    steps: tuple[ProgressStep, ...] = ()
    correction: Correction | None = None
    pause_text: str = ""
    decision: Decision | None = None
    reason: str = ""
    post: ProgressPost | None = None
    document_no: str = ""
    document: Document | None = None
    delivery: Literal["mail", "pickup", ""] = ""
    rated: bool = False
    case_pass: str


class MineAnswer(Answer):
    """The person's cases, newest first; `more` says that older ones were left off."""

    key: str
    cases: tuple[Progress, ...]
    more: bool = False


class SlipAnswer(Answer):
    """The case, or `wrong` without a word whether there is such a number. After too many wrong
    passwords `locked`: no password is looked at before `locked_until`."""

    key: str
    outcome: Literal["found", "wrong", "locked"]
    tries_left: int | None = None
    locked_until: Moment | None = None
    case: Progress | None = None


class CorrectionSubmission(Request):
    """What the applicant puts right on a terminal: values for fields that were asked for."""

    case_no: CaseNo
    round: Annotated[int, Field(ge=1, strict=True)]
    terminal_id: TerminalId
    person: PersonKey
    identified: Identified
    submitted_at: Moment
    fields: Annotated[dict[FieldId, FieldValue], Field(min_length=1, max_length=50)]


class CorrectionAnswer(Answer):
    """The case after it: with nothing left to put right the clock goes on and `due` is new."""

    key: str
    case_no: CaseNo
    state: CaseState
    due: DueDate | None = None
    left: tuple[CorrectionItem, ...] = ()


class Alarm(Answer):
    """Something that staff must look at. `level` 1 the clerk, 2 the section's head, 3 the
    centre's duty officer; it rises until somebody acknowledges it."""

    alarm_id: str
    case_no: CaseNo
    kind: str
    level: int
    raised_at: Moment
    escalated_at: Moment | None = None
    acknowledged_at: Moment | None = None
    acknowledged_by: str | None = None
    note: str = ""


class AlarmList(Answer):
    """Alarms, the most urgent first."""

    alarms: tuple[Alarm, ...]


class Acknowledgement(Request):
    """Somebody has taken an alarm on: who (a staff code) and what is being done."""

    by: Slug
    note: Annotated[LongText, Field(max_length=500)] = ""


class AlarmAnswer(Alarm):
    """The alarm after the acknowledgement; the first one stands."""

    key: str
