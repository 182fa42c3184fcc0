"""Errors of the platform as RFC 9457 problems: one table of codes, statuses and titles."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from backend_client.models import Problem, ProblemPart

MEDIA_TYPE = "application/problem+json"

CODES: Mapping[str, tuple[int, str]] = MappingProxyType(
    {
        "malformed-request": (400, "The request cannot be read"),
        "idempotency-key-missing": (400, "A write needs an Idempotency-Key"),
        "damaged-in-transit": (400, "The content does not match its Content-Digest"),
        "unauthorised": (401, "The token is not known"),
        "assurance-too-low": (403, "The person must be identified with more certainty"),
        "identification-invalid": (403, "The identification is not good for this"),
        "agent-not-authorised": (403, "The agent may not do this for that person"),
        "code-refused": (403, "The code is not good, or not any more"),
        "not-yours": (403, "The token belongs to another terminal"),
        "no-such-resource": (404, "There is no such resource"),
        "method-not-allowed": (405, "The resource does not know this method"),
        "too-slow": (408, "The content came too slowly"),
        "in-progress": (409, "The same request is being worked on"),
        "too-large": (413, "The content is too large"),
        "unsupported-media-type": (415, "The content is not JSON"),
        "invalid": (422, "The content is not valid"),
        "key-reused": (422, "The Idempotency-Key was used with other content"),
        "case-number-taken": (422, "Another case has this number"),
        "case-number-foreign": (422, "The case number is not one of this terminal's"),
        "unknown-matter": (422, "There is no such matter"),
        "matter-not-offered": (422, "The matter is not offered here"),
        "unknown-point": (422, "There is no such service point"),
        "unknown-case": (404, "There is no such case"),
        "unknown-ticket": (404, "There is no such ticket"),
        "ticket-number-taken": (422, "Another ticket has this number"),
        "ticket-number-foreign": (422, "The ticket number is not one of this terminal's"),
        "slot-full": (422, "This time is booked out"),
        "already-rated": (422, "The visit was rated already"),
        "consent-missing": (422, "The consent is not for this reading"),
        "nothing-to-correct": (422, "Nothing is to be put right, or it was put right already"),
        "correction-too-late": (422, "The last day for putting it right has passed"),
        "unknown-material": (404, "The case names no such picture"),
        "digest-differs": (422, "The content is not what its digest says"),
        "no-picture": (422, "The content is no picture"),
        "wrong-state": (422, "The case does not allow this now"),
        "internal": (500, "The platform failed; nothing was kept"),
        "unavailable": (503, "The platform is busy"),
    }
)


class ProblemError(Exception):
    """A request that ends in a problem. Nothing personal may be put into it."""

    def __init__(
        self,
        code: str,
        detail: str = "",
        *,
        errors: tuple[ProblemPart, ...] = (),
        needed: int | None = None,
        retry_after_s: int | None = None,
    ) -> None:
        super().__init__(code)
        status, title = CODES[code]
        self.retry_after_s = retry_after_s
        self.problem = Problem(
            type=f"urn:jinban:problem:{code}",
            title=title,
            status=status,
            code=code,
            detail=detail,
            errors=errors,
            needed=needed,
        )


def invalid(pointer: str, code: str) -> ProblemError:
    """A problem with one wrong part."""
    return ProblemError("invalid", errors=(ProblemPart(pointer=pointer, code=code),))


def declared(*codes: str) -> dict[int | str, dict[str, Any]]:
    """The `responses` of a route: every problem it can answer, grouped by status."""
    always = ("malformed-request", "unauthorised", "invalid", "internal", "unavailable")
    found: dict[int | str, dict[str, Any]] = {}
    for code in sorted({*always, *codes}):
        status, title = CODES[code]
        entry = found.setdefault(status, {"model": Problem, "description": ""})
        entry["description"] = "; ".join(filter(None, (entry["description"], f"{code}: {title}")))
    return dict(sorted(found.items(), key=lambda item: str(item[0])))
