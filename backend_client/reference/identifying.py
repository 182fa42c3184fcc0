"""Identification without a card: the e-ID code of a telephone, a typed number with a code."""

from __future__ import annotations

import hmac
import json
import re
import secrets
from datetime import UTC, date, datetime, timedelta

from sqlalchemy import Connection, func, select

from backend_client.models.identity import (
    CodeCheck,
    CodeChecked,
    CodeRequest,
    CodeRequested,
    EidCheck,
    EidIssue,
    EidIssued,
    IdentificationAnswer,
    PersonFound,
)
from backend_client.reference import tries
from backend_client.reference.assurance import (
    E_ID,
    TYPED,
    Granted,
    give,
    note_told,
    subject_of,
)
from backend_client.reference.auth import Caller
from backend_client.reference.core import Platform
from backend_client.reference.numbers import id_number_fault, rfc3339
from backend_client.reference.problems import ProblemError, invalid
from backend_client.reference.registry import Person
from backend_client.reference.tables_identity import CODE_ATTEMPTS, EID_CODES
from backend_client.reference.vault import token_hash

EID_LIFE = timedelta(seconds=60)
CODE_LIFE = timedelta(minutes=5)
MOST_CODES = 3
"""Codes sent to one number in the time of a lock: nobody's telephone is flooded."""
EID_FORM = re.compile(r"XCE1\.([0-9A-F]{32})\.([0-9]{10})\.([0-9A-F]{32})")
TEMPLATE = "identify.code"


def birth_of(id_kind: str, id_number: str) -> date:
    """The birth date in a number; the problem invalid where number and kind do not hold."""
    digits = id_number[6:14]
    try:
        if id_kind == "foreigner_2017":
            birth = datetime.strptime(id_number[7:13], "%y%m%d").replace(tzinfo=UTC).date()
        else:
            birth = datetime.strptime(digits, "%Y%m%d").replace(tzinfo=UTC).date()
    except ValueError:
        raise invalid("/id_number", "birth") from None
    fault = id_number_fault(id_kind, id_number, birth)
    if fault:
        raise invalid("/id_number", fault)
    return birth


def found(person: Person) -> PersonFound:
    """A person of the registers as it goes out to an identification."""
    address = person.known.get("household.address")
    return PersonFound(
        name=person.name,
        id_kind=person.kind,  # type: ignore[arg-type]  # checked by the model
        id_number=person.number,
        birth_date=person.birth,
        address=address.value if address else "",
        valid_to=person.valid_to,
    )


# ---- e-ID codes ----


def issue_eid(platform: Platform, connection: Connection, asked: EidIssue, key: str) -> EidIssued:
    """A signed code for somebody of the registers: 60 seconds, once."""
    person = platform.registry.find(asked.person)
    if person is None:
        raise ProblemError("no-such-resource")
    nonce, expires = secrets.token_hex(16).upper(), platform.clock.now() + EID_LIFE
    nonce_hash = token_hash(nonce)
    plain = json.dumps([person.kind, person.number]).encode()
    row = {
        "nonce_hash": nonce_hash,
        "terminal_id": asked.terminal_id,
        "expires_at": rfc3339(expires),
        "sealed": platform.vault.seal("eid_codes", nonce_hash, plain),
    }
    connection.execute(EID_CODES.insert().values(row))
    signed = f"{nonce}.{int(expires.timestamp()):010d}"
    return EidIssued(key=key, code=f"XCE1.{signed}.{_mark(platform, signed)}", expires_at=expires)


def take_eid(
    platform: Platform, connection: Connection, caller: Caller, asked: EidCheck, key: str
) -> IdentificationAnswer:
    """Who a scanned code stands for. One problem for every wrong code: forged, used, too old,
    another terminal's; a thief learns nothing from it."""
    form = EID_FORM.fullmatch(asked.code.strip())
    if form is None:
        raise ProblemError("code-refused")
    nonce, until, mark = form.groups()
    if not hmac.compare_digest(mark, _mark(platform, f"{nonce}.{until}")):
        raise ProblemError("code-refused")
    nonce_hash, now = token_hash(nonce), rfc3339(platform.clock.now())
    row = connection.execute(select(EID_CODES).where(EID_CODES.c.nonce_hash == nonce_hash))
    kept = row.mappings().first()
    if kept is None or kept["terminal_id"] not in (None, caller.id) or kept["expires_at"] < now:
        raise ProblemError("code-refused")
    here = (EID_CODES.c.nonce_hash == nonce_hash) & EID_CODES.c.used_at.is_(None)
    if connection.execute(EID_CODES.update().where(here).values(used_at=now)).rowcount != 1:
        raise ProblemError("code-refused")
    kind, number = json.loads(platform.vault.open("eid_codes", nonce_hash, kept["sealed"]))
    person = platform.registry.by_number(kind, number)
    if person is None:
        raise ProblemError("code-refused")
    granted = Granted(subject_of(platform, kind, number), asked.purpose, "e_id_code", E_ID)
    given = give(platform, connection, caller.id, granted, found(person))
    note_told(platform, connection, caller, given, purpose=asked.purpose)
    return IdentificationAnswer(**dict(given), key=key)


def _mark(platform: Platform, signed: str) -> str:
    return platform.vault.mac("e-id-code", signed)[:32].upper()


# ---- a typed number and a code ----


def request_code(
    platform: Platform, connection: Connection, caller: Caller, asked: CodeRequest, key: str
) -> CodeRequested:
    """Send a code where the platform knows a telephone; the answer never tells whether it did."""
    birth_of(asked.id_kind, asked.id_number)
    subject, now = subject_of(platform, asked.id_kind, asked.id_number), platform.clock.now()
    attempt_id, code = secrets.token_hex(16), f"{secrets.randbelow(1_000_000):06d}"
    person = platform.registry.by_number(asked.id_kind, asked.id_number)
    mobile = person.known.get("applicant.mobile") if person else None
    plain = json.dumps([asked.id_kind, asked.id_number, code if mobile else ""]).encode()
    row = {
        "attempt_id": attempt_id,
        "terminal_id": caller.id,
        "subject": subject,
        "at": rfc3339(now),
        "expires_at": rfc3339(now + CODE_LIFE),
        "sealed": platform.vault.seal("code_attempts", attempt_id, plain),
    }
    few = _sent(platform, connection, subject) < MOST_CODES
    if mobile and few and tries.left(platform, connection, f"code:{subject}"):
        platform.notify(connection, code, TEMPLATE, mobile.value)
    connection.execute(CODE_ATTEMPTS.insert().values(row))
    return CodeRequested(key=key, attempt_id=attempt_id, expires_at=now + CODE_LIFE)


def _sent(platform: Platform, connection: Connection, subject: str) -> int:
    since = rfc3339(platform.clock.now() - tries.LOCK)
    here = (CODE_ATTEMPTS.c.subject == subject) & (CODE_ATTEMPTS.c.at > since)
    return connection.execute(select(func.count()).where(here)).scalar_one()


def check_code(
    platform: Platform, connection: Connection, caller: Caller, asked: CodeCheck, key: str
) -> CodeChecked:
    """Whether the code is right. A wrong one is an answer, not a problem: it must be counted."""
    query = select(CODE_ATTEMPTS).where(CODE_ATTEMPTS.c.attempt_id == asked.attempt_id)
    row = connection.execute(query).mappings().first()
    if row is None or row["terminal_id"] != caller.id:
        raise ProblemError("code-refused")
    subject, now = f"code:{row['subject']}", rfc3339(platform.clock.now())
    left = tries.left(platform, connection, subject)
    if not left:
        return CodeChecked(key=key, state="locked")
    if row["used_at"] is not None or row["expires_at"] < now:
        return CodeChecked(key=key, state="expired", tries_left=left)
    plain = platform.vault.open("code_attempts", asked.attempt_id, row["sealed"])
    kind, number, code = json.loads(plain)
    if not hmac.compare_digest(code, asked.code):
        left = tries.failed(platform, connection, subject)
        return CodeChecked(key=key, state="wrong" if left else "locked", tries_left=left)
    here = CODE_ATTEMPTS.c.attempt_id == asked.attempt_id
    connection.execute(CODE_ATTEMPTS.update().where(here).values(used_at=now))
    tries.succeeded(connection, subject)
    person = platform.registry.by_number(kind, number)
    if person is None:
        raise ProblemError("code-refused")
    granted = Granted(row["subject"], asked.purpose, "number_code", TYPED)
    given = give(platform, connection, caller.id, granted, found(person))
    note_told(platform, connection, caller, given, purpose=asked.purpose)
    return CodeChecked(key=key, state="right", tries_left=left, identification=given)
