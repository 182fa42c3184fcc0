"""What commands share: reading the configuration, saying JSON, leaving with the right status."""

from __future__ import annotations

import json
import sys
from typing import Annotated, Any, NoReturn

import typer

from kiosk.options import Options, UsageError, read_options
from kiosk.problems import ConfigError

FINE, FAILED, WRONG_USE = 0, 1, 2

Peripherals = Annotated[str, typer.Option("--peripherals", help="peripherals.yaml to use")]
PlatformUrl = Annotated[str, typer.Option("--platform", help="URL of the platform, or embedded")]
Data = Annotated[str, typer.Option("--data", help="directory for the terminal's data")]
Profile = Annotated[str, typer.Option("--profile", help="self-service or elderly")]
Lang = Annotated[str, typer.Option("--lang", help="zh_CN or en")]
ScreenSize = Annotated[str, typer.Option("--screen", help="WxH[@WIDTHmm], e.g. 1080x1920@268")]
Json = Annotated[bool, typer.Option("--json", help="one JSON document on standard output")]


def options_or_exit(**given: Any) -> Options:
    """The options, or exit 2 with every mistake of file and command line at once."""
    try:
        return read_options(**given)
    except (ConfigError, UsageError) as error:
        stop(str(error), WRONG_USE)


def stop(text: str, status: int) -> NoReturn:
    """Say why on standard error and leave."""
    sys.stderr.write(text.rstrip() + "\n")
    raise typer.Exit(status)


def say(document: Any) -> None:
    """One JSON document on standard output."""
    sys.stdout.write(json.dumps(document, ensure_ascii=False, default=str) + "\n")


def table(rows: list[dict[str, Any]]) -> None:
    """Rows for a person: one line each, columns aligned."""
    if not rows:
        sys.stdout.write("-\n")
        return
    keys = list(rows[0])
    cells = [[str(row.get(key, "")) for key in keys] for row in rows]
    widths = [max(len(key), *(len(c[n]) for c in cells)) for n, key in enumerate(keys)]
    for line in ([*keys], *cells):
        shown = "  ".join(text.ljust(width) for text, width in zip(line, widths, strict=True))
        sys.stdout.write(shown.rstrip() + "\n")
