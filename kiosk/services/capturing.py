"""Taking pictures of what a matter wants: the camera's view, the press, a look, and a yes."""

from __future__ import annotations

import uuid
from dataclasses import replace
from types import MappingProxyType
from typing import TYPE_CHECKING

from drivers.events import PictureSeen, StatusChanged
from kiosk.flows.data import Picture
from kiosk.services.ports_capture import NO_CAPTURE, Capture, Taken

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from kiosk.domain.matter import Matter
    from kiosk.flows.data import VisitData
    from kiosk.services.controller import Controller

STEP, ROLE = "capture", "camera"
ELECTRONIC = "电子"
"""The form of a material that is a picture of the person, and of no paper."""


class Capturing:
    """Arms the camera while the step that shows its view is on the glass, never otherwise."""

    def __init__(self, controller: Controller) -> None:
        self.c = controller
        self._armed = ""
        self._for = ""

    def presses(self) -> dict[str, Callable[[str], None]]:
        """The actions of its pages."""
        return {
            "capture.take": lambda _: self._take(),
            "capture.again": lambda _: self._look(),
            "capture.use": lambda _: self._use(),
            "capture.later": lambda _: self._later(),
        }

    def subjects(self, matter: Matter) -> Mapping[str, str]:
        """What of a matter can be taken here: name -> paper or photo. An original that is kept
        must come itself, and who else must bring something is only known later."""
        brought = (m for m in matter.materials if m.must_be_brought and m.for_everybody)
        found = {
            m.name: "photo" if m.form == ELECTRONIC else "paper"
            for m in brought
            if not m.surrendered
        }
        looks_at = self.c.services.camera.looks_at
        return MappingProxyType({name: s for name, s in found.items() if looks_at(s)})

    def follow(self) -> None:
        """A page is about to be shown: the camera looks where it is wanted, and only then."""
        wanted = self._wanted()
        if wanted == self._for:
            return
        if self._armed:
            self.c.services.camera.disarm()
        self._armed, self._for = "", wanted
        self.c.session.capture = NO_CAPTURE
        if wanted:
            self._armed = uuid.uuid4().hex
            self.c.services.camera.arm(self._armed, self.c.session.data.needs.takes[wanted])

    def on_event(self, event: object) -> None:
        """One event of any device."""
        match event:
            case PictureSeen(request_id=request) if request == self._armed and request:
                self._seen(event)
            case StatusChanged(status=status) if status.role == ROLE and self._for:
                self.c.show(quiet=True)
            case _:
                pass

    def anew(self, data: VisitData) -> VisitData:
        """Come back to the step, its pictures are taken once more."""
        return replace(data, pictures=MappingProxyType({}), later=())

    def _wanted(self) -> str:
        s = self.c.session
        shown = s.phase == "visit" and s.step == STEP and not s.overlay and s.way is None
        return next(iter(s.data.to_take()), "") if shown else ""

    def _put(self, capture: Capture, *, quiet: bool = False) -> None:
        self.c.session.capture = capture
        self.c.show(quiet=quiet)

    def _seen(self, event: PictureSeen) -> None:
        now = self.c.session.capture
        if now.state in ("look", "taking", "failed"):
            self._put(Capture(now.state, event.jpeg, event.problems), quiet=True)

    def _take(self) -> None:
        request, camera = self._armed, self.c.services.camera
        now = self.c.session.capture
        if not request or now.state not in ("look", "failed"):
            return
        self._put(replace(now, state="taking"), quiet=True)
        self.c.work(lambda: camera.take(request), lambda taken: self._taken(request, taken))

    def _taken(self, request: str, taken: Taken | None) -> None:
        if request != self._armed:
            return
        self._put(Capture("check", taken=taken) if taken else Capture("failed"))

    def _look(self) -> None:
        self._put(NO_CAPTURE)

    def _use(self) -> None:
        taken, data = self.c.session.capture.taken, self.c.session.data
        if taken is None or not self._for:
            return
        pictures = {**data.pictures, self._for: Picture(taken.jpeg, taken.digest)}
        self._on(replace(data, pictures=MappingProxyType(pictures)))

    def _later(self) -> None:
        data = self.c.session.data
        if self._for:
            self._on(replace(data, later=(*data.later, self._for)))

    def _on(self, data: VisitData) -> None:
        """The next one, or out of the step."""
        if data.to_take():
            self.c.steps.visit.replace(data)
            self.c.show()
        else:
            self.c.steps.go(data)
