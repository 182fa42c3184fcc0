"""Service mode: staff accounts, signing in on a machine, what was done there."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Response

from backend_client.models import staff_accounts as models
from backend_client.reference import staff_accounts
from backend_client.reference.deps import (
    WRITE_PROBLEMS,
    StaffWrite,
    TerminalWrite,
    ThePlatform,
    TheStaff,
    TheTerminal,
    answer,
)
from backend_client.reference.problems import declared

router = APIRouter(prefix="/api/v1")
ThePoint = Annotated[str, Query(pattern=r"^[A-Z]{2}[0-9]{3,6}$")]


@router.post(
    "/staff-sign-ins", response_model=models.StaffSignedIn, responses=declared(*WRITE_PROBLEMS)
)
def post_staff_sign_in(
    body: models.StaffSignIn, platform: ThePlatform, write: TerminalWrite
) -> Response:
    """Check a staff number and PIN: five times, then not for 15 minutes."""
    return write.do(
        "staff-sign-in",
        body,
        lambda connection: staff_accounts.sign_in(platform, connection, body, write.key),
    )


@router.get("/staff-verifiers", response_model=models.StaffVerifiers, responses=declared("invalid"))
def get_staff_verifiers(point: ThePoint, platform: ThePlatform, _terminal: TheTerminal) -> Response:
    """What a machine checks PINs by while it is offline."""
    with platform.database.read() as connection:
        return answer(staff_accounts.verifiers(platform, connection, point))


@router.post(
    "/service-events",
    status_code=201,
    response_model=models.ServiceEventKept,
    responses=declared(*WRITE_PROBLEMS),
)
def post_service_event(body: models.ServiceEvent, write: TerminalWrite) -> Response:
    """Write down what was done in service mode."""
    return write.do(
        "service-event",
        body,
        lambda connection: staff_accounts.keep_event(connection, write.caller, body, write.key),
        status=201,
    )


@router.put(
    "/staff/accounts", response_model=models.StaffAccountSet, responses=declared(*WRITE_PROBLEMS)
)
def put_staff_account(
    body: models.StaffAccount, platform: ThePlatform, write: StaffWrite
) -> Response:
    """Make, replace or close the account of somebody who may open service mode."""
    return write.do(
        "staff-account",
        body,
        lambda connection: staff_accounts.set_account(platform, connection, body, write.key),
    )


@router.get("/staff/service-events", response_model=models.ServiceEventList, responses=declared())
def get_service_events(platform: ThePlatform, _staff: TheStaff) -> Response:
    """What was done at all machines, newest first."""
    with platform.database.read() as connection:
        return answer(staff_accounts.events(connection))
