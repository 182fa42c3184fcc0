"""The command line: `kiosk run`, `kiosk play`, and what staff and engineers need."""

from __future__ import annotations

import sys

import typer

from kiosk.commands.bench import bench
from kiosk.commands.case import case, outbox
from kiosk.commands.check_config import check_config
from kiosk.commands.devices import devices
from kiosk.commands.doctor import doctor
from kiosk.commands.platform import platform
from kiosk.commands.play import play
from kiosk.commands.run import run
from kiosk.commands.search import search

app = typer.Typer(
    name="kiosk",
    help="Jinban (就近办): the terminal of a district's self-service machines.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
for command in (run, play, doctor, search, platform, bench):
    app.command()(command)
app.command("check-config")(check_config)
app.add_typer(devices, name="devices")
app.add_typer(case, name="case")
app.add_typer(outbox, name="outbox")


def main() -> None:
    """Run the command line."""
    sys.exit(app())
