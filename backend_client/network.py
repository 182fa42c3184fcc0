"""Sockets for httpx with one deadline for a whole call.

httpx limits each operation, not the whole: a server that trickles is never cut off by it. Here
every operation on the socket gets what is left of the whole time, name resolution included.
"""

from __future__ import annotations

import ipaddress
import socket
import ssl
import threading
import time
from collections.abc import Iterable, Iterator
from typing import Any

import httpcore
import httpx

CONNECTIONS = 4
IDLE_S = 20.0
CHUNK = 16384


class DeadlineError(httpcore.TimeoutException):
    """The whole time is used up."""


class Deadline:
    """The moment by which the call of this thread must be over."""

    def __init__(self) -> None:
        self._local = threading.local()

    def start(self, seconds: float) -> None:
        """Begin a call that may take that long in all."""
        self._local.end = time.monotonic() + seconds

    def left(self, wanted: float | None) -> float:
        """What an operation may take: what it wants, at most what is left; raises when none is."""
        rest = self._local.end - time.monotonic()
        if rest <= 0:
            raise DeadlineError("deadline")
        return rest if wanted is None else min(rest, wanted)


class _Stream(httpcore.NetworkStream):
    """A connection whose every operation is cut to what is left."""

    def __init__(self, inner: httpcore.NetworkStream, deadline: Deadline) -> None:
        self._inner = inner
        self._deadline = deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._inner.read(max_bytes, self._deadline.left(timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        # The inner write limits each send, so a slow reader must be met in small pieces.
        for start in range(0, len(buffer), CHUNK):
            self._inner.write(buffer[start : start + CHUNK], self._deadline.left(timeout))

    def close(self) -> None:
        self._inner.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> httpcore.NetworkStream:
        left = self._deadline.left(timeout)
        return _Stream(self._inner.start_tls(ssl_context, server_hostname, left), self._deadline)

    def get_extra_info(self, info: str) -> Any:
        return self._inner.get_extra_info(info)


class _Network(httpcore.NetworkBackend):
    """Connects within the deadline, names resolved in a thread that can be left behind."""

    def __init__(self, deadline: Deadline) -> None:
        self._inner = httpcore.SyncBackend()
        self._deadline = deadline

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        places = _resolve(host, port, self._deadline.left(timeout))
        for last, address in enumerate(places, 1 - len(places)):
            left = self._deadline.left(timeout)
            try:
                stream = self._inner.connect_tcp(address, port, left, local_address, socket_options)
            except httpcore.ConnectError:
                if not last:
                    raise
            else:
                return _Stream(stream, self._deadline)
        raise httpcore.ConnectError("name")


def _resolve(host: str, port: int, seconds: float) -> list[str]:
    try:
        return [str(ipaddress.ip_address(host))]
    except ValueError:
        found: list[str] = []
    worker = threading.Thread(target=_look_up, args=(host, port, found), daemon=True)
    worker.start()
    worker.join(seconds)
    if worker.is_alive():
        raise DeadlineError("name")
    return found


def _look_up(host: str, port: int, found: list[str]) -> None:
    try:
        places = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except OSError:
        return
    found.extend(str(place[4][0]) for place in places)


class DeadlineTransport(httpx.BaseTransport):
    """httpx's way onto the network, with the deadline of the calling thread."""

    def __init__(self, deadline: Deadline, context: ssl.SSLContext | None) -> None:
        self._pool = httpcore.ConnectionPool(
            ssl_context=context,
            max_connections=CONNECTIONS,
            keepalive_expiry=IDLE_S,
            network_backend=_Network(deadline),
        )

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Send one request; what the network raises is httpcore's."""
        url = request.url
        inner = httpcore.Request(
            method=request.method,
            url=httpcore.URL(
                scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path
            ),
            headers=request.headers.raw,
            content=request.stream,
            extensions=request.extensions,
        )
        answer = self._pool.handle_request(inner)
        return httpx.Response(
            answer.status,
            headers=answer.headers,
            stream=_Body(answer),
        )

    def close(self) -> None:
        """Close all connections."""
        self._pool.close()


class _Body(httpx.SyncByteStream):
    def __init__(self, answer: httpcore.Response) -> None:
        self._answer = answer

    def __iter__(self) -> Iterator[bytes]:
        yield from self._answer.iter_stream()

    def close(self) -> None:
        self._answer.close()
