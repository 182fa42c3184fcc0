"""`kiosk ticket`: the queue numbers that this terminal has given."""

from __future__ import annotations

import typer

from kiosk.commands.common import Data, Json, Peripherals, options_or_exit, say, table

ticket = typer.Typer(help="Queue numbers given at this terminal.")


@ticket.callback()
def about() -> None:
    """Queue numbers given at this terminal."""


@ticket.command("list")
def ticket_list(peripherals: Peripherals = "", data: Data = "", json: Json = False) -> None:
    """Every number with how far it has got; nothing personal."""
    from kiosk.services.live.staff import open_records

    options = options_or_exit(peripherals=peripherals, data=data)
    try:
        rows = open_records(options.data / "terminal").tickets()
    except FileNotFoundError:
        rows = []
    if json:
        say(rows)
    else:
        table(rows)
