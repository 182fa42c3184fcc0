"""Printed slips that can be printed again, and the list of who has read a person's data."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from backend_client.models.base import (
    Answer,
    CaseNo,
    CheckCode,
    FieldValue,
    MatterCode,
    Moment,
    Request,
    SlipPassword,
    SlipToken,
    Slug,
    TerminalId,
)
from backend_client.models.case import Identified
from backend_client.models.people import PersonKey, Readings

PaperId = Annotated[str, Field(pattern=r"^[0-9a-f-]{32,36}$")]


class PaperLine(Request):
    """One line of a slip: text; label and value; a rule; a code with its caption; blank rows."""

    item: Literal["text", "pair", "rule", "qr", "blank"]
    text: FieldValue = ""
    value: FieldValue = ""
    size: Annotated[int, Field(ge=1, le=2)] = 1
    bold: bool = False
    align: Literal["left", "center", "right"] = "left"
    rows: Annotated[int, Field(ge=0, le=20)] = 0


class PaperKept(Request):
    """A slip that came out of a printer, for 30 days of printing it again anywhere.

    `person` is named where no case of that number says whose slip it is.
    """

    paper_id: PaperId
    case_no: CaseNo | None = None
    kind: Slug
    matter_code: MatterCode | None = None
    printed_at: Moment
    person: PersonKey | None = None
    lines: Annotated[tuple[PaperLine, ...], Field(min_length=1, max_length=300)]


class PaperKeptAnswer(Answer):
    """The platform has the slip."""

    key: str
    paper_id: PaperId
    case_no: CaseNo | None = None


class PaperAccess(Request):
    """Who asks for slips: the person with a card on the reader, or the holder of a slip, by its
    number, or the check code of the document on it, and either its password or the token in its
    code. A check code alone opens nothing: it is shown to whoever checks the document."""

    person: PersonKey | None = None
    identified: Identified | None = None
    case_no: CaseNo | None = None
    check_code: CheckCode | None = None
    password: SlipPassword | None = None
    token: SlipToken | None = None

    @model_validator(mode="after")
    def _one_way(self) -> Self:
        card = self.person is not None and self.identified is not None
        named = (self.case_no is None) != (self.check_code is None)
        slip = named and (self.password is None) != (self.token is None)
        if card == slip:
            raise ValueError("a person identified, or a slip's number and its secret")
        return self


class PaperRow(Answer):
    """A slip that can be printed again, and how often that was done."""

    paper_id: PaperId
    kind: str
    case_no: CaseNo | None = None
    matter_code: MatterCode | None = None
    printed_at: Moment
    terminal_id: TerminalId
    copies: int


class PaperList(Answer):
    """The slips, newest first. `wrong` does not tell whether there is such a number; `locked`:
    too many wrong passwords for this number."""

    key: str
    outcome: Literal["found", "wrong", "locked"]
    tries_left: int | None = None
    papers: tuple[PaperRow, ...] = ()


class PaperCopy(Answer):
    """The slip to be printed again as the `copy`-th copy (1 is the first after the original)."""

    key: str
    paper_id: PaperId
    copy_no: int
    printed_at: Moment | None = None
    terminal_id: TerminalId | None = None
    lines: tuple[PaperLine, ...] = ()


class ReadingsRequest(Request):
    """Asks who has read the data of the person whose card lies on the reader."""

    person: PersonKey
    identified: Identified


class ReadingsAnswer(Readings):
    """The readings, newest first."""

    key: str
