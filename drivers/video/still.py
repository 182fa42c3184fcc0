"""A picture that some other program leaves in a file, read anew each time."""

from __future__ import annotations

from pathlib import Path

from drivers.errors import LinkLostError

MOST_BYTES = 16 << 20


class StillSource:
    """One file. It is a camera that always sees what stands there."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def open(self) -> None:
        """The file must be there and readable."""
        self.check()

    def check(self) -> None:
        """Whether it is; LinkLostError: no_port, no_permission."""
        self.frame(0.0)

    def start(self) -> None:
        """Nothing to do."""

    def frame(self, timeout_s: float) -> bytes:
        """What stands there now."""
        try:
            with self._path.open("rb") as file:
                return file.read(MOST_BYTES)
        except PermissionError:
            raise LinkLostError("no_permission", str(self._path)) from None
        except OSError:
            raise LinkLostError("no_port", str(self._path)) from None

    def stop(self) -> None:
        """Nothing to do."""

    def close(self) -> None:
        """Nothing to do."""
