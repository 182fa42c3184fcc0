"""What clerks do with cases, and the lists they work from."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from backend_client.models.base import (
    Answer,
    CaseNo,
    Day,
    DueDate,
    FieldId,
    LongText,
    MatterCode,
    Moment,
    PlatformNo,
    Request,
    Slug,
    Text,
)
from backend_client.models.case import REASONED, CaseState, DocumentRow, Outcome


class CorrectionItem(Request):
    """One thing to put right: a field to be entered anew, or a paper to be brought (`material`),
    with what is wrong in a code and in the section's words."""

    field: FieldId | None = None
    material: Text | None = None
    code: Slug
    text: Annotated[LongText, Field(min_length=1, max_length=300)]

    @model_validator(mode="after")
    def _one(self) -> Self:
        if (self.field is None) == (self.material is None):
            raise ValueError("an item names a field or a material")
        return self


class StaffAction(Request):
    """What a clerk does with a case. `decide` needs an outcome; others may name a reason.

    `correct` says at once all that is wrong (Administrative Licensing Law art. 32), item by item
    where it can, and the last day for it; without one the platform gives a usual one. `by` is
    the staff code of who does it.
    """

    action: Literal[
        "accept",
        "not_accept",
        "correct",
        "resubmit",
        "review",
        "suspend",
        "resume",
        "decide",
        "conclude",
        "deliver",
        "withdraw",
        "terminate",
    ]
    outcome: Outcome | None = None
    reason_code: Slug | None = None
    reason_text: LongText | None = None
    rows: tuple[DocumentRow, ...] = ()
    items: Annotated[tuple[CorrectionItem, ...], Field(max_length=50)] = ()
    last_day: Day | None = None
    by: Slug | None = None

    @model_validator(mode="after")
    def _complete(self) -> Self:
        if (self.action == "decide") != (self.outcome is not None):
            raise ValueError("an outcome belongs to a decision and to nothing else")
        if self.action != "correct" and (self.items or self.last_day):
            raise ValueError("items and a last day belong to a correction")
        needed = self.action in REASONED or self.outcome == "refused"
        if needed and not (self.reason_code and self.reason_text):
            raise ValueError("this needs a reason")
        return self


class CaseRow(Answer):
    """One line of a clerk's list; the applicant's name is masked."""

    case_no: CaseNo
    platform_no: PlatformNo
    matter_code: MatterCode
    applicant: str
    state: CaseState
    received_at: Moment
    due: DueDate | None = None


class CaseList(Answer):
    """A clerk's list, oldest first."""

    cases: tuple[CaseRow, ...]
