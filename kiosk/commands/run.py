"""`kiosk run`: the terminal itself.

It reads its own options: the library behind the other commands would stay in the memory of a
process that runs for months.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

from backend_client import lean
from kiosk.log import keep_log
from kiosk.options import UsageError, read_options
from kiosk.problems import ConfigError
from kiosk.processes import keep_one_heap

if TYPE_CHECKING:
    from kiosk.gate import Gate

ABOUT = "Serve people on this machine's screen until told to stop."
WRONG_USE = 2


def parser() -> argparse.ArgumentParser:
    """The options of `kiosk run`."""
    made = argparse.ArgumentParser(prog="kiosk run", description=ABOUT, allow_abbrev=False)
    add = made.add_argument
    add("--peripherals", default="", metavar="FILE", help="peripherals.yaml to use")
    add("--platform", default="", metavar="URL", help="URL of the platform, or embedded")
    add("--data", default="", metavar="DIR", help="directory for the terminal's data")
    add("--profile", default="", metavar="NAME", help="self-service or elderly")
    add("--lang", default="zh_CN", metavar="LANG", help="zh_CN or en")
    add("--screen", default="", metavar="WxH[@WIDTHmm]", help="e.g. 1080x1920@268")
    glass = made.add_mutually_exclusive_group()
    glass.add_argument("--windowed", action="store_true", help="in a window")
    glass.add_argument("--fullscreen", action="store_true", help="the whole screen (default)")
    add("--dock", action="store_true", help="panel that steers virtual devices")
    return made


def run(arguments: Sequence[str]) -> int:
    """Serve people; the exit status. 2 for a mistake in options or configuration."""
    told = parser().parse_args(list(arguments))
    try:
        options = read_options(
            peripherals=told.peripherals,
            platform=told.platform,
            data=told.data,
            profile=told.profile,
            lang=told.lang,
            screen=told.screen,
            fullscreen=not told.windowed,
        )
    except (ConfigError, UsageError) as error:
        return _wrong(str(error))
    if told.dock and not options.config.demo:
        return _wrong("--dock steers virtual devices and is refused in mode: service")
    keep_one_heap()
    lean.frugal = True
    from kiosk.app import App, stop_on_signals

    if trouble := keep_log(options.data):  # the screen comes up all the same, and says so
        sys.stderr.write(f"{trouble}; no case is taken\n")
    offscreen = os.environ.get("QT_QPA_PLATFORM") == "offscreen"
    app = App(options, offscreen=offscreen, dock=_gate() if told.dock else None)
    stop_on_signals(app)
    return app.run()


def _wrong(text: str) -> int:
    sys.stderr.write(text.rstrip() + "\n")
    return WRONG_USE


def _gate() -> Gate:
    from kiosk.gate import Gate

    return Gate()
