"""Calls with typed answers: what counts as one, and what every other reply means."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import TypeVar
from uuid import uuid4

from pydantic import ValidationError

from backend_client.errors import MalformedError, RefusedError, UnavailableError
from backend_client.link import Link, Reply
from backend_client.models import Answer, Problem, Request

A = TypeVar("A", bound=Answer)
API = "/api/v1"
MAX_RETRY_AFTER_S = 3600.0
RETRY = (408, 409, 425, 429)


class Calls:
    """Reads and writes on one platform. A 2xx counts only when it is whole, is what was asked
    for, and echoes the idempotency key."""

    def __init__(
        self, base_url: str, token: str, *, total_deadline_s: float = 10.0, ca: Path | None = None
    ) -> None:
        self._link = Link(base_url, token, total_deadline_s, ca)

    def read(self, path: str, model: type[A]) -> A:
        """GET `path`. Raises the errors of backend_client.errors."""
        return parse(self._counted("GET", path, {}), model)

    def write(
        self, path: str, model: type[A], body: Request, key: str, *, method: str = "POST"
    ) -> A:
        """Write `body` under `key`. Raises the errors of backend_client.errors."""
        content = body.model_dump_json().encode()
        return parse(self.write_bytes(path, key, content, method=method), model)

    def write_bytes(self, path: str, key: str, body: bytes, *, method: str = "POST") -> bytes:
        """Write JSON bytes under `key`; the answer's JSON, whole and with the key in it."""
        answer = self._counted(method, path, {"Idempotency-Key": key}, body)
        if echoed_key(answer) != key:
            raise MalformedError("key-echo")
        return answer

    def reply(
        self, method: str, path: str, headers: Mapping[str, str], body: bytes | None = None
    ) -> Reply:
        """A 2xx or 304 as it came; everything else as an error."""
        reply = self._link.call(method, API + path, headers, body)
        if 200 <= reply.status < 300 or reply.status == 304:
            return reply
        raise _meaning(reply)

    def close(self) -> None:
        """Close all connections."""
        self._link.close()

    def _counted(
        self, method: str, path: str, headers: Mapping[str, str], body: bytes | None = None
    ) -> bytes:
        reply = self.reply(method, path, headers, body)
        if reply.media_type != "application/json" or reply.status not in (200, 201):
            raise MalformedError("type")
        return reply.body


def new_key() -> str:
    """A new idempotency key; keep it with the deed before the first attempt."""
    return str(uuid4())


def parse(body: bytes, model: type[A]) -> A:
    """A typed answer; MalformedError for anything else, its text without values."""
    try:
        return model.model_validate_json(body)
    except ValidationError:
        raise MalformedError("content") from None


def echoed_key(body: bytes) -> str | None:
    """The `key` member of a JSON object; None where there is none."""
    return member(body, "key")


def member(body: bytes, name: str) -> str | None:
    """A text member of a JSON object; None for anything else."""
    try:
        found = json.loads(body)
    except (ValueError, RecursionError):
        return None
    value = found.get(name) if isinstance(found, dict) else None  # pyright: ignore
    return value if isinstance(value, str) else None


def _meaning(reply: Reply) -> Exception:
    problem = _problem(reply)
    if reply.status >= 500 or reply.status in RETRY:
        code = problem.code if problem else f"http-{reply.status}"
        return UnavailableError(code, _retry_after(reply.headers.get("retry-after")))
    if problem is not None:
        return RefusedError(problem)
    # Not the platform's own words: a portal, a proxy, a wrong address. The case is not to blame.
    return MalformedError(f"http-{reply.status}")


def _problem(reply: Reply) -> Problem | None:
    if reply.media_type != "application/problem+json":
        return None
    try:
        problem = Problem.model_validate_json(reply.body)
    except ValidationError:
        return None
    return problem if problem.status == reply.status else None


def _retry_after(text: str | None) -> float | None:
    if text is None:
        return None
    if text.isascii() and text.isdigit():
        return min(float(text[:9]), MAX_RETRY_AFTER_S)
    try:
        moment = parsedate_to_datetime(text)
    except ValueError:
        return None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    seconds = (moment - datetime.now(UTC)).total_seconds()
    return min(max(seconds, 0.0), MAX_RETRY_AFTER_S)
