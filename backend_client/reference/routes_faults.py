"""Device faults: told by terminals, taken on by staff."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Query, Response

from backend_client.models import faults as models
from backend_client.reference import faults
from backend_client.reference.deps import (
    WRITE_PROBLEMS,
    StaffWrite,
    TerminalWrite,
    ThePlatform,
    TheStaff,
    answer,
)
from backend_client.reference.problems import declared

router = APIRouter(prefix="/api/v1")
TheFault = Annotated[str, Path(pattern=r"^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$")]


@router.post(
    "/device-faults",
    status_code=201,
    response_model=models.DeviceFaultKept,
    responses=declared("no-such-resource", *WRITE_PROBLEMS),
)
def post_device_fault(
    body: models.DeviceFault, platform: ThePlatform, write: TerminalWrite
) -> Response:
    """Write down that a device is in trouble, got worse, or is well again."""
    return write.do(
        "device-fault",
        body,
        lambda connection: faults.keep(platform, connection, write.caller, body, write.key),
        status=201,
    )


@router.get("/staff/device-faults", response_model=models.DeviceFaultList, responses=declared())
def get_device_faults(
    platform: ThePlatform,
    _staff: TheStaff,
    everything: Annotated[bool, Query(alias="all")] = False,
) -> Response:
    """Faults that last; with `all` those that ended too."""
    with platform.database.read() as connection:
        return answer(faults.listed(platform, connection, all_of_them=everything))


@router.post(
    "/staff/device-faults/{fault_id}/acknowledgement",
    response_model=models.DeviceFaultAnswer,
    responses=declared("no-such-resource", *WRITE_PROBLEMS),
)
def post_fault_taken(
    fault_id: TheFault, body: models.FaultTaken, platform: ThePlatform, write: StaffWrite
) -> Response:
    """Take a fault on: it rises no more. The first one who does stands."""
    return write.do(
        f"fault {fault_id}",
        body,
        lambda connection: faults.take_on(platform, connection, fault_id, body, write.key),
    )
