"""`kiosk case` and `kiosk outbox`: what this terminal has filed, and what waits to be sent."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from kiosk.commands.common import Data, Json, Peripherals, options_or_exit, say, stop, table

case = typer.Typer(help="Cases filed at this terminal.")
outbox = typer.Typer(help="What waits to be sent to the platform.")


def _open(peripherals: str, data: str) -> Any:
    from kiosk.services.live.staff import open_records

    options = options_or_exit(peripherals=peripherals, data=data)
    try:
        return open_records(options.data / "terminal")
    except FileNotFoundError:
        return None


def _show(rows: list[dict[str, Any]], *, json: bool) -> None:
    if json:
        say(rows)
    else:
        table(rows)


@case.command("list")
def case_list(peripherals: Peripherals = "", data: Data = "", json: Json = False) -> None:
    """Every case with its state; nothing personal."""
    records = _open(peripherals, data)
    _show(records.cases() if records else [], json=json)


@outbox.command("list")
def outbox_list(peripherals: Peripherals = "", data: Data = "", json: Json = False) -> None:
    """Every event that the platform does not have yet, and why."""
    records = _open(peripherals, data)
    _show(records.outbox() if records else [], json=json)


@outbox.command()
def retry(
    event: Annotated[int, typer.Argument(help="id of a parked event")],
    peripherals: Peripherals = "",
    data: Data = "",
) -> None:
    """Put a parked event back into the queue, after its cause was mended."""
    from kiosk.services.live.staff import retry_event

    options = options_or_exit(peripherals=peripherals, data=data)
    if not retry_event(options.data / "terminal", event):
        stop(f"event {event} is not parked", 1)


@outbox.command()
def export(peripherals: Peripherals = "", data: Data = "") -> None:
    """All rows with their attempts as JSON, nothing personal, for whoever looks into a fault."""
    records = _open(peripherals, data)
    say(records.export() if records else {"events": [], "attempts": []})
