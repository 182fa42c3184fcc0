"""Pictures taken at the machine, with everything that can come between."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from kiosk.services.ports_capture import Taken
from tests.services.world import Terminal
from tests.ui.fixtures_capture import PAPER, PHOTO, at_camera, picture
from tests.ui.real_walk import Walk


def _papers(w: Walk) -> Iterator[Terminal]:
    t = at_camera(PAPER, lang=w.lang, elderly=w.elderly)
    for problem in ("dark", "blank", "cut", "upside_down"):
        t.sees(problem, jpeg=picture("paper", problem))
    t.sees(jpeg=picture("paper"))
    t.world.camera.taken = None
    t.press("capture.take")
    t.sees(jpeg=picture("paper"))
    t.world.camera.taken = Taken(picture("paper", "cut"), "ab" * 32, ("cut",))
    t.press("capture.take", "capture.again")
    t.sees(jpeg=picture("paper"))
    t.world.camera.taken = Taken(picture("paper"), "ab" * 32)
    t.press("capture.take", "capture.use")
    yield t


def _photo(w: Walk) -> Iterator[Terminal]:
    t = at_camera(PHOTO, lang=w.lang, elderly=w.elderly)
    for problem in ("dark", "blank"):
        t.sees(problem, jpeg=picture("photo", problem))
    t.sees(jpeg=picture("photo"))
    t.world.camera.taken = Taken(picture("photo"), "ab" * 32)
    t.press("capture.take")
    yield t
    gone = at_camera(PHOTO, lang=w.lang, elderly=w.elderly)
    gone.world.device["camera"] = "disconnected"
    gone.c.show()
    gone.press("capture.later")
    yield gone


CAPTURE: dict[str, Callable[[Walk], Iterator[Terminal]]] = {"papers": _papers, "photo": _photo}
