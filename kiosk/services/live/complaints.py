"""What somebody could not get done: on disk with its number, then to the platform and back."""

from __future__ import annotations

import logging
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from kiosk.domain.numbers import slip_password
from kiosk.services.filing import new_key
from kiosk.services.live.ending import WAIT_S, Ending, entered
from kiosk.services.ports_endings import CannotWish, Followed, OpenRequest, Registered

if TYPE_CHECKING:
    from sqlalchemy.engine import Connection

    from backend_client.models.unresolved import UnresolvedView
    from backend_client.sending import SentEvent
    from kiosk.flows.data import Person

log = logging.getLogger("kiosk.unresolved")


class Complaints(Ending):
    """Registers requests and looks up what became of them."""

    def register(self, wish: CannotWish) -> Registered:
        """Number, record and event in one commit; then the platform, as far as it answers."""
        from backend_client.outbox import Event, enqueue
        from kiosk.store.case_numbers import new_case_number
        from kiosk.store.refusals import note_refusal

        records, key = self._services.kept, new_key()
        at, day, sealer = self._clock.utc_now(), self._clock.today(), records.store.sealer
        told = Registered("", slip_password())

        def write(connection: Connection) -> Registered:
            numbered = replace(told, number=new_case_number(connection, day))
            note_refusal(
                connection,
                sealer,
                case_no=numbered.number,
                matter_code=wish.matter,
                matter_version=wish.data.version if wish.matter else "",
                reason=f"cannot.{wish.cause}",
                at=at,
            )
            body = self._complaint(wish, numbered)
            enqueue(connection, sealer, Event(key, "unresolved", numbered.number, body), at)
            return numbered

        told = records.write(write)
        backend = self._services.backend
        return _with_day(told, backend.send(key, WAIT_S)) if backend else told

    def _complaint(self, wish: CannotWish, told: Registered) -> bytes:
        from backend_client.models.unresolved import UnresolvedRequest

        origin, person = self._services.kept.origin, wish.person or wish.data.person
        return (
            UnresolvedRequest(
                case_no=told.number,
                cause=wish.cause,  # type: ignore[arg-type]  # checked by the model
                matter_code=wish.matter or None,
                subject=wish.subject or None,
                step=wish.step or None,
                trouble=wish.trouble or None,
                terminal_id=origin.terminal_id,
                point=origin.point,
                at=self._clock.utc_now(),
                password=told.password,
                identified=_identified(person) if person else None,
                person=_key_of(person) if person else None,
                fields=entered(wish.data),
            )
            .model_dump_json()
            .encode()
        )

    def follow(
        self, *, number: str = "", password: str = "", person: Person | None = None
    ) -> Followed:
        """Ask the platform; a slip or a card that it does not know finds nothing."""
        from backend_client.errors import PlatformError
        from backend_client.models.unresolved import UnresolvedLookup

        backend = self.online
        if backend is None:
            return Followed(False)
        if person is not None:
            asked = UnresolvedLookup(person=_key_of(person), identified=_identified(person))
        else:
            asked = UnresolvedLookup(case_no=number, password=password)
        try:
            found = backend.client.tickets.look_up(asked, new_key())
        except PlatformError as error:
            log.warning("requests_not_asked kind=%s", type(error).__name__)
            return Followed(False)
        return Followed(True, tuple(_open_request(one) for one in found.requests))


def _identified(person: Person) -> Any:
    from backend_client.models import Identified

    return Identified(method=person.method, level=person.level)


def _key_of(person: Person) -> Any:
    from backend_client.models import PersonKey

    return PersonKey(
        name=person.name,
        id_kind=person.kind,  # type: ignore[arg-type]  # checked by the model
        id_number=person.number,
    )


def _with_day(told: Registered, sent: SentEvent) -> Registered:
    from backend_client.models.unresolved import UnresolvedAnswer

    if sent.outcome != "sent":
        return told
    return replace(told, answer_by=UnresolvedAnswer.model_validate_json(sent.response).answer_by)


def _open_request(found: UnresolvedView) -> OpenRequest:
    return OpenRequest(
        number=found.case_no,
        state=found.state,
        cause=found.cause,
        matter=found.matter_code or "",
        registered=found.registered_at,
        answer_by=found.answer_by,
        answer=found.answer or "",
    )
