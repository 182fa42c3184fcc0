"""Steers the emulators over their control socket: one JSON line asked, one JSON line answered."""

from __future__ import annotations

import json
import socket
from collections.abc import Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from itertools import count
from pathlib import Path
from typing import Any, cast

MOST_ANSWER = 16 * 1024 * 1024  # a picture of a long slip fits


class SteerError(Exception):
    """An emulator said no, or could not be reached; the text says which."""


class Steer:
    """A client of the control socket. Asking never blocks: the answer is a future."""

    def __init__(self, path: Path, timeout_s: float = 5.0) -> None:
        self._path = path
        self._timeout_s = timeout_s
        self._numbers = count(1)
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="steer")
        self._socket: socket.socket | None = None
        self._rest = b""

    def ask(
        self, role: str, do: str, args: Mapping[str, Any] | None = None
    ) -> Future[dict[str, Any]]:
        """Send one command; the future holds the answer's result, or SteerError."""
        return self._thread.submit(self._ask, role, do, dict(args or {}))

    def close(self) -> None:
        """Hang up; a command still under way ends with its time limit."""
        self._thread.submit(self._hang_up)
        self._thread.shutdown(wait=False)

    def _hang_up(self) -> None:
        if self._socket is not None:
            self._socket.close()
        self._socket, self._rest = None, b""

    def _ask(self, role: str, do: str, args: dict[str, Any]) -> dict[str, Any]:
        number = next(self._numbers)
        line = json.dumps({"id": number, "role": role, "do": do, "args": args}) + "\n"
        try:
            link = self._connected()
            link.sendall(line.encode())
            answer = self._answer(link, number)
        except (OSError, ValueError) as error:
            self._hang_up()
            raise SteerError(f"the emulators do not answer: {type(error).__name__}") from error
        if not answer.get("ok"):
            raise SteerError(str(answer.get("error", "refused without a reason")))
        result = answer.get("result")
        return cast(dict[str, Any], result) if isinstance(result, dict) else {}

    def _connected(self) -> socket.socket:
        if self._socket is None:
            self._socket, self._rest = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM), b""
            self._socket.settimeout(self._timeout_s)
            self._socket.connect(str(self._path))
        return self._socket

    def _answer(self, link: socket.socket, number: int) -> dict[str, Any]:
        """Answers to earlier questions that came too late are passed over."""
        while True:
            while b"\n" not in self._rest:
                if len(self._rest) > MOST_ANSWER:
                    raise ValueError("endless answer")
                got = link.recv(65536)
                if not got:
                    raise ConnectionResetError
                self._rest += got
            line, _, self._rest = self._rest.partition(b"\n")
            answer: Any = json.loads(line)
            if isinstance(answer, dict) and cast(dict[str, Any], answer).get("id") == number:
                return cast(dict[str, Any], answer)
