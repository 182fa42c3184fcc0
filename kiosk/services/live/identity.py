"""Identification at the platform, live: questions out, frozen answers in."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import date, datetime
from typing import TYPE_CHECKING, TypeVar

from kiosk.flows.data import Person
from kiosk.services.filing import TEXTS, identified, new_key
from kiosk.services.ports_identity import Answered, Claim, Opened, Stored
from kiosk.services.way import Given

if TYPE_CHECKING:
    from backend_client.client import PlatformClient
    from backend_client.models import PersonKey
    from backend_client.models.identity import Authorisation, Identification

log = logging.getLogger("kiosk.identity")
T = TypeVar("T")
OFFLINE = Answered("offline")
CODE_S = 290.0
"""A little less than the platform's five minutes: the page ends before the number does."""


class LiveIdentity:
    """The port over the platform's client; `client` gives None until there is one."""

    def __init__(self, client: Callable[[], PlatformClient | None]) -> None:
        self._client = client

    def take_eid(self, code: str, purpose: str) -> Answered:
        """Hand in a scanned e-ID code."""
        from backend_client.models.identity import EidCheck

        if len(code) > 200:  # longer than any of ours; the platform would only say so too
            return Answered("refused")
        asked = EidCheck(code=code, purpose=purpose)
        return self._answered(lambda c: _right(c.identity.take_eid(asked, new_key())))

    def send_code(self, claim: Claim) -> Opened:
        """Have a code sent."""
        from backend_client.models.identity import CodeRequest

        asked = CodeRequest.model_validate({"id_kind": claim.kind, "id_number": claim.number})

        def send(client: PlatformClient) -> Opened:
            found = client.identity.request_code(asked, new_key())
            return Opened(found.attempt_id, seconds=CODE_S)

        return self._call(send, Opened(""))

    def check_code(self, attempt: str, code: str, purpose: str) -> Answered:
        """Try the code."""
        from backend_client.models.identity import CodeCheck

        asked = CodeCheck(attempt_id=attempt, code=code, purpose=purpose)

        def check(client: PlatformClient) -> Answered:
            found = client.identity.check_code(asked, new_key())
            if found.identification is not None:
                return _right(found.identification)
            return Answered(found.state, tries_left=found.tries_left)

        return self._answered(check)

    def open_vouch(self, claim: Claim, purpose: str) -> Opened:
        """Ask for a clerk's word."""
        from backend_client.models.identity import VouchRequest

        asked = VouchRequest.model_validate(
            {
                "id_kind": claim.kind,
                "id_number": claim.number,
                "name": claim.name or None,
                "purpose": purpose,
            }
        )

        def ask(client: PlatformClient) -> Opened:
            found = client.identity.open_vouch(asked, new_key())
            return Opened(found.vouch_id, found.code, CODE_S)

        return self._call(ask, Opened(""))

    def vouch(self, vouch: str) -> Answered:
        """How that stands; one look that fails is no answer yet."""

        def look(client: PlatformClient) -> Answered:
            found = client.identity.vouch(vouch)
            if found.identification is not None:
                return _right(found.identification)
            return Answered(found.state)

        return self._call(look, Answered("waiting"))

    def authorisations(self, person: Person) -> Stored | None:
        """What a person gave and was given."""
        from backend_client.models.identity import AuthorisationsRequest

        asked = AuthorisationsRequest(person=_key(person), identified=identified(person))

        def ask(client: PlatformClient) -> Stored | None:
            found = client.identity.authorisations(asked, new_key())
            return Stored(tuple(map(_given, found.given)), tuple(map(_given, found.received)))

        return self._call(ask, None)

    def use_authorisation(self, id: str, agent: Person, matter: str) -> Answered:
        """The principal, for the agent."""
        from backend_client.models.identity import AuthorisationUse

        asked = AuthorisationUse(
            agent=_key(agent), identified=identified(agent), matter_code=matter
        )
        return self._answered(lambda c: _right(c.identity.use_authorisation(id, asked, new_key())))

    def authorise(
        self, principal: Person, agent: Person, scope: str, until: date, agreed: datetime
    ) -> Given | None:
        """Keep an authorisation."""
        from backend_client.models.identity import AuthorisationRequest

        asked = AuthorisationRequest.model_validate(
            {
                "principal": {
                    **_key(principal).model_dump(),
                    "birth_date": principal.birth,
                    "address": principal.address,
                },
                "principal_identified": identified(principal).model_dump(),
                "agent": {**_key(agent).model_dump(), "identified": identified(agent).model_dump()},
                "scope": (scope,),
                "until": until,
                "consent": {
                    "kind": "authorise",
                    "text_version": TEXTS,
                    "at": agreed,
                    "id": new_key(),
                },
            }
        )
        return self._call(lambda c: _given(c.identity.authorise(asked, new_key())), None)

    def revoke(self, id: str, principal: Person) -> bool:
        """Take one back."""
        from backend_client.models.identity import AuthorisationRevoke

        asked = AuthorisationRevoke(principal=_key(principal), identified=identified(principal))

        def take_back(client: PlatformClient) -> bool:
            return client.identity.revoke(id, asked, new_key()).state == "revoked"

        return self._call(take_back, False)

    def _answered(self, do: Callable[[PlatformClient], Answered]) -> Answered:
        from backend_client.errors import RefusedError

        client = self._client()
        if client is None:
            return OFFLINE
        try:
            return do(client)
        except RefusedError as error:
            log.info("identification_refused code=%s", error.problem.code)
            return Answered("refused")
        except _platform_error() as error:
            log.warning("identification_failed kind=%s", type(error).__name__)
            return OFFLINE

    def _call(self, do: Callable[[PlatformClient], T], otherwise: T) -> T:
        client = self._client()
        if client is None:
            return otherwise
        try:
            return do(client)
        except _platform_error() as error:
            log.warning("identification_failed kind=%s", type(error).__name__)
            return otherwise


def _platform_error() -> type[Exception]:
    from backend_client.errors import PlatformError

    return PlatformError


def _right(found: Identification) -> Answered:
    one = found.person
    return Answered(
        "right",
        Person(
            kind=one.id_kind,
            name=one.name,
            number=one.id_number,
            birth=one.birth_date,
            address=one.address,
            valid_to=one.valid_to,
            method=found.method,
            level=found.level,
            grant=found.grant,
        ),
    )


def _key(person: Person) -> PersonKey:
    from backend_client.models import PersonKey

    return PersonKey.model_validate(
        {"name": person.name, "id_kind": person.kind, "id_number": person.number}
    )


def _given(found: Authorisation) -> Given:
    return Given(
        id=found.authorisation_id,
        principal=found.principal,
        agent=found.agent,
        scope=found.scope,
        since=found.since.isoformat(),
        until=found.until.isoformat(),
        state=found.state,
    )
