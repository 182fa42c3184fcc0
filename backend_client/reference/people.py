"""Known data of a person: by assurance level, with consent, one line for each reading."""

from __future__ import annotations

import json
import secrets
from datetime import datetime
from typing import Literal

from sqlalchemy import Connection, RowMapping, select

from backend_client.models import (
    CaseSubmission,
    KnownDataAnswer,
    KnownDataRequest,
    KnownFact,
    PersonKey,
    Reading,
    Readings,
    Withheld,
)
from backend_client.reference.auth import Caller
from backend_client.reference.core import Platform
from backend_client.reference.numbers import rfc3339
from backend_client.reference.problems import ProblemError
from backend_client.reference.registry import Person
from backend_client.reference.rules import MatterRule
from backend_client.reference.tables import READINGS

LICENCES = "licences"
RECORD = "record."
LEAST_LEVEL = 2


def read_known(
    platform: Platform, connection: Connection, caller: Caller, asked: KnownDataRequest, key: str
) -> KnownDataAnswer:
    """Open what the level allows and write the reading down; a refusal is written down too by
    `write_refusal`, outside the transaction that it rolls back."""
    if platform.offers.matter(asked.matter_code) is None:
        raise ProblemError("unknown-matter")
    if asked.consent.id is None:
        raise ProblemError("consent-missing")
    person = platform.registry.find(asked.person)
    held = _withheld(person, asked)
    if asked.identified.level < LEAST_LEVEL or len(held) == len(asked.items):
        needed = min((one.needed for one in held), default=LEAST_LEVEL)
        raise ProblemError("assurance-too-low", needed=max(needed, LEAST_LEVEL))
    reading = _write(platform, connection, caller, asked, "opened" if person else "unknown")
    answer = KnownDataAnswer(
        key=key,
        reading_id=reading,
        person_ref=person_ref(platform, asked.person),
        known=person is not None,
        withheld=held,
    )
    if person is None:
        return answer
    licences = person.licences() if LICENCES in asked.items else ()
    open_items = [item for item in asked.items if item not in {one.field for one in held}]
    facts = tuple(fact for item in open_items for fact in _fact(person, item))
    return answer.model_copy(update={"facts": facts, "licences": licences})


def write_refusal(platform: Platform, caller: Caller, asked: KnownDataRequest) -> None:
    """Write down that a reading was refused: the person can see the attempt."""
    with platform.database.write() as connection:
        _write(platform, connection, caller, asked, "refused")


def readings_of(platform: Platform, connection: Connection, ref: str) -> Readings:
    """All readings under a person's opaque name, newest first."""
    query = select(READINGS).where(READINGS.c.person_ref == ref).order_by(READINGS.c.at.desc())
    rows = connection.execute(query.limit(500)).mappings()
    return Readings(person_ref=ref, readings=tuple(_reading(row) for row in rows))


def write_reading(
    platform: Platform,
    connection: Connection,
    case: CaseSubmission,
    record_kind: str,
    rule: MatterRule,
) -> None:
    """Write down that a case opened a record."""
    one = case.applicant
    key = PersonKey(name=one.name, id_kind=one.id_kind, id_number=one.id_number)
    consent = next((c for c in case.consents if c.kind == rule.consent), None)
    person = platform.registry.find(key)
    row = {
        "reading_id": secrets.token_hex(16),
        "person_ref": person_ref(platform, key),
        "at": rfc3339(platform.clock.now()),
        "terminal_id": case.terminal_id,
        "matter_code": case.matter_code,
        "purpose": case.fields.get(rule.purpose or "", "")[:64],
        "consent_id": (consent.id or consent.kind) if consent else case.case_no,
        "items": json.dumps([RECORD + record_kind]),
        "level": case.identified.level,
        "outcome": "opened" if person and record_kind in person.records else "unknown",
    }
    connection.execute(READINGS.insert().values(row))


def person_ref(platform: Platform, person: PersonKey) -> str:
    """The opaque name of a person: stable, and good for nothing outside this platform."""
    return platform.vault.mac("person", f"{person.id_kind}\0{person.id_number}")[:32]


def _withheld(person: Person | None, asked: KnownDataRequest) -> tuple[Withheld, ...]:
    level = asked.identified.level
    needs = {item: _needed(person, item) for item in asked.items}
    return tuple(Withheld(field=item, needed=n) for item, n in needs.items() if n > level)


def _needed(person: Person | None, item: str) -> int:
    if person is None:
        return LEAST_LEVEL
    record = person.records.get(item.removeprefix(RECORD)) if item.startswith(RECORD) else None
    known = person.known.get(item)
    return (record and record.level) or (known and known.level) or LEAST_LEVEL


def _fact(person: Person, item: str) -> tuple[KnownFact, ...]:
    if item in person.known:
        return (person.fact(item),)
    if item.startswith(RECORD):
        found = item.removeprefix(RECORD) in person.records
        return (KnownFact(field=item, value="yes" if found else "no", source="platform.record"),)
    return ()


def _write(
    platform: Platform,
    connection: Connection,
    caller: Caller,
    asked: KnownDataRequest,
    outcome: Literal["opened", "unknown", "refused"],
) -> str:
    reading_id = secrets.token_hex(16)
    row = {
        "reading_id": reading_id,
        "person_ref": person_ref(platform, asked.person),
        "at": rfc3339(platform.clock.now()),
        "terminal_id": caller.id,
        "matter_code": asked.matter_code,
        "purpose": asked.purpose,
        "consent_id": asked.consent.id or asked.consent.kind,
        "items": json.dumps(asked.items),
        "level": asked.identified.level,
        "outcome": outcome,
    }
    connection.execute(READINGS.insert().values(row))
    return reading_id


def _reading(row: RowMapping) -> Reading:
    same = ("reading_id", "terminal_id", "matter_code", "purpose", "consent_id", "level", "outcome")
    return Reading(
        **{name: row[name] for name in same},
        at=datetime.fromisoformat(row["at"]),
        items=tuple(json.loads(row["items"])),
    )
