"""Calls about how cases stand, as the terminal makes them; and alarms, as staff do."""

from __future__ import annotations

from urllib.parse import quote

from backend_client.calls import Calls, new_key
from backend_client.errors import MalformedError
from backend_client.models.progress import (
    Acknowledgement,
    AlarmAnswer,
    AlarmList,
    MineAnswer,
    MineRequest,
    NumberRequest,
    SlipAnswer,
    SlipRequest,
)


class ProgressCalls:
    """Raises the errors of backend_client.errors, as all calls do."""

    def __init__(self, calls: Calls) -> None:
        self._calls = calls

    def mine(self, asked: MineRequest) -> MineAnswer:
        """All cases of a person."""
        return self._calls.write("/progress/mine", MineAnswer, asked, new_key())

    def by_slip(self, asked: SlipRequest) -> SlipAnswer:
        """The case of a slip."""
        found = self._calls.write("/progress/slip", SlipAnswer, asked, new_key())
        return _about(found, asked.case_no)

    def by_number(self, asked: NumberRequest, key: str) -> SlipAnswer:
        """The case of a number and password; the same key again is the same try."""
        found = self._calls.write("/progress/number", SlipAnswer, asked, key)
        return _about(found, asked.case_no)


class AlarmCalls:
    """Alarms, with the staff's token."""

    def __init__(self, calls: Calls) -> None:
        self._calls = calls

    def waiting(self) -> AlarmList:
        """Alarms that nobody has taken on."""
        return self._calls.read("/staff/alarms", AlarmList)

    def every(self) -> AlarmList:
        """All alarms."""
        return self._calls.read("/staff/alarms?all=true", AlarmList)

    def acknowledge(self, alarm_id: str, given: Acknowledgement, key: str) -> AlarmAnswer:
        """Take an alarm on."""
        path = f"/staff/alarms/{quote(alarm_id, safe='')}/acknowledgement"
        return self._calls.write(path, AlarmAnswer, given, key)


def _about(found: SlipAnswer, case_no: str) -> SlipAnswer:
    if found.case is not None and found.case.case_no != case_no:
        raise MalformedError("other-case")
    return found
