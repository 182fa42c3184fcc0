"""What can go wrong between a terminal and the platform. `code` is stable and never personal."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from backend_client.models import Problem


class PlatformError(Exception):
    """A call did not end in an answer that counts. `code` says why, as an id."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class UnreachableError(PlatformError):
    """No connection, or it broke: whether the platform acted is unknown."""


class TooSlowError(UnreachableError):
    """The total deadline passed: whether the platform acted is unknown."""


class MalformedError(PlatformError):
    """Something answered, but not what the platform answers: it does not count."""


class UnavailableError(PlatformError):
    """The platform said that it cannot now; `retry_after_s` in seconds where it named a time."""

    def __init__(self, code: str, retry_after_s: float | None = None) -> None:
        super().__init__(code)
        self.retry_after_s = retry_after_s


class RefusedError(PlatformError):
    """The platform understood and said no: `problem` is its RFC 9457 answer."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.code)
        self.problem = problem
