"""Identification, vouching and authorisations, as a terminal and as a clerk call them."""

from __future__ import annotations

from backend_client.calls import Calls
from backend_client.models.identity import (
    AuthorisationAnswer,
    AuthorisationRequest,
    AuthorisationRevoke,
    Authorisations,
    AuthorisationsRequest,
    AuthorisationUse,
    ClerkAccount,
    ClerkSet,
    CodeCheck,
    CodeChecked,
    CodeRequest,
    CodeRequested,
    EidCheck,
    EidIssue,
    EidIssued,
    IdentificationAnswer,
    VouchDecided,
    VouchDecision,
    VouchLook,
    VouchOpened,
    VouchRequest,
    VouchSeen,
    VouchState,
)


class IdentityCalls:
    """What a terminal asks; blocks and raises like PlatformClient."""

    def __init__(self, calls: Calls) -> None:
        self._calls = calls

    def take_eid(self, asked: EidCheck, key: str) -> IdentificationAnswer:
        """Hand in a scanned e-ID code."""
        return self._calls.write("/identifications/e-id", IdentificationAnswer, asked, key)

    def request_code(self, asked: CodeRequest, key: str) -> CodeRequested:
        """Have a code sent to the telephone known for a number."""
        return self._calls.write("/identifications/codes", CodeRequested, asked, key)

    def check_code(self, asked: CodeCheck, key: str) -> CodeChecked:
        """Try a code."""
        return self._calls.write("/identifications/codes/checks", CodeChecked, asked, key)

    def open_vouch(self, asked: VouchRequest, key: str) -> VouchOpened:
        """Ask for a clerk's word."""
        return self._calls.write("/vouches", VouchOpened, asked, key)

    def vouch(self, vouch_id: str) -> VouchState:
        """How that stands."""
        return self._calls.read(f"/vouches/{vouch_id}", VouchState)

    def authorise(self, asked: AuthorisationRequest, key: str) -> AuthorisationAnswer:
        """Keep an authorisation."""
        return self._calls.write("/authorisations", AuthorisationAnswer, asked, key)

    def authorisations(self, asked: AuthorisationsRequest, key: str) -> Authorisations:
        """What a person gave and was given."""
        return self._calls.write("/authorisations/mine", Authorisations, asked, key)

    def use_authorisation(
        self, authorisation_id: str, asked: AuthorisationUse, key: str
    ) -> IdentificationAnswer:
        """Act on an authorisation for one matter."""
        path = f"/authorisations/{authorisation_id}/uses"
        return self._calls.write(path, IdentificationAnswer, asked, key)

    def revoke(
        self, authorisation_id: str, asked: AuthorisationRevoke, key: str
    ) -> AuthorisationAnswer:
        """Take an authorisation back."""
        path = f"/authorisations/{authorisation_id}/revocation"
        return self._calls.write(path, AuthorisationAnswer, asked, key)


class IdentityDesk:
    """What clerks and their scripts ask."""

    def __init__(self, calls: Calls) -> None:
        self._calls = calls

    def set_clerk(self, account: ClerkAccount, key: str) -> ClerkSet:
        """Make or renew an account."""
        return self._calls.write("/staff/clerks", ClerkSet, account, key, method="PUT")

    def look(self, asked: VouchLook, key: str) -> VouchSeen:
        """Open a request by the number on the terminal's screen."""
        return self._calls.write("/staff/vouches/looks", VouchSeen, asked, key)

    def decide(self, word: VouchDecision, key: str) -> VouchDecided:
        """Confirm who stands there, or refuse."""
        return self._calls.write("/staff/vouches/decisions", VouchDecided, word, key)

    def issue_eid(self, asked: EidIssue, key: str) -> EidIssued:
        """The e-ID code of somebody in the registers, good for 60 seconds."""
        return self._calls.write("/staff/e-id-codes", EidIssued, asked, key)
