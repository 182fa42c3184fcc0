"""`kiosk search`: find matters by what people call them."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated, Any

import typer

from kiosk.commands.common import Json, say, stop, table

if TYPE_CHECKING:
    from kiosk.domain.search import Hit

EVERYTHING = 1000
LONGEST = 4096  # bytes of a line that are read; the search keeps fewer


def search(
    words: Annotated[str, typer.Argument(help="what a person would say")] = "",
    limit: Annotated[int, typer.Option("--limit", min=1, max=50)] = 8,
    channel: Annotated[str, typer.Option("--channel", help="kiosk, window or online")] = "",
    batch: Annotated[bool, typer.Option("--batch", help="a query a line on stdin")] = False,
    json: Json = False,
) -> None:
    """List matters, best first; none when nothing is offered with confidence."""
    if channel not in ("", "kiosk", "window", "online"):
        stop(f"--channel {channel}: kiosk, window or online", 2)
    if batch:
        for line in sys.stdin.buffer:
            say([hit.code for hit in _found(_text(line), limit, channel)])
        return
    rows = [_row(hit) for hit in _found(words, limit, channel)]
    if json:
        say(rows)
    else:
        table([{k: row[k] for k in ("code", "short_name", "department", "score")} for row in rows])


def _text(line: bytes) -> str:
    """A line as it was meant: broken bytes are left out when it is read, so is the end of a line
    from another system and the mark that some editors put before the first."""
    return line[:LONGEST].decode("utf-8", "replace").removeprefix("\ufeff").rstrip("\r\n")


def _found(words: str, limit: int, channel: str) -> list[Hit]:
    """The best of them; with a channel, only what is offered there from start to end."""
    from kiosk.domain.loader import shipped
    from kiosk.domain.search import finder

    found = finder().find(words, limit=EVERYTHING)
    catalogue = shipped().catalogue
    return [hit for hit in found if not channel or channel in catalogue[hit.code].channels][:limit]


def _row(hit: Hit) -> dict[str, Any]:
    from kiosk.domain.loader import shipped

    matter = shipped().catalogue[hit.code]
    return {
        "code": hit.code,
        "name": matter.name,
        "short_name": matter.short_name,
        "department": matter.department,
        "score": hit.score,
        "matched": hit.matched,
        "channels": list(matter.channels),
        "kiosk_mode": matter.kiosk_mode.value,
    }
