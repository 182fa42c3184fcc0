"""Staff accounts: PINs as scrypt, five tries, what machines may check by themselves, the log."""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime, timedelta

from sqlalchemy import Connection, RowMapping, select

from backend_client.models.staff_accounts import (
    ServiceEvent,
    ServiceEventKept,
    ServiceEventList,
    ServiceEventRow,
    StaffAccount,
    StaffAccountSet,
    StaffSignedIn,
    StaffSignIn,
    StaffVerifier,
    StaffVerifiers,
)
from backend_client.reference import tries
from backend_client.reference.auth import Caller
from backend_client.reference.core import Platform
from backend_client.reference.numbers import rfc3339
from backend_client.reference.tables_staff import SERVICE_EVENTS, STAFF
from backend_client.reference.vault import same_hash

GOOD_FOR = timedelta(days=7)
MOST_EVENTS = 200


def set_account(
    platform: Platform, connection: Connection, account: StaffAccount, key: str
) -> StaffAccountSet:
    """Make or replace an account, with a fresh salt."""
    salt = secrets.token_hex(16)
    row = {
        "staff_no": account.staff_no,
        "salt": salt,
        "pin_hash": pin_hash(salt, account.pin),
        "role": account.role,
        "points": " ".join(account.points),
        "active": account.active,
    }
    if not platform.database.insert_once(connection, STAFF, row):
        here = STAFF.c.staff_no == account.staff_no
        connection.execute(STAFF.update().where(here).values(row))
    tries.succeeded(connection, _subject(account.staff_no))
    return StaffAccountSet(key=key, staff_no=account.staff_no)


def known(connection: Connection, staff_no: str) -> bool:
    """Whether there is an account of that number."""
    query = select(STAFF.c.staff_no).where(STAFF.c.staff_no == staff_no)
    return connection.execute(query).first() is not None


def sign_in(
    platform: Platform, connection: Connection, asked: StaffSignIn, key: str
) -> StaffSignedIn:
    """Check a PIN. Wrong ones are answers, not problems: they must be counted."""
    subject = _subject(asked.staff_no)
    if not tries.left(platform, connection, subject):
        return StaffSignedIn(key=key, state="locked")
    query = select(STAFF).where(STAFF.c.staff_no == asked.staff_no)
    row = connection.execute(query).mappings().first()
    # A number that nobody has costs the same time as a wrong PIN.
    salt, kept = (row["salt"], row["pin_hash"]) if row else ("00" * 16, "")
    right = same_hash(pin_hash(salt, asked.pin), kept)
    if row is None or not right or not _good_at(row, asked.point):
        left = tries.failed(platform, connection, subject)
        return StaffSignedIn(key=key, state="wrong" if left else "locked", tries_left=left)
    tries.succeeded(connection, subject)
    return StaffSignedIn(key=key, state="right", role=row["role"], tries_left=tries.MOST)


def verifiers(platform: Platform, connection: Connection, point: str) -> StaffVerifiers:
    """What a machine at `point` may check by itself for a week; closed accounts are not in it."""
    rows = connection.execute(select(STAFF).order_by(STAFF.c.staff_no)).mappings()
    return StaffVerifiers(
        point=point,
        expires_at=platform.clock.now() + GOOD_FOR,
        staff=tuple(
            StaffVerifier(
                staff_no=row["staff_no"],
                role=row["role"],
                salt=row["salt"],
                pin_hash=row["pin_hash"],
            )
            for row in rows
            if _good_at(row, point)
        ),
    )


def keep_event(
    connection: Connection, caller: Caller, event: ServiceEvent, key: str
) -> ServiceEventKept:
    """Write down what was done at a machine."""
    event_id = secrets.token_hex(16)
    row = {
        **event.model_dump(exclude={"at"}),
        "event_id": event_id,
        "terminal_id": caller.id,
        "at": rfc3339(event.at),
    }
    connection.execute(SERVICE_EVENTS.insert().values(row))
    return ServiceEventKept(key=key, event_id=event_id)


def events(connection: Connection) -> ServiceEventList:
    """The log, newest first."""
    query = select(SERVICE_EVENTS).order_by(SERVICE_EVENTS.c.at.desc()).limit(MOST_EVENTS)
    rows = connection.execute(query).mappings()
    return ServiceEventList(
        events=tuple(
            ServiceEventRow.model_validate({**row, "at": datetime.fromisoformat(row["at"])})
            for row in rows
        )
    )


def pin_hash(salt: str, pin: str) -> str:
    """scrypt (RFC 7914) of a PIN, in hexadecimal; `salt` is 16 bytes in hexadecimal."""
    return hashlib.scrypt(pin.encode(), salt=bytes.fromhex(salt), n=1 << 14, r=8, p=1).hex()


def _good_at(row: RowMapping, point: str) -> bool:
    points: list[str] = row["points"].split()
    return bool(row["active"]) and (not points or point in points)


def _subject(staff_no: str) -> str:
    return f"staff:{staff_no}"
