"""The terminal's own records: numbers, cases, slips, drafts; each durable before it is told."""

from __future__ import annotations

import json
import logging
import uuid
from collections.abc import Callable
from dataclasses import asdict
from datetime import timedelta
from typing import TYPE_CHECKING, TypeVar

from kiosk.domain.numbers import slip_password, slip_token
from kiosk.flows.data import Outcome, VisitData
from kiosk.services.filing import Origin, expected, new_key, picture_events, submission
from kiosk.services.ports import NotKeptError

if TYPE_CHECKING:
    from sqlalchemy.engine import Connection

    from drivers.receipt_printer import Slip
    from kiosk.clock import Clock
    from kiosk.domain.matter import Matter
    from kiosk.domain.workdays import Calendar
    from kiosk.services.sheet import Sheet
    from kiosk.store.store import Store

log = logging.getLogger("kiosk.records")
T = TypeVar("T")
KEEP_DRAFT = timedelta(days=7)
WRITE_S = 10.0


class Records:
    """Writes facts down. Every method blocks until they are on disk."""

    def __init__(self, store: Store, clock: Clock, calendar: Calendar, origin: Origin) -> None:
        self.store = store
        self._clock, self._calendar, self._origin = clock, calendar, origin

    def file(self, data: VisitData, matter: Matter) -> tuple[Outcome, str]:
        """Give the case its number and put it on disk with its event; returns it and its key."""
        from backend_client.outbox import Event, enqueue
        from kiosk.store import drafts
        from kiosk.store.case_numbers import new_case_number
        from kiosk.store.cases import CaseFile, file_case

        at, key, sealer = self._clock.utc_now(), new_key(), self.store.sealer
        day, password, token = self._clock.today(), slip_password(), slip_token()

        def write(connection: Connection) -> Outcome:
            number = new_case_number(connection, day)
            outcome = expected(
                matter,
                number,
                at,
                self._calendar,
                password=password,
                token=token,
                waiting=bool(data.papers()),
                pictured=bool(data.pictures),
            )
            body = submission(data, matter, outcome, self._origin).model_dump_json().encode()
            case = CaseFile(
                case_no=number,
                matter_code=matter.code,
                matter_version=matter.version,
                created=at,
                due=outcome.due,
                provisional=outcome.provisional,
                body=body,
            )
            file_case(connection, sealer, case, Event(key, "case", number, body))
            for picture in picture_events(data, number):
                enqueue(connection, sealer, Event(new_key(), "material", number, picture), at)
            if data.person is not None:
                owner = data.agent or data.person
                subject = sealer.person(data.person.number) if data.agent else ""
                place = drafts.slot(matter.code, subject)
                drafts.delete(connection, sealer.person(owner.number), place)
            return outcome

        return self._write(write), key

    def own_number(self, data: VisitData, reason: str) -> str:
        """A number for a person told "no", kept with the matter and the reason."""
        from kiosk.store.case_numbers import new_case_number
        from kiosk.store.refusals import note_refusal

        at, day, sealer = self._clock.utc_now(), self._clock.today(), self.store.sealer

        def write(connection: Connection) -> str:
            number = new_case_number(connection, day)
            note_refusal(
                connection,
                sealer,
                case_no=number,
                matter_code=data.matter,
                matter_version=data.version,
                reason=reason,
                at=at,
            )
            return number

        return self._write(write)

    def note_reading(self, purpose: str, level: int, text_version: str) -> None:
        """Write down that known data are about to be read."""
        from kiosk.store.readings import Reading, note_reading

        reading = Reading(purpose, level, text_version, self._clock.utc_now())
        self._write(lambda c: note_reading(c, reading))

    def rating(self, case_no: str, body: bytes) -> None:
        """Put a rating on its way."""
        from backend_client.outbox import Event, enqueue

        at, event = self._clock.utc_now(), Event(new_key(), "rating", case_no, body)
        self._write(lambda c: enqueue(c, self.store.sealer, event, at))

    @property
    def terminal_id(self) -> str:
        """The terminal these records are of."""
        return self._origin.terminal_id

    def send(self, kind: str, case_no: str, body: bytes) -> str:
        """Put something about a case on its way; returns its key."""
        from backend_client.outbox import Event, enqueue

        at, event = self._clock.utc_now(), Event(new_key(), kind, case_no, body)
        self._write(lambda c: enqueue(c, self.store.sealer, event, at))
        return event.key

    # ---- slips ----

    def plan_print(self, slip: Slip, case_no: str) -> str:
        """Write down that a slip is about to be printed; returns the job's id."""
        lines = [{"item": type(line).__name__, **asdict(line)} for line in slip.lines]
        return self._plan("slip", lines, case_no)

    def plan_page(self, sheet: Sheet, case_no: str) -> str:
        """Write down that a page is about to be printed; returns the job's id."""
        return self._plan("page", asdict(sheet), case_no)

    def _plan(self, kind: str, content: object, case_no: str) -> str:
        from kiosk.store import print_journal

        job, at = str(uuid.uuid4()), self._clock.utc_now()
        data = json.dumps(content, ensure_ascii=False).encode()
        planned = print_journal.Slip(job, case_no, kind, data)
        self._write(lambda c: print_journal.plan_print(c, self.store.sealer, planned, at))
        return job

    def printed(self, job: str, outcome: str) -> None:
        """Write down what became of it: done, failed or unknown."""
        from kiosk.store import print_journal

        at = self._clock.utc_now()
        self._write(
            lambda c: print_journal.set_outcome(c, job, outcome, at)  # type: ignore[arg-type]
        )

    def session_over(self) -> None:
        """Erase what was personal and need not be sent any more."""
        from kiosk.store.errors import StoreError
        from kiosk.store.wipe import end_session

        try:
            wiped = end_session(self.store, self._clock.utc_now())
        except (StoreError, TimeoutError) as error:
            # It stays sealed; the next end of a session erases it too.
            log.warning("session_not_wiped reason=%s", getattr(error, "code", "timeout"))
            return
        log.info("session_wiped cases=%d slips=%d", wiped.cases, wiped.slips)

    @property
    def origin(self) -> Origin:
        """Which terminal this is and where it stands."""
        return self._origin

    def write(self, work: Callable[[Connection], T]) -> T:
        """Run `work` in one commit; NotKeptError when the disk did not take it."""
        return self._write(work)

    def _write(self, work: Callable[[Connection], T]) -> T:
        """The result once it is on disk; NotKeptError when the disk did not take it."""
        from kiosk.store.errors import StoreError

        future = self.store.write(work)
        try:
            return future.result(WRITE_S)
        except TimeoutError:
            future.cancel()
            raise NotKeptError("timeout") from None
        except StoreError as error:
            raise NotKeptError(error.code) from None
