"""`kiosk check-config`: every mistake of a peripherals.yaml at once."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from kiosk.commands.common import stop


def check_config(file: Annotated[Path, typer.Argument(help="peripherals.yaml")]) -> None:
    """Read a configuration and name each mistake with its line."""
    from kiosk.config import load_config
    from kiosk.domain.loader import shipped
    from kiosk.problems import ConfigError

    try:
        config = load_config(file, shipped().points)
    except ConfigError as error:
        stop(str(error), 2)
    sys.stdout.write(f"{file}: fine, {len(config.devices)} devices, mode {config.mode}\n")
