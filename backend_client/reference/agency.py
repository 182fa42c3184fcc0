"""Acting for another: authorisations that both persons made at a terminal, and their use."""

from __future__ import annotations

import json
import secrets
from datetime import date, timedelta

from sqlalchemy import Connection, RowMapping, select

from backend_client.models import Applicant, PersonKey
from backend_client.models.identity import (
    Authorisation,
    AuthorisationAnswer,
    AuthorisationRequest,
    AuthorisationRevoke,
    Authorisations,
    AuthorisationsRequest,
    AuthorisationUse,
    IdentificationAnswer,
    PersonFound,
)
from backend_client.reference import ledger
from backend_client.reference.assurance import (
    CARD,
    Granted,
    give,
    may_act,
    note_told,
    rank_of,
    subject_of,
)
from backend_client.reference.auth import Caller
from backend_client.reference.clock import shanghai_day
from backend_client.reference.core import Platform
from backend_client.reference.identifying import birth_of
from backend_client.reference.numbers import mask_name, rfc3339
from backend_client.reference.problems import ProblemError, invalid
from backend_client.reference.tables_identity import AUTHORISATIONS

PURPOSE = "authorise"
"""What a grant must be for where an authorisation is made, shown or taken back."""
LONGEST = timedelta(days=366)
MATTER_PARTS = 3


def make(
    platform: Platform,
    connection: Connection,
    caller: Caller,
    asked: AuthorisationRequest,
    key: str,
) -> AuthorisationAnswer:
    """Keep an authorisation; both must be identified as well as by a card."""
    one, today = asked.principal, shanghai_day(platform.clock.now())
    principal = PersonKey(name=one.name, id_kind=one.id_kind, id_number=one.id_number)
    _at_least_card(platform, connection, caller, asked)
    for person in (principal, asked.agent):
        birth_of(person.id_kind, person.id_number)
    if principal.id_number == asked.agent.id_number:
        raise invalid("/agent", "same-person")
    if not today <= asked.until <= today + LONGEST:
        raise invalid("/until", "range")
    row = _row(platform, caller, asked, principal, today)
    connection.execute(AUTHORISATIONS.insert().values(row))
    return AuthorisationAnswer(**dict(_view(platform, row)), key=key)


def _at_least_card(
    platform: Platform, connection: Connection, caller: Caller, asked: AuthorisationRequest
) -> None:
    one = asked.principal
    principal = PersonKey(name=one.name, id_kind=one.id_kind, id_number=one.id_number)
    for identified, person in (
        (asked.principal_identified, principal),
        (asked.agent.identified, asked.agent),
    ):
        if rank_of(platform, connection, caller, identified, person, purpose=PURPOSE) < CARD:
            raise ProblemError("assurance-too-low", needed=2)


def _row(
    platform: Platform,
    caller: Caller,
    asked: AuthorisationRequest,
    principal: PersonKey,
    today: date,
) -> dict[str, object]:
    authorisation_id = secrets.token_hex(16)
    plain = json.dumps(
        {
            "principal": asked.principal.model_dump(mode="json"),
            "agent": asked.agent.model_dump(mode="json"),
            "consent": asked.consent.model_dump(mode="json"),
        }
    )
    return {
        "authorisation_id": authorisation_id,
        "principal": subject_of(platform, principal.id_kind, principal.id_number),
        "agent": subject_of(platform, asked.agent.id_kind, asked.agent.id_number),
        "scope": json.dumps(asked.scope),
        "since": today.isoformat(),
        "until": asked.until.isoformat(),
        "terminal_id": caller.id,
        "at": rfc3339(platform.clock.now()),
        "revoked_at": None,
        "sealed": platform.vault.seal("authorisations", authorisation_id, plain.encode()),
    }


def mine(
    platform: Platform,
    connection: Connection,
    caller: Caller,
    asked: AuthorisationsRequest,
    key: str,
) -> Authorisations:
    """What a person gave and was given, names masked."""
    person = asked.person
    if rank_of(platform, connection, caller, asked.identified, person, purpose=PURPOSE) < CARD:
        raise ProblemError("assurance-too-low", needed=2)
    subject = subject_of(platform, person.id_kind, person.id_number)
    _note_look(platform, connection, caller, asked)
    return Authorisations(
        key=key,
        given=_all(platform, connection, AUTHORISATIONS.c.principal == subject),
        received=_all(platform, connection, AUTHORISATIONS.c.agent == subject),
    )


def _all(platform: Platform, connection: Connection, here: object) -> tuple[Authorisation, ...]:
    query = select(AUTHORISATIONS).where(here).order_by(AUTHORISATIONS.c.at.desc()).limit(50)  # type: ignore[arg-type]  # a column expression
    return tuple(_view(platform, dict(row)) for row in connection.execute(query).mappings())


def use(
    platform: Platform,
    connection: Connection,
    caller: Caller,
    asked: AuthorisationUse,
    *,
    authorisation_id: str,
    key: str,
) -> IdentificationAnswer:
    """The principal, for an agent who is at the terminal and may do this matter today; the
    principal sees that as a reading."""
    rank = rank_of(
        platform, connection, caller, asked.identified, asked.agent, purpose=asked.matter_code
    )
    if rank < CARD:
        raise ProblemError("assurance-too-low", needed=2)
    row = _kept(connection, authorisation_id)
    agent = subject_of(platform, asked.agent.id_kind, asked.agent.id_number)
    matter = platform.offers.matter(asked.matter_code)
    if matter is None:
        raise ProblemError("unknown-matter")
    covered = covers(tuple(json.loads(row["scope"])), asked.matter_code)
    valid = _state(platform, dict(row)) == "valid"
    if row["agent"] != agent or not covered or not valid or not may_act(matter.code):
        raise ProblemError("agent-not-authorised")
    principal = Applicant.model_validate(_people(platform, dict(row))["principal"])
    granted = Granted(
        row["principal"],
        asked.matter_code,
        "authorisation",
        CARD,
        agent=agent,
        authorisation_id=authorisation_id,
    )
    person = PersonFound(**principal.model_dump())
    given = give(platform, connection, caller.id, granted, person)
    note_told(
        platform,
        connection,
        caller,
        given,
        purpose=asked.matter_code,
        why="agency",
        basis=authorisation_id,
    )
    return IdentificationAnswer(**dict(given), key=key)


def revoke(
    platform: Platform,
    connection: Connection,
    caller: Caller,
    asked: AuthorisationRevoke,
    *,
    authorisation_id: str,
    key: str,
) -> AuthorisationAnswer:
    """Take an authorisation back, at once; a second time changes nothing."""
    person = asked.principal
    if rank_of(platform, connection, caller, asked.identified, person, purpose=PURPOSE) < CARD:
        raise ProblemError("assurance-too-low", needed=2)
    row = _kept(connection, authorisation_id)
    if row["principal"] != subject_of(platform, person.id_kind, person.id_number):
        raise ProblemError("no-such-resource")
    _note_look(platform, connection, caller, asked, authorisation_id)
    here = AUTHORISATIONS.c.authorisation_id == authorisation_id
    now = rfc3339(platform.clock.now())
    first = here & AUTHORISATIONS.c.revoked_at.is_(None)
    connection.execute(AUTHORISATIONS.update().where(first).values(revoked_at=now))
    after = dict(_kept(connection, authorisation_id))
    return AuthorisationAnswer(**dict(_view(platform, after)), key=key)


def covers(scope: tuple[str, ...], matter_code: str) -> bool:
    """Whether a matter is among all, those of its department, or the named ones."""
    parts = matter_code.split("-")
    department = parts[1] if len(parts) == MATTER_PARTS else ""
    return any(one in ("all", department, matter_code) for one in scope)


def _kept(connection: Connection, authorisation_id: str) -> RowMapping:
    query = select(AUTHORISATIONS).where(AUTHORISATIONS.c.authorisation_id == authorisation_id)
    row = connection.execute(query).mappings().first()
    if row is None:
        raise ProblemError("no-such-resource")
    return row


def _people(platform: Platform, row: dict[str, object]) -> dict[str, dict[str, str]]:
    sealed: bytes = row["sealed"]  # type: ignore[assignment]  # a column of bytes
    plain = platform.vault.open("authorisations", str(row["authorisation_id"]), sealed)
    return json.loads(plain)


def _state(platform: Platform, row: dict[str, object]) -> str:
    if row["revoked_at"] is not None:
        return "revoked"
    today = shanghai_day(platform.clock.now()).isoformat()
    return "valid" if today <= str(row["until"]) else "expired"


def _view(platform: Platform, row: dict[str, object]) -> Authorisation:
    both = _people(platform, row)
    return Authorisation(
        authorisation_id=str(row["authorisation_id"]),
        principal=mask_name(both["principal"]["name"]),
        agent=mask_name(both["agent"]["name"]),
        scope=tuple(json.loads(str(row["scope"]))),
        since=date.fromisoformat(str(row["since"])),
        until=date.fromisoformat(str(row["until"])),
        state=_state(platform, row),  # type: ignore[arg-type]  # one of the three
    )


def _note_look(
    platform: Platform,
    connection: Connection,
    caller: Caller,
    asked: AuthorisationsRequest | AuthorisationRevoke,
    authorisation_id: str = "",
) -> None:
    """A line for the person at the terminal, who looks at what they gave or were given."""
    person = asked.person if isinstance(asked, AuthorisationsRequest) else asked.principal
    ledger.note(
        platform,
        connection,
        caller.id,
        ledger.person_ref(platform, person),
        items=("authorisations",),
        purpose="authorise",
        level=asked.identified.level,
        consent_id=authorisation_id,
    )
