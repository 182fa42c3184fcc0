"""Postal orders: drafted with the case, queued once there is something to send."""

from __future__ import annotations

from datetime import datetime
from typing import cast

from sqlalchemy import Connection, select

from backend_client.models import (
    CaseSubmission,
    Delivery,
    PostalEvent,
    PostalOrder,
    PostalState,
)
from backend_client.reference.auth import Caller
from backend_client.reference.clock import shanghai_day
from backend_client.reference.core import Platform
from backend_client.reference.numbers import mask_address, mask_name, postal_number, rfc3339
from backend_client.reference.problems import ProblemError
from backend_client.reference.tables import CASES, POSTAL_EVENTS, POSTAL_ORDERS


def draft_order(platform: Platform, connection: Connection, case: CaseSubmission) -> str:
    """Make the order of a mailed case; returns its number."""
    delivery = cast("Delivery", case.delivery)
    today = shanghai_day(platform.clock.now())
    number = postal_number(today, platform.database.next_serial(connection, "postal_no", today))
    sealed = platform.vault.seal("postal_orders", number, delivery.model_dump_json().encode())
    row = {"postal_no": number, "case_no": case.case_no, "state": "draft", "sealed": sealed}
    connection.execute(POSTAL_ORDERS.insert().values(row))
    here = CASES.c.case_no == case.case_no
    connection.execute(CASES.update().where(here).values(postal_no=number))
    _write_event(platform, connection, number, "draft")
    return number


def queue_order(platform: Platform, connection: Connection, case_no: str) -> None:
    """The result is there: the case's order, if it has one, waits for its label."""
    _move(platform, connection, case_no, "queued")


def readdress(platform: Platform, connection: Connection, case_no: str, delivery: Delivery) -> None:
    """The address was put right before anything went out; later it stays as it is."""
    query = select(POSTAL_ORDERS.c.postal_no).where(
        (POSTAL_ORDERS.c.case_no == case_no) & POSTAL_ORDERS.c.state.in_(("draft", "queued"))
    )
    number = connection.execute(query).scalar_one_or_none()
    if number is not None:
        sealed = platform.vault.seal("postal_orders", number, delivery.model_dump_json().encode())
        here = POSTAL_ORDERS.c.postal_no == number
        connection.execute(POSTAL_ORDERS.update().where(here).values(sealed=sealed))


def cancel_order(platform: Platform, connection: Connection, case_no: str) -> None:
    """There will be nothing to send for the case."""
    _move(platform, connection, case_no, "cancelled")


def order_of(
    platform: Platform, connection: Connection, number: str, caller: Caller
) -> PostalOrder:
    """An order as it stands, name and address masked; only for the terminal whose case it is."""
    query = select(POSTAL_ORDERS, CASES.c.terminal_id).join(
        CASES, CASES.c.case_no == POSTAL_ORDERS.c.case_no
    )
    row = connection.execute(query.where(POSTAL_ORDERS.c.postal_no == number)).mappings().first()
    if row is None or not (caller.is_staff or row["terminal_id"] == caller.id):
        raise ProblemError("no-such-resource")
    plain = platform.vault.open("postal_orders", number, row["sealed"])
    delivery = Delivery.model_validate_json(plain)
    return PostalOrder(
        postal_no=number,
        case_no=row["case_no"],
        state=row["state"],
        receiver=mask_name(delivery.receiver_name or ""),
        address=mask_address(delivery.address or ""),
        events=_events(connection, number),
    )


def _move(platform: Platform, connection: Connection, case_no: str, state: PostalState) -> None:
    query = select(POSTAL_ORDERS.c.postal_no).where(
        (POSTAL_ORDERS.c.case_no == case_no) & (POSTAL_ORDERS.c.state == "draft")
    )
    number = connection.execute(query).scalar_one_or_none()
    if number is not None:
        here = POSTAL_ORDERS.c.postal_no == number
        connection.execute(POSTAL_ORDERS.update().where(here).values(state=state))
        _write_event(platform, connection, number, state)


def _write_event(
    platform: Platform, connection: Connection, number: str, state: PostalState
) -> None:
    at = rfc3339(platform.clock.now())
    row = {"postal_no": number, "at": at, "state": state}
    connection.execute(POSTAL_EVENTS.insert().values(row))


def _events(connection: Connection, number: str) -> tuple[PostalEvent, ...]:
    mine = POSTAL_EVENTS.c.postal_no == number
    rows = connection.execute(select(POSTAL_EVENTS).where(mine).order_by(POSTAL_EVENTS.c.id))
    return tuple(
        PostalEvent(at=datetime.fromisoformat(row["at"]), state=row["state"])
        for row in rows.mappings()
    )
