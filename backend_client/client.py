"""The platform as a terminal calls it, with typed questions and answers."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

from backend_client.calls import Calls, new_key, parse
from backend_client.errors import MalformedError, RefusedError
from backend_client.models import (
    CaseAnswer,
    CaseHistory,
    CaseSubmission,
    CaseView,
    Catalogue,
    Heartbeat,
    HeartbeatAnswer,
    KnownDataAnswer,
    KnownDataRequest,
    PostalOrder,
    Rating,
    RatingAnswer,
    Readings,
    Verification,
)

if TYPE_CHECKING:
    from backend_client.half_done_calls import HalfDoneCalls
    from backend_client.identity_calls import IdentityCalls
    from backend_client.papers_calls import PaperCalls
    from backend_client.progress_calls import ProgressCalls
    from backend_client.service_calls import ServiceCalls
    from backend_client.ticket_calls import TicketCalls


class PlatformClient:
    """Every method blocks at most `total_deadline_s` seconds and raises the errors of
    backend_client.errors: UnreachableError, TooSlowError, MalformedError, UnavailableError,
    RefusedError. Safe to use from several threads."""

    def __init__(
        self,
        base_url: str,
        terminal_id: str,
        token: str,
        *,
        total_deadline_s: float = 10.0,
        ca: Path | None = None,
    ) -> None:
        self.terminal_id = terminal_id
        self._calls = Calls(base_url, token, total_deadline_s=total_deadline_s, ca=ca)

    # Each family of calls brings its models with it, so it comes when it is first needed.

    @cached_property
    def half_done(self) -> HalfDoneCalls:
        """Visits kept to be gone on with."""
        from backend_client.half_done_calls import HalfDoneCalls

        return HalfDoneCalls(self._calls)

    @cached_property
    def identity(self) -> IdentityCalls:
        """Codes, vouching, authorisations."""
        from backend_client.identity_calls import IdentityCalls

        return IdentityCalls(self._calls)

    @cached_property
    def papers(self) -> PaperCalls:
        """Slips to be printed again, and who has read what."""
        from backend_client.papers_calls import PaperCalls

        return PaperCalls(self._calls)

    @cached_property
    def progress(self) -> ProgressCalls:
        """How cases stand, and their corrections."""
        from backend_client.progress_calls import ProgressCalls

        return ProgressCalls(self._calls)

    @cached_property
    def service(self) -> ServiceCalls:
        """Staff at the machine."""
        from backend_client.service_calls import ServiceCalls

        return ServiceCalls(self._calls)

    @cached_property
    def tickets(self) -> TicketCalls:
        """Tickets and requests that could not be settled."""
        from backend_client.ticket_calls import TicketCalls

        return TicketCalls(self._calls)

    def catalogue(self, known_version: str | None = None) -> Catalogue | None:
        """All matters; None when `known_version` is still the newest."""
        headers = {"If-None-Match": f'"{known_version}"'} if known_version else {}
        reply = self._calls.reply("GET", "/catalogue", headers)
        return None if reply.status == 304 else parse(reply.body, Catalogue)

    def known_data(self, asked: KnownDataRequest, key: str) -> KnownDataAnswer:
        """Read what is known of a person."""
        return self._calls.write("/people/known-data", KnownDataAnswer, asked, key)

    def readings(self, person_ref: str) -> Readings:
        """Who read what of the person whom `known_data` gave that name."""
        return self._calls.read(f"/people/{quote(person_ref, safe='')}/readings", Readings)

    def submit_case(self, case: CaseSubmission, key: str) -> CaseAnswer:
        """File a case; the answer is about this very case or does not count."""
        answer = self._calls.write("/cases", CaseAnswer, case, key)
        if answer.case_no != case.case_no:
            raise MalformedError("other-case")
        return answer

    def get_case(self, case_no: str) -> CaseView:
        """One of this terminal's cases as it stands."""
        view = self._calls.read(f"/cases/{quote(case_no, safe='')}", CaseView)
        if view.case_no != case_no:
            raise MalformedError("other-case")
        return view

    def get_history(self, case_no: str) -> CaseHistory:
        """All steps of one of this terminal's cases."""
        return self._calls.read(f"/cases/{quote(case_no, safe='')}/history", CaseHistory)

    def get_postal_order(self, postal_no: str) -> PostalOrder:
        """The postal order of one of this terminal's cases."""
        return self._calls.read(f"/postal-orders/{quote(postal_no, safe='')}", PostalOrder)

    def rate(self, rating: Rating, key: str) -> RatingAnswer:
        """Rate a visit."""
        return self._calls.write("/ratings", RatingAnswer, rating, key)

    def heartbeat(self, life: Heartbeat) -> HeartbeatAnswer:
        """A sign of life; also tells whether the platform can be reached at all."""
        path = f"/terminals/{quote(self.terminal_id, safe='')}/heartbeat"
        return self._calls.write(path, HeartbeatAnswer, life, new_key(), method="PUT")

    def verify(self, code: str) -> Verification | None:
        """What a check code tells; None when there is no such document."""
        try:
            return self._calls.read(f"/verify/{quote(code, safe='')}", Verification)
        except RefusedError as error:
            if error.problem.code == "no-such-resource":
                return None
            raise

    def post(self, path: str, key: str, body: bytes) -> bytes:
        """Write JSON bytes exactly as they are; the answer's JSON with the key in it."""
        return self._calls.write_bytes(path, key, body)

    def close(self) -> None:
        """Close all connections."""
        self._calls.close()
