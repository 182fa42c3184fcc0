"""Requests of people who could not get something done, followed to their answer."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from backend_client.models.base import (
    Answer,
    CaseNo,
    Day,
    FieldId,
    FieldValue,
    LongText,
    MatterCode,
    Moment,
    PointId,
    Request,
    Slug,
    TerminalId,
    Text,
)
from backend_client.models.case import Identified
from backend_client.models.people import PersonKey

Cause = Literal["legacy", "system", "material", "departments", "rule"]
"""Left from former times, system trouble, a paper that cannot be had, departments that send
people on to each other, a rule that does not fit."""

UnresolvedState = Literal["registered", "handling", "answered"]
Password = Annotated[str, Field(pattern=r"^[0-9]{6}$")]


class UnresolvedRequest(Request):
    """Something that could not be done: why, where in the visit, about which matter.

    `subject` names the zone of a hall where no matter is known. `password` stands on the slip.
    """

    case_no: CaseNo
    cause: Cause
    matter_code: MatterCode | None = None
    subject: Slug | None = None
    step: Slug | None = None
    trouble: Slug | None = None
    terminal_id: TerminalId
    point: PointId
    at: Moment
    password: Password
    identified: Identified | None = None
    person: PersonKey | None = None
    fields: Annotated[dict[FieldId, FieldValue], Field(default_factory=dict, max_length=200)]

    @model_validator(mode="after")
    def _both(self) -> Self:
        if (self.identified is None) != (self.person is None):
            raise ValueError("a person comes with how they were identified")
        return self


class UnresolvedView(Answer):
    """A request as it stands; `answer_by` is a working day that staff hold themselves to."""

    case_no: CaseNo
    state: UnresolvedState
    cause: Cause
    matter_code: MatterCode | None
    subject: str | None
    registered_at: Moment
    answer_by: Day
    answer: str | None = None
    answered_at: Moment | None = None


class UnresolvedAnswer(UnresolvedView):
    """The answer to a write; `key` echoes the Idempotency-Key."""

    key: str


class UnresolvedLookup(Request):
    """Asks what became of requests: with number and password of a slip, or with a card."""

    case_no: CaseNo | None = None
    password: Password | None = None
    person: PersonKey | None = None
    identified: Identified | None = None

    @model_validator(mode="after")
    def _one_way(self) -> Self:
        by_slip = self.case_no is not None and self.password is not None
        by_card = self.person is not None and self.identified is not None
        halves = (self.case_no, self.password, self.person, self.identified)
        if by_slip == by_card or sum(half is not None for half in halves) != 2:
            raise ValueError("either number and password, or person and identification")
        return self


class UnresolvedFound(Answer):
    """What was found, newest first; nothing also for a wrong password."""

    key: str
    requests: tuple[UnresolvedView, ...]


class UnresolvedAction(Request):
    """What a clerk does: take it on, or answer it."""

    action: Literal["take", "answer"]
    text: LongText = ""

    @model_validator(mode="after")
    def _said(self) -> Self:
        if (self.action == "answer") != bool(self.text.strip()):
            raise ValueError("an answer has a text, and nothing else has one")
        return self


class UnresolvedList(Answer):
    """A clerk's list, oldest first; nothing personal."""

    requests: tuple[UnresolvedView, ...]


class UnresolvedContent(Answer):
    """What the clerk who took a request on may read."""

    case_no: CaseNo
    step: str | None
    trouble: str | None
    terminal_id: TerminalId
    point: PointId
    name: Text | None
    id_number: str | None
    fields: dict[str, str]
