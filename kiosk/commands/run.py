"""`kiosk run`: the terminal itself."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, Annotated

import typer

from kiosk.commands.common import (
    Data,
    Lang,
    Peripherals,
    PlatformUrl,
    Profile,
    ScreenSize,
    keep_log,
    options_or_exit,
    stop,
)

if TYPE_CHECKING:
    from kiosk.gate import Gate


def run(
    peripherals: Peripherals = "",
    platform: PlatformUrl = "",
    data: Data = "",
    profile: Profile = "",
    lang: Lang = "zh_CN",
    screen: ScreenSize = "",
    windowed: Annotated[bool, typer.Option("--windowed/--fullscreen")] = False,
    dock: Annotated[bool, typer.Option("--dock", help="panel that steers virtual devices")] = False,
) -> None:
    """Serve people on this machine's screen until told to stop."""
    options = options_or_exit(
        peripherals=peripherals,
        platform=platform,
        data=data,
        profile=profile,
        lang=lang,
        screen=screen,
        fullscreen=not windowed,
    )
    if dock and not options.config.demo:
        stop("--dock steers virtual devices and is refused in mode: service", 2)
    from kiosk.app import App, stop_on_signals

    if trouble := keep_log(options.data):  # the screen comes up all the same, and says so
        sys.stderr.write(f"{trouble}; no case is taken\n")
    offscreen = os.environ.get("QT_QPA_PLATFORM") == "offscreen"
    app = App(options, offscreen=offscreen, dock=_gate() if dock else None)
    stop_on_signals(app)
    raise typer.Exit(app.run())


def _gate() -> Gate:
    from kiosk.gate import Gate

    return Gate()
