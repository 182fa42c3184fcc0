"""Pages of service mode about the machine's health: the morning's check and the fault record."""

from __future__ import annotations

from datetime import datetime

from kiosk.domain.faults import Fault
from kiosk.domain.readiness import USABLE, Check, Sheet, counted
from kiosk.domain.zone import local
from kiosk.services.messages import Words
from kiosk.services.page import Banner, Page, Row, Section
from kiosk.services.presenters.frame import act, framed
from kiosk.services.presenters.service import NAMES, STATES, WHO
from kiosk.services.view import Draft, View
from kiosk.services.wording import clock, near_date

A_PAGE = 3
RESULTS = {
    "good": ("health.good", "check"),
    "bad": ("health.bad", "alert-triangle"),
    "skipped": ("health.skipped", "arrow-right"),
    "": ("health.untried", "hand-click"),
}


def newest_line(view: View, newest: Sheet | None) -> str:
    """Whether today's check has been signed, when and by whom."""
    if newest is None or newest.day != view.today:
        return view.words("health.not_today")
    time = clock(local(newest.at))
    return view.words("health.done_today", time=time, staff=newest.staff_no)


def check(view: View, checks: tuple[Check, ...], told: str) -> tuple[Draft, ...]:
    """All devices with what came of trying them; the last page leads to signing."""
    w, sums = view.words, counted(checks)
    parts = [checks[n : n + A_PAGE] for n in range(0, len(checks), A_PAGE)] or [()]
    drafts: list[Draft] = []
    for n, part in enumerate(parts):
        last = n + 1 == len(parts)
        page = Page(
            "service_check",
            title=w("health.check.title"),
            sections=(Section("", tuple(_device(view, one) for one in part)),),
            notice=told,
            caption=told or w("health.check.say"),
            back=act(view, "common.back", "arrow-left"),
            main=act(view, "health.sign", "writing")
            if last
            else act(view, "service.more", "arrow-right"),
        )
        gap = "health.gap.untried" if last and (sums[""] or not checks) else ""
        drafts.append(framed(view, page, gap))
    return tuple(drafts)


def _device(view: View, one: Check) -> Row:
    note, mark = found(view.words, one), RESULTS[one.judged][1]
    if one.state not in USABLE:
        return Row(label=name(view.words, one.kind), value=note, mark=mark)
    again = act(view, "health.try", key=one.role, name=name(view.words, one.kind))
    return Row(value=name(view.words, one.kind), note=note, mark=mark, act=again, whole=True)


def found(w: Words, one: Check) -> str:
    """What came of trying it, and how it stands where that says more."""
    result = w(RESULTS[one.judged][0])
    if one.state == "ready":
        return result
    return f"{result}{w('list.comma')}{w(STATES.get(one.state, STATES['unknown']))}"


def name(words: Words, kind: str) -> str:
    """What people call a kind of device."""
    key, _icon = NAMES.get(kind, ("service.kind.other", ""))
    return words(key)


def ask(view: View, one: Check) -> tuple[Draft, ...]:
    """What only the person in front of it can tell: was it heard, did the slip come out."""
    w = view.words
    title = w("health.ask.heard" if one.kind == "speaker" else "health.ask.printed")
    rows = tuple(
        Row(value=row.text, mark=row.icon, act=row, whole=True)
        for row in (
            act(view, "health.was_good", "check"),
            act(view, "health.was_bad", "alert-triangle"),
            act(view, "health.once_more", "refresh"),
        )
    )
    page = Page(
        "service_ask",
        title=title,
        sections=(Section("", rows),),
        caption=title,
        back=act(view, "common.back", "arrow-left"),
    )
    return (framed(view, page),)


def sign(view: View, checks: tuple[Check, ...], *, signed: bool) -> tuple[Draft, ...]:
    """The clerk signs for what the check found."""
    w = view.words
    page = Page(
        "service_sign",
        title=w("health.sign.title"),
        lead=sums_line(view.words, checks),
        pad=True,
        pad_clear=act(view, "sign.clear", "eraser"),
        caption=w("health.sign.say"),
        back=act(view, "common.back", "arrow-left"),
        main=act(view, "health.keep", "check"),
    )
    return (framed(view, page, "" if signed else "frame.gap.sign"),)


def sums_line(words: Words, checks: tuple[Check, ...]) -> str:
    """How many are good, bad, skipped, in words."""
    sums = counted(checks)
    return words("health.sums", good=sums["good"], bad=sums["bad"], skipped=sums["skipped"])


def kept(view: View, sheet: Sheet, printed: str) -> tuple[Draft, ...]:
    """The check is on disk; its slip too where there was a printer."""
    w = view.words
    told = w("health.slip_out" if printed in ("done", "unknown") else "health.slip_not")
    bad = tuple(name(view.words, one.kind) for one in sheet.checks if one.judged == "bad")
    page = Page(
        "service_checked",
        title=w("health.kept.title"),
        icon="check",
        lead=sums_line(view.words, sheet.checks),
        banner=Banner(w("health.kept.bad"), (w("list.comma").join(bad),)) if bad else None,
        notice=told if printed else "",
        caption=w("health.kept.say"),
        main=act(view, "health.to_hub", "check"),
    )
    return (framed(view, page),)


def faults(view: View, known: tuple[Fault, ...]) -> tuple[Draft, ...]:
    """What was wrong lately: which device, what, since when, until when or who must act."""
    w = view.words
    rows = [_fault(view, one) for one in known]
    parts = [tuple(rows[n : n + A_PAGE]) for n in range(0, len(rows), A_PAGE)]
    drafts: list[Draft] = []
    for n, part in enumerate(parts or [()]):
        page = Page(
            "service_faults",
            title=w("health.faults.title"),
            lead="" if part else w("health.faults.none"),
            sections=(Section("", part),) if part else (),
            caption=w("health.faults.say") if part else w("health.faults.none"),
            back=act(view, "common.back", "arrow-left"),
            main=act(view, "service.more", "arrow-right") if n + 1 < len(parts) else None,
        )
        drafts.append(framed(view, page))
    return tuple(drafts)


def _fault(view: View, one: Fault) -> Row:
    w = view.words
    what = w(STATES.get(one.state, STATES["unknown"]))
    since = _moment(view, one.since)
    if one.until:
        note = w("health.fault.ended", since=since, until=_moment(view, one.until))
    else:
        note = w("health.fault.lasts", since=since, who=w(WHO[one.who]))
    return Row(
        label=w("health.fault.what", name=name(view.words, one.kind), what=what),
        value=note,
        mark="check" if one.until else "alert-triangle",
    )


def _moment(view: View, moment: datetime) -> str:
    here = local(moment)
    if here.date() == view.today:
        return clock(here)
    return view.words(
        "health.moment", day=near_date(view.words, here.date(), view.today), time=clock(here)
    )
