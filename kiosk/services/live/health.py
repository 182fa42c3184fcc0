"""The machine's health, live: faults written down and told by a thread of their own."""

from __future__ import annotations

import logging
import queue
import threading
import time
from typing import TYPE_CHECKING
from uuid import uuid4

from kiosk.domain.faults import Deed, Fault, FaultBook
from kiosk.domain.readiness import Sheet, counted
from kiosk.services.filing import new_key
from kiosk.services.ports import NotKeptError

if TYPE_CHECKING:
    from sqlalchemy.engine import Connection

    from backend_client.outbox import Event
    from drivers.status import DeviceStatus
    from kiosk.clock import Clock
    from kiosk.services.live.services import LiveServices

log = logging.getLogger("kiosk.health")
SHOWN = 60
REST_S = 30.0


class LiveHealth:
    """Device threads hand in what they see at once; everything slow is done here."""

    def __init__(self, services: LiveServices, clock: Clock) -> None:
        self._services, self._clock = services, clock
        self._came: queue.SimpleQueue[DeviceStatus | None] = queue.SimpleQueue()
        self._book: FaultBook | None = None
        self._undone: list[Deed] = []
        self._stopping = False
        self._thread = threading.Thread(target=self._run, name="health", daemon=True)

    # ---- for the rest of the terminal ----

    def start(self) -> None:
        """Begin; what devices said before the store was open is taken up too."""
        self._came.put(None)
        self._thread.start()

    def stop(self) -> None:
        """End."""
        self._stopping = True
        self._came.put(None)
        if self._thread.is_alive():
            self._thread.join(3)

    def seen(self, status: DeviceStatus) -> None:
        """A device changed its state; returns at once."""
        self._came.put(status)

    def faults(self) -> tuple[Fault, ...]:
        """What was wrong lately."""
        from kiosk.store import health

        found = self._services.kept.store.read(lambda c: health.faults(c, SHOWN))
        return tuple(sorted(found, key=lambda one: one.until is not None))

    def newest(self) -> Sheet | None:
        """The last signed check."""
        from kiosk.store import health

        store = self._services.kept.store
        found = store.read(lambda c: health.sheets(c, store.sealer, 1))
        return found[0] if found else None

    def keep(self, sheet: Sheet) -> None:
        """Sheet and act in one commit."""
        from kiosk.store import health

        found = counted(sheet.checks)
        sums = "-".join(f"{name}{found[name]}" for name in ("good", "bad", "skipped"))
        sealer = self._services.kept.store.sealer
        self._services.service.note(
            sheet.staff_no, "check", detail=sums, also=lambda c: health.put_sheet(c, sealer, sheet)
        )

    # ---- the thread ----

    def _run(self) -> None:
        while not self._stopping:
            try:
                status = self._came.get(timeout=self._pause())
            except queue.Empty:
                status = None
            try:
                self._turn(status)
            except NotKeptError as error:
                log.warning("fault_not_kept reason=%s", error)

    def _pause(self) -> float:
        wait = self._book.next_s(time.monotonic()) if self._book else None
        if self._undone or wait is None:
            return REST_S
        return min(wait, REST_S)

    def _turn(self, status: DeviceStatus | None) -> None:
        now = time.monotonic()
        if self._services.records is not None and self._book is None:
            self._book = FaultBook(self._lasting(), now)
            for one in self._services.devices.statuses():
                self._undone += self._book.seen(self._fault(one), now)
        if self._book is None:
            return
        if status is not None:
            self._undone += self._book.seen(self._fault(status), now)
        self._undone += self._book.due(now)
        while self._undone:
            self._write(self._undone[0])
            del self._undone[0]

    def _lasting(self) -> tuple[Fault, ...]:
        from kiosk.store import health

        return self._services.kept.store.read(lambda c: health.faults(c, SHOWN, lasting=True))

    def _fault(self, one: DeviceStatus) -> Fault:
        return Fault(
            fault_id=str(uuid4()),
            role=one.role,
            kind=one.kind,
            state=one.state.value,
            detail=one.detail,
            who=one.who.value,
            since=self._clock.utc_now(),
        )

    def _write(self, deed: Deed) -> None:
        from backend_client import outbox
        from kiosk.store import health

        fault, at, records = deed.fault, self._clock.utc_now(), self._services.kept
        event = self._event(fault) if deed.tell else None

        def write(connection: Connection) -> None:
            health.put_fault(connection, fault)
            if event:
                outbox.enqueue(connection, records.store.sealer, event, at)

        records.write(write)
        if event and self._services.backend:
            self._services.backend.sync.wake()
        log.info(
            "device_fault role=%s state=%s detail=%s who=%s phase=%s",
            *(fault.role, fault.state, fault.detail, fault.who),
            "ended" if fault.until else "lasting",
        )

    def _event(self, fault: Fault) -> Event:
        from backend_client.models.faults import DeviceFault
        from backend_client.outbox import Event

        told = DeviceFault(
            fault_id=fault.fault_id,
            role=fault.role,
            kind=fault.kind,
            state=fault.state,
            detail=fault.detail,
            who=fault.who,  # type: ignore[arg-type]  # checked by the model
            since=fault.since,
            until=fault.until,
            at=self._clock.utc_now(),
        )
        return Event(new_key(), "fault", "", told.model_dump_json().encode())
