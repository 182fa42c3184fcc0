"""The camera as a visit uses it, and what has been seen through it so far."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Taken:
    """A picture that was taken: JPEG, its SHA-256, and what the checks have against it."""

    jpeg: bytes = field(repr=False)
    digest: str
    problems: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Capture:
    """How far the taking of one picture is. `state`: look (the camera's view is shown), taking,
    check (what was taken is shown), failed (no picture came)."""

    state: str = "look"
    seen: bytes = field(default=b"", repr=False)
    problems: tuple[str, ...] = ()
    taken: Taken | None = None


NO_CAPTURE = Capture()


class Camera(Protocol):
    """A camera over a tray, or before the person."""

    def looks_at(self, subject: str) -> bool:
        """Whether one stands here that takes pictures of that (paper, photo), and works."""
        ...

    def arm(self, request_id: str, subject: str) -> None:
        """Show what it sees; its events carry request_id."""
        ...

    def disarm(self) -> None:
        """Look no more."""
        ...

    def take(self, request_id: str) -> Taken | None:
        """Take a picture; None when none came. May block for seconds."""
        ...
