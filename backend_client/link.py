"""HTTP to one platform within a total time and a size: no redirects, no proxies from outside."""

from __future__ import annotations

import base64
import hashlib
import ipaddress
import ssl
import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from backend_client import lean
from backend_client.errors import MalformedError, TooSlowError, UnreachableError

if TYPE_CHECKING:
    import httpx

    from backend_client.network import Deadline

MAX_BODY = 1 << 20
CONNECT_S = 3.0
USER_AGENT = "jinban-terminal"


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer as it came, its body whole and undamaged. Header names are in lower case."""

    status: int
    headers: Mapping[str, str]
    body: bytes = field(repr=False)

    @property
    def media_type(self) -> str:
        """The media type without parameters."""
        return self.headers.get("content-type", "").split(";")[0].strip().lower()


def check_base_url(url: str) -> str:
    """A platform's address without a trailing slash; ValueError when it cannot be trusted."""
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise ValueError("a platform has an http:// or https:// address")
    if parts.username or parts.password or parts.query or parts.fragment:
        raise ValueError("a platform's address holds no password, query or fragment")
    if parts.scheme == "http" and not _is_loopback(parts.hostname):
        raise ValueError("plain http only to this machine itself; otherwise https")
    return url.rstrip("/")


class Link:
    """Calls to one platform, from any thread; each call has `total_s` seconds in all.

    The HTTP library is imported at the first call, not before: start-up does not wait for it.
    """

    def __init__(self, base_url: str, token: str, total_s: float, ca: Path | None) -> None:
        self._base = check_base_url(base_url)
        if not (token.isascii() and token.isprintable() and token.strip() == token != ""):
            raise ValueError("a token is printable ASCII")
        self._token, self._total_s, self._ca = token, total_s, ca
        self._lock = threading.Lock()
        self._made: tuple[httpx.Client, Deadline] | None = None

    def call(
        self, method: str, path: str, headers: Mapping[str, str], body: bytes | None = None
    ) -> Reply:
        """One request and its whole answer. Raises UnreachableError, TooSlowError when there is
        none, MalformedError when it is too large or damaged."""
        lean.load()
        import httpcore
        import httpx

        sent = {**headers, **_content_headers(body)}
        try:
            client, deadline = self._client()  # an OSError where `ca` holds no certificates
            deadline.start(self._total_s)
            with client.stream(method, self._base + path, headers=sent, content=body) as answer:
                return _whole(answer)
        except (httpcore.TimeoutException, httpx.TimeoutException) as error:
            raise TooSlowError(_timeout_code(error)) from error
        except (httpcore.ConnectError, httpx.ConnectError) as error:
            raise UnreachableError(_connect_code(error)) from error
        except (httpcore.NetworkError, httpcore.ProtocolError, httpx.HTTPError, OSError) as error:
            raise UnreachableError("broken") from error

    def close(self) -> None:
        """Close all connections."""
        with self._lock:
            if self._made is not None:
                self._made[0].close()
                self._made = None

    def _client(self) -> tuple[httpx.Client, Deadline]:
        lean.load()
        import httpx

        from backend_client.network import Deadline, DeadlineTransport

        with self._lock:
            if self._made is None:
                deadline = Deadline()
                client = httpx.Client(
                    transport=DeadlineTransport(deadline, self._context()),
                    trust_env=False,
                    follow_redirects=False,
                    timeout=httpx.Timeout(self._total_s, connect=CONNECT_S),
                    headers={
                        "Authorization": f"Bearer {self._token}",
                        "Accept": "application/json",
                        "Accept-Encoding": "identity",
                        "User-Agent": USER_AGENT,
                    },
                )
                self._made = client, deadline
            return self._made

    def _context(self) -> ssl.SSLContext | None:
        if not self._base.startswith("https:"):
            return None
        context = ssl.create_default_context(cafile=self._ca)
        context.minimum_version = ssl.TLSVersion.TLSv1_2
        return context


def digest_of(body: bytes) -> str:
    """The value of a Content-Digest field (RFC 9530), sha-256."""
    return f"sha-256=:{base64.b64encode(hashlib.sha256(body).digest()).decode()}:"


def _content_headers(body: bytes | None) -> dict[str, str]:
    if body is None:
        return {}
    return {"Content-Type": "application/json", "Content-Digest": digest_of(body)}


def _whole(answer: httpx.Response) -> Reply:
    headers = {name.lower(): value for name, value in answer.headers.items()}
    if headers.get("content-encoding", "identity") != "identity":
        raise MalformedError("encoded")
    body = bytearray()
    for part in answer.iter_raw():
        body += part
        if len(body) > MAX_BODY:
            raise MalformedError("too-large")
    claimed = headers.get("content-digest")
    if claimed is not None and claimed != digest_of(bytes(body)):
        raise MalformedError("damaged")
    return Reply(answer.status_code, headers, bytes(body))


def _timeout_code(error: Exception) -> str:
    return "connect-timeout" if "Connect" in type(error).__name__ else "deadline"


def _connect_code(error: Exception) -> str:
    # The pool keeps the first cause in different places, depending on who raised it.
    if any(isinstance(one, ssl.SSLError) for one in (*error.args, error.__cause__)):
        return "tls"
    return "name" if error.args == ("name",) else "connect"


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
