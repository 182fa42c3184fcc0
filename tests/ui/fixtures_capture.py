"""The camera's view and what was taken, as the presenters make them, with a drawn paper in them."""

from __future__ import annotations

import sys
from collections.abc import Callable
from functools import cache
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from drivers.virtual.scenes import as_jpeg, scene
from kiosk.services.page import Page
from kiosk.services.ports_capture import Taken
from tests.services.world import WANG, Terminal

Say = Callable[[str, str], str]
PHOTO, PAPER = "XC-RS-032", "XC-YB-016"


@cache
def picture(what: str, spoil: str = "") -> bytes:
    view = scene(what, "NOTICE", spoil)
    view.thumbnail((640, 640))
    return as_jpeg(view)


def at_camera(matter: str, *, lang: str = "zh_CN", elderly: bool = False) -> Terminal:
    """A terminal with a camera, on the page that shows its view."""
    t = Terminal(lang=lang, elderly=elderly)
    t.camera("paper", "photo")
    t.begin(matter, WANG)
    while t.page.screen == "matter":
        t.press(t.page.main.id)
    return t


def _capture(say: Say, elderly: bool) -> list[Page]:
    t = at_camera(PAPER, lang=say("zh_CN", "en"), elderly=elderly)
    t.sees("cut", jpeg=picture("paper", "cut"))
    looking = t.page
    t.sees(jpeg=picture("paper"))
    t.world.camera.taken = Taken(picture("paper"), "ab" * 32)
    t.press("capture.take")
    return [looking, t.page]


MAKERS = (_capture,)
