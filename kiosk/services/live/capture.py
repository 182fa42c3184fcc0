"""The camera, live."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from drivers.camera import CameraHandle
from drivers.errors import DeviceError
from drivers.status import State
from kiosk.services.ports_capture import Taken

if TYPE_CHECKING:
    from kiosk.services.live.peripherals import Peripherals

log = logging.getLogger("kiosk.capture")
ROLE = "camera"
WORKS = (State.READY, State.BUSY, State.LOW)


class LiveCamera:
    """Implements kiosk.services.ports_capture.Camera; the devices are the services'."""

    def __init__(self, devices: Peripherals) -> None:
        self._devices = devices

    def looks_at(self, subject: str) -> bool:
        """Whether one stands here that takes pictures of that, and works."""
        camera = self._camera()
        return camera is not None and camera.status.state in WORKS and camera.looks_at(subject)

    def arm(self, request_id: str, subject: str) -> None:
        """Show what it sees."""
        if camera := self._camera():
            camera.arm(request_id, subject)

    def disarm(self) -> None:
        """Look no more."""
        if camera := self._camera():
            camera.disarm()

    def take(self, request_id: str) -> Taken | None:
        """Take a picture; blocks for some seconds at most."""
        camera = self._camera()
        if camera is None:
            return None
        try:
            picture = camera.capture(request_id)
        except DeviceError as error:
            log.warning("no_picture reason=%s", error.code)
            return None
        return Taken(picture.jpeg, picture.digest, picture.problems)

    def _camera(self) -> CameraHandle | None:
        return self._devices.handle(ROLE, CameraHandle)
