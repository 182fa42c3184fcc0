"""The progress port, live: questions straight to the platform, deeds through the outbox."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from kiosk.domain.zone import local_date
from kiosk.flows.data import Document
from kiosk.services.filing import new_key
from kiosk.services.ports_progress import Asked, AskedItem, Followed, FollowedCase, PutRight

if TYPE_CHECKING:
    from backend_client.client import PlatformClient
    from backend_client.models.progress import Correction, SlipAnswer
    from backend_client.models.progress import Progress as WireProgress
    from backend_client.sending import SentEvent
    from kiosk.clock import Clock
    from kiosk.flows.data import Person
    from kiosk.services.live.services import LiveServices

log = logging.getLogger("kiosk.progress")
OFFLINE = Followed("offline")
RATING_TAGS = "2026-11"
TRIES = 2


class LiveProgress:
    """Implements kiosk.services.ports_progress.Progress."""

    def __init__(self, services: LiveServices, clock: Clock) -> None:
        self._services, self._clock = services, clock

    def mine(self, person: Person) -> Followed:
        """All cases of the person whose card was read."""

        def ask(client: PlatformClient) -> Followed:
            from backend_client.models.progress import MineRequest

            asked = MineRequest.model_validate({"person": _key(person), "identified": _how(person)})
            found = client.progress.mine(asked)
            return Followed("found", tuple(_case(one) for one in found.cases), more=found.more)

        return self._ask(ask)

    def by_slip(self, case_no: str, token: str) -> Followed:
        """The case of a slip in hand."""

        def ask(client: PlatformClient) -> Followed:
            from backend_client.models.progress import SlipRequest

            return _found(client.progress.by_slip(SlipRequest(case_no=case_no, token=token)))

        return self._ask(ask)

    def by_number(self, case_no: str, password: str) -> Followed:
        """The case of a number and the password on its slip."""
        key = new_key()  # one for all attempts: an answer that got lost is no second try

        def ask(client: PlatformClient) -> Followed:
            from backend_client.models.progress import NumberRequest

            asked = NumberRequest(case_no=case_no, password=password)
            return _found(client.progress.by_number(asked, key))

        return self._ask(ask)

    def put_right(self, person: Person, case: FollowedCase, fields: Mapping[str, str]) -> PutRight:
        """Keep what the person corrected, and try to hand it in."""
        from backend_client.models.progress import CorrectionAnswer, CorrectionSubmission

        backend = self._services.backend
        given = CorrectionSubmission.model_validate(
            {
                "case_no": case.case_no,
                "round": case.asked.round if case.asked else 0,
                "terminal_id": self._services.kept.terminal_id,
                "person": _key(person),
                "identified": _how(person),
                "submitted_at": self._clock.utc_now(),
                "fields": dict(fields),
            }
        )
        key = self._services.kept.send("correction", case.case_no, given.model_dump_json().encode())
        event = backend.send(key) if backend else None
        if event is None or event.outcome == "queued":
            return PutRight("kept")
        if event.outcome == "parked":
            return PutRight("late" if event.reason == "correction-too-late" else "refused")
        answer = CorrectionAnswer.model_validate_json(event.response)
        due = answer.due
        return PutRight(
            "sent",
            due.date if due else None,
            bool(due and due.provisional),
            still=len(answer.left),
        )

    def rate(self, case_no: str, level: int, *, token: str = "", case_pass: str = "") -> str:
        """Keep a rating and try to hand it in."""
        from backend_client.models import Rating

        rating = Rating(
            case_no=case_no,
            slip_token=token or None,
            case_pass=case_pass or None,
            level=level,
            tags_version=RATING_TAGS,
            at=self._clock.utc_now(),
        )
        key = self._services.kept.send("rating", case_no, rating.model_dump_json().encode())
        backend = self._services.backend
        event = backend.send(key) if backend and backend.online else None
        return _rated(event)

    def _ask(self, ask: Callable[[PlatformClient], Followed]) -> Followed:
        from backend_client.errors import PlatformError, RefusedError

        backend = self._services.backend
        if backend is None:
            return OFFLINE
        for attempt in range(TRIES):
            try:
                return ask(backend.client)
            except RefusedError as error:
                log.warning("progress_refused code=%s", error.code)
                return Followed("wrong")
            except PlatformError as error:
                log.warning("progress_failed attempt=%d kind=%s", attempt, type(error).__name__)
        return OFFLINE


def _rated(event: SentEvent | None) -> str:
    if event is None or event.outcome == "queued":
        return "kept"
    if event.outcome == "sent":
        return "sent"
    return "already" if event.reason == "already-rated" else "refused"


def _key(person: Person) -> dict[str, str]:
    return {"name": person.name, "id_kind": person.kind, "id_number": person.number}


def _how(person: Person) -> dict[str, object]:
    return {"method": person.method, "level": person.level}


def _found(answer: SlipAnswer) -> Followed:
    cases = (_case(answer.case),) if answer.case else ()
    return Followed(answer.outcome, cases, answer.tries_left, answer.locked_until)


def _case(one: WireProgress) -> FollowedCase:
    decision, due = one.decision, one.due
    return FollowedCase(
        case_no=one.case_no,
        matter=one.matter_code,
        state=one.state,
        submitted=one.submitted_at,
        accepted=one.accepted_on,
        due=due.date if due else None,
        provisional=bool(due and due.provisional),
        paused=one.paused,
        overdue=one.overdue,
        steps=tuple((step.event, local_date(step.at)) for step in one.steps),
        asked=_asked(one.correction),
        pause_text=one.pause_text,
        outcome=decision.outcome if decision else "",
        outcome_text=decision.text if decision else "",
        reason=one.reason,
        post=one.post.state if one.post else "",
        delivery=one.delivery,
        document_no=one.document_no,
        document=_document(one),
        rated=one.rated,
        case_pass=one.case_pass,
    )


def _document(one: WireProgress) -> Document | None:
    found = one.document
    if found is None:
        return None
    rows = tuple((row.label, row.value) for row in found.rows)
    return Document(
        found.doc_no, found.check_code, found.verify_url, found.holder, found.issued_on, rows
    )


def _asked(one: Correction | None) -> Asked | None:
    if one is None:
        return None
    items = tuple(AskedItem(i.field or "", i.material or "", i.text) for i in one.items)
    return Asked(one.round, one.text, one.last_day, items)
