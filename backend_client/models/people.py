"""What the platform knows of a person, read for a purpose and with consent."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from backend_client.models.base import (
    Answer,
    CaseNo,
    Day,
    FieldId,
    IdKind,
    Level,
    MatterCode,
    Moment,
    Request,
    Slug,
    Text,
)
from backend_client.models.case import Consent, Identified


class PersonKey(Request):
    """Who is meant: number and name must both be the register's, or nobody is found."""

    name: Text
    id_kind: IdKind
    id_number: Annotated[str, Field(pattern=r"^[0-9A-Z]{15,18}$")]


class KnownDataRequest(Request):
    """A reading of known data: of whom, what, for which matter and purpose, by whose consent.

    `items` are field ids (`bank.account`), `licences`, or `record.<kind>` for whether a record
    of that kind exists. Each reading becomes one line that the person can see.
    """

    person: PersonKey
    identified: Identified
    items: Annotated[tuple[FieldId, ...], Field(min_length=1, max_length=30)]
    matter_code: MatterCode
    purpose: Slug
    consent: Consent
    case_no: CaseNo | None = None


class KnownFact(Answer):
    """One known value and who vouches for it."""

    field: str
    value: str
    source: str
    as_of: Day | None = None


class Licence(Answer):
    """An electronic licence of the person; the number is masked."""

    kind: str
    name: str
    number: str
    issuer: str
    valid_to: Day | None = None
    state: Literal["valid", "expired", "revoked", "locked", "replaced"] = "valid"


class Withheld(Answer):
    """An item that needs a higher assurance level than the person was identified with."""

    field: str
    needed: Level


class KnownDataAnswer(Answer):
    """What was read. `known` is false when no such person is in the registers.

    `person_ref` is an opaque name for the person, good for listing the readings only.
    """

    key: str
    reading_id: str
    person_ref: str
    known: bool
    facts: tuple[KnownFact, ...] = ()
    licences: tuple[Licence, ...] = ()
    withheld: tuple[Withheld, ...] = ()


class Reading(Answer):
    """One line of who read what, when, for which purpose, with which outcome. `terminal_id` is
    `staff` for a clerk; no matter belongs to a look at several things at once."""

    reading_id: str
    at: Moment
    terminal_id: str
    matter_code: MatterCode | Literal[""]
    purpose: str
    consent_id: str
    items: tuple[str, ...]
    level: Level
    outcome: Literal["opened", "unknown", "refused"]


class Readings(Answer):
    """All readings of a person's data, newest first."""

    person_ref: str
    readings: tuple[Reading, ...]
