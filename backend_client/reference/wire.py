"""The outermost layer: whole bodies within limits, digests, and a log line without values."""

from __future__ import annotations

import asyncio
import base64
import hashlib
import logging
import time
import traceback
from typing import Any

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from backend_client.reference.problems import MEDIA_TYPE, ProblemError

MAX_BODY = 1 << 20
BODY_S = 10.0
log = logging.getLogger("platform.requests")


class Wire:
    """Reads a body before anything looks at it, answers with Content-Digest (RFC 9530)."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request; other kinds of scope pass through."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        began = time.monotonic()
        sender = _DigestSend(send)
        try:
            body = await asyncio.wait_for(_read(receive), BODY_S)
            _check_head(scope, body)
            await self._app(scope, _replay(body, receive), sender)
        except TimeoutError:
            await _send_problem(sender, ProblemError("too-slow"))
        except ProblemError as error:
            await _send_problem(sender, error)
        except _GoneError:
            return
        except Exception as error:  # noqa: BLE001 the edge: the application has answered 500
            log.error("%s failed: %s", _route(scope), _where(error))  # noqa: TRY400 values
        _log(scope, sender.status, time.monotonic() - began)


class _GoneError(Exception):
    """The other side hung up in the middle of its body."""


class _DigestSend:
    """Holds the head back until the body is whole, then sends both with the body's digest."""

    def __init__(self, send: Send) -> None:
        self._send = send
        self._head: Message = {}
        self._parts: list[bytes] = []
        self.status = 0

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self._head = message
            self.status = message["status"]
            return
        self._parts.append(message.get("body", b""))
        if message.get("more_body"):
            return
        body = b"".join(self._parts)
        headers = [*self._head.get("headers", ()), (b"content-digest", digest_of(body).encode())]
        await self._send({**self._head, "headers": headers})
        await self._send({"type": "http.response.body", "body": body})


def digest_of(body: bytes) -> str:
    """The value of a Content-Digest field: sha-256 as a structured byte sequence."""
    return f"sha-256=:{base64.b64encode(hashlib.sha256(body).digest()).decode()}:"


async def _read(receive: Receive) -> bytes:
    body = bytearray()
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise _GoneError
        body += message.get("body", b"")
        if len(body) > MAX_BODY:
            raise ProblemError("too-large")
        if not message.get("more_body"):
            return bytes(body)


def _check_head(scope: Scope, body: bytes) -> None:
    headers = dict(scope["headers"])
    claimed = headers.get(b"content-digest")
    if claimed is not None and claimed.decode("latin-1") != digest_of(body):
        raise ProblemError("damaged-in-transit")
    kind = headers.get(b"content-type", b"").split(b";")[0].strip().lower()
    if body and kind != b"application/json":
        raise ProblemError("unsupported-media-type")


def _replay(body: bytes, receive: Receive) -> Receive:
    waiting: list[Message] = [{"type": "http.request", "body": body, "more_body": False}]

    async def replay() -> Message:
        return waiting.pop() if waiting else await receive()

    return replay


async def _send_problem(send: Send, error: ProblemError) -> None:
    body = error.problem.model_dump_json(exclude_none=True).encode()
    headers = [
        (b"content-type", MEDIA_TYPE.encode()),
        (b"content-length", str(len(body)).encode()),
        (b"connection", b"close"),
    ]
    head = {"type": "http.response.start", "status": error.problem.status, "headers": headers}
    await send(head)
    await send({"type": "http.response.body", "body": body})


def _log(scope: Scope, status: int, seconds: float) -> None:
    log.info("%s %s %d %.0fms", scope["method"], _route(scope), status, seconds * 1000)


def _route(scope: Scope) -> str:
    # The route's template, never the path: a path holds numbers and check codes.
    route: Any = scope.get("route")
    return getattr(route, "path", "-")


def _where(error: BaseException) -> str:
    # Kind and place only: the text of an exception may hold what was sent.
    frames = traceback.extract_tb(error.__traceback__)
    place = f"{frames[-1].name}:{frames[-1].lineno}" if frames else "-"
    return f"{type(error).__name__} in {place}"
