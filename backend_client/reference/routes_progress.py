"""How cases stand: for their applicants at terminals; alarms about them for staff."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Query, Response

from backend_client.models.progress import (
    Acknowledgement,
    AlarmAnswer,
    AlarmList,
    CorrectionAnswer,
    CorrectionSubmission,
    MineAnswer,
    MineRequest,
    NumberRequest,
    SlipAnswer,
    SlipRequest,
)
from backend_client.reference import alarms, corrections, ledger, progress
from backend_client.reference.deps import (
    WRITE_PROBLEMS,
    StaffWrite,
    TerminalWrite,
    TheKey,
    ThePlatform,
    TheStaff,
    TheTerminal,
    answer,
)
from backend_client.reference.problems import declared

router = APIRouter(prefix="/api/v1")
staff = APIRouter(prefix="/api/v1/staff")


@router.post(
    "/progress/mine",
    response_model=MineAnswer,
    responses=declared("assurance-too-low", *WRITE_PROBLEMS),
    openapi_extra=ledger.ALWAYS,
)
def post_mine(
    body: MineRequest, platform: ThePlatform, terminal: TheTerminal, key: TheKey
) -> Response:
    """All cases of a person whose card lies on the reader. Changes nothing: the key is echoed."""
    with platform.database.write() as connection:
        found = progress.mine(platform, connection, body, key)
        ledger.note(
            platform,
            connection,
            terminal.id,
            ledger.person_ref(platform, body.person),
            items=("case",),
            purpose="progress",
            level=body.identified.level,
            outcome="opened" if found.cases else "unknown",
        )
    return answer(found)


@router.post(
    "/progress/slip",
    response_model=SlipAnswer,
    responses=declared(*WRITE_PROBLEMS),
    openapi_extra=ledger.FOUND,
)
def post_slip(
    body: SlipRequest, platform: ThePlatform, terminal: TheTerminal, key: TheKey
) -> Response:
    """The case of a scanned slip. Changes nothing: the key is echoed."""
    with platform.database.write() as connection:
        found = progress.by_slip(platform, connection, body, key)
        if found.case is not None:
            ledger.note_look(platform, connection, terminal, body.case_no)
    return answer(found)


@router.post(
    "/progress/number",
    response_model=SlipAnswer,
    responses=declared(*WRITE_PROBLEMS),
    openapi_extra=ledger.FOUND,
)
def post_number(
    body: NumberRequest, platform: ThePlatform, terminal: TheTerminal, key: TheKey
) -> Response:
    """The case of a number and its slip's password; the fifth wrong one locks the number for a
    quarter of an hour. A try that comes again under its key is counted once."""
    with platform.database.write() as connection:
        found = progress.by_number(platform, connection, body, key)
        if found.case is not None:
            ledger.note_look(platform, connection, terminal, body.case_no)
    return answer(found)


@router.post(
    "/corrections",
    response_model=CorrectionAnswer,
    responses=declared(
        "not-yours",
        "unknown-case",
        "assurance-too-low",
        "nothing-to-correct",
        "correction-too-late",
        *WRITE_PROBLEMS,
    ),
)
def post_correction(
    body: CorrectionSubmission, platform: ThePlatform, write: TerminalWrite
) -> Response:
    """Put right what the section asked for; with the last of it the clock goes on."""
    return write.do(
        "correction",
        body,
        lambda connection: corrections.put_right(
            platform, connection, write.caller, body, write.key
        ),
    )


@staff.get("/alarms", response_model=AlarmList, responses=declared())
def get_alarms(
    platform: ThePlatform,
    _staff: TheStaff,
    everything: Annotated[bool, Query(alias="all")] = False,
) -> Response:
    """Alarms that nobody has taken on yet; with `all` the others too."""
    with platform.database.read() as connection:
        return answer(alarms.list_alarms(platform, connection, all_of_them=everything))


@staff.post(
    "/alarms/{alarm_id}/acknowledgement",
    response_model=AlarmAnswer,
    responses=declared("no-such-resource", *WRITE_PROBLEMS),
)
def post_acknowledgement(
    alarm_id: Annotated[str, Path(pattern="^[0-9a-f]{32}$")],
    body: Acknowledgement,
    platform: ThePlatform,
    write: StaffWrite,
) -> Response:
    """Take an alarm on: it rises no more. The first one who does stands."""
    return write.do(
        f"acknowledge {alarm_id}",
        body,
        lambda connection: alarms.acknowledge(platform, connection, alarm_id, body, write.key),
    )
