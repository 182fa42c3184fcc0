"""Pages of service mode and of a machine at rest, made by the presenters themselves."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from kiosk.services.page import Page
from kiosk.services.ports_service import NOTES, TERMINAL_NOTES, Counts, Device, SignedIn
from kiosk.services.presenters import service as pages
from kiosk.services.presenters.service_door import locked, sign_in
from kiosk.services.presenters.start import resting
from kiosk.services.view import View
from tests.services.world import NOON, Terminal

Say = Callable[[str, str], str]
SINCE = NOON.timestamp() - 4000
READER = Device("id_card", "id_card", "ready", "", "nobody", SINCE)
PRINTER = Device("receipt", "receipt_printer", "low", "", "staff", SINCE, paper="low")
SCANNER = Device("scanner", "code_scanner", "disconnected", "hung_up", "staff", SINCE)
SPEAKER = Device("speaker", "speaker", "fault", "no_engine", "engineer", SINCE)
RESTS = Device(
    "receipt", "receipt_printer", "disconnected", "out_of_service", "staff", SINCE, "broken"
)
COUNTS = Counts(128, 131, 14, 2, 187, "1.0.0")


def view(say: Say, elderly: bool, **changes: object) -> View:
    """The view of a terminal in which staff stand: standard pages in every profile."""
    t = Terminal(elderly=elderly, lang="zh_CN" if say("x", "y") == "x" else "en")
    return replace(t.c.view(), **changes)  # type: ignore[arg-type]


def _service(say: Say, elderly: bool) -> list[Page]:
    v = view(say, False)
    hub = pages.Hub((READER, PRINTER, SCANNER, SPEAKER), COUNTS, "", ("", {}), sends=True)
    drafts = [
        *sign_in(replace(v, typed="1005"), "number", SignedIn("")),
        *pages.hub(v, hub),
        *pages.device(v, PRINTER, ("service.told.print_unknown", {}), busy=False),
        *pages.notes(v, RESTS, NOTES, "broken"),
        *pages.testing(v, READER),
    ]
    return [draft.page for draft in drafts]


def _more(say: Say, elderly: bool) -> list[Page]:
    v = view(say, False)
    many = tuple(replace(SCANNER, role=f"r{n}") for n in range(7))
    resting_hub = pages.Hub((*many, RESTS), COUNTS, "moving", ("service.told.disk", {}), sends=True)
    drafts = [
        *sign_in(v, "pin", SignedIn("wrong", tries_left=4)),
        *pages.hub(v, resting_hub),
        *pages.device(v, RESTS, ("service.told.rest", {}), busy=False),
        *pages.notes(v, "", TERMINAL_NOTES, ""),
        *locked(v, 840),
    ]
    return [draft.page for draft in drafts]


def _resting(say: Say, elderly: bool) -> list[Page]:
    return [draft.page for draft in resting(view(say, elderly, rest="upkeep"))]


MAKERS = (_service,)
