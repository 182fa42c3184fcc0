"""Pages of half-done visits, made by the presenters themselves."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from kiosk.services.page import Page
from kiosk.services.ports_visits import Begun, HalfDone, Kept, Mine
from kiosk.services.presenters import resume as pages
from kiosk.services.resuming import Changes
from kiosk.services.view import View
from tests.services.world import NOON, Terminal

Say = Callable[[str, str], str]
NUMBER = "XC2611230005000423"
MATTERS = ("XC-MZ-008", "XC-RS-026", "XC-YB-012", "XC-RS-001", "XC-NY-009", "XC-RS-002")


def view(say: Say, elderly: bool, **changes: object) -> View:
    """The view of a terminal in which somebody stands."""
    t = Terminal(elderly=elderly, lang="zh_CN" if say("x", "y") == "x" else "en")
    t.c.go_home()
    return replace(t.c.view(), **changes)  # type: ignore[arg-type]


def _begun(n: int) -> Begun:
    at = NOON - timedelta(days=n, hours=n)
    until = (at + timedelta(days=7)).date()
    return Begun(f"{n:032x}", NUMBER, MATTERS[n], at, until, for_other=n == 1)


def _pages(say: Say, elderly: bool) -> list[Page]:
    v = view(say, elderly)
    until = (NOON + timedelta(days=7)).date()
    half = HalfDone(
        "a", NUMBER, MATTERS[0], "v", "form", NOON, opened_by="XC-K-006", opened_at=NOON
    )
    some = Mine(True, tuple(_begun(n) for n in range(6)))
    changes = Changes(("bank.account", "gone.field"), ("applicant.mobile", "delivery.way"))
    there, here = Kept("a", NUMBER, until, True), Kept("a", NUMBER, until, False)
    drafts = [
        *pages.ask(v, slip=False),
        *pages.ask(v, slip=True),
        *pages.ask(replace(v, hint="resume.not_slip"), slip=False),
        *pages.looking(v),
        *pages.listed(v, None, some, offered=False),
        *pages.listed(v, None, Mine(False, some.visits[:1]), offered=False),
        *pages.listed(v, None, Mine(True, some.visits[:2]), offered=True),
        *pages.told(v, half),
        *pages.changed(v, MATTERS[0], changes),
        *pages.changed(v, MATTERS[0], Changes()),
        *pages.kept(v, there, MATTERS[0]),
        *pages.kept(replace(v, print_state="done"), here, MATTERS[2]),
        *pages.kept(replace(v, print_state="paper"), here, MATTERS[1]),
        *(one for kind in pages.NOTHING for one in pages.nothing(v, kind)),
    ]
    return [one.page for one in drafts]


MAKERS = (_pages,)
