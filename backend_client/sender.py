"""The outbox's way to the platform: one event, one attempt, one of four outcomes."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from types import MappingProxyType
from typing import TYPE_CHECKING

from backend_client.calls import member, parse
from backend_client.client import PlatformClient
from backend_client.errors import (
    MalformedError,
    PlatformError,
    RefusedError,
    UnavailableError,
    UnreachableError,
)
from backend_client.sending import SendResult

if TYPE_CHECKING:
    from backend_client.models import Answer

KINDS: Mapping[str, tuple[str, str, str]] = MappingProxyType(
    {  # kind -> path, and the answer's family and class, loaded when the first such event goes out
        "case": ("/cases", "case", "CaseAnswer"),
        "rating": ("/ratings", "service", "RatingAnswer"),
        "correction": ("/corrections", "progress", "CorrectionAnswer"),
        "ticket": ("/tickets", "tickets", "TicketAnswer"),
        "unresolved": ("/unresolved", "unresolved", "UnresolvedAnswer"),
        "service": ("/service-events", "staff_accounts", "ServiceEventKept"),
        "fault": ("/device-faults", "faults", "DeviceFaultKept"),
        "material": ("/materials", "materials", "MaterialAnswer"),
        "paper": ("/papers", "papers", "PaperKeptAnswer"),
        "half_done": ("/half-done", "half_done", "HalfDoneKeptAnswer"),
        "half_done.drop": ("/half-done/drop", "half_done", "HalfDoneDropAnswer"),
    }
)
# Nothing is wrong with the event itself: the terminal's token, its address of the platform, or
# a byte that got lost on the way. A whole queue must not go to the clerk for that.
NOT_ITS_FAULT = ("unauthorised", "no-such-resource", "damaged-in-transit")
NO_CONNECTION = ("connect", "connect-timeout", "name", "tls")


class CaseSender:
    """Implements backend_client.sync.Sender for cases, ratings, tickets and requests."""

    def __init__(self, client: PlatformClient) -> None:
        self._client = client

    def send(self, kind: str, key: str, body: bytes) -> SendResult:
        """One attempt; never raises for anything that the network or the platform does."""
        if kind not in KINDS:
            return SendResult("refused", reason="unknown-kind")
        path, family, name = KINDS[kind]
        model: type[Answer] = getattr(import_module(f"backend_client.models.{family}"), name)
        try:
            answer = self._client.post(path, key, body)
            parse(answer, model)
            if member(answer, "case_no") != member(body, "case_no"):
                raise MalformedError("other-case")
        except PlatformError as error:
            return result_of(error)
        return SendResult("accepted", response=answer)


def result_of(error: PlatformError) -> SendResult:
    """What an error means for the event: try again, wait for the network, or ask a clerk."""
    if isinstance(error, RefusedError):
        outcome = "retry" if error.code in NOT_ITS_FAULT else "refused"
        return SendResult(outcome, error.problem.model_dump_json().encode(), _reason(error))
    if isinstance(error, UnavailableError):
        return SendResult("retry", reason=error.code, retry_after_s=error.retry_after_s)
    if isinstance(error, UnreachableError) and error.code in NO_CONNECTION:
        return SendResult("unreachable", reason=error.code)
    return SendResult("retry", reason=error.code)


def _reason(error: RefusedError) -> str:
    # "invalid" alone would not tell a clerk which part; pointers are names, never values.
    first = error.problem.errors[0] if error.problem.errors else None
    return f"{error.code} {first.pointer} {first.code}" if first else error.code
