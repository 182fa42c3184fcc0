"""Vouching: a clerk's word on who stands at a terminal, for one purpose, within five minutes."""

from __future__ import annotations

import hashlib
import json
import secrets
from dataclasses import asdict, dataclass, replace
from datetime import timedelta

from sqlalchemy import Connection, RowMapping, select

from backend_client.models import PersonKey
from backend_client.models.identity import (
    ClerkAccount,
    ClerkSet,
    Identification,
    PersonFound,
    VouchDecided,
    VouchDecision,
    VouchLook,
    VouchOpened,
    VouchRequest,
    VouchSeen,
    VouchState,
)
from backend_client.reference import ledger, tries
from backend_client.reference.assurance import PROVEN, Granted, give, note_told, subject_of
from backend_client.reference.auth import Caller
from backend_client.reference.core import Platform
from backend_client.reference.identifying import birth_of, found
from backend_client.reference.numbers import mask_name, mask_number, rfc3339
from backend_client.reference.problems import ProblemError
from backend_client.reference.tables_identity import CLERKS, VOUCHES
from backend_client.reference.vault import same_hash

LIFE = timedelta(minutes=5)
WAITING = "waiting"


@dataclass(frozen=True, slots=True, repr=False)
class Content:
    """What is sealed of a request; `grant` is the answer for the terminal, as JSON."""

    id_kind: str
    id_number: str
    name: str
    grant: str = ""


# ---- the terminal ----


def open_vouch(
    platform: Platform, connection: Connection, caller: Caller, asked: VouchRequest, key: str
) -> VouchOpened:
    """A six-digit number that no other open request has."""
    birth_of(asked.id_kind, asked.id_number)
    now = platform.clock.now()
    _close_old(connection, rfc3339(now))
    code = _free_code(platform, connection)
    vouch_id = secrets.token_hex(16)
    content = Content(asked.id_kind, asked.id_number, asked.name or _known_name(platform, asked))
    row = {
        "vouch_id": vouch_id,
        "code_hash": platform.vault.mac("vouch", code),
        "terminal_id": caller.id,
        "purpose": asked.purpose,
        "state": WAITING,
        "at": rfc3339(now),
        "expires_at": rfc3339(now + LIFE),
        "sealed": _seal(platform, vouch_id, content),
    }
    connection.execute(VOUCHES.insert().values(row))
    return VouchOpened(key=key, vouch_id=vouch_id, code=code, expires_at=now + LIFE)


def state_of(
    platform: Platform, connection: Connection, caller: Caller, vouch_id: str
) -> VouchState:
    """How a request of this terminal stands, with the grant once it is confirmed, and then with a
    line in the ledger."""
    query = select(VOUCHES).where(VOUCHES.c.vouch_id == vouch_id)
    row = connection.execute(query).mappings().first()
    if row is None or row["terminal_id"] != caller.id:
        raise ProblemError("no-such-resource")
    late = row["expires_at"] < rfc3339(platform.clock.now())
    if row["state"] in (WAITING, "confirmed") and late:
        return VouchState(state="expired")
    if row["state"] != "confirmed":
        return VouchState(state=row["state"])
    told = Identification.model_validate_json(_content(platform, row).grant)
    note_told(platform, connection, caller, told, purpose=row["purpose"])
    return VouchState(state="confirmed", identification=told)


# ---- the clerk ----


def set_clerk(
    platform: Platform, connection: Connection, account: ClerkAccount, key: str
) -> ClerkSet:
    """Make or renew a clerk's account; the PIN is kept as scrypt."""
    salt = secrets.token_hex(16)
    row = {"clerk": account.clerk, "salt": salt, "pin_hash": _pin_hash(salt, account.pin)}
    if not platform.database.insert_once(connection, CLERKS, row):
        connection.execute(CLERKS.update().where(CLERKS.c.clerk == account.clerk).values(row))
    tries.succeeded(connection, f"clerk:{account.clerk}")
    return ClerkSet(key=key, clerk=account.clerk)


def look(
    platform: Platform, connection: Connection, caller: Caller, asked: VouchLook, key: str
) -> VouchSeen:
    """Who is said to stand where, name and number masked."""
    state, row = _find(platform, connection, asked)
    if row is None:
        return VouchSeen(key=key, state=state)  # type: ignore[arg-type]  # states of _find
    content = _content(platform, row)
    ledger.note(
        platform,
        connection,
        caller.id,
        ledger.ref_of(platform, content.id_kind, content.id_number),
        items=("applicant.name",),
        purpose="vouch",
        level=ledger.STAFF_LEVEL,
        matter_code=ledger.matter_in(platform, row["purpose"]),
    )
    return VouchSeen(
        key=key,
        state="open",
        name=mask_name(content.name) if content.name else "",
        id_number=mask_number(content.id_number),
        name_known=bool(content.name),
        terminal_id=row["terminal_id"],
        purpose=row["purpose"],
    )


def decide(
    platform: Platform, connection: Connection, word: VouchDecision, key: str
) -> VouchDecided:
    """Take the clerk's word. Wrong ones are answers, not problems: they must be counted."""
    state, row = _find(platform, connection, word)
    if row is None:
        return VouchDecided(key=key, state=state)  # type: ignore[arg-type]  # states of _find
    if word.decision == "refuse":
        _settle(
            platform,
            connection,
            row,
            clerk=word.clerk,
            state="refused",
            content=_content(platform, row),
        )
        return VouchDecided(key=key, state="refused")
    content = _content(platform, row)
    if word.last_four != content.id_number[-4:]:
        tries.failed(platform, connection, f"clerk:{word.clerk}")
        return VouchDecided(key=key, state="other-person")
    content = content if content.name else replace(content, name=word.name or "")
    if not content.name:
        return VouchDecided(key=key, state="name-missing")
    given = _grant(platform, connection, row, content, word.clerk)
    content = replace(content, grant=given.model_dump_json())
    _settle(platform, connection, row, clerk=word.clerk, state="confirmed", content=content)
    return VouchDecided(key=key, state="confirmed")


def _grant(
    platform: Platform, connection: Connection, row: RowMapping, content: Content, clerk: str
) -> Identification:
    known = platform.registry.find(
        PersonKey(
            name=content.name,
            id_kind=content.id_kind,  # type: ignore[arg-type]  # was checked when it was asked for
            id_number=content.id_number,
        )
    )
    person = found(known) if known else _stranger(content)
    subject = subject_of(platform, content.id_kind, content.id_number)
    granted = Granted(subject, row["purpose"], "vouched", PROVEN, clerk=clerk)
    return give(platform, connection, row["terminal_id"], granted, person)


def _stranger(content: Content) -> PersonFound:
    return PersonFound(
        name=content.name,
        id_kind=content.id_kind,  # type: ignore[arg-type]  # was checked when it was asked for
        id_number=content.id_number,
        birth_date=birth_of(content.id_kind, content.id_number),
    )


def _find(
    platform: Platform, connection: Connection, asked: VouchLook
) -> tuple[str, RowMapping | None]:
    """The open request behind a number, after the clerk's PIN: (state, row or None)."""
    subject, now = f"clerk:{asked.clerk}", rfc3339(platform.clock.now())
    if not tries.left(platform, connection, subject):
        return "locked", None
    if not _is_clerk(connection, asked):
        return ("wrong-pin" if tries.failed(platform, connection, subject) else "locked"), None
    here = (VOUCHES.c.code_hash == platform.vault.mac("vouch", asked.code)) & (
        VOUCHES.c.state == WAITING
    )
    query = select(VOUCHES).where(here).with_for_update()
    row = connection.execute(query).mappings().first()
    if row is None:
        tries.failed(platform, connection, subject)
        return "unknown-code", None
    return ("expired", None) if row["expires_at"] < now else ("open", row)


def _is_clerk(connection: Connection, asked: VouchLook) -> bool:
    query = select(CLERKS).where(CLERKS.c.clerk == asked.clerk)
    row = connection.execute(query).mappings().first()
    # An unknown clerk costs the same time as a wrong PIN.
    salt, kept = (row["salt"], row["pin_hash"]) if row else ("00" * 16, "")
    return same_hash(_pin_hash(salt, asked.pin), kept)


def _pin_hash(salt: str, pin: str) -> str:
    return hashlib.scrypt(pin.encode(), salt=bytes.fromhex(salt), n=1 << 14, r=8, p=1).hex()


def _settle(
    platform: Platform,
    connection: Connection,
    row: RowMapping,
    *,
    clerk: str,
    state: str,
    content: Content,
) -> None:
    values = {
        "state": state,
        "clerk": clerk,
        "decided_at": rfc3339(platform.clock.now()),
        "sealed": _seal(platform, row["vouch_id"], content),
    }
    here = VOUCHES.c.vouch_id == row["vouch_id"]
    connection.execute(VOUCHES.update().where(here).values(values))


def _known_name(platform: Platform, asked: VouchRequest) -> str:
    person = platform.registry.by_number(asked.id_kind, asked.id_number)
    return person.name if person else ""


def _close_old(connection: Connection, now: str) -> None:
    here = (VOUCHES.c.state == WAITING) & (VOUCHES.c.expires_at < now)
    connection.execute(VOUCHES.update().where(here).values(state="expired"))


def _free_code(platform: Platform, connection: Connection) -> str:
    for _ in range(20):
        code = f"{secrets.randbelow(1_000_000):06d}"
        here = (VOUCHES.c.code_hash == platform.vault.mac("vouch", code)) & (
            VOUCHES.c.state == WAITING
        )
        if connection.execute(select(VOUCHES.c.vouch_id).where(here)).first() is None:
            return code
    raise ProblemError("unavailable", retry_after_s=5)


def _seal(platform: Platform, vouch_id: str, content: Content) -> bytes:
    return platform.vault.seal("vouches", vouch_id, json.dumps(asdict(content)).encode())


def _content(platform: Platform, row: RowMapping) -> Content:
    return Content(**json.loads(platform.vault.open("vouches", row["vouch_id"], row["sealed"])))
