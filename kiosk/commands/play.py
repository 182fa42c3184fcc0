"""`kiosk play`: a whole visit through the real user interface, recorded."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import Annotated

import typer

from kiosk.commands.common import (
    Data,
    Lang,
    Peripherals,
    PlatformUrl,
    Profile,
    ScreenSize,
    options_or_exit,
    stop,
)
from kiosk.log import keep_log


def play(
    script: Annotated[Path, typer.Argument(help="visit script (YAML)")],
    out: Annotated[Path, typer.Option("--out", help="directory for what was recorded")],
    peripherals: Peripherals = "",
    platform: PlatformUrl = "",
    data: Data = "",
    profile: Profile = "",
    lang: Lang = "",
    screen: ScreenSize = "",
) -> None:
    """Play a visit script; 0 played through, 1 an action could not be done, 2 wrong script."""
    from kiosk.launch import sample_people
    from ui.play.script import ScriptError, load

    try:
        visit = load(script, tuple(sample_people()))
    except (ScriptError, OSError) as error:
        stop(str(error), 2)
    with tempfile.TemporaryDirectory(prefix="jinban-play-") as scratch:
        options = options_or_exit(
            peripherals=peripherals,
            platform=platform,
            data=data or os.environ.get("JINBAN_DATA", "") or scratch,
            profile=profile or visit.profile or "",
            lang=lang or visit.lang or "zh_CN",
            screen=screen or visit.screen or "",
        )
        from kiosk.playing import play_visit

        if trouble := keep_log(options.data) or _make(out):
            stop(trouble, 1)
        status = play_visit(options, visit, out)
    raise typer.Exit(status)


def _make(out: Path) -> str:
    try:
        (out / "receipts").mkdir(parents=True, exist_ok=True)
    except OSError as error:
        return f"--out {out}: cannot be written: {error.strerror}"
    return ""
