"""What clerks call: lists, moves of a case, the state of all terminals."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Response
from sqlalchemy import Connection

from backend_client import models
from backend_client.models.base import CaseNo, PostalNo
from backend_client.models.case import CaseState
from backend_client.reference import files, ledger, post, staff, terminals
from backend_client.reference.deps import (
    WRITE_PROBLEMS,
    StaffWrite,
    ThePlatform,
    TheStaff,
    answer,
)
from backend_client.reference.problems import declared

router = APIRouter(prefix="/api/v1/staff")


@router.get(
    "/cases",
    response_model=models.CaseList,
    responses=declared(),
    openapi_extra=ledger.EACH,
)
def get_cases(
    platform: ThePlatform,
    clerk: TheStaff,
    state: CaseState | None = None,
    limit: Annotated[int, Query(ge=1, le=1000)] = 200,
) -> Response:
    """Cases, oldest first, names masked; everybody in it gets a line."""
    with platform.database.write() as connection:
        rows = files.list_cases(platform, connection, state, limit)
        ledger.note_list(platform, connection, clerk, [row.case_no for row in rows])
    return answer(models.CaseList(cases=rows))


@router.get(
    "/cases/{case_no}",
    response_model=models.CaseView,
    responses=declared("unknown-case"),
    openapi_extra=ledger.ALWAYS,
)
def get_any_case(case_no: CaseNo, platform: ThePlatform, clerk: TheStaff) -> Response:
    """Any case as it stands."""
    with platform.database.write() as connection:
        view = files.view(platform, connection, case_no, clerk)
        ledger.note_look(platform, connection, clerk, case_no)
    return answer(view)


@router.get(
    "/cases/{case_no}/history",
    response_model=models.CaseHistory,
    responses=declared("unknown-case"),
    openapi_extra=ledger.ALWAYS,
)
def get_any_history(case_no: CaseNo, platform: ThePlatform, clerk: TheStaff) -> Response:
    """All steps of any case, oldest first."""
    with platform.database.write() as connection:
        history = files.history(connection, case_no, clerk)
        ledger.note_look(platform, connection, clerk, case_no, "case.history")
    return answer(history)


@router.post(
    "/cases/{case_no}/actions",
    response_model=models.CaseAnswer,
    responses=declared("unknown-case", "wrong-state", *WRITE_PROBLEMS),
    openapi_extra=ledger.ALWAYS,
)
def post_action(
    case_no: CaseNo,
    body: models.StaffAction,
    platform: ThePlatform,
    write: StaffWrite,
) -> Response:
    """Move a case on: correct, review, suspend, decide, conclude and so on."""

    def act(connection: Connection) -> models.CaseAnswer:
        moved = staff.act(platform, connection, case_no, body, write.key)
        ledger.note_look(platform, connection, write.caller, case_no)
        return moved

    return write.do(
        f"action {case_no}",
        body,
        act,
    )


@router.get(
    "/postal-orders/{postal_no}",
    response_model=models.PostalOrder,
    responses=declared("no-such-resource"),
    openapi_extra=ledger.ALWAYS,
)
def get_any_postal_order(postal_no: PostalNo, platform: ThePlatform, clerk: TheStaff) -> Response:
    """Any postal order, name and address masked."""
    with platform.database.write() as connection:
        order = post.order_of(platform, connection, postal_no, clerk)
        ledger.note_look(platform, connection, clerk, order.case_no, "postal-order")
    return answer(order)


@router.get("/terminals", response_model=models.TerminalList, responses=declared())
def get_terminals(platform: ThePlatform, _staff: TheStaff) -> Response:
    """All terminals as last heard."""
    with platform.database.read() as connection:
        return answer(terminals.list_terminals(connection))
