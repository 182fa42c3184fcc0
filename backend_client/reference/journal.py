"""The platform's log: lines of JSON in a rotating file, ids and codes only."""

from __future__ import annotations

import json
import logging
import os
from datetime import UTC, datetime
from io import TextIOWrapper
from logging.handlers import RotatingFileHandler
from pathlib import Path

MAX_BYTES = 5 << 20
BACKUPS = 5


class _Line(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        """One event as one line; a traceback is left out, its text may hold what was sent."""
        at = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
        event = {"at": at, "level": record.levelname, "log": record.name}
        return json.dumps({**event, "event": record.getMessage()}, ensure_ascii=True)


class _PrivateFile(RotatingFileHandler):
    def _open(self) -> TextIOWrapper:
        handle = super()._open()
        os.chmod(self.baseFilename, 0o600)
        return handle


def keep_journal(folder: Path) -> None:
    """Send all logging of this process to `folder`/platform.log (0600)."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    handler = _PrivateFile(
        folder / "platform.log", maxBytes=MAX_BYTES, backupCount=BACKUPS, encoding="utf-8"
    )
    handler.setFormatter(_Line())
    logging.basicConfig(level=logging.INFO, handlers=[handler], force=True)
    logging.getLogger("uvicorn.error").setLevel(logging.WARNING)
