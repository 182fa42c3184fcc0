"""Every page that the presenters make, led to by a person's own moves on a terminal without Qt.

`real_pages(lang, elderly)` walks all visits of both matters with the longest values that a card,
a register or the platform can bring, and keeps each page that looks different from the others.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date

from drivers.events import CardBusy, CardRemoved, CardTrouble
from kiosk.flows.data import Notice
from kiosk.services.page import Page, offers
from kiosk.services.ports import Told
from kiosk.services.ports_visits import Kept
from tests.services.world import NOON, WANG, Terminal
from tests.ui.real_capture import CAPTURE
from tests.ui.real_endings import ENDINGS
from tests.ui.real_identity import IDENTITY
from tests.ui.real_inputs import INPUTS
from tests.ui.real_progress import PROGRESS
from tests.ui.real_records import RECORDS
from tests.ui.real_resume import RESUME
from tests.ui.real_service import SERVICE
from tests.ui.real_visits import VISITS
from tests.ui.real_walk import (
    ALLOWANCE,
    ALPHA,
    FAR_PLACE,
    HK,
    HOLIDAY,
    LONG,
    RECORD,
    SUNDAY_NIGHT,
    Walk,
    on_to,
    through,
)


@dataclass(frozen=True)
class Seen:
    """A page and how a person came to it."""

    name: str
    page: Page


def _notices(w: Walk) -> Iterator[Terminal]:
    elsewhere = replace(LONG, address=FAR_PLACE + "示例路9号")
    for record in (WANG, elsewhere, replace(LONG, valid_to=date(2026, 1, 1)), ALPHA, HK):
        yield w.asked(ALLOWANCE, record)
    for reason in ("level", "no_social_card", "refused", "no_record"):
        t = w.asked(ALLOWANCE, at=HOLIDAY)
        t.c.steps.handing_in.refuse(replace(t.c.session.data, notice=Notice(reason)))
        yield t
    for helper in ("SP003", "SP008", "SP010"):
        yield w.asked(ALLOWANCE, WANG, at=SUNDAY_NIGHT, point=helper, helper=helper)


def _after_no(w: Walk) -> Iterator[Terminal]:
    """The slip of a "no": printing, printed, not printed."""
    for t in _notices(w):
        t.now.hold = True
        t.press("notice.print")
        t.now.hold = False
        t.now.release()
        yield t
    for outcome in ("paper", "printer"):
        t = w.asked(ALLOWANCE, WANG)
        t.world.print_outcome = outcome
        t.press("notice.print")
        yield t
    t = w.asked(ALLOWANCE)
    t.world.disk = False
    t.c.steps.handing_in.refuse(replace(t.c.session.data, notice=Notice("level")))
    yield t


def _troubles(w: Walk) -> Iterator[Terminal]:
    for at in (NOON, SUNDAY_NIGHT, HOLIDAY):
        for kind in ("card", "reader", "network", "crash", "store"):
            t = w.asked(ALLOWANCE, at=at)
            t.c.stopped(kind)
            yield _slipped(t)
    t = w.asked(RECORD)
    t.world.network = False
    on_to(t, "trouble")
    yield _slipped(t)
    filed = w.asked(RECORD)
    filed.world.answer = lambda outcome: Told(replace(outcome, state="kept", due=None), None)
    on_to(filed, "trouble")
    yield _slipped(filed)
    crash = w.asked(ALLOWANCE)
    through(crash)
    crash.c.crashed()
    yield crash


def _slipped(t: Terminal) -> Terminal:
    t.now.hold = True
    t.press("notice.print")
    t.now.hold = False
    t.now.release()
    return t


def _identify(w: Walk) -> Iterator[Terminal]:
    for record in (LONG, ALPHA, HK):
        t = w.terminal()
        t.press("attract.start", "home.apply")
        t.press(f"matters.choose:{ALLOWANCE}")
        t.c.on_device(CardBusy("id_card", t.world.armed))
        t.c.on_device(CardTrouble("id_card", t.world.armed, "disturbed"))
        t.c.on_device(CardTrouble("id_card", t.world.armed, "not_an_id_card"))
        t.card(record)
        yield t
    lost = w.terminal()
    lost.press("attract.start", "home.print", f"matters.choose:{RECORD}")
    lost.world.device["id_card"] = "disconnected"
    lost.c.reading._check_reader()
    yield lost


def _helped(w: Walk) -> Iterator[Terminal]:
    for at in (NOON, SUNDAY_NIGHT, HOLIDAY):
        for helper in ("SP001", "SP003"):
            t = w.terminal(at, helper=helper)
            t.press("strip.help")
            yield t


def _quiet(w: Walk) -> Iterator[Terminal]:
    """Asked whether they are there, and asked whether they go, with and without a draft."""
    for to in ("home", "matter", "review", "done"):
        for act in ("strip.end", ""):
            t = w.terminal()
            t.press("attract.start")
            if to != "home":
                t.c.steps.begin(ALLOWANCE)
                t.card(LONG)
                t.press("confirm.yes")
                on_to(t, to)
            t.press(act) if act else t.wait(190)
            yield t
    full = w.terminal()
    full.world.disk = False
    full.press("strip.help")
    full.c.stopped("store")
    full.wait(400)
    yield full


def _kept(w: Walk) -> Iterator[Terminal]:
    for until in (date(2026, 11, 30), date(2027, 12, 26)):
        t = w.asked(ALLOWANCE)
        t.world.visits.keep = lambda *_, until=until: Kept(
            "a" * 32, "XC2611230005000423", until, True
        )
        on_to(t, "review")
        t.press("strip.end", "idle.save", "resume.finish")
        t.c.on_device(CardRemoved("id_card"))
        yield t


def _loud(w: Walk) -> Iterator[Terminal]:
    for code in (ALLOWANCE, RECORD):
        t = w.asked(code)
        t.press("strip.volume")
        yield t
    t = w.terminal()
    t.press("attract.start", "strip.volume", "strip.volume")
    yield t


def _waiting(w: Walk) -> Iterator[Terminal]:
    """The screen that waits for people, in every state of the devices, the network, the disk."""
    states = ("ready", "low", "empty", "cover_open", "disconnected", "unknown")
    places = (("SP002", "SP001"), ("SP001", "SP001"), ("SP003", "SP003"), ("SP007", "SP007"))
    for at in (NOON, SUNDAY_NIGHT):
        for point, helper in places:
            yield w.terminal(at, point=point, helper=helper)
    for reader in ("ready", "disconnected"):
        for printer in states:
            for network in (True, False):
                t = w.terminal()
                t.world.device.update(id_card=reader, receipt=printer)
                t.world.network = network
                t.c.show()
                yield t
    full = w.terminal()
    full.world.disk = False
    full.wait(6)
    yield full


def _found(w: Walk) -> Iterator[Terminal]:
    """Lists leafed through to their end, and what typing brings."""
    for key in ("event.old", "event.business", "print.social", "dept.WJ"):
        t = _at_hub(w, "home.print" if key.startswith("print") else "home.apply")
        if key.startswith("dept"):
            _leaf(t, "find.departments")
            t.press("find.departments")
        _leaf(t, f"find.list:{key}")
        t.press(f"find.list:{key}")
        _leaf(t, "find.none")
        t.press("find.none")
        yield t
    t = _at_hub(w, "home.apply")
    _leaf(t, "find.departments")
    t.press("find.departments")
    _leaf(t, "find.list:dept.RS")
    t.press("find.list:dept.RS")
    if t.page.other and t.page.other.id.startswith("find.groups"):
        t.press("find.groups:dept.RS")
    for area in ("pension", "employer"):
        t.press(f"find.groups:dept.RS/@{area}", "common.back")
    yield t
    for typed in ("", "lrbt", "ylbx", "zzqq"):
        t = _at_hub(w, "home.apply")
        _leaf(t, "find.search")
        t.press("find.search")
        for key in typed:
            t.c.key(key)
        t.press("find.results", "find.next")
        yield t


def _at_hub(w: Walk, by: str) -> Terminal:
    t = w.terminal()
    t.press("attract.start", by)
    return t


def _leaf(t: Terminal, to: str) -> None:
    """Leaf on until the page has this action."""
    for _ in range(60):
        if offers(t.c.draft().page, to):
            return
        t.press(t.page.other.id if t.page.other else "")
    raise AssertionError(f"{to} was not reached")


SCENES: dict[str, Callable[[Walk], Iterator[Terminal]]] = {
    "found": _found,
    "waiting": _waiting,
    "identify": _identify,
    **IDENTITY,
    **VISITS,
    **INPUTS,
    **CAPTURE,
    **PROGRESS,
    **ENDINGS,
    **RECORDS,
    **RESUME,
    **SERVICE,
    "notices": _notices,
    "after-no": _after_no,
    "troubles": _troubles,
    "helped": _helped,
    "quiet": _quiet,
    "kept": _kept,
    "loud": _loud,
}


def _looks(page: Page) -> Page:
    """What makes a page look another one: not which digits stand in a field or a count-down."""
    field = page.field
    if field:
        field = replace(field, shown="", hint=re.sub(r"\d+", "0", field.hint))
    return replace(page, field=field, seconds_left=0)


def real_pages(lang: str, elderly: bool) -> tuple[Seen, ...]:
    """Every page of every scene, the same look once; the fullest field stands for the others."""
    walk, found = Walk(lang, elderly), dict[Page, Seen]()
    for scene, run in SCENES.items():
        terminals = list(run(walk))
        pages = [page for t in terminals for page in t.glass.pages]
        for n, page in enumerate(pages):
            look = _looks(page)
            before = found.get(look)
            full = page.field.shown if page.field else ""
            # the longer one of two that begin alike
            if before is None or full > (before.page.field.shown if before.page.field else ""):
                name = before.name if before else f"{scene}-{n:02d}-{page.screen}"
                found[look] = Seen(name, page)
    return tuple(found.values())
