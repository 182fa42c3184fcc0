"""From a visit to a case on the wire, and from the platform's answer to what a person is told."""

from __future__ import annotations

import base64
import hashlib
import json
import uuid
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING

from kiosk.domain.case import times_of
from kiosk.domain.material import Grade, Material, Source, needed
from kiosk.domain.matter import Matter
from kiosk.domain.workdays import Calendar
from kiosk.flows.data import (
    NO_MOBILE,
    Document,
    Notice,
    Outcome,
    Person,
    Signature,
    VisitData,
)
from kiosk.services.identity import reviewed

if TYPE_CHECKING:
    from backend_client.models import Agent, CaseAnswer, CaseSubmission, Delivery, Identified
    from backend_client.models import Signature as WireSignature
    from backend_client.sending import SentEvent

ACCOUNT = "本人社保卡银行账户"
TEXTS = "2026-11"
"""Version of the consent wordings in the message catalogue."""


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a case comes from: terminal, its number, point, and the point's level."""

    terminal_id: str
    number: str
    point: str
    level: str


def application_digest(data: VisitData) -> str:
    """SHA-256 of the filled-in application that the review shows: what a signature is bound to."""
    pictures = {name: picture.digest for name, picture in data.pictures.items()}
    text = json.dumps(
        {
            "matter": data.matter,
            "version": data.version,
            "fields": reviewed(data),
            **({"pictures": pictures} if pictures else {}),
        },
        ensure_ascii=False,
        sort_keys=True,
        separators=(",", ":"),
    )
    return hashlib.sha256(text.encode()).hexdigest()


def expected(
    matter: Matter,
    case_no: str,
    at: datetime,
    calendar: Calendar,
    *,
    password: str,
    token: str = "",
    waiting: bool = False,
    pictured: bool = False,
) -> Outcome:
    """What the terminal itself can promise: the number, the day of acceptance, the due day; no
    day while the case is `waiting` for a paper, for its time begins with that. `pictured`: a
    paper was taken here, so that nothing is decided in the visit."""
    times = times_of(matter, at, calendar, pictured=pictured)
    at_once = matter.decided_in_visit and not pictured
    due = None if at_once or waiting else times.due
    return Outcome(
        case_no=case_no,
        state="kept",
        submitted=at,
        password=password,
        token=token,
        accepted=None if waiting else times.accepted,
        due=due.day if due else None,
        provisional=bool(due and due.provisional),
    )


def evidence(data: VisitData, matter: Matter) -> tuple[tuple[Material, Source, Grade], ...]:
    """The materials of this person with where they really came from. The account is the person's
    own word where nobody was asked, or something else was typed; every other check is still to
    be made by the section, and declared until then. What is brought has its grade once it is here.
    """
    acts = data.value("agent.role") == "agent"
    return tuple(_evidence(data, m) for m in needed(matter.materials, acting=acts))


def _evidence(data: VisitData, one: Material) -> tuple[Material, Source, Grade]:
    if one.name in data.pictures:
        return one, Source.CITIZEN, Grade.UPLOADED
    if one.source is not Source.DEPARTMENT_CHECK:
        return one, one.source, one.grade
    if "bank.account" not in data.needs.fields or one.name != ACCOUNT:
        return one, one.source, Grade.DECLARED
    checked = any(data.source(f) == "hrss" for f in data.needs.lookups)
    return (one, one.source, one.grade) if checked else (one, Source.CITIZEN, Grade.DECLARED)


def submission(data: VisitData, matter: Matter, outcome: Outcome, origin: Origin) -> CaseSubmission:
    """The case as it goes out. ValueError when the visit is not complete enough to be one."""
    from backend_client import models

    person = data.person
    if person is None or person.birth is None:
        raise ValueError("a case needs a person with a date of birth")
    return models.CaseSubmission(
        case_no=outcome.case_no,
        matter_code=matter.code,
        matter_version=matter.version,
        channel="kiosk",
        terminal_id=origin.terminal_id,
        point=origin.point,
        level=origin.level,  # type: ignore[arg-type]  # checked by the model
        submitted_at=outcome.submitted,
        identified=identified(person),
        agent=_agent(data.agent),
        applicant=models.Applicant(
            name=person.name,
            id_kind=person.kind,  # type: ignore[arg-type]  # checked by the model
            id_number=person.number,
            birth_date=person.birth,
            address=person.address,
        ),
        fields={k: v for k, v in reviewed(data).items() if not k.startswith("applicant.name")},
        materials=tuple(
            models.Material(
                name=m.name,
                source=source.value,
                grade=grade.value,
                consent="lookup"
                if source is Source.DEPARTMENT_CHECK and "lookup" in data.consents
                else None,
                digest=data.pictures[m.name].digest if m.name in data.pictures else None,
            )
            for m, source, grade in evidence(data, matter)
        ),
        consents=tuple(
            models.Consent(kind=kind, text_version=TEXTS, at=at)
            for kind, at in data.consents.items()
        ),
        delivery=_delivery(data),
        signature=_signature(data, outcome.submitted),
        slip_password=outcome.password or None,
        slip_token=outcome.token or None,
        due=models.DueDate(date=outcome.due, provisional=outcome.provisional)
        if outcome.due
        else None,
    )


def picture_events(data: VisitData, case_no: str) -> tuple[bytes, ...]:
    """The pictures of a case as they go out after it, each in an event of its own."""
    from backend_client.models.materials import MaterialPicture

    return tuple(
        MaterialPicture(
            case_no=case_no,
            name=name,
            digest=picture.digest,
            media_type="image/jpeg",
            content=base64.b64encode(picture.jpeg),
        )
        .model_dump_json()
        .encode()
        for name, picture in data.pictures.items()
    )


def identified(person: Person) -> Identified:
    """How a person was identified, as it goes out; the platform checks the grant."""
    from backend_client import models

    return models.Identified(method=person.method, level=person.level, grant=person.grant or None)


def _agent(agent: Person | None) -> Agent | None:
    from backend_client import models

    if agent is None:
        return None
    return models.Agent(
        name=agent.name,
        id_kind=agent.kind,  # type: ignore[arg-type]  # checked by the model
        id_number=agent.number,
        identified=identified(agent),
    )


def _delivery(data: VisitData) -> Delivery | None:
    from backend_client import models

    way = data.value("delivery.way")
    if not way:
        return None
    if way != "mail":
        return models.Delivery(way="pickup")
    mobile = data.value("applicant.mobile")
    return models.Delivery(
        way="mail",
        address=data.value("delivery.address"),
        receiver_name=data.person.name if data.person else "",
        phone=None if mobile in ("", NO_MOBILE) else mobile,
        carrier_consent="carrier" in data.consents,
    )


def _signature(data: VisitData, at: datetime) -> WireSignature | None:
    from backend_client import models

    signed: Signature | None = data.signature
    if signed is None:
        return None
    return models.Signature(
        method=signed.method,  # type: ignore[arg-type]  # checked by the model
        digest=application_digest(data),
        at=at,
        strokes=signed.strokes or None,
    )


def new_key() -> str:
    """An idempotency key, made before the first attempt and stored with the case."""
    return str(uuid.uuid4())


def told(outcome: Outcome, event: SentEvent) -> tuple[Outcome, Notice | None]:
    """What the person is told after an attempt: the outcome, and a "no" where it is one."""
    if event.outcome == "queued":
        return replace(outcome, state="kept"), None
    if event.outcome == "parked":
        return replace(outcome, state="parked", reason=event.reason), Notice("refused")
    return _answered(outcome, answer_of(event.response))


def answer_of(response: bytes) -> CaseAnswer:
    """The platform's answer as a typed value; ValueError when it is none."""
    from backend_client.models import CaseAnswer

    return CaseAnswer.model_validate_json(response)


def _answered(outcome: Outcome, answer: CaseAnswer) -> tuple[Outcome, Notice | None]:
    due = answer.due
    after = replace(
        outcome,
        platform_no=answer.platform_no,
        accepted=answer.accepted_on or outcome.accepted,
        due=due.date if due else outcome.due,
        provisional=due.provisional if due else outcome.provisional,
        postal_no=answer.postal_no or "",
    )
    if answer.state == "not_accepted":
        return replace(after, state="not_accepted"), _reason(answer)
    if answer.decision and answer.decision.outcome == "refused":
        return replace(after, state="refused", reason=answer.decision.code), Notice("no_record")
    if answer.state == "submitted":
        return replace(after, state="waiting", accepted=None, due=None), None
    if answer.document:
        return replace(after, state="granted", document=_document(answer)), None
    return replace(after, state="accepted"), None


def _reason(answer: CaseAnswer) -> Notice:
    for reason in answer.reasons:
        if reason.from_date:
            return Notice("too_young", reason.from_date)
        if "household" in reason.code:
            return Notice("not_here")
    return Notice("refused")


def _document(answer: CaseAnswer) -> Document:
    found = answer.document
    if found is None:
        raise ValueError("no document in the answer")
    return Document(
        number=found.doc_no,
        check_code=found.check_code,
        verify_url=found.verify_url,
        holder=found.holder,
        issued=found.issued_on,
        rows=tuple((row.label, row.value) for row in found.rows),
        kind=found.kind,
        digest=found.digest,
    )
