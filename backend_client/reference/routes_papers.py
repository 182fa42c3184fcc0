"""What terminals call about printed slips, and about who has read a person's data."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Response

from backend_client.models.papers import (
    PaperAccess,
    PaperCopy,
    PaperKept,
    PaperKeptAnswer,
    PaperList,
    ReadingsAnswer,
    ReadingsRequest,
)
from backend_client.reference import ledger, papers, people
from backend_client.reference.deps import (
    WRITE_PROBLEMS,
    TerminalWrite,
    TheKey,
    ThePlatform,
    TheTerminal,
    answer,
)
from backend_client.reference.problems import declared

router = APIRouter(prefix="/api/v1")
ASKING = (
    "assurance-too-low",
    "identification-invalid",
    "idempotency-key-missing",
    "unsupported-media-type",
    "too-large",
)
ThePaper = Annotated[str, Path(pattern="^[0-9a-f-]{32,36}$")]


@router.post(
    "/papers",
    status_code=201,
    response_model=PaperKeptAnswer,
    responses=declared(*WRITE_PROBLEMS),
)
def post_paper(body: PaperKept, platform: ThePlatform, write: TerminalWrite) -> Response:
    """Keep a printed slip for 30 days."""
    return write.do(
        "paper",
        body,
        lambda connection: papers.keep(platform, connection, write.caller, body, write.key),
        status=201,
    )


@router.post(
    "/papers/find",
    response_model=PaperList,
    responses=declared(*ASKING),
    openapi_extra=ledger.FOUND,
)
def post_find_papers(
    body: PaperAccess, platform: ThePlatform, terminal: TheTerminal, key: TheKey
) -> Response:
    """The slips of a card's holder, or of a number and its secret. A look, not a deed: the key is
    only echoed, so that no answer is kept longer than the slips."""
    with platform.database.write() as connection:
        return answer(papers.find(platform, connection, terminal, body, key))


@router.post(
    "/papers/{paper_id}/copies",
    response_model=PaperCopy,
    responses=declared(
        "no-such-resource", "assurance-too-low", "identification-invalid", *WRITE_PROBLEMS
    ),
    openapi_extra=ledger.ALWAYS,
)
def post_copy(
    paper_id: ThePaper, body: PaperAccess, platform: ThePlatform, write: TerminalWrite
) -> Response:
    """Count a copy and give out what the slip says; under the same key it is the same copy."""
    counted = write.do(
        f"copy {paper_id}",
        body,
        lambda connection: papers.count_copy(
            platform, connection, write.caller, paper_id, asked=body, key=write.key
        ),
    )
    copy = papers.with_lines(platform, PaperCopy.model_validate_json(bytes(counted.body)))
    headers = {k: v for k, v in counted.headers.items() if k.startswith("idempotency")}
    return answer(copy, **headers)


@router.post(
    "/people/readings",
    response_model=ReadingsAnswer,
    responses=declared(*ASKING),
)
def post_readings(
    body: ReadingsRequest, platform: ThePlatform, terminal: TheTerminal, key: TheKey
) -> Response:
    """Who has read the data of the person at the terminal; looking at it adds no line to it."""
    with platform.database.read() as connection:
        return answer(people.readings_for(platform, connection, terminal, body, key))
