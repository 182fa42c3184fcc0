"""All commands in one application."""

from __future__ import annotations

from typing import Any

import typer

from kiosk.commands.bench import bench
from kiosk.commands.case import case, outbox
from kiosk.commands.check_config import check_config
from kiosk.commands.devices import devices
from kiosk.commands.doctor import doctor
from kiosk.commands.platform import platform
from kiosk.commands.play import play
from kiosk.commands.readiness import readiness
from kiosk.commands.run import ABOUT, run
from kiosk.commands.search import search
from kiosk.commands.ticket import ticket

PASSED_ON: dict[str, Any] = {
    "allow_extra_args": True,
    "ignore_unknown_options": True,
    "help_option_names": [],
}

app = typer.Typer(
    name="kiosk",
    help="Jinban (就近办): the terminal of a district's self-service machines.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)


@app.command("run", help=ABOUT, context_settings=PASSED_ON)
def listed(context: typer.Context) -> None:
    """Hand everything behind `run` to its own parser."""
    raise typer.Exit(run(context.args))


for command in (play, doctor, search, platform, bench):
    app.command()(command)
app.command("check-config")(check_config)
app.add_typer(devices, name="devices")
app.add_typer(case, name="case")
app.add_typer(outbox, name="outbox")
app.add_typer(ticket, name="ticket")
app.add_typer(readiness, name="readiness")
