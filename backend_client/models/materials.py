"""Pictures of papers and people that belong to a case."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Base64Bytes, Field

from backend_client.models.base import Answer, CaseNo, Moment, Request, Sha256, Text

MOST_BYTES = 640 << 10
"""Of a picture; in base 64 it fits into a request with the rest."""


class MaterialPicture(Request):
    """A picture that a case names by its SHA-256 (`digest`, of the bytes before base 64)."""

    case_no: CaseNo
    name: Text
    digest: Sha256
    media_type: Literal["image/jpeg"]
    content: Annotated[Base64Bytes, Field(min_length=4, max_length=MOST_BYTES, repr=False)]


class MaterialAnswer(Answer):
    """The platform has the picture."""

    key: str
    case_no: CaseNo
    digest: Sha256
    received_at: Moment


class MaterialRow(Answer):
    """A material that a case names a picture of; `received_at` is null while it is on its way."""

    name: Text
    digest: Sha256
    received_at: Moment | None = None


class MaterialList(Answer):
    """The pictures of a case, in its own order."""

    case_no: CaseNo
    materials: tuple[MaterialRow, ...]


class MaterialContent(MaterialRow):
    """A picture as it was sent, in base 64."""

    media_type: str
    content: Annotated[str, Field(repr=False)]
