"""Service mode, live: devices at rest, paper, counts, and every act on disk and to the platform."""

from __future__ import annotations

import logging
import uuid
from collections.abc import Callable, Mapping
from datetime import datetime
from types import MappingProxyType
from typing import TYPE_CHECKING

from kiosk.services.filing import new_key
from kiosk.services.live.service_door import Door
from kiosk.services.ports import NotKeptError
from kiosk.services.ports_service import Counts, Device, SignedIn

if TYPE_CHECKING:
    from sqlalchemy.engine import Connection

    from drivers.receipt_printer import Slip
    from drivers.status import DeviceStatus
    from kiosk.clock import Clock
    from kiosk.services.live.services import LiveServices

log = logging.getLogger("kiosk.service")
PAPER = ("paper_out", "empty", "cover_open", "paper_end")
REST, TERMINAL = "rest.", "terminal"
REST_ROLE = f"{REST}device."
REST_ALL = f"{REST}all"
LOADED = "paper."
NEARLY = 220
"""Slips after which a roll of 80 m is low: 30 cm a slip, and 14 m left."""


class LiveService:
    """Store, platform and devices are those of the services, once they are open."""

    def __init__(self, services: LiveServices, clock: Clock) -> None:
        self._services, self._clock = services, clock
        self.door = Door(clock)
        self._all = ""
        self._rests: dict[str, str] = {}
        self._since_paper: dict[str, int] = {}

    # ---- at once ----

    def devices(self) -> tuple[Device, ...]:
        """Every device as it stands."""
        return tuple(self._device(one) for one in self._services.devices.statuses())

    def resting(self) -> str:
        """Why the whole machine is out of service."""
        return self._all

    def locked_s(self) -> int:
        """Seconds until a PIN may be tried again."""
        return self.door.locked_s()

    def restart(self, role: str) -> None:
        """Close a device and open it anew."""
        self._services.devices.restart(role)

    # ---- may block ----

    def restore(self) -> None:
        """Take up what staff had set before the terminal stopped; done again when the devices,
        or the store, come up later than the other."""
        from kiosk.store import service

        records = self._services.records
        if records is None:
            return
        sealer = records.store.sealer
        found = records.store.read(lambda c: service.facts(c, sealer, REST))
        self._all = str(found.pop(REST_ALL, {}).get("note", ""))
        for name, value in found.items():
            self._rests[name.removeprefix(REST_ROLE)] = str(value.get("note", "other"))
        for role, note in self._rests.items():
            self._services.devices.rest(role, note)
        try:
            self.door.load(records)
        except NotKeptError as error:
            log.warning("lock_unreadable reason=%s", error)
        self._count_paper()

    def alive(self) -> None:
        """After a sign of life that was answered: keep the staff for outages up to date."""
        services = self._services
        if services.records is None or services.backend is None:
            return
        try:
            self.door.refresh(services.records, services.backend.client)
        except NotKeptError as error:
            log.warning("staff_not_kept reason=%s", error)

    def sign_in(self, staff_no: str, pin: str) -> SignedIn:
        """Check a PIN; a lock and a way in are written down."""
        services = self._services
        client = services.backend.client if services.backend and services.online() else None
        try:
            found = self.door.try_pin(services.kept, client, staff_no, pin)
            if found.state == "right":
                self._keep("enter", staff_no, detail="offline" if found.offline else found.role)
            elif found.state == "locked":
                self._keep("lock", detail="offline" if found.offline else "")
        except NotKeptError as error:
            log.warning("sign_in_not_kept reason=%s", error)
            return SignedIn("disk")
        return found

    def note(
        self,
        staff_no: str,
        act: str,
        role: str = "",
        detail: str = "",
        also: Callable[[Connection], None] | None = None,
    ) -> None:
        """Write an act down, and what else belongs to it in the same commit."""
        self._keep(act, staff_no, role=role, detail=detail, also=also)

    def rest(self, staff_no: str, role: str, note: str) -> None:
        """A device: on disk first, then to its thread."""
        self._set(f"{REST_ROLE}{role}", note, staff_no, role)
        if note:
            self._rests[role] = note
        else:
            self._rests.pop(role, None)
        self._services.devices.rest(role, note)

    def rest_all(self, staff_no: str, note: str) -> None:
        """The machine: on disk first; the next sign of life tells it."""
        self._set(REST_ALL, note, staff_no, TERMINAL)
        self._all = note

    def paper_loaded(self, staff_no: str, role: str) -> None:
        """Count from a full roll."""
        from kiosk.store import service

        records = self._services.kept
        value = {"at": self._clock.utc_now().isoformat()}
        self._keep(
            "paper",
            staff_no,
            role=role,
            also=lambda c: service.put(c, records.store.sealer, f"{LOADED}{role}", value),
        )
        self._since_paper[role] = 0

    def test_slip(self, slip: Slip) -> str:
        """Print one; it is in no journal, for it is nobody's."""
        result = self._services.devices.print_slip(slip, uuid.uuid4().hex)
        if result.outcome != "failed":
            return result.outcome
        return "paper" if result.reason in PAPER else "printer"

    def counts(self) -> Counts:
        """Look them up."""
        from kiosk.services.live.backend import software_version
        from kiosk.store import service

        midnight = service.midnight_of(self._clock.now())
        found = self._services.kept.store.read(lambda c: service.counts(c, midnight))
        self._count_paper()
        since = self._since_paper.get("receipt", -1)
        return Counts(
            found.cases, found.slips, found.waiting, found.parked, since, software_version()
        )

    def send_again(self, staff_no: str) -> int:
        """Parked events go back into the queue, in their order."""
        from backend_client import outbox
        from kiosk.store import service

        def again(connection: Connection) -> int:
            return sum(outbox.retry(connection, one) for one in service.parked(connection))

        sent = self._services.kept.write(again)
        self._keep("send_again", staff_no, detail=str(sent))
        return sent

    # ---- inside ----

    def printed(self) -> None:
        """A slip came out."""
        if "receipt" in self._since_paper:
            self._since_paper["receipt"] += 1

    def known(self, states: Mapping[str, str]) -> Mapping[str, str]:
        """Role -> state, with what counting knows of a roll that its printer cannot see."""
        counted = {one.role: one.state for one in self.devices()}
        return MappingProxyType({**states, **counted})

    def low(self, role: str) -> bool:
        """Whether a printer that cannot tell has nearly used up its roll."""
        return self._since_paper.get(role, 0) >= NEARLY

    def _device(self, one: DeviceStatus) -> Device:
        paper = one.consumables.get("paper", "")
        state = one.state.value
        if state == "ready" and paper == "unknown" and self.low(one.role):
            state, paper = "low", "low"
        return Device(
            one.role, one.kind, state, one.detail, one.who.value, one.since, one.note, paper
        )

    def _count_paper(self) -> None:
        from kiosk.store import service

        store = self._services.kept.store
        for name, value in store.read(lambda c: service.facts(c, store.sealer, LOADED)).items():
            at = datetime.fromisoformat(str(value["at"]))
            role = name.removeprefix(LOADED)
            self._since_paper[role] = store.read(lambda c, at=at: service.slips_since(c, at))

    def _set(self, name: str, note: str, staff_no: str, role: str) -> None:
        from kiosk.store import service

        sealer = self._services.kept.store.sealer

        def write(connection: Connection) -> None:
            if note:
                service.put(connection, sealer, name, {"note": note})
            else:
                service.drop(connection, name)

        self._keep("rest" if note else "serve", staff_no, role=role, detail=note, also=write)

    def _keep(
        self,
        act: str,
        staff_no: str = "",
        *,
        role: str = "",
        detail: str = "",
        also: Callable[[Connection], None] | None = None,
    ) -> None:
        """`also` and the act in one commit, with the event for the platform."""
        from backend_client.models.staff_accounts import ServiceEvent
        from backend_client.outbox import Event
        from kiosk.store import service

        records, at = self._services.kept, self._clock.utc_now()
        done = ServiceEvent(
            at=at,
            act=act,
            staff_no=staff_no,
            role=role,
            detail=detail,
            offline=not self._services.online(),
        )
        event = Event(new_key(), "service", "", done.model_dump_json().encode())
        noted = service.Act(act, staff_no, role, detail)

        def write(connection: Connection) -> None:
            if also:
                also(connection)
            service.note(connection, records.store.sealer, noted, event, at)

        records.write(write)
        if self._services.backend:
            self._services.backend.sync.wake()
        log.info("service_act action=%s staff=%s role=%s detail=%s", act, staff_no, role, detail)
