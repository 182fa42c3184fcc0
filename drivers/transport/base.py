"""A pipe of bytes to a device, with a deadline on every act."""

from __future__ import annotations

from typing import Protocol


class Transport(Protocol):
    """What a driver needs of its port; every method may raise LinkLostError."""

    def open(self) -> None:
        """Open the port, exclusively where that is possible."""
        ...

    def close(self) -> None:
        """Close it; never raises, may be called twice."""
        ...

    def write(self, data: bytes, timeout_s: float) -> None:
        """Hand over all bytes within timeout_s or raise NoAnswerError("write_stalled")."""
        ...

    def read(self, timeout_s: float, limit: int = 4096) -> bytes:
        """Bytes that have come, as soon as there are any; b"" when timeout_s passed without one."""
        ...

    def drain(self, quiet_s: float, limit_s: float = 2.0) -> bytes:
        """Read and return what comes until the line was quiet for quiet_s (at most limit_s)."""
        ...
