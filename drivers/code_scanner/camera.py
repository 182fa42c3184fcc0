"""A camera as a code scanner: its frames are looked through on the device's own thread."""

from __future__ import annotations

import time
from collections.abc import Callable

from drivers.code_scanner.decode import Decoder, Reading
from drivers.code_scanner.telling import Telling
from drivers.driver import Driver
from drivers.events import Event
from drivers.registry import Model, Option
from drivers.spec import DeviceSpec
from drivers.status import State
from drivers.video import FrameSource, make_source
from drivers.video.pictures import decoded
from drivers.video.sight import Sight

MODEL = Model(
    kind="code_scanner",
    name="camera",
    ports=("tcp", "file"),
    options={
        "path": Option(str, "/"),
        "max_length": Option(int, 4096, min=1, max=4096),
        "same_code_s": Option(float, 2.5, min=0, max=30),
    },
    ladder="simulated",
    faults=("dark", "blurred", "garbage", "half", "frozen", "hang_up"),
)
ARMED_S, IDLE_S, MISSING_S = 0.03, 0.4, 2.0


def make(spec: DeviceSpec, emit: Callable[[Event], None]) -> Driver:
    """The driver for a spec with all options present."""
    return CameraScanner(spec, emit, make_source(spec.port, str(spec.options["path"])))


class CameraScanner(Driver):
    """Streams and looks only while armed; no picture is kept. A code that stays in view counts
    once; zxing-cpp is loaded when somebody first asks for a code."""

    def __init__(
        self, spec: DeviceSpec, emit: Callable[[Event], None], source: FrameSource
    ) -> None:
        super().__init__(spec, emit)
        self._source = source
        self._longest = int(str(spec.options["max_length"]))
        self._telling = Telling(spec.role, emit, float(str(spec.options["same_code_s"])))
        self._decoder: Decoder | None = None
        self._sight = Sight(source, lambda: self.wish.stopping)
        self._armed_for: str | None = None
        self._in_view = self._unsure = b""

    def open(self) -> None:
        """Make sure that the camera gives pictures."""
        self._source.open()
        self._sight.opened()

    def close(self) -> None:
        """Let it go."""
        self._source.close()

    def poll(self) -> tuple[State, str]:
        """Look at one frame while armed; else whether the camera is still there."""
        wanted = self.wish.intent
        if wanted != self._armed_for:
            self._armed_for, self._in_view, self._unsure = wanted, b"", b""
        self.poll_interval_s = IDLE_S if wanted is None else ARMED_S
        if wanted is None:
            self._sight.rest(lambda frame: decoded(frame, "L") is not None)
            return State.READY, ""
        if self._decoder is None and not self._load():
            self.poll_interval_s = MISSING_S
            return State.FAULT, "missing_library"
        self._sight.look(wanted, lambda frame: self._look(wanted, frame))
        return State.READY, ""

    def _load(self) -> bool:
        try:
            self._decoder = Decoder(self._longest)
        except ImportError:
            return False
        return True

    def _look(self, request_id: str, frame: bytes) -> bool:
        """Tell of a code in the frame; whether it is a picture at all."""
        found = self._decoder.look(frame) if self._decoder else None
        if found is None:
            return False
        if len(found) == 1:
            self._consider(request_id, found[0])
        else:  # none, or several: which one is meant is not ours to guess
            self._in_view = b""
        return True

    def _consider(self, request_id: str, one: Reading) -> None:
        if one.text or one.reason:
            self._tell(request_id, one)

    def _tell(self, request_id: str, one: Reading) -> None:
        digest = self._telling.digest(f"{one.reason}\n{one.text}")
        # a linear code has one check character at best: it counts when read twice running
        certain = one.sure or self._unsure == digest
        self._unsure = digest
        if certain and digest != self._in_view:
            self._in_view = digest
            self._telling.tell(self.wish, request_id, one.text, one.reason, time.monotonic())
