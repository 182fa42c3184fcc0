"""The log: one JSON line an event, of codes and ids only; personal values cannot get into it.

Every room logs through the standard library as `log.info("event_code key=%s", value)`, or here as
`event(log, "event_code", key=value)`. Keys that are not in KEYS are dropped, values that are not
codes are replaced by "?", messages of exceptions are left out (type and place are kept).
"""

from __future__ import annotations

import json
import logging
import os
import re
import traceback
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from logging.handlers import RotatingFileHandler
from pathlib import Path
from types import TracebackType

ROOMS = ("kiosk", "drivers", "backend_client", "ui")
FILE = "terminal.jsonl"
FILE_BYTES = 4 * 1024 * 1024
FILES = 50  # 200 MB: more than half a year of a busy machine
FRAMES = 6

_KEYS = """
action at attempt attempts bytes case_no cases channel code columns count detail document endpoint
error exit failures field fine flow from hits id job kind lang level limit line matter missing mode
model ms n next no number online outcome page phase pid platform_no point port postal_no profile
reason receipt request_id revision role rows schema screen seconds serial session signal size since
slips staff state status step store table terminal ticket to tries type utterance_id version visit
voice waiting who
"""
KEYS = frozenset(_KEYS.split())
# Numbers that name a thing, not a person, in the keys that they belong to.
NUMBERED = {
    "case_no": re.compile(r"XC[0-9]{16}"),
    "no": re.compile(r"XC[0-9]{16}|[A-Z][0-9]{3}"),
    "staff": re.compile(r"[0-9]{4,8}"),
    "platform_no": re.compile(r"420602[0-9]{14}"),
    "postal_no": re.compile(r"[0-9]{13}|[A-Z]{2}[0-9]{9}[A-Z]{2}"),
}
_OPAQUE = frozenset({"id", "request_id", "session", "job", "visit", "utterance_id", "document"})
# Random identifiers; one without any letter could as well be somebody's number.
_TOKEN = re.compile(r"(?=.*[a-f])([0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|[0-9a-f]{16,64})")
_CODE = re.compile(r"[A-Za-z0-9_.:/?=&%+>@-]{1,160}")
_LONG_NUMBER = re.compile(r"[0-9](?:-?[0-9]){6,}")
_EVENT = re.compile(r"[a-z][a-z0-9_.]{1,60}")
_PLACEHOLDER = re.compile(r"([a-z_]+)=%[-+0-9.]*[sdfr]")
_HIDDEN = "?"


def setup(folder: Path, level: int = logging.INFO) -> logging.Handler:
    """Write the log of every room to `folder`/terminal.jsonl (0600, rotated); the handler.

    Warnings of foreign libraries are counted by logger and level, without their words.
    """
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    handler = PrivateFile(folder / FILE, maxBytes=FILE_BYTES, backupCount=FILES, encoding="utf-8")
    handler.setFormatter(JsonLine())
    root = logging.getLogger()
    root.addHandler(handler)
    root.setLevel(logging.WARNING)
    for room in ROOMS:
        logging.getLogger(room).setLevel(level)
    return handler


def stop(handler: logging.Handler) -> None:
    """Take the handler away again and close its file."""
    logging.getLogger().removeHandler(handler)
    handler.close()


class PrivateFile(RotatingFileHandler):
    """A rotating file that only its owner reads; a full disk never stops the terminal."""

    def _open(self):  # type: ignore[no-untyped-def]
        stream = super()._open()
        os.chmod(self.baseFilename, 0o600)
        return stream

    def handleError(self, record: logging.LogRecord) -> None:
        """Lose the line: there is nobody to tell, and its text must not go to stderr."""


class JsonLine(logging.Formatter):
    """A record as one line of JSON: ts (UTC), level, logger, event, then the allowed keys."""

    def format(self, record: logging.LogRecord) -> str:
        """The line, without its end."""
        line: dict[str, object] = {
            "ts": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
        }
        if record.name.partition(".")[0] in ROOMS:
            line["event"] = _event(record.msg)
            line.update(clean(dict(_pairs(record))))
        else:
            line["event"] = "foreign"
        if record.exc_info and record.exc_info[0]:
            line.update(_error(record.exc_info[0], record.exc_info[2]))
        return json.dumps(line, ensure_ascii=True, separators=(",", ":"))


def event(log: logging.Logger, code: str, level: int = logging.INFO, **values: object) -> None:
    """Log an event by its code; `values` under keys of KEYS."""
    log.log(level, code, extra={"jinban": values})


class OnChange:
    """Logs something that is looked at often only when it is not as it was."""

    def __init__(self, log: logging.Logger) -> None:
        self._log = log
        self._last: dict[tuple[str, object], Mapping[str, object]] = {}

    def event(self, code: str, about: object = "", **values: object) -> bool:
        """Log it if it changed since the last time; `about` tells several apart. Whether it was."""
        if self._last.get((code, about)) == values:
            return False
        self._last[(code, about)] = values
        event(self._log, code, logging.INFO, **values)
        return True


def clean(values: Mapping[str, object]) -> dict[str, object]:
    """What of some values may stand in the log; keys that may not are named under `dropped`."""
    kept = {key: _value(key, value) for key, value in values.items() if key in KEYS}
    dropped = sorted(_event(key) for key in values if key not in KEYS)
    return {**kept, "dropped": dropped} if dropped else kept


def _value(key: str, value: object) -> object:
    if value is None or value == "" or isinstance(value, bool):
        return value
    if isinstance(value, int | float):
        return value if abs(value) < 1e9 else _HIDDEN
    text = str(value)
    if key in NUMBERED and NUMBERED[key].fullmatch(text):
        return text
    if key in _OPAQUE and _TOKEN.fullmatch(text):
        return text
    return text if _CODE.fullmatch(text) and not _LONG_NUMBER.search(text) else _HIDDEN


def _event(message: object) -> str:
    word = message.split(" ", 1)[0].rstrip(":,") if isinstance(message, str) else ""
    return word if _EVENT.fullmatch(word) and not _LONG_NUMBER.search(word) else "unnamed"


def _pairs(record: logging.LogRecord) -> Iterator[tuple[str, object]]:
    yield from getattr(record, "jinban", {}).items()
    names = _PLACEHOLDER.findall(record.msg) if isinstance(record.msg, str) else []
    if isinstance(record.args, tuple) and len(names) == len(record.args):
        yield from zip(names, record.args, strict=True)


def _error(kind: type[BaseException], trace: TracebackType | None) -> dict[str, object]:
    frames = traceback.extract_tb(trace)[-FRAMES:]
    places = [f"{Path(f.filename).name}:{f.lineno} {f.name}" for f in frames]
    return {"error": kind.__name__, "trace": places}


def keep_log(data: Path) -> str:
    """Write the log into the data directory; "" or why that cannot be."""
    try:
        setup(data / "log")
    except OSError as error:
        logging.getLogger().addHandler(logging.NullHandler())  # else errors print their words
        return f"{data}: cannot be written: {error.strerror}"
    return ""
