"""`cups://QUEUE`, or `cups://QUEUE?server=HOST:PORT` for a print server elsewhere."""

from __future__ import annotations

import re
from dataclasses import dataclass

from drivers.spec import Port

QUEUE = re.compile(r"[!-~]{1,127}")
FORBIDDEN = frozenset("/#?'\"\\")  # lpadmin(8); the rest would end up in a URI as something else
SERVER = re.compile(r"(\[[0-9A-Fa-f:.]+\]|[0-9A-Za-z.-]+):([0-9]{1,5})")


@dataclass(frozen=True, slots=True)
class Queue:
    """A queue and its server; host "" is the print server of this machine."""

    name: str
    host: str = ""
    port: int = 0


def queue_of(port: Port) -> Queue:
    """Take a cups:// port apart; ValueError says what is wrong with it."""
    for key in port.query:
        if key != "server":
            raise ValueError(f"a cups port takes server; not {key!r}")
    if not QUEUE.fullmatch(port.path) or FORBIDDEN & set(port.path):
        raise ValueError("a cups port is cups://QUEUE; lpstat -e lists the queues")
    server = port.query.get("server", "")
    if not server:
        return Queue(port.path)
    found = SERVER.fullmatch(server)
    if found is None or not 1 <= int(found[2]) <= 65535:
        raise ValueError("server is HOST:PORT")
    return Queue(port.path, found[1].strip("[]"), int(found[2]))
