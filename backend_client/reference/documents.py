"""Documents: issued with a number, a check code nobody can guess, and a digest to compare."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence

from sqlalchemy import Connection, select

from backend_client.models import CaseSubmission, Document, DocumentRow, Verification
from backend_client.reference.clock import shanghai_day
from backend_client.reference.core import Platform
from backend_client.reference.numbers import (
    document_number,
    mask_name,
    new_check_code,
    read_check_code,
)
from backend_client.reference.tables import CASES, DOCUMENTS


def issue(
    platform: Platform,
    connection: Connection,
    case: CaseSubmission,
    kind: str,
    rows: Sequence[DocumentRow],
) -> Document:
    """Issue a document for a case, keep it sealed and link it to the case."""
    today = shanghai_day(platform.clock.now())
    doc_no = document_number(today, platform.database.next_serial(connection, "doc_no", today))
    code = new_check_code()
    document = Document(
        doc_no=doc_no,
        check_code=code,
        kind=kind,
        holder=mask_name(case.applicant.name),
        issued_on=today,
        rows=tuple(rows),
        verify_url=f"{platform.public_url}/verify/{code}",
        digest=_digest(case, [doc_no, code, kind, today.isoformat()], rows),
    )
    _keep(platform, connection, case.case_no, document)
    here = CASES.c.case_no == case.case_no
    connection.execute(CASES.update().where(here).values(doc_no=doc_no))
    return document


def document_of(platform: Platform, connection: Connection, doc_no: str | None) -> Document | None:
    """A document by its number."""
    if doc_no is None:
        return None
    query = select(DOCUMENTS.c.sealed).where(DOCUMENTS.c.doc_no == doc_no)
    sealed = connection.execute(query).scalar_one()
    plain = platform.vault.open("documents", doc_no, sealed)
    return Document.model_validate_json(plain)


def verify(platform: Platform, text: str) -> Verification | None:
    """What a check code tells, as typed by anybody; None when there is no such document."""
    code = read_check_code(text)
    if code is None:
        return None
    query = select(DOCUMENTS.c.doc_no).where(
        DOCUMENTS.c.code_hash == platform.vault.mac("check-code", code)
    )
    with platform.database.read() as connection:
        doc_no = connection.execute(query).scalar_one_or_none()
        found = document_of(platform, connection, doc_no)
    if found is None:
        return None
    return Verification(
        kind=found.kind, issued_on=found.issued_on, holder=found.holder, digest=found.digest
    )


def case_of(platform: Platform, connection: Connection, text: str) -> str | None:
    """The case of the document with this check code."""
    query = select(DOCUMENTS.c.case_no).where(
        DOCUMENTS.c.code_hash == platform.vault.mac("check-code", read_check_code(text) or "")
    )
    return connection.execute(query).scalar_one_or_none()


def _keep(platform: Platform, connection: Connection, case_no: str, document: Document) -> None:
    doc_no = document.doc_no
    row = {
        "doc_no": doc_no,
        "case_no": case_no,
        "code_hash": platform.vault.mac("check-code", document.check_code),
        "kind": document.kind,
        "issued_on": document.issued_on.isoformat(),
        "digest": document.digest,
        "sealed": platform.vault.seal("documents", doc_no, document.model_dump_json().encode()),
    }
    connection.execute(DOCUMENTS.insert().values(row))


def _digest(case: CaseSubmission, head: list[str], rows: Sequence[DocumentRow]) -> str:
    # The check code's 80 random bits keep the digest from betraying the name and number in it.
    one = case.applicant
    whole = [*head, one.name, one.id_kind, one.id_number, [[row.label, row.value] for row in rows]]
    text = json.dumps(whole, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
