"""What terminals call: catalogue, known data, cases, postal orders, ratings, signs of life."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Header, Path, Request, Response

from backend_client import models
from backend_client.models.base import CaseNo, PostalNo, TerminalId
from backend_client.reference import (
    cases,
    documents,
    files,
    half_done,
    ledger,
    people,
    post,
    terminals,
)
from backend_client.reference.deps import (
    WRITE_PROBLEMS,
    TerminalWrite,
    TheKey,
    ThePlatform,
    TheTerminal,
    answer,
)
from backend_client.reference.problems import ProblemError, declared

router = APIRouter(prefix="/api/v1")
CASE_PROBLEMS = (
    "assurance-too-low",
    "identification-invalid",
    "agent-not-authorised",
    "not-yours",
    "case-number-taken",
    "case-number-foreign",
    "unknown-matter",
    "matter-not-offered",
    "unknown-point",
    "consent-missing",
)


def _tidied(request: Request) -> None:
    """Signs of life keep time for what must be erased, whether anybody prints or not."""
    request.app.state.tidy()


@router.get(
    "/catalogue",
    response_model=models.Catalogue,
    responses={304: {"description": "Not changed since"}, **declared()},
)
def get_catalogue(
    platform: ThePlatform,
    _terminal: TheTerminal,
    if_none_match: Annotated[str | None, Header()] = None,
) -> Response:
    """All matters; with If-None-Match 304 as long as nothing has changed."""
    etag = f'"{platform.offers.catalogue.version}"'
    if if_none_match and etag in (part.strip() for part in if_none_match.split(",")):
        return Response(status_code=304, headers={"ETag": etag})
    return answer(platform.offers.catalogue, ETag=etag)


@router.post(
    "/people/known-data",
    response_model=models.KnownDataAnswer,
    responses=declared(
        "assurance-too-low",
        "identification-invalid",
        "consent-missing",
        "unknown-matter",
        *WRITE_PROBLEMS,
    ),
    openapi_extra=ledger.ALWAYS,
)
def post_known_data(
    body: models.KnownDataRequest,
    platform: ThePlatform,
    write: TerminalWrite,
) -> Response:
    """Read what is known of a person; each reading is a line that the person can see."""
    try:
        return write.do(
            "known-data",
            body,
            lambda connection: people.read_known(
                platform, connection, write.caller, body, write.key
            ),
        )
    except ProblemError as error:
        if error.problem.code == "assurance-too-low":
            people.write_refusal(platform, write.caller, body)
        raise


@router.get("/people/{person_ref}/readings", response_model=models.Readings, responses=declared())
def get_readings(
    person_ref: Annotated[str, Path(pattern="^[0-9a-f]{32}$")],
    platform: ThePlatform,
    _terminal: TheTerminal,
) -> Response:
    """Who read what of this person, when and for which purpose."""
    with platform.database.read() as connection:
        return answer(people.readings_of(platform, connection, person_ref))


@router.post(
    "/cases",
    status_code=201,
    response_model=models.CaseAnswer,
    responses=declared(*CASE_PROBLEMS, *WRITE_PROBLEMS),
    openapi_extra=ledger.FOUND,
)
def post_case(
    body: models.CaseSubmission,
    platform: ThePlatform,
    write: TerminalWrite,
) -> Response:
    """File a case. Accepted, not accepted with reasons, or decided at once by a record."""
    filed = write.do(
        "case",
        body,
        lambda connection: cases.file_case(platform, connection, write.caller, body, write.key),
        status=201,
    )
    half_done.filed(platform, body)
    return filed


@router.get(
    "/cases/{case_no}",
    response_model=models.CaseView,
    responses=declared("unknown-case"),
    openapi_extra=ledger.ALWAYS,
)
def get_case(case_no: CaseNo, platform: ThePlatform, terminal: TheTerminal) -> Response:
    """A case as it stands; a terminal sees its own."""
    with platform.database.write() as connection:
        view = files.view(platform, connection, case_no, terminal)
        ledger.note_look(platform, connection, terminal, case_no)
    return answer(view)


@router.get(
    "/cases/{case_no}/history",
    response_model=models.CaseHistory,
    responses=declared("unknown-case"),
    openapi_extra=ledger.ALWAYS,
)
def get_history(case_no: CaseNo, platform: ThePlatform, terminal: TheTerminal) -> Response:
    """All steps of a case, oldest first."""
    with platform.database.write() as connection:
        history = files.history(connection, case_no, terminal)
        ledger.note_look(platform, connection, terminal, case_no, "case.history")
    return answer(history)


@router.get(
    "/postal-orders/{postal_no}",
    response_model=models.PostalOrder,
    responses=declared("no-such-resource"),
    openapi_extra=ledger.ALWAYS,
)
def get_postal_order(postal_no: PostalNo, platform: ThePlatform, terminal: TheTerminal) -> Response:
    """A postal order as it stands, name and address masked."""
    with platform.database.write() as connection:
        order = post.order_of(platform, connection, postal_no, terminal)
        ledger.note_look(platform, connection, terminal, order.case_no, "postal-order")
    return answer(order)


@router.post(
    "/ratings",
    status_code=201,
    response_model=models.RatingAnswer,
    responses=declared("unknown-case", "already-rated", *WRITE_PROBLEMS),
)
def post_rating(
    body: models.Rating,
    platform: ThePlatform,
    write: TerminalWrite,
) -> Response:
    """Rate a visit, once."""
    return write.do(
        "rating",
        body,
        lambda connection: terminals.rate(platform, connection, write.caller, body, write.key),
        status=201,
    )


@router.put(
    "/terminals/{terminal_id}/heartbeat",
    response_model=models.HeartbeatAnswer,
    responses=declared("not-yours", *WRITE_PROBLEMS),
    dependencies=[Depends(_tidied)],
)
def put_heartbeat(
    terminal_id: TerminalId,
    body: models.Heartbeat,
    platform: ThePlatform,
    terminal: TheTerminal,
    key: TheKey,
) -> Response:
    """A sign of life; the newest replaces the one before, so its key is only echoed."""
    if terminal_id != terminal.id:
        raise ProblemError("not-yours")
    with platform.database.write() as connection:
        return answer(terminals.beat(platform, connection, terminal, body, key))


@router.get(
    "/verify/{code}",
    response_model=models.Verification,
    responses=declared("no-such-resource"),
)
def get_verification(
    code: Annotated[str, Path(max_length=40)], platform: ThePlatform, _terminal: TheTerminal
) -> Response:
    """What a check code tells: kind, date, masked name, digest; nothing else."""
    found = documents.verify(platform, code)
    if found is None:
        raise ProblemError("no-such-resource")
    return answer(found)
