"""Messages to applicants: queued with the deed, handed to a sender afterwards, at least once."""

from __future__ import annotations

import json
import logging
import os
import secrets
import threading
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from sqlalchemy import Connection, select

from backend_client.reference.clock import Clock
from backend_client.reference.database import Database
from backend_client.reference.numbers import mask_phone, rfc3339
from backend_client.reference.tables import NOTIFICATIONS
from backend_client.reference.vault import Vault

log = logging.getLogger("platform.notices")


@dataclass(frozen=True, slots=True)
class Notice:
    """One message: `template` and the case number are its words; `mobile` is never logged."""

    id: str
    case_no: str
    template: str
    mobile: str


class NoticeSender(Protocol):
    """A way out for messages; raises OSError when it cannot take one now."""

    def send(self, notice: Notice) -> None:
        """Take one message; the same id may come again after a crash and is sent once."""
        ...


class FileSender:
    """Stands for a text-message gateway: one line of JSON a message, the number sealed."""

    def __init__(self, path: Path, vault: Vault) -> None:
        self._path = path
        self._vault = vault

    def send(self, notice: Notice) -> None:
        """Append one line, durable when this returns."""
        sealed = self._vault.seal("notices.jsonl", notice.id, notice.mobile.encode())
        line = {
            "id": notice.id,
            "case_no": notice.case_no,
            "template": notice.template,
            "to": mask_phone(notice.mobile),
            "sealed_to": sealed.hex(),
        }
        handle = os.open(self._path, os.O_CREAT | os.O_APPEND | os.O_WRONLY, 0o600)
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(json.dumps(line, ensure_ascii=False) + "\n")
            file.flush()
            os.fsync(file.fileno())


class Notices:
    """The queue of messages in the database and its way to the sender."""

    def __init__(
        self, database: Database, vault: Vault, clock: Clock, sender: NoticeSender
    ) -> None:
        self._database, self._vault, self._clock, self._sender = database, vault, clock, sender
        self._lock = threading.Lock()

    def queue(self, connection: Connection, case_no: str, template: str, mobile: str) -> None:
        """Queue a message in the transaction at hand: it goes out only if the deed is kept."""
        notice_id = secrets.token_hex(16)
        row = {
            "notification_id": notice_id,
            "case_no": case_no,
            "template": template,
            "at": rfc3339(self._clock.now()),
            "sealed": self._vault.seal("notifications", notice_id, mobile.encode()),
        }
        connection.execute(NOTIFICATIONS.insert().values(row))

    def send_waiting(self) -> int:
        """Hand over everything that waits; what fails stays queued. Returns how many went."""
        with self._lock:
            sent: list[str] = []
            for notice in self._waiting():
                try:
                    self._sender.send(notice)
                except OSError as error:
                    log.warning("notice kept for later: %s", type(error).__name__)
                    break
                sent.append(notice.id)
            self._mark(sent)
        return len(sent)

    def _waiting(self) -> list[Notice]:
        query = select(NOTIFICATIONS).where(NOTIFICATIONS.c.sent_at.is_(None))
        with self._database.read() as connection:
            rows = connection.execute(query.order_by(NOTIFICATIONS.c.at)).mappings().all()
        return [
            Notice(
                id=row["notification_id"],
                case_no=row["case_no"],
                template=row["template"],
                mobile=self._open(row["notification_id"], row["sealed"]),
            )
            for row in rows
        ]

    def _open(self, notice_id: str, sealed: bytes) -> str:
        return self._vault.open("notifications", notice_id, sealed).decode()

    def _mark(self, sent: list[str]) -> None:
        if sent:
            here = NOTIFICATIONS.c.notification_id.in_(sent)
            at = rfc3339(self._clock.now())
            with self._database.write() as connection:
                connection.execute(NOTIFICATIONS.update().where(here).values(sent_at=at))
