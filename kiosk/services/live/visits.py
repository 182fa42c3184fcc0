"""Half-done visits, live: on this terminal's disk first, then at the platform for all terminals."""

from __future__ import annotations

import json
import logging
import uuid
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, TypeVar

from kiosk.domain.zone import local_date
from kiosk.services.filing import identified, new_key
from kiosk.services.ports import NotKeptError
from kiosk.services.ports_visits import Begun, HalfDone, Kept, Mine

if TYPE_CHECKING:
    from sqlalchemy.engine import Connection

    from backend_client.client import PlatformClient
    from backend_client.models import PersonKey
    from backend_client.models.half_done import HalfDoneContent, HalfDoneRow
    from kiosk.clock import Clock
    from kiosk.flows.data import Person
    from kiosk.services.live.services import LiveServices
    from kiosk.store.sealed import RowSealer

log = logging.getLogger("kiosk.visits")
T = TypeVar("T")
KEEP = timedelta(days=7)
WAIT_S, DROP_S = 5.0, 1.0
"""Seconds for the platform: a person waits for the one, the wiping of the session for the other."""
CARD = 2
"""A number that was only typed opens nothing that was left here."""
TEXTS = ("id", "number", "matter", "version", "step", "subject")
MAPS = ("answers", "questions", "typed")


class LiveVisits:
    """Implements kiosk.services.ports_visits.Visits; store and platform are the services'."""

    def __init__(self, services: LiveServices, clock: Clock) -> None:
        self._services, self._clock = services, clock

    # ---- keeping ----

    def keep(self, half: HalfDone, owner: Person, subject: Person | None) -> Kept:
        """The draft and its event in one commit; then the platform, if it can be reached."""
        from backend_client.outbox import Event, enqueue
        from kiosk.store import drafts
        from kiosk.store.case_numbers import new_case_number

        records, key, now = self._services.kept, new_key(), self._clock.utc_now()
        sealer, today = records.store.sealer, self._clock.today()
        whole = replace(half, id=half.id or uuid.uuid4().hex, saved=now)

        def write(connection: Connection) -> HalfDone:
            one = replace(whole, number=whole.number or new_case_number(connection, today))
            drafts.save(
                connection,
                sealer,
                person=sealer.person(owner.number),
                matter_code=_slot(sealer, one),
                matter_version=one.version,
                data=_local(one, key),
                now=now,
                keep=KEEP + timedelta(days=1),
            )
            body = _wire(one, owner, subject, records.terminal_id)
            enqueue(connection, sealer, Event(key, "half_done", one.number, body), now)
            return one

        kept = records.write(write)
        return Kept(kept.id, kept.number, today + KEEP, self._sent(key))

    def _sent(self, key: str, wait_s: float = WAIT_S) -> bool:
        backend = self._services.backend
        if backend is None or not backend.online:
            return False
        return backend.send(key, wait_s).outcome == "sent"

    # ---- finding ----

    def mine(self, owner: Person, matter: str = "") -> Mine:
        """What the platform has, and what this terminal has and could not send yet."""
        rows = self._remote(lambda client: self._find(client, owner, matter))
        here = self._here(owner)
        if rows is None:
            return Mine(False, _sorted({one.id: _begun(one) for one, _ in here}))
        found = {row.visit_id: _listed(row) for row in rows}
        for one, key in here:
            if one.id not in found and self._state(key) == "sent":
                self._forget(owner, one)  # filed, dropped or replaced at another terminal
            elif one.id not in found or one.saved > found[one.id].saved:
                found[one.id] = _begun(one)
        return Mine(True, _sorted(found))

    def open(self, owner: Person, id: str, matter: str = "") -> HalfDone | None:
        """The later state of the platform's and this terminal's own."""
        content = self._remote(lambda client: self._open(client, owner, id, matter))
        there = _opened(content) if content else None
        here = next((one for one, _ in self._here(owner) if one.id == id), None)
        if there is None or (here is not None and here.saved > there.saved):
            return here
        return there

    def _find(self, client: PlatformClient, owner: Person, matter: str) -> tuple[HalfDoneRow, ...]:
        from backend_client.models.half_done import HalfDoneAccess

        asked = HalfDoneAccess(
            person=_key(owner), identified=identified(owner), matter_code=matter or None
        )
        return client.half_done.find(asked).visits

    def _open(
        self, client: PlatformClient, owner: Person, id: str, matter: str
    ) -> HalfDoneContent | None:
        from backend_client.models.half_done import HalfDoneOpen

        asked = HalfDoneOpen(
            person=_key(owner),
            identified=identified(owner),
            matter_code=matter or None,
            visit_id=id,
        )
        return client.half_done.open(asked)

    def _remote(self, ask: Callable[[PlatformClient], T]) -> T | None:
        from backend_client.errors import PlatformError

        backend = self._services.backend
        if backend is None or not backend.online:
            return None
        try:
            return ask(backend.client)
        except PlatformError as error:
            log.warning("half_done_not_asked kind=%s", type(error).__name__)
            return None

    # ---- dropping ----

    def drop(self, owner: Person, matter: str, subject: str, half: HalfDone | None) -> None:
        """Erase it here, and have it erased there; what the disk does not take goes at its time."""
        slot = (matter, subject)
        known = {one.id: one for one, _ in self._here(owner) if (one.matter, one.subject) == slot}
        if half is not None:
            known.setdefault(half.id, half)
        try:
            for one in known.values():
                self._forget(owner, one)
                key = self._services.kept.send("half_done.drop", one.number, _drop(one, owner))
                self._sent(key, DROP_S)
        except NotKeptError as error:
            log.warning("half_done_not_dropped reason=%s", error)

    # ---- this terminal's own ----

    def _here(self, owner: Person) -> list[tuple[HalfDone, str]]:
        from backend_client.sealer import SealBroken
        from kiosk.store import drafts

        records, now = self._services.records, self._clock.utc_now()
        if records is None or owner.level < CARD:
            return []
        sealer = records.store.sealer
        person = sealer.person(owner.number)
        try:
            found = records.store.read(lambda c: drafts.find_all(c, sealer, person, now))
            return [_from_local(one.data) for one in found]
        except (SealBroken, ValueError, KeyError) as error:
            log.warning("draft_unreadable kind=%s", type(error).__name__)
            return []

    def _forget(self, owner: Person, one: HalfDone) -> None:
        from kiosk.store import drafts

        records = self._services.kept
        sealer = records.store.sealer
        person, slot = sealer.person(owner.number), _slot(sealer, one)
        records.write(lambda c: drafts.delete(c, person, slot))

    def _state(self, key: str) -> str:
        from backend_client import outbox

        store = self._services.kept.store
        found = store.read(lambda c: outbox.answer(c, store.sealer, key))
        return found[0] if found else "sent"


def _sorted(found: dict[str, Begun]) -> tuple[Begun, ...]:
    return tuple(sorted(found.values(), key=lambda one: one.saved, reverse=True))


def _key(person: Person) -> PersonKey:
    from backend_client.models import PersonKey

    return PersonKey(
        name=person.name,
        id_kind=person.kind,  # type: ignore[arg-type]  # checked by the model
        id_number=person.number,
    )


def _slot(sealer: RowSealer, one: HalfDone) -> str:
    from kiosk.store.drafts import slot

    return slot(one.matter, sealer.person(one.subject) if one.subject else "")


def _local(one: HalfDone, key: str) -> bytes:
    body: dict[str, Any] = {name: getattr(one, name) for name in TEXTS}
    body |= {name: dict(getattr(one, name)) for name in MAPS}
    body |= {"saved": one.saved.isoformat(), "declined": one.declined, "key": key}
    return json.dumps(body, ensure_ascii=False).encode()


def _from_local(data: bytes) -> tuple[HalfDone, str]:
    body: dict[str, Any] = json.loads(data)
    values: dict[str, Any] = {name: str(body[name]) for name in TEXTS}
    values |= {name: MappingProxyType(dict(body[name])) for name in MAPS}
    values |= {"saved": datetime.fromisoformat(body["saved"]), "declined": bool(body["declined"])}
    return HalfDone(**values), body["key"]


def _wire(one: HalfDone, owner: Person, subject: Person | None, terminal: str) -> bytes:
    from backend_client.models.half_done import HalfDoneKept

    kept = HalfDoneKept.model_validate(
        {
            "visit_id": one.id,
            "case_no": one.number,
            "terminal_id": terminal,
            "matter_code": one.matter,
            "matter_version": one.version,
            "saved_at": one.saved,
            "owner": _key(owner),
            "subject": _key(subject) if subject else None,
            "step": one.step,
            "answers": dict(one.answers),
            "questions": dict(one.questions),
            "typed": dict(one.typed),
            "declined": one.declined,
        }
    )
    return kept.model_dump_json().encode()


def _drop(one: HalfDone, owner: Person) -> bytes:
    from backend_client.models.half_done import HalfDoneDrop

    dropped = HalfDoneDrop(visit_id=one.id, case_no=one.number, owner=_key(owner))
    return dropped.model_dump_json().encode()


def _begun(one: HalfDone) -> Begun:
    until = local_date(one.saved) + KEEP
    return Begun(one.id, one.number, one.matter, one.saved, until, bool(one.subject))


def _listed(row: HalfDoneRow) -> Begun:
    same = (row.visit_id, row.case_no, row.matter_code, row.saved_at, row.until, row.for_other)
    return Begun(*same)


def _opened(found: HalfDoneContent) -> HalfDone:
    row = found.visit
    return HalfDone(
        id=row.visit_id,
        number=row.case_no,
        matter=row.matter_code,
        version=row.matter_version,
        step=found.step,
        saved=row.saved_at,
        answers=MappingProxyType(found.answers),
        questions=MappingProxyType(found.questions),
        typed=MappingProxyType(found.typed),
        declined=found.declined,
        subject=found.subject.id_number if found.subject else "",
        opened_by=row.opened_by or "",
        opened_at=row.opened_at,
    )
