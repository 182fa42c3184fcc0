"""What terminals call about half-done visits."""

from __future__ import annotations

from fastapi import APIRouter, Response

from backend_client.models.half_done import (
    HalfDoneAccess,
    HalfDoneContent,
    HalfDoneDrop,
    HalfDoneDropAnswer,
    HalfDoneKept,
    HalfDoneKeptAnswer,
    HalfDoneList,
    HalfDoneOpen,
)
from backend_client.reference import half_done, ledger
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


@router.post(
    "/half-done",
    status_code=201,
    response_model=HalfDoneKeptAnswer,
    responses=declared("not-yours", "unknown-matter", *WRITE_PROBLEMS),
)
def post_half_done(body: HalfDoneKept, platform: ThePlatform, write: TerminalWrite) -> Response:
    """Keep a half-done visit for seven days."""
    kept = write.do(
        "half-done",
        body,
        lambda connection: half_done.keep(platform, connection, write.caller, body, write.key),
        status=201,
    )
    half_done.wipe(platform)  # an earlier state of it may have been replaced
    return kept


@router.post(
    "/half-done/find",
    response_model=HalfDoneList,
    responses=declared(*ASKING),
    openapi_extra=ledger.FOUND,
)
def post_find_half_done(
    body: HalfDoneAccess, platform: ThePlatform, terminal: TheTerminal, key: TheKey
) -> Response:
    """A person's half-done visits. A look, not a deed: the key is only echoed."""
    with platform.database.write() as connection:
        return answer(half_done.find(platform, connection, terminal, body, key))


@router.post(
    "/half-done/open",
    response_model=HalfDoneContent,
    responses=declared("no-such-resource", *ASKING),
    openapi_extra=ledger.ALWAYS,
)
def post_open_half_done(
    body: HalfDoneOpen, platform: ThePlatform, terminal: TheTerminal, key: TheKey
) -> Response:
    """What was entered in one of them. The key is only echoed, so that no answer is kept longer
    than the visit itself."""
    with platform.database.write() as connection:
        return answer(half_done.open_visit(platform, connection, terminal, body, key))


@router.post(
    "/half-done/drop",
    response_model=HalfDoneDropAnswer,
    responses=declared(*WRITE_PROBLEMS),
)
def post_drop_half_done(
    body: HalfDoneDrop, platform: ThePlatform, write: TerminalWrite
) -> Response:
    """Erase one that its owner does not want any more."""
    dropped = write.do(
        "half-done drop",
        body,
        lambda connection: half_done.drop(platform, connection, body, write.key),
    )
    half_done.wipe(platform)
    return dropped
