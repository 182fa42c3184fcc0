"""Tables of identification: codes, tries, grants, vouching and authorisations. Persons are keyed
hashes here; names and numbers stand in `sealed` columns only."""

from __future__ import annotations

from sqlalchemy import Column, Index, Integer, LargeBinary, String, Table

from backend_client.reference.tables import METADATA


def _text(name: str, length: int = 64, *, key: bool = False, empty: bool = False) -> Column[str]:
    return Column(name, String(length), primary_key=key, nullable=empty)


def _sealed() -> Column[bytes]:
    return Column("sealed", LargeBinary, nullable=False)


EID_CODES = Table(
    "eid_codes",
    METADATA,
    _text("nonce_hash", key=True),
    _text("terminal_id", empty=True),
    _text("expires_at"),
    _text("used_at", empty=True),
    _sealed(),
)

CODE_ATTEMPTS = Table(
    "code_attempts",
    METADATA,
    _text("attempt_id", key=True),
    _text("terminal_id"),
    _text("subject"),
    _text("at"),
    _text("expires_at"),
    _text("used_at", empty=True),
    _sealed(),
    Index("code_attempts_subject", "subject", "at"),
)

TRIES = Table(
    "identity_tries",
    METADATA,
    _text("subject", 120, key=True),
    Column("failures", Integer, nullable=False),
    _text("last"),
)

GRANTS = Table(
    "identity_grants",
    METADATA,
    _text("grant_hash", key=True),
    _text("terminal_id"),
    _text("subject"),
    _text("purpose"),
    _text("method"),
    Column("rank", Integer, nullable=False),
    _text("issued_at"),
    _text("expires_at"),
    _text("used_by", 18, empty=True),
    _text("clerk", empty=True),
    _text("agent", empty=True),
    _text("authorisation_id", empty=True),
)

VOUCHES = Table(
    "vouches",
    METADATA,
    _text("vouch_id", key=True),
    _text("code_hash"),
    _text("terminal_id"),
    _text("purpose"),
    _text("state"),
    _text("at"),
    _text("expires_at"),
    _text("clerk", empty=True),
    _text("decided_at", empty=True),
    _sealed(),
    Index("vouches_code", "code_hash", "state"),
)

CLERKS = Table(
    "clerks",
    METADATA,
    _text("clerk", key=True),
    _text("salt"),
    _text("pin_hash", 128),
)

AUTHORISATIONS = Table(
    "authorisations",
    METADATA,
    _text("authorisation_id", key=True),
    _text("principal"),
    _text("agent"),
    _text("scope", 600),
    _text("since", 10),
    _text("until", 10),
    _text("terminal_id"),
    _text("at"),
    _text("revoked_at", empty=True),
    _sealed(),
    Index("authorisations_principal", "principal"),
    Index("authorisations_agent", "agent"),
)
