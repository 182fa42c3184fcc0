"""Runs the reference platform: `python -m backend_client.reference`.

Started by a terminal it gets no arguments: it reads its settings as one JSON line from standard
input, prints `{"url": …}` and ends when standard input closes. Started by hand it takes flags.
"""

from __future__ import annotations

import json
import logging
import socket
import sys
import threading
from contextlib import suppress
from typing import TYPE_CHECKING

from backend_client.reference.settings import (
    Settings,
    SettingsError,
    settings_of_flags,
    settings_of_line,
)

if TYPE_CHECKING:
    import uvicorn

    from backend_client.reference.launch import Built

KEEP_ALIVE_S = 30
BACKLOG = 128
AT_ONCE = 1024  # connections, idle ones too: every machine and window keeps one
log = logging.getLogger("platform")


def main(arguments: list[str]) -> int:
    """Serve until told to stop. 0 fine, 1 it did not work, 2 wrong settings."""
    child = not arguments
    try:
        settings = settings_of_line(sys.stdin.readline()) if child else settings_of_flags(arguments)
        listener = _listen(settings.host, settings.port)
    except SettingsError as error:
        return _complain(str(error), 2)
    except OSError as error:
        return _complain(f"cannot listen: {error.strerror}", 1)
    url = _url(settings, listener)
    from backend_client.reference.database import DatabaseError
    from backend_client.reference.launch import build
    from backend_client.reference.vault import VaultError
    from backend_client.secret_file import SecretFileError

    try:
        built = build(settings, url)
    except (ValueError, OSError, DatabaseError, SecretFileError, VaultError) as error:
        return _complain(str(error), 1)
    return _serve(settings, built, listener, url, child=child)


def _serve(
    settings: Settings, built: Built, listener: socket.socket, url: str, *, child: bool
) -> int:
    import uvicorn

    from backend_client.reference.app import build_app, serve
    from backend_client.reference.journal import keep_journal
    from backend_client.reference.watch import Watch
    from backend_client.reference.wire import Wire

    keep_journal(settings.data / "log")
    app = build_app()
    serve(app, built.platform, built.notices)
    built.notices.send_waiting()
    watch = Watch(built.platform, built.notices).started()
    config = uvicorn.Config(
        Wire(app),
        http="h11",
        ws="none",
        lifespan="off",
        log_config=None,
        access_log=False,
        server_header=False,
        limit_concurrency=AT_ONCE,
        timeout_keep_alive=KEEP_ALIVE_S,
        timeout_graceful_shutdown=3,
        ssl_certfile=settings.certificate,
        ssl_keyfile=settings.private_key,
    )
    server = uvicorn.Server(config)
    if child:
        threading.Thread(target=_end_with_parent, args=(server,), daemon=True).start()
    first = {"url": url, "tokens": [str(path) for path in built.token_files]}
    print(json.dumps(first), flush=True)  # noqa: T201 the parent reads it
    log.info("serving")
    with suppress(KeyboardInterrupt):
        server.run(sockets=[listener])
    watch.stop()
    built.platform.database.close()
    return 0


def _end_with_parent(server: uvicorn.Server) -> None:
    while sys.stdin.buffer.read(4096):
        pass
    server.should_exit = True


def _listen(host: str, port: int) -> socket.socket:
    # asyncio turns Nagle's algorithm off only for sockets made with the protocol named.
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listener.bind((host, port))
    listener.listen(BACKLOG)
    return listener


def _url(settings: Settings, listener: socket.socket) -> str:
    scheme = "https" if settings.certificate else "http"
    host = f"[{settings.host}]" if ":" in settings.host else settings.host
    return f"{scheme}://{host}:{listener.getsockname()[1]}"


def _complain(text: str, code: int) -> int:
    print(text, file=sys.stderr)  # noqa: T201 for whoever started it
    return code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
