"""A write happens once: the same key with the same content gets the same answer, for 180 days.

After draft-ietf-httpapi-idempotency-key-header-07: no key 400, key with other content 422,
the same request still running 409. Key, deed and answer are one transaction, and a unique index
decides. A refused request leaves no trace: it may be put right and sent again.
"""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Callable, Generator
from contextlib import contextmanager
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Connection, select

from backend_client.models import Answer, Request
from backend_client.reference.core import Platform
from backend_client.reference.numbers import rfc3339
from backend_client.reference.problems import ProblemError
from backend_client.reference.tables import IDEMPOTENCY

KEEP = timedelta(days=180)
TIDY_EVERY = timedelta(days=1)
KEY_FORM = re.compile(r"[!-~]{8,255}")


class Once:
    """Runs writes under idempotency keys."""

    def __init__(self, platform: Platform) -> None:
        self._platform = platform
        self._running: set[tuple[str, str]] = set()
        self._lock = threading.Lock()
        self._tidied_at: datetime | None = None

    def run(
        self,
        principal: str,
        key: str | None,
        what: str,
        request: Request,
        work: Callable[[Connection], Answer],
    ) -> tuple[bytes, bool]:
        """The answer's JSON, and whether it is an answer given before.

        `what` names the deed (method and path); with the content it makes the fingerprint.
        """
        if key is None or not KEY_FORM.fullmatch(key):
            raise ProblemError("idempotency-key-missing")
        self._tidy()
        fingerprint = self._platform.vault.mac("request", f"{what}\n{_canonical(request)}")
        with self._alone(principal, key), self._platform.database.write() as connection:
            before = self._before(connection, principal, key, fingerprint)
            if before is not None:
                return before, True
            answer = work(connection).model_dump_json().encode()
            self._keep(connection, principal, key, answer)
        return answer, False

    def _tidy(self) -> None:
        now = self._platform.clock.now()
        with self._lock:
            due = self._tidied_at is None or now - self._tidied_at >= TIDY_EVERY
            self._tidied_at = now if due else self._tidied_at
        if due:
            self._forget(now - KEEP)

    def _forget(self, before: datetime) -> None:
        limit = rfc3339(before)
        with self._platform.database.write() as connection:
            connection.execute(IDEMPOTENCY.delete().where(IDEMPOTENCY.c.created_at < limit))

    @contextmanager
    def _alone(self, principal: str, key: str) -> Generator[None]:
        mine = (principal, key)
        with self._lock:
            if mine in self._running:
                raise ProblemError("in-progress", retry_after_s=1)
            self._running.add(mine)
        try:
            yield
        finally:
            with self._lock:
                self._running.discard(mine)

    def _before(
        self, connection: Connection, principal: str, key: str, fingerprint: str
    ) -> bytes | None:
        row = {
            "principal": principal,
            "key": key,
            "fingerprint": fingerprint,
            "sealed": b"",
            "created_at": rfc3339(self._platform.clock.now()),
        }
        if self._platform.database.insert_once(connection, IDEMPOTENCY, row):
            return None
        kept = connection.execute(select(IDEMPOTENCY).where(_here(principal, key))).mappings().one()
        if kept["fingerprint"] != fingerprint:
            raise ProblemError("key-reused")
        return self._platform.vault.open("idempotency", f"{principal}/{key}", kept["sealed"])

    def _keep(self, connection: Connection, principal: str, key: str, answer: bytes) -> None:
        sealed = self._platform.vault.seal("idempotency", f"{principal}/{key}", answer)
        update = IDEMPOTENCY.update().where(_here(principal, key))
        connection.execute(update.values(sealed=sealed))


def _here(principal: str, key: str) -> ColumnElement[bool]:
    return (IDEMPOTENCY.c.principal == principal) & (IDEMPOTENCY.c.key == key)


def _canonical(request: Request) -> str:
    return json.dumps(
        request.model_dump(mode="json"), sort_keys=True, separators=(",", ":"), ensure_ascii=True
    )
