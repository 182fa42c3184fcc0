"""`kiosk readiness`: the signed morning checks that this terminal has kept."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer

from kiosk.commands.common import Data, Json, Peripherals, options_or_exit, say, stop, table

readiness = typer.Typer(help="Signed morning checks kept at this terminal.")


@readiness.callback()
def about() -> None:
    """Signed morning checks kept at this terminal."""


@readiness.command("list")
def readiness_list(peripherals: Peripherals = "", data: Data = "", json: Json = False) -> None:
    """Every check with its sums, newest first."""
    from kiosk.domain.readiness import counted
    from kiosk.services.live.staff import kept_checks

    options = options_or_exit(peripherals=peripherals, data=data)
    rows = [
        {
            "id": one.sheet_id,
            "day": one.day.isoformat(),
            "at": one.at.isoformat(),
            "staff": one.staff_no,
            **{k: v for k, v in counted(one.checks).items() if k},
        }
        for one in kept_checks(options.data)
    ]
    if json:
        say(rows)
    else:
        table(rows)


@readiness.command("export")
def readiness_export(
    out: Annotated[Path, typer.Argument(help="the PDF to write, 0600")],
    id: Annotated[str, typer.Option(help="which; the newest without")] = "",
    peripherals: Peripherals = "",
    data: Data = "",
) -> None:
    """Write one check as A4, with its signature."""
    from kiosk.services.live.staff import kept_checks
    from kiosk.services.messages import Words
    from kiosk.services.sheets_check import check_page
    from ui.print import render
    from ui.shell import make_gui

    options = options_or_exit(peripherals=peripherals, data=data)
    found = [one for one in kept_checks(options.data) if id in ("", one.sheet_id)]
    if not found:
        stop("no such check is kept here", 1)
    gui = make_gui(offscreen=True)
    terminal, demo = options.config.terminal.id, options.config.demo
    page = check_page(Words(options.lang), found[0], terminal, sample=demo)
    pdf = render(page)
    del gui
    try:
        handle = os.open(out, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "wb") as file:
            file.write(pdf)
    except OSError as error:
        stop(f"{out}: {error.strerror}", 1)
