"""What all wire models share: frozen values, text without control characters, and numbers."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Annotated, Literal

from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, Field

from backend_client import lean


class Request(BaseModel):
    """Something a terminal or a clerk sends: an unknown member is a mistake and is refused."""

    model_config = ConfigDict(
        frozen=True, extra="forbid", allow_inf_nan=False, defer_build=lean.frugal
    )


class Answer(BaseModel):
    """Something the platform says: members of a newer platform are passed over."""

    model_config = ConfigDict(
        frozen=True, extra="ignore", allow_inf_nan=False, defer_build=lean.frugal
    )


def _printable(text: str) -> str:
    """No C0 or C1 control character may travel: printers and logs would obey it."""
    if any(ord(char) < 0x20 or 0x7F <= ord(char) <= 0x9F for char in text):
        raise ValueError("control characters")
    return text


def _multiline(text: str) -> str:
    _printable(text.replace("\n", ""))
    return text


def _utc(moment: datetime) -> datetime:
    return moment.astimezone(UTC)


Moment = Annotated[AwareDatetime, AfterValidator(_utc)]
"""A moment with its offset, kept as UTC; RFC 3339 text on the wire."""

Text = Annotated[str, Field(min_length=1, max_length=200), AfterValidator(_printable)]
LongText = Annotated[str, Field(max_length=2000), AfterValidator(_multiline)]
FieldValue = Annotated[str, Field(max_length=1000), AfterValidator(_printable)]
FieldId = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)*$", max_length=60)]
Slug = Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9_.:-]*$", max_length=64)]
Day = date
Level = Annotated[int, Field(ge=1, le=3, strict=True)]
"""Assurance: 1 a typed number, 2 a card on the reader, 3 card and live proof or a clerk's word."""

CaseNo = Annotated[str, Field(pattern=r"^XC[0-9]{16}$")]
PlatformNo = Annotated[str, Field(pattern=r"^420602[0-9]{14}$")]
PostalNo = Annotated[str, Field(pattern=r"^PO[0-9]{14}$")]
MatterCode = Annotated[str, Field(pattern=r"^XC-[A-Z]{2,4}-[0-9]{3}$")]
TerminalId = Annotated[str, Field(pattern=r"^XC-[A-Z]-[0-9]{3,6}$")]
PointId = Annotated[str, Field(pattern=r"^[A-Z]{2}[0-9]{3,6}$")]
CheckCode = Annotated[str, Field(pattern=r"^[0-9A-HJKMNP-TV-Z]{4}(-[0-9A-HJKMNP-TV-Z]{4}){3}$")]
"""16 characters of Crockford's base 32, in fours."""

SlipPassword = Annotated[str, Field(pattern=r"^[0-9]{6}$")]
SlipToken = Annotated[str, Field(pattern=r"^[0-9A-HJKMNP-TV-Z]{26}$")]
"""130 random bits in Crockford's base 32: whoever has it has held the slip."""

Sha256 = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
Channel = Literal["kiosk", "window", "online"]
Place = Literal["district", "township", "village"]
IdKind = Literal["resident", "hk_macau_taiwan", "foreigner_2017", "foreigner_2023"]


class DueDate(Answer):
    """The last day of a promise; provisional while that year's holidays are not published."""

    date: Day
    provisional: bool
