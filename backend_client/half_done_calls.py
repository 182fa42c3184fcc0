"""Calls about half-done visits, as the terminal makes them; keeping and dropping go by outbox."""

from __future__ import annotations

from backend_client.calls import Calls, new_key
from backend_client.errors import MalformedError, RefusedError
from backend_client.models.half_done import (
    HalfDoneAccess,
    HalfDoneContent,
    HalfDoneList,
    HalfDoneOpen,
)


class HalfDoneCalls:
    """Raises the errors of backend_client.errors, as all calls do."""

    def __init__(self, calls: Calls) -> None:
        self._calls = calls

    def find(self, asked: HalfDoneAccess) -> HalfDoneList:
        """The person's half-done visits, newest first."""
        return self._calls.write("/half-done/find", HalfDoneList, asked, new_key())

    def open(self, asked: HalfDoneOpen) -> HalfDoneContent | None:
        """What was entered in one; None where it is not there any more, or another person's."""
        try:
            found = self._calls.write("/half-done/open", HalfDoneContent, asked, new_key())
        except RefusedError as error:
            if error.code == "no-such-resource":
                return None
            raise
        if found.visit.visit_id != asked.visit_id:
            raise MalformedError("other-visit")
        return found
