"""The platform as the terminal uses it: look-ups now, everything else through the outbox."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from datetime import date
from typing import TYPE_CHECKING

from kiosk.flows.data import Known, VisitData
from kiosk.services.filing import TEXTS, answer_of, identified, new_key
from kiosk.services.ports import LookedUp

if TYPE_CHECKING:
    from sqlalchemy.engine import Connection

    from backend_client.client import PlatformClient
    from backend_client.models import CaseAnswer, KnownDataAnswer, KnownDataRequest
    from backend_client.sending import SentEvent
    from backend_client.sync import SyncThread
    from drivers.status import DeviceStatus
    from kiosk.clock import Clock
    from kiosk.domain.matter import Matter
    from kiosk.store.cases import PlatformAnswer
    from kiosk.store.store import Store

log = logging.getLogger("kiosk.backend")
SEND_S = 10.0
EVENTS = {
    "accepted": "accept",
    "reviewing": "review",
    "not_accepted": "refuse",
    "decided": "decide",
    "concluded": "conclude",
}


class Backend:
    """The client and the sync thread together; made once the store is open."""

    def __init__(
        self,
        client: PlatformClient,
        store: Store,
        clock: Clock,
        *,
        statuses: Callable[[], tuple[DeviceStatus, ...]],
        demo: bool,
        on_network: Callable[[bool], None],
        on_sent: Callable[[], None],
    ) -> None:
        from backend_client.sender import CaseSender
        from backend_client.sync import SyncThread

        self.client, self._store, self._clock = client, store, clock
        self.alive: Callable[[], None] | None = None
        """Called on the sync thread after each sign of life that was answered."""
        self.resting: Callable[[], str] = str
        """Why staff took the machine out of service; "" while it serves."""
        self._statuses, self._mode = statuses, "demo" if demo else "service"
        self.sync: SyncThread = SyncThread(
            read=store.reader,
            submit=store.write,
            sender=CaseSender(client),
            sealer=store.sealer,
            clock=clock,
            on_result=lambda _event: on_sent(),
            on_network=on_network,
            heartbeat=self.heartbeat,
            in_commit=self._apply,
        )

    @property
    def online(self) -> bool:
        """Whether the platform answered when it was last tried."""
        return bool(self.sync.online)

    @property
    def tried(self) -> bool:
        """Whether it is known yet if the platform can be reached."""
        return self.sync.online is not None

    def send(self, key: str, timeout_s: float = SEND_S) -> SentEvent:
        """Hurry one event and wait for what becomes of it."""
        return self.sync.send_now(key, timeout_s)

    def close(self) -> None:
        """Let the attempt under way end."""
        self.sync.stop()
        self.client.close()

    # ---- look-ups ----

    def look_up(
        self, data: VisitData, matter: Matter, note: Callable[[str, int, str], None]
    ) -> LookedUp:
        """Ask for what the registers know; `note` writes the reading down before it is shown."""
        from backend_client.errors import PlatformError

        wanted = [f for f in data.needs.lookups if f in data.missing()]
        if not wanted or not self.online:
            return LookedUp(False, {})
        try:
            answer = self.client.known_data(self._question(data, matter, wanted), new_key())
        except PlatformError as error:
            log.warning("lookup_failed kind=%s", type(error).__name__)
            return LookedUp(False, {})
        person = data.person
        note(matter.code, person.level if person else 0, TEXTS)
        return LookedUp(True, _known(answer))

    def _question(self, data: VisitData, matter: Matter, wanted: list[str]) -> KnownDataRequest:
        from backend_client import models

        person, at = data.person, data.consents["lookup"]
        if person is None:
            raise ValueError("nobody to ask about")
        return models.KnownDataRequest(
            person=models.PersonKey(
                name=person.name,
                id_kind=person.kind,  # type: ignore[arg-type]  # checked by the model
                id_number=person.number,
            ),
            identified=identified(person),
            items=tuple(wanted),
            matter_code=matter.code,
            purpose="application",
            consent=models.Consent(kind="lookup", text_version=TEXTS, at=at, id=new_key()),
        )

    # ---- answers and signs of life ----

    def heartbeat(self) -> bool:
        """One sign of life; raises the floor of the serials by what the platform knows."""
        from backend_client import models, outbox
        from backend_client.errors import PlatformError
        from kiosk.store.case_numbers import raise_serial_floor

        day, waiting = self._clock.today(), self._store.read(outbox.counts)
        life = models.Heartbeat(
            at=self._clock.utc_now(),
            day=day,
            software=software_version(),
            mode=self._mode,  # type: ignore[arg-type]  # checked by the model
            devices=tuple(
                models.DeviceState(
                    role=s.role,
                    kind=s.kind or "none",
                    state=s.state.value,
                    detail=f"{s.detail}:{s.note}" if s.note else s.detail,
                )
                for s in self._statuses()
            ),
            outbox_pending=waiting["pending"] + waiting["leased"],
            outbox_parked=waiting["parked"],
            out_of_service=self.resting(),
        )
        try:
            answer = self.client.heartbeat(life)
        except PlatformError:
            return False
        self._store.write(
            lambda c: raise_serial_floor(c, answer.day, answer.highest_serial)
        ).result(SEND_S)
        if self.alive:
            self.alive()
        return True

    def _apply(self, connection: Connection, event: SentEvent) -> None:
        """Take the platform's answer over in the commit that marks the event as sent."""
        from kiosk.store.cases import apply_platform_answer

        if event.kind != "case":
            return
        answer = answer_of(event.response)
        apply_platform_answer(
            connection,
            self._store.sealer,
            event.case_no,
            _platform_answer(answer),
            self._clock.utc_now(),
        )


def _platform_answer(answer: CaseAnswer) -> PlatformAnswer:
    from kiosk.store.cases import PlatformAnswer

    state = answer.state
    if answer.decision:
        state = f"decided_{answer.decision.outcome}"
    due: date | None = answer.due.date if answer.due else None
    return PlatformAnswer(
        platform_no=answer.platform_no,
        event=EVENTS.get(answer.state, "accept"),
        state=state,
        due=due,
        provisional=bool(answer.due and answer.due.provisional),
        postal_no=answer.postal_no or "",
        reason=answer.reasons[0].code if answer.reasons else "",
    )


def _known(answer: KnownDataAnswer) -> Mapping[str, Known]:
    facts: dict[str, Known] = {}
    for fact in answer.facts:
        source = "hrss" if fact.field == "bank.account" else "platform"
        facts[fact.field] = Known(fact.value, source)
    return facts


def software_version() -> str:
    """The version of this program as installed."""
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version("jinban")
    except PackageNotFoundError:
        return "checkout"
