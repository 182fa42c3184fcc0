"""Pictures of a case: kept only where the case itself names them, and only as they were named."""

from __future__ import annotations

import base64
import hashlib
from datetime import datetime

from sqlalchemy import Connection, RowMapping, select

from backend_client.models import CaseSubmission
from backend_client.models.materials import (
    MaterialAnswer,
    MaterialContent,
    MaterialList,
    MaterialPicture,
    MaterialRow,
)
from backend_client.reference import files
from backend_client.reference.auth import Caller
from backend_client.reference.core import Platform
from backend_client.reference.numbers import rfc3339
from backend_client.reference.problems import ProblemError
from backend_client.reference.tables_materials import MATERIALS

JPEG = (b"\xff\xd8\xff", b"\xff\xd9")  # ITU-T T.81 table B.1: how one begins and ends


def keep(
    platform: Platform, connection: Connection, caller: Caller, sent: MaterialPicture, key: str
) -> MaterialAnswer:
    """Keep a picture; the same one again, under whatever key, is the same picture."""
    row = files.row_of(connection, sent.case_no, caller)
    case = files.content_of(platform, row).submission
    if (sent.name, sent.digest) not in _named(case):
        raise ProblemError("unknown-material")
    if hashlib.sha256(sent.content).hexdigest() != sent.digest:
        raise ProblemError("digest-differs")
    if not (sent.content.startswith(JPEG[0]) and sent.content.endswith(JPEG[1])):
        raise ProblemError("no-picture")
    place = {"case_no": sent.case_no, "digest": sent.digest}
    new = {
        **place,
        "media_type": sent.media_type,
        "received_at": rfc3339(platform.clock.now()),
        "sealed": platform.vault.seal("materials", _place(sent.case_no, sent.digest), sent.content),
    }
    platform.database.insert_once(connection, MATERIALS, new)
    kept = _row(connection, sent.case_no, sent.digest)
    at = _at(kept) or platform.clock.now()
    return MaterialAnswer(**place, key=key, received_at=at)


def listing(platform: Platform, connection: Connection, case_no: str) -> MaterialList:
    """What a case names, and what of it is here."""
    case = files.content_of(platform, files.row_of(connection, case_no)).submission
    rows = tuple(
        MaterialRow(name=name, digest=digest, received_at=_at(_row(connection, case_no, digest)))
        for name, digest in _named(case)
    )
    return MaterialList(case_no=case_no, materials=rows)


def content(
    platform: Platform, connection: Connection, case_no: str, digest: str
) -> MaterialContent:
    """One picture; the problem unknown-material where the case has none of that digest here."""
    case = files.content_of(platform, files.row_of(connection, case_no)).submission
    row = _row(connection, case_no, digest)
    names = [name for name, named in _named(case) if named == digest]
    if row is None or not names:
        raise ProblemError("unknown-material")
    plain = platform.vault.open("materials", _place(case_no, digest), row["sealed"])
    return MaterialContent(
        name=names[0],
        digest=digest,
        received_at=_at(row),
        media_type=row["media_type"],
        content=base64.b64encode(plain).decode("ascii"),
    )


def _named(case: CaseSubmission) -> list[tuple[str, str]]:
    return [(one.name, one.digest) for one in case.materials if one.digest]


def _row(connection: Connection, case_no: str, digest: str) -> RowMapping | None:
    here = (MATERIALS.c.case_no == case_no) & (MATERIALS.c.digest == digest)
    return connection.execute(select(MATERIALS).where(here)).mappings().first()


def _at(row: RowMapping | None) -> datetime | None:
    return datetime.fromisoformat(row["received_at"]) if row else None


def _place(case_no: str, digest: str) -> str:
    return f"{case_no}/{digest}"
