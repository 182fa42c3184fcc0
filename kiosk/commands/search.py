"""`kiosk search`: find matters by what people call them."""

from __future__ import annotations

import sys
from typing import Annotated, Any

import typer

from kiosk.commands.common import Json, say, stop, table


def search(
    words: Annotated[str, typer.Argument(help="what a person would say")] = "",
    limit: Annotated[int, typer.Option("--limit", min=1, max=50)] = 8,
    channel: Annotated[str, typer.Option("--channel", help="kiosk, window or online")] = "",
    batch: Annotated[bool, typer.Option("--batch", help="a query a line on stdin")] = False,
    json: Json = False,
) -> None:
    """List matters, best first; none when nothing is offered with confidence."""
    from kiosk.domain.loader import shipped

    if channel not in ("", "kiosk", "window", "online"):
        stop(f"--channel {channel}: kiosk, window or online", 2)
    index = shipped().search
    if batch:
        for line in sys.stdin:
            say([m.code for m in index.search(line.rstrip("\n"), limit, channel)])
        return
    rows = [_row(m.code, m.score, m.matched) for m in index.search(words, limit, channel)]
    if json:
        say(rows)
    else:
        table([{k: row[k] for k in ("code", "short_name", "department", "score")} for row in rows])


def _row(code: str, score: float, matched: Any) -> dict[str, Any]:
    from kiosk.domain.loader import shipped

    matter = shipped().catalogue[code]
    return {
        "code": code,
        "name": matter.name,
        "short_name": matter.short_name,
        "department": matter.department,
        "score": round(score, 4),
        "matched": matched,
        "channels": list(matter.channels),
        "kiosk_mode": matter.kiosk_mode.value,
    }
