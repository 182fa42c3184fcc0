"""A file as a camera: for cameras whose own program writes the picture, and for trying things."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from drivers.camera.frames_camera import OPTIONS, FramesCamera
from drivers.driver import Driver
from drivers.events import Event
from drivers.registry import Model
from drivers.spec import DeviceSpec, parse_port
from drivers.video.still import StillSource

MODEL = Model(
    kind="camera",
    name="still",
    ports=("file",),
    options=OPTIONS,
    ladder="simulated",
    emulated=False,
)


def make(spec: DeviceSpec, emit: Callable[[Event], None]) -> Driver:
    """The driver for a spec with all options present."""
    return FramesCamera(spec, emit, StillSource(Path(parse_port(spec.port).path)))
