"""Cameras over a tray for papers, or before a person for a photo."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from drivers.camera.picture import SUBJECTS, Picture

if TYPE_CHECKING:
    from concurrent.futures import Future

    from drivers.status import DeviceStatus
    from drivers.worker import Worker

CAPTURE_S = 5.0


class CameraHandle:
    """What the terminal may ask of a camera; safe from any thread."""

    def __init__(self, worker: Worker) -> None:
        self._worker = worker

    @property
    def status(self) -> DeviceStatus:
        """The newest snapshot; ready means that the camera gives pictures."""
        return self._worker.status

    def looks_at(self, subject: str) -> bool:
        """Whether it is mounted to take that: one over a tray sees no face."""
        return self._worker.spec.options.get("subjects", "both") in ("both", subject)

    def arm(self, request_id: str, subject: str) -> None:
        """Show what the camera sees as PictureSeen, a few a second, until disarm(). `subject` is
        one of SUBJECTS: paper or photo. Holds while the camera is unplugged and back."""
        if subject not in SUBJECTS:
            raise ValueError(f"a camera takes {', '.join(SUBJECTS)}; not {subject!r}")
        self._worker.intend(f"{subject} {request_id}")

    def disarm(self) -> None:
        """Look no more; the stream ends and no picture is kept."""
        self._worker.intend(None)

    def capture(self, request_id: str, deadline_s: float = CAPTURE_S) -> Picture:
        """Take a picture while armed for `request_id`; blocks. DeviceError: not_armed, no_picture,
        or what the worker says (too_late, stopped, the code of a lost line)."""

        def take(driver: Any) -> Picture:
            return driver.capture(request_id)

        taken: Future[Picture] = self._worker.submit(take, deadline_s)
        return taken.result()


HANDLE = CameraHandle

__all__ = ["HANDLE", "SUBJECTS", "CameraHandle", "Picture"]
