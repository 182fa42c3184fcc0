"""The terminal's end of the spooler: a child that is asked one thing at a time, with deadlines."""

from __future__ import annotations

import contextlib
import json
import logging
import os
import select
import subprocess
import sys
import time
from pathlib import Path
from typing import Any, cast

from drivers.errors import BadAnswerError, DeviceError, LinkLostError, NoAnswerError
from drivers.page_printer.address import Queue

log = logging.getLogger("drivers.page_printer")
SPOOLER = (sys.executable, "-P", str(Path(__file__).with_name("spooler.py")))
START_S = 10.0
LONGEST_LINE = 1 << 20
DISCONNECTED = ("no_server", "no_queue", "no_permission", "not_accepting")


class SpoolLink:
    """One child at most; it is started when something is asked. No call outlasts its deadline."""

    def __init__(self, queue: Queue, command: tuple[str, ...] = SPOOLER) -> None:
        self._queue = queue
        self._command = command
        self._child: subprocess.Popen[bytes] | None = None
        self._number = 0

    @property
    def pid(self) -> int | None:
        """The child's process id while there is one."""
        return self._child.pid if self._child is not None else None

    def ask(self, do: str, deadline_s: float, data: bytes = b"", **more: object) -> dict[str, Any]:
        """What the print server says.

        LinkLostError: no_server, no_queue, no_permission, not_accepting. NoAnswerError:
        spooler_hung, spooler_dead. BadAnswerError: spooler_confused, server_error. DeviceError:
        missing_library, or why the server refused.
        """
        until = time.monotonic() + deadline_s
        if self._child is None:
            self._start()
        self._number += 1
        queue = self._queue
        told = {"queue": queue.name, "host": queue.host, "port": queue.port, "bytes": len(data)}
        request = {"id": self._number, "do": do, **told, **more}
        self._write(json.dumps(request).encode() + b"\n" + data, until)
        answer = self._read_line(until)
        if answer.get("id") != self._number:
            self._lose("spooler_confused")
        code = answer.get("error")
        if code:
            lost = LinkLostError if code in DISCONNECTED else DeviceError
            raise (BadAnswerError if code == "server_error" else lost)(str(code))
        return answer

    def close(self) -> None:
        """End the child at once; never raises."""
        child, self._child = self._child, None
        if child is None:
            return
        child.kill()
        child.wait()
        for pipe in (child.stdin, child.stdout):
            if pipe is not None:
                with contextlib.suppress(OSError):
                    pipe.close()

    def _start(self) -> None:
        try:
            self._child = subprocess.Popen(  # noqa: S603 - our own interpreter and file
                self._command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                bufsize=0,
            )
        except OSError:
            raise NoAnswerError("spooler_dead") from None
        for pipe in (self._child.stdin, self._child.stdout):
            if pipe is not None:
                os.set_blocking(pipe.fileno(), False)
        told = self._read_line(time.monotonic() + START_S)
        if told.get("ready") is not True:
            code = str(told.get("error", ""))
            self.close()
            raise DeviceError(code or "spooler_confused")

    def _write(self, data: bytes, until: float) -> None:
        rest = memoryview(data)
        while rest:
            fd = self._fd("stdin")
            if not _ready(fd, select.POLLOUT, until):
                self._lose("spooler_hung")
            try:
                rest = rest[os.write(fd, rest) :]
            except BlockingIOError:
                continue
            except OSError:
                self._lose("spooler_dead")

    def _read_line(self, until: float) -> dict[str, Any]:
        came = bytearray()
        while not came.endswith(b"\n"):
            fd = self._fd("stdout")
            if not _ready(fd, select.POLLIN, until):
                self._lose("spooler_hung")
            data = os.read(fd, 1 << 16)
            if not data:
                self._lose("spooler_dead")
            came += data
            if len(came) > LONGEST_LINE:
                self._lose("spooler_confused")
        try:
            told: object = json.loads(came)
        except ValueError:
            told = None
        if not isinstance(told, dict):
            self._lose("spooler_confused")
        return cast("dict[str, Any]", told)

    def _fd(self, name: str) -> int:
        pipe = getattr(self._child, name, None)
        if pipe is None:
            raise NoAnswerError("spooler_dead")
        return int(pipe.fileno())

    def _lose(self, code: str) -> None:
        """Put the child away: its next answer would be one to an earlier question."""
        self.close()
        log.warning("spooler_lost code=%s", code)
        raise (BadAnswerError if code == "spooler_confused" else NoAnswerError)(code)


def _ready(fd: int, wanted: int, until: float) -> bool:
    poller = select.poll()
    poller.register(fd, wanted)
    return bool(poller.poll(max(0.0, until - time.monotonic()) * 1000))
