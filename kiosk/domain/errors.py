"""What is wrong with a value, as a code: the value itself never stands in the exception."""

from __future__ import annotations


class NotValidError(ValueError):
    """A value was refused. `code` is stable and names the words that the person gets."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code
