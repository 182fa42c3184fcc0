"""Assurance as the platform enforces it: grants, what they are good for, and who may act for whom.

The order is 1 a typed number, 2 a card on the reader, 2+ an e-ID code, 3 a clerk's word. A terminal
may claim a card by itself; every other way needs a grant that this platform gave out.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from importlib import resources
from typing import Literal

from sqlalchemy import Connection, select

from backend_client.models import Agent, CaseSubmission, Identified, PersonKey
from backend_client.models.identity import Identification, PersonFound
from backend_client.reference import ledger
from backend_client.reference.auth import Caller
from backend_client.reference.clock import shanghai_day
from backend_client.reference.core import Platform
from backend_client.reference.numbers import rfc3339
from backend_client.reference.problems import ProblemError
from backend_client.reference.tables_identity import AUTHORISATIONS, GRANTS
from backend_client.reference.vault import token_hash

TYPED, CARD, E_ID, PROVEN = 10, 20, 25, 30
NAMES: dict[int, Literal["1", "2", "2+", "3"]] = {TYPED: "1", CARD: "2", E_ID: "2+", PROVEN: "3"}
CARD_METHODS = ("id_card", "social_card", "card")
GRANT_LIFE = timedelta(minutes=60)
"""A visit with a long form, a break for questions included."""
LEEWAY = timedelta(minutes=2)
"""How far the terminal's clock may be off."""


@dataclass(frozen=True, slots=True, repr=False)
class Granted:
    """What a new grant stands for. `subject` and `agent` are keyed hashes."""

    subject: str
    purpose: str
    method: str
    rank: int
    clerk: str | None = None
    agent: str | None = None
    authorisation_id: str | None = None


@lru_cache(maxsize=1)
def _agency() -> Mapping[str, frozenset[str]]:
    text = resources.files("backend_client.reference").joinpath("agency.json").read_text("utf-8")
    data: dict[str, list[str]] = json.loads(text)
    return {name: frozenset(codes) for name, codes in data.items()}


def level_of(matter_code: str) -> int:
    """3 for a matter that binds the person to the spot (a pension's yearly proof of life)."""
    return PROVEN // 10 if matter_code in _agency()["in_person"] else TYPED // 10


def may_act(matter_code: str) -> bool:
    """Whether somebody else may do a matter for a person: agency.json names those not."""
    return not any(matter_code in codes for codes in _agency().values())


def subject_of(platform: Platform, id_kind: str, id_number: str) -> str:
    """A person as a keyed hash: found again, not guessed."""
    return platform.vault.mac("subject", f"{id_kind}\0{id_number}")


def give(
    platform: Platform, connection: Connection, caller: str, granted: Granted, person: PersonFound
) -> Identification:
    """A new grant for this terminal, with the person it is about."""
    grant, now = secrets.token_hex(16), platform.clock.now()
    expires = now + GRANT_LIFE
    row = {
        "grant_hash": token_hash(grant),
        "terminal_id": caller,
        "subject": granted.subject,
        "purpose": granted.purpose,
        "method": granted.method,
        "rank": granted.rank,
        "issued_at": rfc3339(now),
        "expires_at": rfc3339(expires),
        "clerk": granted.clerk,
        "agent": granted.agent,
        "authorisation_id": granted.authorisation_id,
    }
    connection.execute(GRANTS.insert().values(row))
    return Identification(
        grant=grant,
        method=granted.method,
        level=granted.rank // 10,
        level_name=NAMES[granted.rank],
        person=person,
        expires_at=expires,
    )


def note_told(
    platform: Platform,
    connection: Connection,
    caller: Caller,
    told: Identification,
    *,
    purpose: str,
    why: str = "identify",
    basis: str = "",
) -> None:
    """Write down that a terminal was told who somebody is; `purpose` is that of the grant."""
    who = told.person
    ledger.note(
        platform,
        connection,
        caller.id,
        ledger.ref_of(platform, who.id_kind, who.id_number),
        items=("applicant.name", "household.address") if who.address else ("applicant.name",),
        purpose=why,
        level=told.level,
        matter_code=ledger.matter_in(platform, purpose),
        consent_id=basis,
    )


def rank_of(
    platform: Platform,
    connection: Connection,
    caller: Caller,
    identified: Identified,
    person: PersonKey | Agent,
    *,
    purpose: str,
    at: datetime | None = None,
) -> int:
    """How sure this identification is; the problem identification-invalid for a grant of another
    terminal, person or purpose, an expired one, and a way that needs a grant and has none."""
    if identified.grant is None:
        if identified.method in CARD_METHODS:
            return min(identified.level * 10, CARD)
        if identified.level <= 1:
            return TYPED
        raise ProblemError("identification-invalid")
    query = select(GRANTS).where(GRANTS.c.grant_hash == token_hash(identified.grant))
    row = connection.execute(query).mappings().first()
    moment = at or platform.clock.now()
    good = row is not None and (
        row["terminal_id"] == caller.id
        and row["subject"] == subject_of(platform, person.id_kind, person.id_number)
        and row["purpose"] == purpose
        and row["method"] == identified.method
        and rfc3339(moment + LEEWAY) >= row["issued_at"]
        and rfc3339(moment) <= row["expires_at"]
    )
    if row is None or not good:
        raise ProblemError("identification-invalid")
    return int(row["rank"])


def check_case(
    platform: Platform, connection: Connection, caller: Caller, case: CaseSubmission, level: int
) -> None:
    """Whether everybody in a case is identified well enough, and the agent may act; a grant is
    spent on this case. `level` is what the matter needs of the applicant."""
    one, at = case.applicant, case.submitted_at
    person = PersonKey(name=one.name, id_kind=one.id_kind, id_number=one.id_number)
    matter = case.matter_code
    level = max(level, level_of(matter))
    rank = rank_of(platform, connection, caller, case.identified, person, purpose=matter, at=at)
    if case.agent is not None:
        _check_agent(platform, connection, caller, case, level)
    elif case.identified.method == "authorisation":
        raise ProblemError("agent-not-authorised")
    if rank < level * 10:
        raise ProblemError("assurance-too-low", needed=level)
    for used in (case.identified, case.agent and case.agent.identified):
        if used is not None and used.grant is not None:
            _spend(connection, used.grant, case.case_no)


def _check_agent(
    platform: Platform, connection: Connection, caller: Caller, case: CaseSubmission, level: int
) -> None:
    agent, at = case.agent, case.submitted_at
    if agent is None:
        return
    matter = case.matter_code
    rank = rank_of(platform, connection, caller, agent.identified, agent, purpose=matter, at=at)
    if rank < CARD:
        raise ProblemError("assurance-too-low", needed=2)
    same = agent.id_number == case.applicant.id_number
    if same or not may_act(case.matter_code):
        raise ProblemError("agent-not-authorised")
    if case.identified.method == "authorisation":
        _check_authorisation(platform, connection, case, agent)
    elif case.identified.level < CARD // 10:
        raise ProblemError("agent-not-authorised")


def _check_authorisation(
    platform: Platform, connection: Connection, case: CaseSubmission, agent: Agent
) -> None:
    grant = token_hash(case.identified.grant or "")
    granted = connection.execute(select(GRANTS).where(GRANTS.c.grant_hash == grant)).mappings()
    row = granted.first()
    if row is None or row["agent"] != subject_of(platform, agent.id_kind, agent.id_number):
        raise ProblemError("agent-not-authorised")
    query = select(AUTHORISATIONS).where(
        AUTHORISATIONS.c.authorisation_id == row["authorisation_id"]
    )
    found = connection.execute(query).mappings().first()
    day = shanghai_day(case.submitted_at).isoformat()
    if found is None or not found["since"] <= day <= found["until"]:
        raise ProblemError("agent-not-authorised")
    if found["revoked_at"] is not None and found["revoked_at"] <= rfc3339(case.submitted_at):
        raise ProblemError("agent-not-authorised")


def _spend(connection: Connection, grant: str, case_no: str) -> None:
    here = (GRANTS.c.grant_hash == token_hash(grant)) & GRANTS.c.used_by.is_(None)
    spent = connection.execute(GRANTS.update().where(here).values(used_by=case_no))
    if spent.rowcount != 1:
        raise ProblemError("identification-invalid")
