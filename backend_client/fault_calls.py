"""Device faults as staff see them."""

from __future__ import annotations

from urllib.parse import quote

from backend_client.calls import Calls
from backend_client.models.faults import DeviceFaultAnswer, DeviceFaultList, FaultTaken


class FaultDesk:
    """Faults of all terminals, with the staff's token."""

    def __init__(self, calls: Calls) -> None:
        self._calls = calls

    def lasting(self) -> DeviceFaultList:
        """Faults that have not ended."""
        return self._calls.read("/staff/device-faults", DeviceFaultList)

    def every(self) -> DeviceFaultList:
        """All faults."""
        return self._calls.read("/staff/device-faults?all=true", DeviceFaultList)

    def take_on(self, fault_id: str, given: FaultTaken, key: str) -> DeviceFaultAnswer:
        """Take a fault on."""
        path = f"/staff/device-faults/{quote(fault_id, safe='')}/acknowledgement"
        return self._calls.write(path, DeviceFaultAnswer, given, key)
