"""A "no" that a person was told: numbered like a case, with its reason, without their data."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from backend_client import outbox
from kiosk.store.cases import StoredCase, insert_case

if TYPE_CHECKING:
    from sqlalchemy.engine import Connection

    from backend_client.sealer import Sealer


def note_refusal(
    connection: Connection,
    sealer: Sealer,
    *,
    case_no: str,
    matter_code: str,
    matter_version: str,
    reason: str,
    at: datetime,
) -> None:
    """Write down under a number that a matter could not be had, and why (a code)."""
    row = StoredCase(
        case_no=case_no,
        matter_code=matter_code,
        matter_version=matter_version,
        state="not_accepted",
        created=at,
        due=None,
        provisional=False,
        platform_no="",
        postal_no="",
        reason=outbox.code(reason),
        events=1,
        body=None,
    )
    insert_case(connection, sealer, row, event="refuse", at=at, who="terminal")
