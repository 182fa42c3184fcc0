"""Where pictures come from: `make_source(url, path)`; no kind of device by itself."""

from __future__ import annotations

from pathlib import Path
from typing import Protocol

from drivers.spec import parse_port


class FrameSource(Protocol):
    """A camera as JPEG frames. Every method may raise LinkLostError or another DeviceError."""

    def open(self) -> None:
        """Make sure that the camera is there and gives pictures."""
        ...

    def check(self) -> None:
        """Whether it still is, between streams: cheap."""
        ...

    def start(self) -> None:
        """Begin to stream; nothing happens where it streams already."""
        ...

    def frame(self, timeout_s: float) -> bytes:
        """The newest picture that came since the last call, b"" when none did in timeout_s."""
        ...

    def stop(self) -> None:
        """End the stream; never raises."""
        ...

    def close(self) -> None:
        """Let the camera go; never raises, may be called twice."""
        ...


def make_source(url: str, path: str) -> FrameSource:
    """The source for a port, not yet open: tcp is MJPEG over HTTP at `path`, a file in /dev is a
    V4L2 camera, any other file is one picture that is read each time anew."""
    port = parse_port(url)
    if port.scheme == "tcp":
        from drivers.transport import make_transport
        from drivers.video.mjpeg import MjpegSource

        return MjpegSource(make_transport(port), port.path, path)
    if port.path.startswith("/dev/video") or port.path.startswith("/dev/v4l/"):
        from drivers.video.v4l2 import V4l2Source

        return V4l2Source(port.path)
    from drivers.video.still import StillSource

    return StillSource(Path(port.path))


__all__ = ["FrameSource", "make_source"]
