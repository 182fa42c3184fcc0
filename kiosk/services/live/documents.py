"""Slips again, documents checked and readings listed, by the platform."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, TypeVar

from kiosk.services.ports import NotKeptError
from kiosk.services.ports_papers import (
    About,
    Copy,
    PrintedSlip,
    Proof,
    ReadBy,
    ReadingsOf,
    Slips,
    Verified,
)

if TYPE_CHECKING:
    from backend_client.client import PlatformClient
    from backend_client.models import PersonKey
    from backend_client.models.papers import PaperAccess, PaperKept, PaperLine, PaperRow
    from drivers.receipt_printer import Slip
    from kiosk.clock import Clock
    from kiosk.flows.data import Person
    from kiosk.services.live.services import LiveServices

log = logging.getLogger("kiosk.papers")
T = TypeVar("T")
LONGEST = 300
FILED = ("receipt", "record", "progress")
"""Kinds of slips whose case says to the platform whose they are."""
CASE_NO = re.compile(r"XC\d{16}")


class LivePapers:
    """Implements kiosk.services.ports_papers.Papers; store and platform are the services'."""

    def __init__(self, services: LiveServices, clock: Clock) -> None:
        self._services, self._clock = services, clock

    # ---- after printing ----

    def keep(self, slip: Slip, case_no: str, about: About, slip_id: str) -> None:
        """Put a printed slip on its way to the platform; what nobody could ask for stays here."""
        from backend_client.outbox import Event, enqueue, new_key

        person, records = about.person, self._services.records
        if not CASE_NO.fullmatch(case_no):
            case_no = ""
        filed = bool(case_no) and about.kind in FILED
        if records is None or (person is None and not filed):
            return
        body = _kept(slip, case_no, about, slip_id, self._clock).model_dump_json().encode()
        event = Event(new_key(), "paper", case_no, body)
        at, sealer = self._clock.utc_now(), records.store.sealer
        try:
            records.write(lambda c: enqueue(c, sealer, event, at))
        except NotKeptError as error:
            log.warning("slip_not_kept reason=%s", error)
            return
        if self._services.backend:
            self._services.backend.sync.wake()

    # ---- asking ----

    def find(self, proof: Proof) -> Slips:
        """The slips of the last 30 days that this proof opens."""
        access = _access(proof)

        def ask(client: PlatformClient) -> Slips:
            found = client.papers.find(access)
            rows = tuple(_printed(row) for row in found.papers)
            return Slips(found.outcome, rows, found.tries_left)

        return self._asked(ask, Slips("offline"), Slips("refused"))

    def copy(self, slip_id: str, proof: Proof, key: str) -> Copy:
        """Count one more copy and bring what the slip says."""
        access = _access(proof)

        def ask(client: PlatformClient) -> Copy:
            found = client.papers.copy(slip_id, access, key)
            return Copy("found", found.copy_no, _slip(found.lines))

        return self._asked(ask, Copy("offline"), Copy("gone"))

    def verify(self, code: str) -> Verified:
        """What a check code tells."""

        def ask(client: PlatformClient) -> Verified:
            found = client.verify(code)
            if found is None:
                return Verified("unknown")
            return Verified("found", found.kind, found.issued_on, found.holder, found.digest)

        return self._asked(ask, Verified("offline"), Verified("unknown"))

    def readings(self, person: Person) -> ReadingsOf:
        """Who has read this person's data."""
        from backend_client.models.papers import ReadingsRequest
        from kiosk.services.filing import identified

        asked = ReadingsRequest(person=_key(person), identified=identified(person))

        def ask(client: PlatformClient) -> ReadingsOf:
            found = client.papers.readings(asked)
            lines = tuple(
                ReadBy(o.at, o.terminal_id, o.matter_code, o.purpose, o.items, o.outcome)
                for o in found.readings
            )
            return ReadingsOf("found", lines)

        return self._asked(ask, ReadingsOf("offline"), ReadingsOf("refused"))

    def _asked(self, ask: Callable[[PlatformClient], T], offline: T, refused: T) -> T:
        from backend_client.errors import PlatformError, RefusedError

        backend = self._services.backend
        if backend is None:
            return offline
        try:
            return ask(backend.client)
        except RefusedError as error:
            log.warning("papers_refused code=%s", error.code)
            return refused
        except PlatformError as error:
            log.warning("papers_offline kind=%s", type(error).__name__)
            return offline


def _access(proof: Proof) -> PaperAccess:
    from backend_client.models.papers import PaperAccess
    from kiosk.services.filing import identified

    if proof.person is not None:
        return PaperAccess(person=_key(proof.person), identified=identified(proof.person))
    return PaperAccess(
        case_no=proof.number or None,
        check_code=None if proof.number else proof.check_code or None,
        password=proof.password or None,
        token=None if proof.password else proof.token or None,
    )


def _key(person: Person) -> PersonKey:
    from backend_client.models import PersonKey

    return PersonKey(
        name=person.name,
        id_kind=person.kind,  # type: ignore[arg-type]  # checked by the model
        id_number=person.number,
    )


def _kept(slip: Slip, case_no: str, about: About, slip_id: str, clock: Clock) -> PaperKept:
    from backend_client.models.papers import PaperKept

    return PaperKept(
        paper_id=slip_id,
        case_no=case_no or None,
        kind=about.kind,
        matter_code=about.matter or None,
        printed_at=clock.utc_now(),
        person=_key(about.person) if about.person else None,
        lines=tuple(_line(item) for item in slip.lines[:LONGEST]),
    )


def _line(item: object) -> PaperLine:
    from backend_client.models.papers import PaperLine
    from drivers.receipt_printer import Blank, Pair, Qr, Text

    match item:
        case Text(text=text, size=size, bold=bold, align=align):
            return PaperLine(item="text", text=text, size=size, bold=bold, align=align)  # type: ignore[arg-type]
        case Pair(label=label, value=value, size=size):
            return PaperLine(item="pair", text=label, value=value, size=size)
        case Qr(text=text, note=note):
            return PaperLine(item="qr", text=text, value=note)
        case Blank(n=n):
            return PaperLine(item="blank", rows=n)
        case _:
            return PaperLine(item="rule")


def _slip(lines: Iterable[PaperLine]) -> Slip:
    from drivers.receipt_printer import Blank, Pair, Qr, Rule, Slip, Text

    made: list[Text | Pair | Rule | Qr | Blank] = []
    for one in lines:
        match one.item:
            case "text":
                made.append(Text(one.text, one.size, one.bold, one.align))
            case "pair":
                made.append(Pair(one.text, one.value, one.size))
            case "qr":
                made.append(Qr(one.text, one.value))
            case "blank":
                made.append(Blank(one.rows))
            case _:
                made.append(Rule())
    return Slip(tuple(made))


def _printed(row: PaperRow) -> PrintedSlip:
    return PrintedSlip(
        id=row.paper_id,
        kind=row.kind,
        matter=row.matter_code or "",
        number=row.case_no or "",
        at=row.printed_at,
        terminal=row.terminal_id,
        copies=row.copies,
    )
