"""`kiosk platform`: the reference platform by itself."""

from __future__ import annotations

import os
import sys
from typing import Annotated

import typer

from kiosk.commands.common import Data, Peripherals, options_or_exit


def platform(
    peripherals: Peripherals = "",
    data: Data = "",
    host: Annotated[str, typer.Option("--host")] = "127.0.0.1",
    port: Annotated[int, typer.Option("--port", min=0, max=65535)] = 8610,
    database: Annotated[str, typer.Option("--database", help="SQLAlchemy URL")] = "",
) -> None:
    """Serve the reference platform for terminals of a district."""
    from kiosk.launch import DATA, PEOPLE

    options = options_or_exit(peripherals=peripherals, data=data)
    folder = options.data / "platform"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    terminal = options.config.terminal
    command = [sys.executable, "-m", "backend_client.reference", "--data", str(folder)]
    command += ["--host", host, "--port", str(port), "--people", str(PEOPLE)]
    for name in ("matters", "points", "calendar"):
        command += [f"--{name}", str(DATA / f"{name}.json")]
    command += ["--terminal", f"{terminal.id}:{terminal.number}"]
    if database:
        command += ["--database", database]
    sys.stdout.flush()
    os.execv(sys.executable, command)  # noqa: S606 - our own module, and its signals reach it
