"""Paths of the icons in ui/icons (Tabler Icons 3.51.0, outline), read once each."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

ICONS = Path(__file__).parent.parent / "icons"
_PATH = re.compile(r'<path d="([^"]+)"')
_NAME = re.compile(r"[a-z0-9-]+\Z")


@cache
def icon_path(name: str) -> str:
    """All strokes of an icon on its 24 grid as one SVG path; empty for an unknown name."""
    if not _NAME.match(name):
        return ""
    file = ICONS / f"{name}.svg"
    if not file.is_file():
        return ""
    return "".join(_PATH.findall(file.read_text(encoding="utf-8")))
