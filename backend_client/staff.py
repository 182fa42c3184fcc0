"""The platform as clerks and their scripts call it."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import quote

from backend_client.calls import Calls
from backend_client.fault_calls import FaultDesk
from backend_client.identity_calls import IdentityDesk
from backend_client.models import (
    CaseAnswer,
    CaseHistory,
    CaseList,
    CaseState,
    CaseView,
    PostalOrder,
    StaffAction,
    TerminalList,
)
from backend_client.models.materials import MaterialContent, MaterialList
from backend_client.progress_calls import AlarmCalls
from backend_client.service_calls import ServiceDesk
from backend_client.ticket_calls import TicketDesk


class StaffClient:
    """Blocks and raises like PlatformClient; the token is the staff's."""

    def __init__(
        self, base_url: str, token: str, *, total_deadline_s: float = 10.0, ca: Path | None = None
    ) -> None:
        self._calls = Calls(base_url, token, total_deadline_s=total_deadline_s, ca=ca)
        self.alarms = AlarmCalls(self._calls)
        self.faults = FaultDesk(self._calls)
        self.desk = TicketDesk(self._calls)
        self.identity = IdentityDesk(self._calls)
        self.service = ServiceDesk(self._calls)

    def cases(self, state: CaseState | None = None) -> CaseList:
        """Cases, oldest first, names masked."""
        query = f"?state={state}" if state else ""
        return self._calls.read(f"/staff/cases{query}", CaseList)

    def get_case(self, case_no: str) -> CaseView:
        """Any case as it stands."""
        return self._calls.read(f"/staff/cases/{quote(case_no, safe='')}", CaseView)

    def get_history(self, case_no: str) -> CaseHistory:
        """All steps of any case."""
        return self._calls.read(f"/staff/cases/{quote(case_no, safe='')}/history", CaseHistory)

    def act(self, case_no: str, action: StaffAction, key: str) -> CaseAnswer:
        """Move a case on."""
        return self._calls.write(
            f"/staff/cases/{quote(case_no, safe='')}/actions", CaseAnswer, action, key
        )

    def materials(self, case_no: str) -> MaterialList:
        """The pictures that a case names."""
        return self._calls.read(f"/staff/cases/{quote(case_no, safe='')}/materials", MaterialList)

    def material(self, case_no: str, digest: str) -> MaterialContent:
        """One picture of a case."""
        path = f"/staff/cases/{quote(case_no, safe='')}/materials/{quote(digest, safe='')}"
        return self._calls.read(path, MaterialContent)

    def get_postal_order(self, postal_no: str) -> PostalOrder:
        """Any postal order, name and address masked."""
        return self._calls.read(f"/staff/postal-orders/{quote(postal_no, safe='')}", PostalOrder)

    def terminals(self) -> TerminalList:
        """All terminals as last heard."""
        return self._calls.read("/staff/terminals", TerminalList)

    def close(self) -> None:
        """Close all connections."""
        self._calls.close()
