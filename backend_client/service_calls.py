"""Staff accounts and service mode, as a terminal and as those who run it call them."""

from __future__ import annotations

from urllib.parse import quote

from backend_client.calls import Calls
from backend_client.errors import MalformedError
from backend_client.models.staff_accounts import (
    ServiceEventList,
    StaffAccount,
    StaffAccountSet,
    StaffSignedIn,
    StaffSignIn,
    StaffVerifiers,
)


class ServiceCalls:
    """A terminal's calls; they block and raise like PlatformClient."""

    def __init__(self, calls: Calls) -> None:
        self._calls = calls

    def sign_in(self, asked: StaffSignIn, key: str) -> StaffSignedIn:
        """Whether a staff number and a PIN belong together."""
        return self._calls.write("/staff-sign-ins", StaffSignedIn, asked, key)

    def verifiers(self, point: str) -> StaffVerifiers:
        """What PINs are checked by while offline; of that point or it does not count."""
        found = self._calls.read(f"/staff-verifiers?point={quote(point)}", StaffVerifiers)
        if found.point != point:
            raise MalformedError("other-place")
        return found


class ServiceDesk:
    """The calls of those who run the machines."""

    def __init__(self, calls: Calls) -> None:
        self._calls = calls

    def set_account(self, account: StaffAccount, key: str) -> StaffAccountSet:
        """Make, replace or close an account."""
        return self._calls.write("/staff/accounts", StaffAccountSet, account, key, method="PUT")

    def events(self) -> ServiceEventList:
        """What was done at all machines, newest first."""
        return self._calls.read("/staff/service-events", ServiceEventList)
