"""Known data of a person: by assurance level, with consent, one line for each reading."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Literal

from sqlalchemy import Connection, RowMapping, select

from backend_client.models import (
    CaseSubmission,
    KnownDataAnswer,
    KnownDataRequest,
    KnownFact,
    Reading,
    Readings,
    Withheld,
)
from backend_client.models.papers import ReadingsAnswer, ReadingsRequest
from backend_client.reference import ledger
from backend_client.reference.assurance import CARD, rank_of
from backend_client.reference.auth import Caller
from backend_client.reference.core import Platform
from backend_client.reference.ledger import person_ref
from backend_client.reference.numbers import is_mobile
from backend_client.reference.problems import ProblemError
from backend_client.reference.registry import Person
from backend_client.reference.rules import MatterRule
from backend_client.reference.tables import READINGS

LICENCES = "licences"
RECORD = "record."
MOBILE = "applicant.mobile"
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
    rank = rank_of(
        platform, connection, caller, asked.identified, asked.person, purpose=asked.matter_code
    )
    held = _withheld(person, asked, rank)
    if rank < CARD or len(held) == len(asked.items):
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


def readings_for(
    platform: Platform, connection: Connection, caller: Caller, asked: ReadingsRequest, key: str
) -> ReadingsAnswer:
    """All readings of the person at a terminal, whose card lies on its reader."""
    how, person = asked.identified, asked.person
    if rank_of(platform, connection, caller, how, person, purpose="readings") < CARD:
        raise ProblemError("assurance-too-low", needed=CARD // 10)
    found = readings_of(platform, connection, person_ref(platform, asked.person))
    return ReadingsAnswer(key=key, person_ref=found.person_ref, readings=found.readings)


def readings_of(platform: Platform, connection: Connection, ref: str) -> Readings:
    """All readings under a person's opaque name, newest first."""
    query = select(READINGS).where(READINGS.c.person_ref == ref).order_by(READINGS.c.at.desc())
    rows = connection.execute(query.limit(500)).mappings()
    return Readings(person_ref=ref, readings=tuple(_reading(row) for row in rows))


def write_lookups(
    platform: Platform,
    connection: Connection,
    case: CaseSubmission,
    rule: MatterRule,
    *,
    record: str,
    messaged: bool,
) -> None:
    """Write down, in one line, what filing a case read in the registers: the `record` that decided
    it, an account that was not given, and the telephone number a message went to (`messaged`)."""
    person = platform.registry.find(ledger.applicant_of(case))
    found = {RECORD + record: person and record in person.records} if record else {}
    account = rule.account
    if account and not case.fields.get(account):
        found[account] = person and account in person.known
    if messaged and not is_mobile(case.fields.get(MOBILE)):
        found[MOBILE] = True
    if not found:
        return
    consent = next((c for c in case.consents if c.kind == rule.consent), None)
    ledger.note(
        platform,
        connection,
        case.terminal_id,
        person_ref(platform, ledger.applicant_of(case)),
        items=tuple(found),
        purpose=case.fields.get(rule.purpose or "", "") or "application",
        level=case.identified.level,
        outcome="opened" if any(found.values()) else "unknown",
        matter_code=case.matter_code,
        consent_id=(consent.id or consent.kind) if consent else case.case_no,
    )


def _withheld(person: Person | None, asked: KnownDataRequest, rank: int) -> tuple[Withheld, ...]:
    needs = {item: _needed(person, item) for item in asked.items}
    return tuple(
        Withheld(field=item, needed=level) for item, (level, least) in needs.items() if least > rank
    )


def _needed(person: Person | None, item: str) -> tuple[int, int]:
    """The whole level that is surely enough for an item, and the exact rank."""
    record = person and person.records.get(item.removeprefix(RECORD))
    kept = record if item.startswith(RECORD) else person and person.known.get(item)
    level = kept.level if kept else LEAST_LEVEL
    return level, (kept.rank if kept else 0) or level * 10


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
    return ledger.note(
        platform,
        connection,
        caller.id,
        person_ref(platform, asked.person),
        items=asked.items,
        purpose=asked.purpose,
        level=asked.identified.level,
        outcome=outcome,
        matter_code=asked.matter_code,
        consent_id=asked.consent.id or asked.consent.kind,
    )


def _reading(row: RowMapping) -> Reading:
    same = ("reading_id", "terminal_id", "matter_code", "purpose", "consent_id", "level", "outcome")
    return Reading(
        **{name: row[name] for name in same},
        at=datetime.fromisoformat(row["at"]),
        items=tuple(json.loads(row["items"])),
    )
