"""The control socket: one JSON object a line in, one a line out; an error never ends the host."""

from __future__ import annotations

import json
import socketserver
import tempfile
import threading
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from drivers.virtual.emulator import as_mapping

LINE_MAX = 1 << 20
Serve = Callable[[str, str, Mapping[str, Any]], dict[str, Any]]


class ControlSocket:
    """Listens on a unix socket in a private folder. `serve(role, do, args)` answers a command;
    its ValueError is told to the caller."""

    def __init__(self, serve: Serve) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="jinban-control-")
        self.path = Path(self._folder.name) / "control"
        self._server = _Server(str(self.path), serve)
        self._thread = threading.Thread(
            target=self._server.serve_forever, args=(0.1,), name="control", daemon=True
        )

    def start(self) -> None:
        """Begin to answer."""
        self._thread.start()

    def stop(self) -> None:
        """End, and remove the socket."""
        if self._thread.is_alive():
            self._server.shutdown()
            self._thread.join(2.0)
        self._server.server_close()
        self._folder.cleanup()


class _Server(socketserver.ThreadingUnixStreamServer):
    daemon_threads = True
    block_on_close = False

    def __init__(self, path: str, serve: Serve) -> None:
        self.serve = serve
        super().__init__(path, _Caller)


class _Caller(socketserver.StreamRequestHandler):
    server: _Server  # pyright: ignore[reportIncompatibleVariableOverride] - as socketserver means it

    def handle(self) -> None:
        try:
            while line := self.rfile.readline(LINE_MAX):
                self.wfile.write(answer_line(line, self.server.serve))
        except OSError:
            return  # the caller went away; whoever comes next is served


def answer_line(line: bytes, serve: Serve) -> bytes:
    """Carry out one line `{"id", "role", "do", "args"}` and give its answer, `ok` or `error`."""
    number: Any = None
    try:
        request = as_mapping(json.loads(line), "a command")
        number = request.get("id")
        args = as_mapping(request.get("args") or {}, "args")
        result = serve(str(request.get("role") or ""), str(request.get("do") or ""), args)
        reply: dict[str, Any] = {"id": number, "ok": True, "result": result}
    except (ValueError, TypeError, KeyError, OSError, RecursionError) as error:
        reply = {"id": number, "ok": False, "error": str(error) or type(error).__name__}
    return json.dumps(reply, ensure_ascii=False).encode("utf-8", "replace") + b"\n"
