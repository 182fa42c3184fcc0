"""Ways to identify without a card on the reader, vouching, and authorisations to act."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from backend_client.models.base import (
    Answer,
    Day,
    FieldValue,
    IdKind,
    Level,
    MatterCode,
    Moment,
    Request,
    Slug,
    TerminalId,
    Text,
)
from backend_client.models.case import Agent, Applicant, Consent, Grant, Identified
from backend_client.models.people import PersonKey

IdNumber = Annotated[str, Field(pattern=r"^[0-9A-Z]{15,18}$")]
SixDigits = Annotated[str, Field(pattern=r"^[0-9]{6}$")]
OpaqueId = Annotated[str, Field(pattern=r"^[0-9a-f]{32}$")]
Clerk = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9._-]{1,31}$")]
Pin = Annotated[str, Field(pattern=r"^[0-9]{6,12}$", repr=False)]
Scope = Annotated[str, Field(pattern=r"^(all|[A-Z]{2,4}|XC-[A-Z]{2,4}-[0-9]{3})$")]
"""What an authorisation covers: all matters, those of a department (`RS`), or one matter."""


class PersonFound(Answer):
    """The person an identification is about, as the registers or the clerk have them."""

    name: Text
    id_kind: IdKind
    id_number: IdNumber
    birth_date: Day
    address: FieldValue = ""
    valid_to: Day | None = None


class Identification(Answer):
    """A person identified. `grant` stands for it where a deed names how somebody was identified:
    it is good for this terminal, this person and this purpose, until `expires_at`, for one case.

    An e-ID code has `level` 2 and opens a little more than a card does (`level_name` 2+).
    """

    grant: Grant
    method: Slug
    level: Level
    level_name: Literal["1", "2", "2+", "3"]
    person: PersonFound
    expires_at: Moment


class IdentificationAnswer(Identification):
    """The answer to a write; `key` echoes the Idempotency-Key."""

    key: str


class EidCheck(Request):
    """A scanned e-ID code. `purpose`: the matter's code, or the name of an errand."""

    code: Annotated[str, Field(max_length=200, repr=False)]
    purpose: Slug


class CodeRequest(Request):
    """Send a code to the telephone that the platform knows for this number."""

    id_kind: IdKind
    id_number: IdNumber


class CodeRequested(Answer):
    """The same whether the number is anybody's or not."""

    key: str
    attempt_id: OpaqueId
    expires_at: Moment


class CodeCheck(Request):
    """The code as it was typed."""

    attempt_id: OpaqueId
    code: SixDigits
    purpose: Slug


class CodeChecked(Answer):
    """Whether it was the code. `tries_left` counts down from 5 to a lock of 15 minutes."""

    key: str
    state: Literal["right", "wrong", "locked", "expired"]
    tries_left: int = 0
    identification: Identification | None = None


class VouchRequest(Request):
    """Ask for a clerk's word on who stands at this terminal, for this purpose. `name` is absent
    where the number was only typed."""

    id_kind: IdKind
    id_number: IdNumber
    name: Text | None = None
    purpose: Slug


class VouchOpened(Answer):
    """The number that the clerk enters, and until when it is good."""

    key: str
    vouch_id: OpaqueId
    code: SixDigits
    expires_at: Moment


class VouchState(Answer):
    """What became of it; `identification` once the clerk has confirmed."""

    state: Literal["waiting", "confirmed", "refused", "expired"]
    identification: Identification | None = None


class VouchLook(Request):
    """A clerk opens a request by the number on the screen."""

    code: SixDigits
    clerk: Clerk
    pin: Pin


class VouchSeen(Answer):
    """Who is said to stand where. `name_known` false: the clerk copies it from the document."""

    key: str
    state: Literal["open", "unknown-code", "expired", "wrong-pin", "locked"]
    name: str = ""
    id_number: str = ""
    name_known: bool = False
    terminal_id: str = ""
    purpose: str = ""


class VouchDecision(VouchLook):
    """The clerk's word. `last_four` comes from the document in the clerk's hand, or from the
    person's own mouth where there is none."""

    decision: Literal["confirm", "refuse"]
    last_four: Annotated[str, Field(pattern=r"^[0-9A-Z]{4}$")] | None = None
    name: Text | None = None


class VouchDecided(Answer):
    """What the clerk's word came to."""

    key: str
    state: Literal[
        "confirmed",
        "refused",
        "unknown-code",
        "expired",
        "wrong-pin",
        "locked",
        "other-person",
        "name-missing",
    ]


class ClerkAccount(Request):
    """An account for vouching; setting it again replaces the PIN and ends a lock."""

    clerk: Clerk
    pin: Pin


class ClerkSet(Answer):
    """The account is there."""

    key: str
    clerk: str


class EidIssue(Request):
    """Make an e-ID code for a person of the registers; bound to a terminal where one is named."""

    person: PersonKey
    terminal_id: TerminalId | None = None


class EidIssued(Answer):
    """What the telephone shows as a QR code, good for 60 seconds and once."""

    key: str
    code: str
    expires_at: Moment


class AuthorisationRequest(Request):
    """One person lets another act, both identified at this terminal."""

    principal: Applicant
    principal_identified: Identified
    agent: Agent
    scope: Annotated[tuple[Scope, ...], Field(min_length=1, max_length=30)]
    until: Day
    consent: Consent


class Authorisation(Answer):
    """An authorisation as both see it; names masked."""

    authorisation_id: OpaqueId
    principal: str
    agent: str
    scope: tuple[str, ...]
    since: Day
    until: Day
    state: Literal["valid", "expired", "revoked"]


class AuthorisationAnswer(Authorisation):
    """The answer to a write; `key` echoes the Idempotency-Key."""

    key: str


class AuthorisationsRequest(Request):
    """The authorisations of a person who is at this terminal."""

    person: PersonKey
    identified: Identified


class Authorisations(Answer):
    """Those that the person gave, and those that let the person act; newest first."""

    key: str
    given: tuple[Authorisation, ...] = ()
    received: tuple[Authorisation, ...] = ()


class AuthorisationUse(Request):
    """Act on an authorisation for one matter."""

    agent: PersonKey
    identified: Identified
    matter_code: MatterCode


class AuthorisationRevoke(Request):
    """The person who gave it takes it back."""

    principal: PersonKey
    identified: Identified
