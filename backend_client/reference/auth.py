"""Who is asking: a terminal or a clerk, by bearer token; tokens are kept as hashes."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, select

from backend_client.reference.database import Database
from backend_client.reference.problems import ProblemError
from backend_client.reference.tables import META, TERMINALS
from backend_client.reference.vault import same_hash, token_hash

STAFF = "staff"


@dataclass(frozen=True, slots=True)
class Caller:
    """A terminal with its four-digit number, or the staff ("" as number)."""

    id: str
    number: str = ""

    @property
    def is_staff(self) -> bool:
        """Whether a clerk is asking."""
        return self.id == STAFF


def bearer(header: str | None) -> str:
    """The token of an Authorization header (RFC 6750); a problem when there is none."""
    scheme, _, token = (header or "").partition(" ")
    if scheme.lower() != "bearer" or not token.strip():
        raise ProblemError("unauthorised")
    return token.strip()


def terminal_of(database: Database, token: str) -> Caller:
    """The terminal whose token this is."""
    found = token_hash(token)
    with database.read() as connection:
        query = select(TERMINALS).where(TERMINALS.c.token_hash == found)
        row = connection.execute(query).mappings().first()
    if row is None or not same_hash(row["token_hash"], found):
        raise ProblemError("unauthorised")
    return Caller(row["terminal_id"], row["number"])


def staff_of(database: Database, token: str) -> Caller:
    """The staff, if this is their token."""
    with database.read() as connection:
        kept = _staff_hash(connection)
    if not same_hash(kept, token_hash(token)):
        raise ProblemError("unauthorised")
    return Caller(STAFF)


def admit_terminal(
    database: Database, connection: Connection, terminal_id: str, number: str, token: str
) -> None:
    """Bind a token to a terminal; the one before stops working."""
    row = {"terminal_id": terminal_id, "number": number, "token_hash": token_hash(token)}
    if not database.insert_once(connection, TERMINALS, row):
        here = TERMINALS.c.terminal_id == terminal_id
        connection.execute(TERMINALS.update().where(here).values(row))


def admit_staff(database: Database, connection: Connection, token: str) -> None:
    """Set the staff token; the one before stops working."""
    row = {"name": "staff_token", "value": token_hash(token)}
    if not database.insert_once(connection, META, row):
        connection.execute(META.update().where(META.c.name == "staff_token").values(row))


def _staff_hash(connection: Connection) -> str | None:
    query = select(META.c.value).where(META.c.name == "staff_token")
    return connection.execute(query).scalar_one_or_none()
