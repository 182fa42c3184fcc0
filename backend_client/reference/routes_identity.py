"""Identification, vouching and authorisations: what terminals and clerks call."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Response

from backend_client.models import identity as models
from backend_client.reference import agency, identifying, ledger, vouching
from backend_client.reference.deps import (
    WRITE_PROBLEMS,
    StaffWrite,
    TerminalWrite,
    ThePlatform,
    TheTerminal,
    answer,
)
from backend_client.reference.problems import declared

router = APIRouter(prefix="/api/v1")
OpaqueId = Annotated[str, Path(pattern="^[0-9a-f]{32}$")]
AGENCY_PROBLEMS = ("assurance-too-low", "identification-invalid", "agent-not-authorised")


@router.post(
    "/identifications/e-id",
    response_model=models.IdentificationAnswer,
    responses=declared("code-refused", *WRITE_PROBLEMS),
    openapi_extra=ledger.ALWAYS,
)
def post_eid(body: models.EidCheck, platform: ThePlatform, write: TerminalWrite) -> Response:
    """Take a scanned e-ID code, once."""
    return write.do(
        "e-id",
        body,
        lambda connection: identifying.take_eid(
            platform, connection, write.caller, body, write.key
        ),
    )


@router.post(
    "/identifications/codes",
    status_code=201,
    response_model=models.CodeRequested,
    responses=declared(*WRITE_PROBLEMS),
)
def post_code(body: models.CodeRequest, platform: ThePlatform, write: TerminalWrite) -> Response:
    """Send a code to the telephone of a number; says the same for every number."""
    return write.do(
        "code",
        body,
        lambda connection: identifying.request_code(
            platform, connection, write.caller, body, write.key
        ),
        status=201,
    )


@router.post(
    "/identifications/codes/checks",
    response_model=models.CodeChecked,
    responses=declared("code-refused", *WRITE_PROBLEMS),
    openapi_extra=ledger.FOUND,
)
def post_code_check(
    body: models.CodeCheck, platform: ThePlatform, write: TerminalWrite
) -> Response:
    """Try a code: five times, then not for 15 minutes."""
    return write.do(
        "code-check",
        body,
        lambda connection: identifying.check_code(
            platform, connection, write.caller, body, write.key
        ),
    )


@router.post(
    "/vouches",
    status_code=201,
    response_model=models.VouchOpened,
    responses=declared(*WRITE_PROBLEMS),
)
def post_vouch(body: models.VouchRequest, platform: ThePlatform, write: TerminalWrite) -> Response:
    """Ask for a clerk's word; the number is good for five minutes."""
    return write.do(
        "vouch",
        body,
        lambda connection: vouching.open_vouch(platform, connection, write.caller, body, write.key),
        status=201,
    )


@router.get(
    "/vouches/{vouch_id}",
    response_model=models.VouchState,
    responses=declared("no-such-resource"),
    openapi_extra=ledger.FOUND,
)
def get_vouch(vouch_id: OpaqueId, platform: ThePlatform, terminal: TheTerminal) -> Response:
    """How a request stands; a terminal sees its own."""
    with platform.database.write() as connection:
        return answer(vouching.state_of(platform, connection, terminal, vouch_id))


@router.post(
    "/authorisations",
    status_code=201,
    response_model=models.AuthorisationAnswer,
    responses=declared("assurance-too-low", "identification-invalid", *WRITE_PROBLEMS),
)
def post_authorisation(
    body: models.AuthorisationRequest, platform: ThePlatform, write: TerminalWrite
) -> Response:
    """One person lets another act, both at this terminal."""
    return write.do(
        "authorise",
        body,
        lambda connection: agency.make(platform, connection, write.caller, body, write.key),
        status=201,
    )


@router.post(
    "/authorisations/mine",
    response_model=models.Authorisations,
    responses=declared("assurance-too-low", "identification-invalid", *WRITE_PROBLEMS),
    openapi_extra=ledger.ALWAYS,
)
def post_my_authorisations(
    body: models.AuthorisationsRequest, platform: ThePlatform, write: TerminalWrite
) -> Response:
    """What a person gave and was given; a POST, so that the number is in no address."""
    return write.do(
        "my-authorisations",
        body,
        lambda connection: agency.mine(platform, connection, write.caller, body, write.key),
    )


@router.post(
    "/authorisations/{authorisation_id}/uses",
    response_model=models.IdentificationAnswer,
    responses=declared("unknown-matter", "no-such-resource", *AGENCY_PROBLEMS, *WRITE_PROBLEMS),
    openapi_extra=ledger.ALWAYS,
)
def post_authorisation_use(
    authorisation_id: OpaqueId,
    body: models.AuthorisationUse,
    platform: ThePlatform,
    write: TerminalWrite,
) -> Response:
    """Act on an authorisation for one matter."""
    return write.do(
        f"authorisation-use {authorisation_id}",
        body,
        lambda connection: agency.use(
            platform,
            connection,
            write.caller,
            body,
            authorisation_id=authorisation_id,
            key=write.key,
        ),
    )


@router.post(
    "/authorisations/{authorisation_id}/revocation",
    response_model=models.AuthorisationAnswer,
    responses=declared("no-such-resource", *AGENCY_PROBLEMS, *WRITE_PROBLEMS),
    openapi_extra=ledger.ALWAYS,
)
def post_revocation(
    authorisation_id: OpaqueId,
    body: models.AuthorisationRevoke,
    platform: ThePlatform,
    write: TerminalWrite,
) -> Response:
    """Take an authorisation back."""
    return write.do(
        f"authorisation-revoke {authorisation_id}",
        body,
        lambda connection: agency.revoke(
            platform,
            connection,
            write.caller,
            body,
            authorisation_id=authorisation_id,
            key=write.key,
        ),
    )


@router.post(
    "/staff/vouches/looks",
    response_model=models.VouchSeen,
    responses=declared(*WRITE_PROBLEMS),
    openapi_extra=ledger.FOUND,
)
def post_vouch_look(body: models.VouchLook, platform: ThePlatform, write: StaffWrite) -> Response:
    """Who is said to stand where, masked; five wrong PINs or numbers lock the clerk."""
    return write.do(
        "vouch-look",
        body,
        lambda connection: vouching.look(platform, connection, write.caller, body, write.key),
    )


@router.post(
    "/staff/vouches/decisions",
    response_model=models.VouchDecided,
    responses=declared(*WRITE_PROBLEMS),
)
def post_vouch_decision(
    body: models.VouchDecision, platform: ThePlatform, write: StaffWrite
) -> Response:
    """A clerk's word, kept with the clerk's name."""
    return write.do(
        "vouch-decision",
        body,
        lambda connection: vouching.decide(platform, connection, body, write.key),
    )


@router.put("/staff/clerks", response_model=models.ClerkSet, responses=declared(*WRITE_PROBLEMS))
def put_clerk(body: models.ClerkAccount, platform: ThePlatform, write: StaffWrite) -> Response:
    """Make or renew the account of a clerk who vouches."""
    return write.do(
        "clerk", body, lambda connection: vouching.set_clerk(platform, connection, body, write.key)
    )


@router.post(
    "/staff/e-id-codes",
    status_code=201,
    response_model=models.EidIssued,
    responses=declared("no-such-resource", *WRITE_PROBLEMS),
)
def post_eid_code(body: models.EidIssue, platform: ThePlatform, write: StaffWrite) -> Response:
    """What the telephone of somebody in the registers would show now."""
    return write.do(
        "e-id-code",
        body,
        lambda connection: identifying.issue_eid(platform, connection, body, write.key),
        status=201,
    )
