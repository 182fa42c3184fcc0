"""Pictures of a case: what terminals send, and what clerks look at."""

from __future__ import annotations

from fastapi import APIRouter, Response

from backend_client.models.base import CaseNo, Sha256
from backend_client.models.materials import (
    MaterialAnswer,
    MaterialContent,
    MaterialList,
    MaterialPicture,
)
from backend_client.reference import ledger, materials
from backend_client.reference.deps import (
    WRITE_PROBLEMS,
    TerminalWrite,
    ThePlatform,
    TheStaff,
    answer,
)
from backend_client.reference.problems import declared

router = APIRouter(prefix="/api/v1")


@router.post(
    "/materials",
    status_code=201,
    response_model=MaterialAnswer,
    responses=declared(
        "unknown-case", "unknown-material", "digest-differs", "no-picture", *WRITE_PROBLEMS
    ),
)
def post_material(body: MaterialPicture, platform: ThePlatform, write: TerminalWrite) -> Response:
    """Keep a picture that a case of this terminal names."""
    return write.do(
        "material",
        body,
        lambda c: materials.keep(platform, c, write.caller, body, write.key),
        status=201,
    )


@router.get(
    "/staff/cases/{case_no}/materials",
    response_model=MaterialList,
    responses=declared("unknown-case"),
    openapi_extra=ledger.ALWAYS,
)
def get_materials(case_no: CaseNo, platform: ThePlatform, clerk: TheStaff) -> Response:
    """The pictures that a case names, and which of them are here."""
    with platform.database.write() as connection:
        found = materials.listing(platform, connection, case_no)
        ledger.note_look(platform, connection, clerk, case_no, "case.materials")
    return answer(found)


@router.get(
    "/staff/cases/{case_no}/materials/{digest}",
    response_model=MaterialContent,
    responses=declared("unknown-case", "unknown-material"),
    openapi_extra=ledger.ALWAYS,
)
def get_material(
    case_no: CaseNo, digest: Sha256, platform: ThePlatform, clerk: TheStaff
) -> Response:
    """One picture."""
    with platform.database.write() as connection:
        found = materials.content(platform, connection, case_no, digest)
        ledger.note_look(platform, connection, clerk, case_no, "case.material")
    return answer(found)
