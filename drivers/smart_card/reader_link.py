"""The terminal's end of a card reader: a child that ends when a card does not answer in time."""

from __future__ import annotations

import json
import os
import select
import subprocess
import sys
import threading
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

from drivers.errors import BadAnswerError, DeviceError, LinkLostError, NoAnswerError
from drivers.smart_card.apdu import CardError
from drivers.spec import Port

CHILD = (sys.executable, "-P", str(Path(__file__).with_name("reader_child.py")))
START_S = 8.0  # Python on a busy machine
LOOK_S = 3.0
SLICE_S = 0.25
LINE_MAX = 1 << 18  # an extended answer of 65,538 bytes in hexadecimal
LOST = ("no_reader", "several_readers", "no_service", "refused", "unreachable", "unknown_host")


@dataclass(frozen=True, slots=True)
class Slot:
    """What is in the reader. `changes` counts comings and goings, which tells a card from the one
    that was there before: pcscd counts them, over TCP the child does."""

    present: bool
    mute: bool
    used: bool
    changes: int


class ReaderLink:
    """One child, one request at a time; no method waits longer than it says."""

    def __init__(
        self, port: Port, stopping: threading.Event, command: tuple[str, ...] = CHILD
    ) -> None:
        self._port = port
        self._stopping = stopping
        self._command = command
        self._child: subprocess.Popen[bytes] | None = None
        self._came = bytearray()
        self._number = 0

    @property
    def pid(self) -> int | None:
        """The child's process id."""
        return self._child.pid if self._child is not None else None

    def look(self) -> Slot:
        """What is in the reader. LinkLostError where the reader or PC/SC is away, DeviceError
        missing_library, NoAnswerError reader_hung."""
        if self._child is None:
            self._start()
        told = self._ask({"do": "look"}, LOOK_S, "reader_hung")
        try:
            present, mute, used = (bool(told[key]) for key in ("present", "mute", "used"))
            return Slot(present, mute, used, int(told["changes"]))
        except (KeyError, TypeError, ValueError):
            raise self._confused() from None

    def connect(self, limit_s: float) -> None:
        """Take the card for us alone. CardError: in_use, removed, no_atr, mute, link."""
        self._ask({"do": "connect"}, limit_s, "mute")

    def send(self, command: bytes, limit_s: float) -> bytes:
        """One command. CardError: removed, mute (silence, or an empty answer)."""
        told = self._ask({"do": "send", "apdu": command.hex()}, limit_s, "mute")
        try:
            return bytes.fromhex(told["answer"])
        except (KeyError, TypeError, ValueError):
            raise self._confused() from None

    def leave(self) -> None:
        """Let go of the card; nothing happens where the child is gone."""
        if self._child is not None:
            self._ask({"do": "leave"}, LOOK_S, "reader_hung")

    def close(self) -> None:
        """End the child at once; never raises."""
        child, self._child = self._child, None
        self._came.clear()
        if child is None:
            return
        child.kill()
        child.wait()
        for pipe in (child.stdin, child.stdout):
            if pipe is not None:
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
            raise DeviceError("no_child") from None
        self._write({"scheme": self._port.scheme, "path": self._port.path})
        told = self._line(time.monotonic() + START_S, "reader_hung")
        if not told.get("ready"):
            self.close()
            raise DeviceError(str(told.get("error", "reader_confused")))

    def _ask(self, request: dict[str, Any], limit_s: float, silence: str) -> dict[str, Any]:
        self._number += 1
        self._write(request | {"id": self._number})
        told = self._line(time.monotonic() + limit_s, silence)
        if told.get("id") != self._number:
            raise self._confused()
        if "error" in told:
            raise error_of(str(told["error"]))
        ok = told.get("ok")
        if not isinstance(ok, dict):
            raise self._confused()
        return cast("dict[str, Any]", ok)

    def _write(self, document: dict[str, Any]) -> None:
        child = self._child
        if child is None or child.stdin is None:
            raise LinkLostError("reader_dead")
        data = json.dumps(document).encode() + b"\n"
        try:
            written = os.write(child.stdin.fileno(), data)
        except OSError:
            written = -1
        if written != len(data):  # the pipe is empty between requests and holds 64 KiB
            raise self._dead()

    def _line(self, until: float, silence: str) -> dict[str, Any]:
        while b"\n" not in self._came:
            self._read(until, silence)
        line, _, rest = bytes(self._came).partition(b"\n")
        self._came[:] = rest
        try:
            told = json.loads(line)
        except ValueError:
            told = None
        if not isinstance(told, dict):
            raise self._confused()
        return cast("dict[str, Any]", told)

    def _read(self, until: float, silence: str) -> None:
        child = self._child
        if child is None or child.stdout is None:
            raise LinkLostError("reader_dead")
        left = until - time.monotonic()
        if left <= 0 or self._stopping.is_set():
            self.close()  # what it would still say belongs to nobody
            if self._stopping.is_set():
                raise DeviceError("stopped")
            raise CardError(silence) if silence == "mute" else NoAnswerError(silence)
        poller = select.poll()
        poller.register(child.stdout.fileno(), select.POLLIN)
        if not poller.poll(min(left, SLICE_S) * 1000):
            return
        data = os.read(child.stdout.fileno(), 1 << 16)
        if not data:
            raise self._dead()
        self._came += data
        if len(self._came) > LINE_MAX:
            raise self._confused()

    def _dead(self) -> LinkLostError:
        self.close()
        return LinkLostError("reader_dead")

    def _confused(self) -> BadAnswerError:
        self.close()
        return BadAnswerError("reader_confused")


def error_of(code: str) -> DeviceError:
    """What a reader's code means for the device, or for its card."""
    if code in LOST:
        return LinkLostError(code)
    return CardError("mute" if code == "empty" else code, lift=code != "in_use")
