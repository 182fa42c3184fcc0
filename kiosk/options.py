"""What the command line says about how to run, and where data are kept."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from pathlib import Path

from kiosk.config import Config, Screen, find_config, load_config
from kiosk.domain.loader import shipped

SERVICE_DATA = Path("/var/lib/jinban")
SCREEN = re.compile(r"([1-9][0-9]{2,4})x([1-9][0-9]{2,4})(?:@([1-9][0-9]{1,3}))?")
PX_PER_MM = 4.03


class UsageError(ValueError):
    """Something on the command line is wrong; the text is for whoever typed it."""


@dataclass(frozen=True, slots=True)
class Options:
    """How to run: configuration, data, language, glass."""

    config: Config
    data: Path
    lang: str = "zh_CN"
    screen: Screen | None = None
    fullscreen: bool = False
    profile: str = ""

    @property
    def glass(self) -> Screen:
        """The screen to draw for."""
        return self.screen or self.config.terminal.screen

    @property
    def elderly(self) -> bool:
        """Whether every session starts in the elderly mode."""
        return (self.profile or self.config.terminal.profile) == "elderly"


def parse_screen(text: str) -> Screen | None:
    """WxH[@WIDTHmm]; without @ at 4.03 px/mm. "" is None; UsageError for anything else."""
    if not text:
        return None
    found = SCREEN.fullmatch(text)
    if not found:
        raise UsageError(f"--screen {text}: write it like 1080x1920 or 1080x1920@268")
    width, height = int(found[1]), int(found[2])
    width_mm = float(found[3]) if found[3] else width / PX_PER_MM
    return Screen(width, height, width_mm, height * width_mm / width)


def find_data(explicit: str) -> Path:
    """The data directory: the one named, $JINBAN_DATA, the service's, the user's own."""
    named = explicit or os.environ.get("JINBAN_DATA", "")
    if named:
        return Path(named).absolute()
    if SERVICE_DATA.is_dir() and os.access(SERVICE_DATA, os.W_OK):
        return SERVICE_DATA
    return Path.home() / ".local" / "share" / "jinban"


def read_options(
    *,
    peripherals: str = "",
    platform: str = "",
    data: str = "",
    profile: str = "",
    lang: str = "zh_CN",
    screen: str = "",
    fullscreen: bool = False,
) -> Options:
    """Read the configuration and put it together with the command line.

    ConfigError names every mistake of the file, UsageError one of the command line.
    """
    if lang not in ("zh_CN", "en"):
        raise UsageError(f"--lang {lang}: zh_CN or en")
    if profile not in ("", "self-service", "elderly"):
        raise UsageError(f"--profile {profile}: self-service or elderly")
    glass = parse_screen(screen)
    config = load_config(find_config(peripherals), shipped().points, platform=platform)
    return Options(config, find_data(data), lang, glass, fullscreen, profile)
