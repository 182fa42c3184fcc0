"""What routes are handed: the platform, who asks, the idempotency key; and how they answer."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import Depends, Header, Request, Response
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from sqlalchemy import Connection
from starlette.background import BackgroundTask

from backend_client import models
from backend_client.reference.auth import Caller, staff_of, terminal_of
from backend_client.reference.core import Platform
from backend_client.reference.notices import Notices
from backend_client.reference.once import Once
from backend_client.reference.problems import ProblemError

_terminal_scheme = HTTPBearer(auto_error=False, scheme_name="terminal")
_staff_scheme = HTTPBearer(auto_error=False, scheme_name="staff")
_Credentials = HTTPAuthorizationCredentials | None


def _platform(request: Request) -> Platform:
    return request.app.state.platform


def _once(request: Request) -> Once:
    return request.app.state.once


def _terminal(
    request: Request, given: Annotated[_Credentials, Depends(_terminal_scheme)]
) -> Caller:
    if given is None:
        raise ProblemError("unauthorised")
    return terminal_of(_platform(request).database, given.credentials)


def _staff(request: Request, given: Annotated[_Credentials, Depends(_staff_scheme)]) -> Caller:
    if given is None:
        raise ProblemError("unauthorised")
    return staff_of(_platform(request).database, given.credentials)


def _key(
    idempotency_key: Annotated[
        str | None,
        Header(
            alias="Idempotency-Key",
            description="A new UUID for each deed, the same one for each attempt at it.",
        ),
    ] = None,
) -> str:
    if idempotency_key is None:
        raise ProblemError("idempotency-key-missing")
    return idempotency_key


ThePlatform = Annotated[Platform, Depends(_platform)]
TheOnce = Annotated[Once, Depends(_once)]
TheTerminal = Annotated[Caller, Depends(_terminal)]
TheStaff = Annotated[Caller, Depends(_staff)]
TheKey = Annotated[str, Depends(_key)]

WRITE_PROBLEMS = (
    "idempotency-key-missing",
    "damaged-in-transit",
    "key-reused",
    "in-progress",
    "too-large",
    "too-slow",
    "unsupported-media-type",
)


@dataclass(frozen=True, slots=True)
class Write:
    """A write that is about to happen: who does it, under which key."""

    once: Once
    notices: Notices
    caller: Caller
    key: str

    def do(
        self,
        what: str,
        body: models.Request,
        work: Callable[[Connection], models.Answer],
        status: int = 200,
    ) -> Response:
        """Do it once, answer with exactly the bytes that were kept, then send what waits."""
        content, replayed = self.once.run(self.caller.id, self.key, what, body, work)
        headers = {"Idempotency-Key": self.key, "Cache-Control": "no-store"}
        if replayed:
            headers["Idempotency-Replayed"] = "true"
        after = BackgroundTask(self.notices.send_waiting)
        return Response(content, status, headers, "application/json", after)


def _terminal_write(request: Request, once: TheOnce, caller: TheTerminal, key: TheKey) -> Write:
    return Write(once, request.app.state.notices, caller, key)


def _staff_write(request: Request, once: TheOnce, caller: TheStaff, key: TheKey) -> Write:
    return Write(once, request.app.state.notices, caller, key)


TerminalWrite = Annotated[Write, Depends(_terminal_write)]
StaffWrite = Annotated[Write, Depends(_staff_write)]


def answer(model: models.Answer, **headers: Any) -> Response:
    """A read's answer; personal, so nobody on the way keeps it."""
    content = model.model_dump_json().encode()
    return Response(content, 200, {"Cache-Control": "no-store", **headers}, "application/json")
