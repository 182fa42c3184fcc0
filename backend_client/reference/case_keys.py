"""Who may ask about a case: the card, the token in a slip's code, or number and password.

A number that does not exist answers like one whose password is wrong, after the same work.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, RowMapping, select

from backend_client.models import CaseSubmission, PersonKey
from backend_client.reference.core import Platform
from backend_client.reference.ledger import person_ref
from backend_client.reference.numbers import rfc3339
from backend_client.reference.tables_progress import CASE_KEYS, SLIP_TRIES
from backend_client.reference.vault import same_hash, token_hash

MAX_WRONG = 5
LOCKED_FOR = timedelta(minutes=15)
FORGET_AFTER = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Tried:
    """What became of a password: right, or how many tries are left, or locked until when."""

    right: bool
    tries_left: int
    locked_until: datetime | None = None


def keep_keys(platform: Platform, connection: Connection, case: CaseSubmission) -> None:
    """Keep what will prove a right to ask: hashes only."""
    one = case.applicant
    person = PersonKey(name=one.name, id_kind=one.id_kind, id_number=one.id_number)
    password = case.slip_password
    row = {
        "case_no": case.case_no,
        "person_ref": person_ref(platform, person),
        "password_mac": _mac(platform, case.case_no, password) if password else None,
        "token_hash": token_hash(case.slip_token) if case.slip_token else None,
    }
    connection.execute(CASE_KEYS.insert().values(row))


def without_keys(case: CaseSubmission) -> CaseSubmission:
    """A submission as it may be kept: password and token are not in it."""
    return case.model_copy(update={"slip_password": None, "slip_token": None})


def token_is_right(connection: Connection, case_no: str, token: str) -> bool:
    """Whether the token is that of the case's slip."""
    row = _keys(connection, case_no)
    kept = row["token_hash"] if row else None
    return same_hash(kept or token_hash(secrets.token_hex(16)), token_hash(token))


def belongs_to(platform: Platform, connection: Connection, case_no: str, person: PersonKey) -> bool:
    """Whether the person is the case's applicant."""
    row = _keys(connection, case_no)
    return row is not None and same_hash(row["person_ref"], person_ref(platform, person))


def try_password(
    platform: Platform, connection: Connection, case_no: str, password: str, key: str
) -> Tried:
    """Look at one password. The fifth wrong one locks the number, known or not; the same `key`
    coming again is the same try."""
    now = platform.clock.now()
    name = platform.vault.mac("slip-tries", case_no)
    tries = _tries(platform, connection, name, now)
    row = _keys(connection, case_no)
    kept = (row and row["password_mac"]) or _mac(platform, case_no, secrets.token_hex(4))
    right = same_hash(kept, _mac(platform, case_no, password))
    until = _moment(tries["locked_until"])
    if until is not None and until > now:
        return Tried(False, 0, until)
    wrong = 0 if until is not None else tries["wrong"]
    if not right and tries["last_key"] != key:
        wrong += 1
    lock = now + LOCKED_FOR if not right and wrong >= MAX_WRONG else None
    values = {
        "wrong": 0 if right else wrong,
        "last_key": key,
        "last_at": rfc3339(now),
        "locked_until": rfc3339(lock) if lock else None,
    }
    here = SLIP_TRIES.c.number_mac == name
    connection.execute(SLIP_TRIES.update().where(here).values(values))
    return Tried(right, MAX_WRONG - wrong, lock)


def case_pass(platform: Platform, case_no: str) -> str:
    """What a progress answer carries: its holder may rate the case, and nothing else."""
    return platform.vault.mac("case-pass", case_no)


def _tries(platform: Platform, connection: Connection, name: str, now: datetime) -> RowMapping:
    old = SLIP_TRIES.c.last_at < rfc3339(now - FORGET_AFTER)
    connection.execute(SLIP_TRIES.delete().where(old))
    row = {"number_mac": name, "wrong": 0, "last_key": "", "last_at": rfc3339(now)}
    platform.database.insert_once(connection, SLIP_TRIES, row)
    query = select(SLIP_TRIES).where(SLIP_TRIES.c.number_mac == name).with_for_update()
    return connection.execute(query).mappings().one()


def _keys(connection: Connection, case_no: str) -> RowMapping | None:
    query = select(CASE_KEYS).where(CASE_KEYS.c.case_no == case_no)
    return connection.execute(query).mappings().first()


def _mac(platform: Platform, case_no: str, password: str) -> str:
    return platform.vault.mac("slip-password", f"{case_no}\0{password}")


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
