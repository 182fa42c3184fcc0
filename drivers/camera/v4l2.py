"""Cameras on USB, by the kernel's Video4Linux; they must have MJPEG, as document cameras do."""

from __future__ import annotations

from collections.abc import Callable

from drivers.camera.frames_camera import OPTIONS, FramesCamera
from drivers.driver import Driver
from drivers.events import Event
from drivers.registry import Model
from drivers.spec import DeviceSpec, parse_port
from drivers.video.v4l2 import V4l2Source

MODEL = Model(
    kind="camera",
    name="v4l2",
    ports=("file",),
    options=OPTIONS,
    ladder="simulated",
    emulated=False,
)


def make(spec: DeviceSpec, emit: Callable[[Event], None]) -> Driver:
    """The driver for a spec with all options present."""
    return FramesCamera(spec, emit, V4l2Source(parse_port(spec.port).path))
