"""The ledger of readings: who opened what of a person, one line each, enforced at the door.

A route that gives out personal data is marked with ALWAYS, FOUND or EACH. An answer of an ALWAYS
route that wrote no line, or more than one, is held back: data that nobody could find in the ledger
do not leave. FOUND is for routes that may answer without having opened anything, EACH for a list
that shows several people: a line for each of them, and none twice.
"""

from __future__ import annotations

import json
import logging
import secrets
from collections.abc import Mapping, Sequence
from contextvars import ContextVar
from types import MappingProxyType
from typing import Any, Literal

from sqlalchemy import Connection, select
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from backend_client.models import CaseSubmission, PersonKey
from backend_client.models.tickets import EnteredData
from backend_client.reference import files
from backend_client.reference.auth import Caller
from backend_client.reference.core import Platform
from backend_client.reference.numbers import rfc3339
from backend_client.reference.problems import MEDIA_TYPE, ProblemError
from backend_client.reference.tables import READINGS
from backend_client.reference.tables_progress import CASE_KEYS

MARK = "x-reading"
ALWAYS: dict[str, Any] = {MARK: "always"}
FOUND: dict[str, Any] = {MARK: "found"}
EACH: dict[str, Any] = {MARK: "each"}
LINES: Mapping[str, tuple[int, int]] = MappingProxyType(
    {"always": (1, 1), "found": (0, 1), "each": (0, 1000)}
)
"""How many lines an answer may have written, at least and at most."""
STAFF_LEVEL, NUMBER_LEVEL = 3, 1
log = logging.getLogger("platform.ledger")
Outcome = Literal["opened", "unknown", "refused"]
_lines: ContextVar[list[str] | None] = ContextVar("lines", default=None)


def note(
    platform: Platform,
    connection: Connection,
    caller_id: str,
    person: str,
    *,
    items: Sequence[str],
    purpose: str,
    level: int,
    outcome: Outcome = "opened",
    matter_code: str = "",
    consent_id: str = "",
) -> str:
    """Write one line; `person` is the opaque name. Returns the id of the reading."""
    reading_id = secrets.token_hex(16)
    row = {
        "reading_id": reading_id,
        "person_ref": person,
        "at": rfc3339(platform.clock.now()),
        "terminal_id": caller_id,
        "matter_code": matter_code,
        "purpose": purpose[:64],
        "consent_id": consent_id,
        "items": json.dumps(list(items)),
        "level": level,
        "outcome": outcome,
    }
    connection.execute(READINGS.insert().values(row))
    written = _lines.get()
    if written is not None:
        written.append(reading_id)
    return reading_id


def note_look(
    platform: Platform, connection: Connection, caller: Caller, case_no: str, item: str = "case"
) -> None:
    """Write down that somebody looked at a case, by its number or as a clerk."""
    case = files.content_of(platform, files.row_of(connection, case_no)).submission
    note(
        platform,
        connection,
        caller.id,
        person_ref(platform, applicant_of(case)),
        items=(item,),
        purpose="casework" if caller.is_staff else "progress",
        level=STAFF_LEVEL if caller.is_staff else NUMBER_LEVEL,
        matter_code=case.matter_code,
        consent_id=case_no,
    )


def note_list(
    platform: Platform, connection: Connection, clerk: Caller, case_nos: Sequence[str]
) -> None:
    """Write one line for everybody whose masked name a clerk's list of cases shows."""
    here = CASE_KEYS.c.case_no.in_(case_nos)
    people = select(CASE_KEYS.c.person_ref).where(here).distinct()
    for (person,) in connection.execute(people).all():
        note(
            platform,
            connection,
            clerk.id,
            person,
            items=("case.listed",),
            purpose="casework",
            level=STAFF_LEVEL,
        )


def note_entered(
    platform: Platform, connection: Connection, clerk: Caller, seen: EnteredData
) -> None:
    """Write down that a window's clerk read what came with a ticket, where it is known whose."""
    if seen.person is None:
        return
    note(
        platform,
        connection,
        clerk.id,
        ref_of(platform, seen.person.id_kind, seen.person.id_number),
        items=("entered",),
        purpose="window",
        level=STAFF_LEVEL,
        matter_code=seen.matter_code or "",
        consent_id=seen.ticket_id,
    )


def applicant_of(case: CaseSubmission) -> PersonKey:
    """Whose case it is."""
    one = case.applicant
    return PersonKey(name=one.name, id_kind=one.id_kind, id_number=one.id_number)


def person_ref(platform: Platform, person: PersonKey) -> str:
    """The opaque name of a person: stable, and good for nothing outside this platform."""
    return ref_of(platform, person.id_kind, person.id_number)


def ref_of(platform: Platform, id_kind: str, id_number: str) -> str:
    """The opaque name of whoever has that number."""
    return platform.vault.mac("person", f"{id_kind}\0{id_number}")[:32]


def matter_in(platform: Platform, purpose: str) -> str:
    """The matter that a purpose names; "" where it names an errand."""
    return purpose if platform.offers.matter(purpose) else ""


def mark_of(route: Any) -> str:
    """The mark of a route; "" where it says nothing about readings."""
    extra: dict[str, Any] = getattr(route, "openapi_extra", None) or {}
    return str(extra.get(MARK, ""))


class Guard:
    """Holds back personal answers that are not in the ledger, or are there more than once."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request; other kinds of scope pass through."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        written: list[str] = []
        token = _lines.set(written)
        try:
            await self._app(scope, receive, _Checked(scope, send, written))
        finally:
            _lines.reset(token)


class _Checked:
    """Looks at the head of an answer before it goes out."""

    def __init__(self, scope: Scope, send: Send, written: list[str]) -> None:
        self._scope, self._send, self._written = scope, send, written
        self._held = False

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start" and not self._fits(message):
            self._held = True
            log.error("reading_not_written route=%s", getattr(self._scope["route"], "path", "-"))
            await self._refuse()
        elif not self._held:
            await self._send(message)

    def _fits(self, head: Message) -> bool:
        allowed = LINES.get(mark_of(self._scope.get("route")))
        if allowed is None or not 200 <= head["status"] < 300:
            return True
        # An answer given before was written down when it was given first.
        if any(name.lower() == b"idempotency-replayed" for name, _ in head["headers"]):
            return not self._written
        least, most = allowed
        return least <= len(self._written) <= most

    async def _refuse(self) -> None:
        problem = ProblemError("internal").problem
        body = problem.model_dump_json(exclude_none=True).encode()
        headers = [(b"content-type", MEDIA_TYPE.encode()), (b"cache-control", b"no-store")]
        headers.append((b"content-length", str(len(body)).encode()))
        head = {"type": "http.response.start", "status": problem.status, "headers": headers}
        await self._send(head)
        await self._send({"type": "http.response.body", "body": body})
