"""Calls about printed slips and about readings, as the terminal makes them."""

from __future__ import annotations

from urllib.parse import quote

from backend_client.calls import Calls, new_key
from backend_client.errors import MalformedError
from backend_client.models.papers import (
    PaperAccess,
    PaperCopy,
    PaperList,
    ReadingsAnswer,
    ReadingsRequest,
)


class PaperCalls:
    """Raises the errors of backend_client.errors, as all calls do."""

    def __init__(self, calls: Calls) -> None:
        self._calls = calls

    def find(self, access: PaperAccess) -> PaperList:
        """The slips that can be printed again."""
        return self._calls.write("/papers/find", PaperList, access, new_key())

    def copy(self, paper_id: str, access: PaperAccess, key: str) -> PaperCopy:
        """One more copy of a slip; the same key again is the same copy."""
        path = f"/papers/{quote(paper_id, safe='')}/copies"
        copy = self._calls.write(path, PaperCopy, access, key)
        if copy.paper_id != paper_id:
            raise MalformedError("other-paper")
        return copy

    def readings(self, asked: ReadingsRequest) -> ReadingsAnswer:
        """Who has read this person's data, newest first."""
        return self._calls.write("/people/readings", ReadingsAnswer, asked, new_key())
