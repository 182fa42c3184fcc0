"""Pages of records, reprints, checks and readings, made by the presenters themselves."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from kiosk.services.page import Page
from kiosk.services.ports_papers import PrintedSlip, ReadBy, Slips, Verified
from kiosk.services.presenters import documents as pages
from kiosk.services.presenters.readings import readings
from kiosk.services.presenters.records import record, verified
from kiosk.services.view import View
from tests.services.papers_twin import GENUINE
from tests.services.test_records import DOCUMENT
from tests.services.world import NOON, Terminal

Say = Callable[[str, str], str]
HERE = "XC-K-005"


def view(say: Say, elderly: bool, **changes: object) -> View:
    """The view of a terminal in which somebody stands."""
    t = Terminal(elderly=elderly, lang="zh_CN" if say("x", "y") == "x" else "en")
    t.c.go_home()
    with_scanner = {**t.world.states(), "scanner": "ready"}
    return replace(t.c.view(), devices=with_scanner, **changes)  # type: ignore[arg-type]


def slip(n: int) -> PrintedSlip:
    kind, matter = (("receipt", "XC-MZ-008"), ("record", "XC-RS-026"), ("readings", ""))[n % 3]
    at = NOON - timedelta(days=n, hours=n)
    number = "XC2611230005000423" if matter else ""
    return PrintedSlip(f"{n:032x}", kind, matter, number, at, ("XC-K-005", "XC-K-006")[n % 2], n)


def reading(n: int) -> ReadBy:
    return ReadBy(
        NOON - timedelta(hours=n),
        (HERE, "XC-K-006", "staff")[n % 3],
        "XC-RS-026",
        ("house", "progress", "casework")[n % 3],
        (("record.insurance",), ("case",), ("bank.account", "licences"))[n % 3],
        "refused" if n == 1 else "opened",
    )


def _papers(say: Say, elderly: bool) -> list[Page]:
    v = view(say, elderly)
    again = replace(v, print_state="done")
    genuine = GENUINE if say("x", "y") == "x" else _english(GENUINE)
    own = DOCUMENT if say("x", "y") == "x" else replace(DOCUMENT, rows=ENGLISH)
    drafts = [
        *pages.hub(v),
        *pages.ways(v),
        *pages.scan(v, "verify", refused=False),
        *pages.typed(replace(v, typed="2611230005"), "slip.number", None),
        pages.slips(v, tuple(slip(n) for n in range(7)))[0],
        *pages.copy_done(again, pages.slip_name(v, slip(0)), 2),
        *verified(v, genuine),
        *pages.sorry(v, "forged"),
        readings(v, tuple(reading(n) for n in range(12)), HERE)[0],
        record(v, own)[0],
    ]
    return [draft.page for draft in drafts]


ENGLISH = (("Area", "89.50 m2"), ("Account", "429999000000000029"), ("Balance", "46213.85"))


def _english(found: Verified) -> Verified:
    """What a platform would say to an English reader; ours issues Chinese documents."""
    return replace(found, kind="Insurance record", holder="W*")


def _wrong(say: Say, elderly: bool) -> list[Page]:
    """The longest sentence above a pad."""
    v = replace(view(say, elderly), typed="27")
    asked = pages.typed(v, "slip.password", Slips("wrong", tries_left=4))
    return [replace(asked[0].page, screen="slip_entry")]


MAKERS = (_papers, _wrong)
