"""What every camera does with its frames: shows them small while armed, takes one on demand."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TYPE_CHECKING

from drivers.camera.checks import problems_of
from drivers.camera.picture import LONGEST_PX, PREVIEW_PX, Picture, encoded, taken, upright
from drivers.driver import Driver
from drivers.errors import DeviceError
from drivers.events import Event, PictureSeen
from drivers.registry import Option
from drivers.spec import DeviceSpec
from drivers.status import State
from drivers.video import FrameSource
from drivers.video.sight import FRAME_S, Sight

if TYPE_CHECKING:
    from PIL.Image import Image

OPTIONS = {
    "subjects": Option(str, "both", choices=("both", "paper", "photo")),
    "rotate": Option(int, 0, choices=(0, 90, 180, 270)),
    "ground": Option(str, "dark", choices=("dark", "light")),
}
SHOW_S, IDLE_S, TAKE_S = 0.25, 0.5, 2.0


class FramesCamera(Driver):
    """A camera behind any source of frames. Streams only while armed; keeps no frame."""

    def __init__(
        self, spec: DeviceSpec, emit: Callable[[Event], None], source: FrameSource
    ) -> None:
        super().__init__(spec, emit)
        self._source = source
        self._rotate = int(str(spec.options["rotate"]))
        self._dark_ground = spec.options["ground"] == "dark"
        self._sight = Sight(source, lambda: self.wish.stopping)

    def open(self) -> None:
        """Make sure that the camera gives pictures."""
        self._source.open()
        self._sight.opened()

    def close(self) -> None:
        """Let it go."""
        self._source.close()

    def poll(self) -> tuple[State, str]:
        """Show one frame while armed; else see whether the camera is still there."""
        wanted = self.wish.intent
        self.poll_interval_s = IDLE_S if wanted is None else SHOW_S
        if wanted is None:
            self._sight.rest(lambda frame: upright(frame, 0, PREVIEW_PX) is not None)
            return State.READY, ""
        subject, _, request_id = wanted.partition(" ")
        self._sight.look(wanted, lambda frame: self._show(subject, request_id, frame))
        return State.READY, ""

    def capture(self, request_id: str) -> Picture:
        """Take a picture of what is there now, for the request that the camera is armed for."""
        subject, _, armed_for = (self.wish.intent or "").partition(" ")
        if not armed_for or armed_for != request_id:
            raise DeviceError("not_armed")
        self._source.start()
        self._source.frame(0.0)  # what waited there is older than the press
        until = time.monotonic() + TAKE_S
        while time.monotonic() < until and not self.wish.stopping.is_set():
            picture = upright(self._source.frame(FRAME_S), self._rotate, LONGEST_PX)
            if picture is not None:
                return taken(picture, self._problems(picture, subject))
        raise DeviceError("no_picture")

    def _show(self, subject: str, request_id: str, frame: bytes) -> bool:
        picture = upright(frame, self._rotate, PREVIEW_PX)
        if picture is None:
            return False
        seen = PictureSeen(
            self.spec.role, request_id, encoded(picture), self._problems(picture, subject)
        )
        if self.wish.intent == f"{subject} {request_id}":
            self.emit(seen)
        return True

    def _problems(self, picture: Image, subject: str) -> tuple[str, ...]:
        return problems_of(picture, subject, dark_ground=self._dark_ground)
