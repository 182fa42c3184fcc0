"""Pages of service mode: for staff, in plain words, never with anything of a citizen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from kiosk.domain.zone import local
from kiosk.services.page import Act, Choice, Fact, Page, Row, Section
from kiosk.services.ports_service import Counts, Device
from kiosk.services.presenters.frame import act, framed
from kiosk.services.view import Draft, View
from kiosk.services.wording import clock, dated

Told = tuple[str, Mapping[str, str]]
A_PAGE = 4
NAMES = {
    "id_card": ("service.kind.id_card", "id"),
    "receipt_printer": ("service.kind.receipt_printer", "printer"),
    "code_scanner": ("service.kind.code_scanner", "qrcode"),
    "speaker": ("service.kind.speaker", "volume"),
    "smart_card": ("service.kind.smart_card", "credit-card"),
    "label_printer": ("service.kind.label_printer", "receipt"),
    "page_printer": ("service.kind.page_printer", "file-text"),
}
STATES = {
    "ready": "service.state.ready",
    "busy": "service.state.busy",
    "low": "service.state.low",
    "empty": "service.state.empty",
    "cover_open": "service.state.cover_open",
    "jam": "service.state.jam",
    "media_present": "service.state.media_present",
    "disconnected": "service.state.disconnected",
    "fault": "service.state.fault",
    "unknown": "service.state.unknown",
}
WHO = {
    "nobody": "service.who.nobody",
    "person": "service.who.person",
    "staff": "service.who.staff",
    "engineer": "service.who.engineer",
}
WHY = {
    "broken": "service.why.broken",
    "paper": "service.why.paper",
    "cleaning": "service.why.cleaning",
    "moving": "service.why.moving",
    "upkeep": "service.why.upkeep",
    "network": "service.why.network",
    "power": "service.why.power",
    "other": "service.why.other",
}
TESTED = {
    "read": "service.told.read",
    "unread": "service.told.unread",
    "speaker": "service.told.spoken",
    "print_done": "service.told.printed",
    "print_unknown": "service.told.print_unknown",
    "print_paper": "service.told.no_paper",
    "print_printer": "service.told.no_print",
}
"""What a test came to -> the words for it."""
TESTABLE = ("id_card", "smart_card", "receipt_printer", "code_scanner", "speaker")
TRIED = {
    "id_card": ("service.test.card", "service.test.card_say", "id"),
    "smart_card": ("service.test.chip", "service.test.chip_say", "credit-card"),
    "code_scanner": ("service.test.code", "service.test.code_say", "qrcode"),
}
"""Kind -> title, sentence and icon of the page that waits for a card or a code."""
PAPER = ("receipt_printer", "label_printer", "page_printer")


@dataclass(frozen=True, slots=True)
class Hub:
    """What the first page shows. `sends`: whether this person may send parked events again."""

    devices: tuple[Device, ...]
    counts: Counts | None
    resting: str
    told: Told
    sends: bool
    checked: str = ""


def hub(view: View, hub: Hub) -> tuple[Draft, ...]:
    """Counts of today and every device with who must act; last the machine as a whole."""
    w = view.words
    rows = [_device_row(view, one) for one in hub.devices]
    parts = [tuple(rows[n : n + A_PAGE]) for n in range(0, len(rows), A_PAGE)]
    sections = [Section(w("service.devices"), part) for part in parts]
    sections.append(Section(w("service.machine"), _machine(view, hub)))
    drafts: list[Draft] = []
    for n, section in enumerate(sections):
        last = n + 1 == len(sections)
        page = Page(
            "service",
            title=w("service.title"),
            facts=_facts(view, hub.counts) if not n else (),
            sections=(section,),
            notice=_told(view, hub.told),
            caption=_told(view, hub.told) or w("service.say"),
            back=act(view, "common.back", "arrow-left") if n else None,
            main=act(view, "service.leave", "logout")
            if last
            else act(view, "service.more", "arrow-right"),
        )
        drafts.append(framed(view, page))
    return tuple(drafts)


def _facts(view: View, counts: Counts | None) -> tuple[Fact, ...]:
    if counts is None:
        return ()
    w = view.words
    parked = w("service.fact.parked", n=counts.parked) if counts.parked else ""
    return (
        Fact(w("service.fact.cases"), str(counts.cases)),
        Fact(w("service.fact.slips"), str(counts.slips), _since_paper(view, counts)),
        Fact(w("service.fact.waiting"), str(counts.waiting), parked),
    )


def _since_paper(view: View, counts: Counts) -> str:
    if counts.since_paper < 0:
        return ""
    return view.words("service.fact.since_paper", n=counts.since_paper)


def _machine(view: View, hub: Hub) -> tuple[Row, ...]:
    w = view.words
    rest = act(view, "service.serve_all" if hub.resting else "service.rest_all", "")
    target = "service.serve" if hub.resting else "service.rest"
    check = act(view, "health.open", "progress-check")
    record = act(view, "health.faults", "alert-triangle")
    whole = Row(
        value=rest.text,
        note=w(WHY.get(hub.resting, "service.why.other")) if hub.resting else "",
        mark="lock",
        act=Act(target, rest.text),
        whole=True,
    )
    rows = [
        Row(value=check.text, note=hub.checked, mark=check.icon, act=check, whole=True),
        Row(value=record.text, mark=record.icon, act=record, whole=True),
        whole,
    ]
    if hub.counts and hub.counts.parked and hub.sends:
        again = act(view, "service.send_again", "send")
        rows.append(Row(value=again.text, mark="send", act=again, whole=True))
    if hub.counts:
        rows.append(Row(w("service.version"), hub.counts.version))
    return tuple(rows)


def _name(view: View, one: Device) -> str:
    key, _icon = NAMES.get(one.kind, ("service.kind.other", ""))
    return view.words(key)


def _state(view: View, one: Device) -> str:
    if one.note:
        return view.words("service.state.rests", why=view.words(WHY.get(one.note, WHY["other"])))
    return view.words(STATES.get(one.state, "service.state.unknown"))


def _device_row(view: View, one: Device) -> Row:
    w, name, state = view.words, _name(view, one), _state(view, one)
    note = state if one.who == "nobody" else f"{state}{w('list.comma')}{w(WHO[one.who])}"
    _key, icon = NAMES.get(one.kind, ("", "info-circle"))
    mark = icon if one.who in ("nobody", "person") else "alert-triangle"
    return Row(
        value=name, note=note, mark=mark, act=Act(f"service.device:{one.role}", name), whole=True
    )


def device(view: View, one: Device, told: Told, *, busy: bool) -> tuple[Draft, ...]:
    """One device: how it stands and since when, and what can be done about it."""
    w = view.words
    stands = [_state(view, one), *((w(WHO[one.who]),) if one.who != "nobody" else ())]
    if one.since:
        stands.append(_since(view, one))
    page = Page(
        "service_device",
        title=_name(view, one),
        lead=w("list.comma").join(stands),
        sections=(Section(w("service.todo"), _acts(view, one)),),
        remark=w("service.code", code=one.detail) if one.detail and not one.note else "",
        notice=_told(view, told),
        caption=_told(view, told) or w("service.device.say"),
        back=act(view, "common.back", "arrow-left"),
        busy=busy,
    )
    return (framed(view, page),)


def _since(view: View, one: Device) -> str:
    moment = local(datetime.fromtimestamp(one.since, UTC))
    if moment.date() == view.today:
        return view.words("service.since_today", time=clock(moment))
    day = dated(view.words, moment.date(), view.today)
    return view.words("service.since_day", day=day, time=clock(moment))


def _acts(view: View, one: Device) -> tuple[Row, ...]:
    if one.note:
        return (_deed(view, "service.serve", "check", one.role),)
    rows: list[Row] = []
    if one.kind in TESTABLE and one.state not in ("disconnected", "fault"):
        rows.append(_deed(view, "service.test", "hand-click", ""))
    if one.kind in PAPER:
        rows.append(_deed(view, "service.paper", "receipt", one.role))
    rows.append(_deed(view, "service.restart", "refresh", one.role))
    rows.append(_deed(view, "service.rest", "lock", one.role))
    return tuple(rows)


def _deed(view: View, message: str, icon: str, role: str) -> Row:
    one = act(view, message, icon, key=role)
    return Row(value=one.text, mark=icon, act=one, whole=True)


def notes(
    view: View, about: Device | str, codes: tuple[str, ...], chosen: str
) -> tuple[Draft, ...]:
    """Why it is taken out of service; citizens are told in the same words."""
    w = view.words
    title = (
        w("service.note.title", name=_name(view, about))
        if isinstance(about, Device)
        else w("service.note.title_all")
    )
    page = Page(
        "service_note",
        title=title,
        choices=tuple(Choice(code, w(WHY[code]), chosen=code == chosen) for code in codes),
        caption=w("service.note.say"),
        back=act(view, "common.back", "arrow-left"),
        main=act(view, "service.rest_now", "lock"),
    )
    return (framed(view, page, "" if chosen else "service.gap.note"),)


def testing(view: View, one: Device, *, skips: bool) -> tuple[Draft, ...]:
    """Waiting for a card or a code; in the morning's check a device can be left out."""
    w = view.words
    title, say, icon = TRIED.get(one.kind, TRIED["code_scanner"])
    skip = act(view, "health.skip", "arrow-right")
    rows = (Row(value=skip.text, mark=skip.icon, act=skip, whole=True),) if skips else ()
    page = Page(
        "service_test",
        title=w(title),
        lead=w("service.test.lead"),
        icon=icon,
        caption=w(say),
        sections=(Section("", rows),) if rows else (),
        back=act(view, "common.back", "arrow-left"),
    )
    return (framed(view, page),)


def _told(view: View, told: Told) -> str:
    return view.words(told[0], **told[1]) if told[0] else ""
