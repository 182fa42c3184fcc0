"""Network cameras that serve MJPEG over HTTP."""

from __future__ import annotations

from collections.abc import Callable

from drivers.camera.frames_camera import OPTIONS, FramesCamera
from drivers.driver import Driver
from drivers.events import Event
from drivers.registry import Model, Option
from drivers.spec import DeviceSpec
from drivers.video import make_source

MODEL = Model(
    kind="camera",
    name="mjpeg",
    ports=("tcp",),
    options={**OPTIONS, "path": Option(str, "/")},
    ladder="simulated",
    faults=("dark", "blank", "cut", "upside_down", "garbage", "half", "frozen", "hang_up"),
)


def make(spec: DeviceSpec, emit: Callable[[Event], None]) -> Driver:
    """The driver for a spec with all options present."""
    return FramesCamera(spec, emit, make_source(spec.port, str(spec.options["path"])))
