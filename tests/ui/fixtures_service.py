"""Pages of service mode and of a machine at rest, made by the presenters themselves."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from kiosk.domain.faults import Fault
from kiosk.domain.readiness import Check, Sheet
from kiosk.services.page import Page
from kiosk.services.ports_service import NOTES, Counts, Device, SignedIn
from kiosk.services.presenters import health
from kiosk.services.presenters import service as pages
from kiosk.services.presenters.service_door import sign_in
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
        *pages.testing(v, READER, skips=True),
    ]
    return [draft.page for draft in drafts]


CHECKS = (
    Check("id_card", "id_card", "ready", "", "", "good"),
    Check("receipt", "receipt_printer", "low", "paper_low", "low", "good"),
    Check("scanner", "code_scanner", "disconnected", "hung_up"),
    Check("speaker", "speaker", "ready", "", "", "skipped"),
    Check("social_card", "smart_card", "ready", ""),
)
AT = NOON.astimezone(UTC)
FAULTS = (
    Fault("f1", "scanner", "code_scanner", "disconnected", "hung_up", "staff", AT),
    Fault("f2", "speaker", "speaker", "fault", "no_engine", "engineer", AT - timedelta(days=3)),
    Fault("f3", "receipt", "receipt_printer", "jam", "jam", "staff", AT - timedelta(days=20), AT),
)


def _health(say: Say, elderly: bool) -> list[Page]:
    v = view(say, False)
    sheet = Sheet("s", AT, v.today, "10050000", CHECKS)
    hub = pages.Hub((READER,), COUNTS, "", ("", {}), True, health.newest_line(v, sheet))
    drafts = [
        *pages.hub(v, hub),
        *health.check(v, CHECKS[:4], ""),
        *health.ask(v, CHECKS[1]),
        *health.ask(v, CHECKS[3]),
        *health.sign(v, CHECKS, signed=True),
        *health.kept(v, sheet, "done"),
        *health.kept(v, sheet, "printer"),
        *health.faults(v, ()),
        *health.faults(v, FAULTS),
    ]
    return [draft.page for draft in drafts]


MAKERS = (_health, _service)
