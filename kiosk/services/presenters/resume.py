"""Pages of half-done visits: kept, asked for, listed, told of, gone on with."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from kiosk.domain.masking import last_four, mask_name
from kiosk.domain.numbers import in_fours
from kiosk.domain.zone import local
from kiosk.services.page import Act, Banner, Page, Row, Section
from kiosk.services.ports_visits import Begun, HalfDone, Kept, Mine
from kiosk.services.presenters.card_words import said
from kiosk.services.presenters.frame import act, framed
from kiosk.services.presenters.places import open_line, point_name
from kiosk.services.view import Draft, View
from kiosk.services.wording import clock, matter_name, near_date

if TYPE_CHECKING:
    from kiosk.flows.data import Person, VisitData
    from kiosk.services.resuming import Changes

A_PAGE, A_PAGE_ELDERLY = 4, 3
MOST_CHANGES = 4
ASK = ("resume.ask.title", "resume.ask.lead", "resume.ask.say")
ASK_SLIP = ("resume.card.title", "resume.card.lead", "resume.card.say")
LIST = ("resume.list.title", "resume.list.say")
OFFER = ("resume.offer.title", "resume.offer.say")
EVERYWHERE = ("resume.kept.lead", "resume.kept.say")
HERE = ("resume.kept_here.lead", "resume.kept_here.say")
NOTHING = {
    "none": ("resume.none.title", "resume.none.line", "resume.none.say"),
    "slip": ("resume.slip.title", "resume.slip.line", "resume.slip.say"),
    "gone": ("resume.gone.title", "resume.gone.line", "resume.gone.say"),
    "offline": ("resume.offline.title", "resume.offline.line", "resume.offline.say"),
}
PRINTED = {
    "printing": "done.slip_printing",
    "done": "done.slip",
    "again": "done.slip",
    "unknown": "done.slip_unknown",
    "paper": "slips.failed",
    "printer": "slips.failed",
}


def whose(data: VisitData) -> str:
    """The masked name of who stands at the machine."""
    person = data.agent or data.person
    return mask_name(person.name) if person else ""


def ask(view: View, *, slip: bool) -> tuple[Draft, ...]:
    """Card or slip; after a slip its owner's card, and nothing is shown before that."""
    w, state = view.words, said(view)
    words = ASK_SLIP if slip else ASK
    lead = w(view.hint or words[1])
    typed = act(view, "resume.type", "pencil")
    row = Row(value=typed.text, mark="receipt", act=typed, whole=True)
    page = Page(
        "resume",
        title=w(state or words[0]),
        lead="" if state else lead,
        caption=w(f"{state}.say" if state else words[2]),
        sections=() if slip else (Section("", (row,)),),
        back=act(view, "common.back", "arrow-left"),
        remark="" if view.elderly else w("resume.why"),
        busy=view.card == "reading",
    )
    return (framed(view, page),)


def looking(view: View) -> tuple[Draft, ...]:
    """The platform is being asked."""
    w = view.words
    page = Page(
        "working", title=w("resume.looking.title"), caption=w("resume.looking.say"), busy=True
    )
    return (framed(view, page),)


def listed(view: View, owner: Person | None, mine: Mine, *, offered: bool) -> tuple[Draft, ...]:
    """What was left half done, newest first. `offered`: in the middle of something else, which
    goes on with one touch."""
    w, most = view.words, A_PAGE_ELDERLY if view.elderly else A_PAGE
    words = OFFER if offered else LIST
    parts = [mine.visits[n : n + most] for n in range(0, len(mine.visits), most)]
    more = act(view, "common.next", "arrow-right")
    new = act(view, "resume.new", "arrow-right") if offered else None
    drafts: list[Draft] = []
    for n, part in enumerate(parts, 1):
        page = Page(
            "resume_list",
            title=w(words[0]),
            over=w("frame.pages", n=n, all=len(parts)) if len(parts) > 1 else "",
            lead=_lead(view, owner, mine),
            sections=(Section("", tuple(_line(view, one) for one in part)),),
            caption=w(words[1]),
            back=act(view, "common.back", "arrow-left"),
            other=new if n < len(parts) else None,
            main=more if n < len(parts) else new,
        )
        drafts.append(framed(view, page))
    return tuple(drafts)


def _lead(view: View, owner: Person | None, mine: Mine) -> str:
    w = view.words
    if not mine.answered:
        return w("resume.list.here_only")
    return w("resume.list.lead", name=mask_name(owner.name)) if owner else ""


def _line(view: View, one: Begun) -> Row:
    w, at = view.words, local(one.saved)
    name = matter_name(w, view.matters[one.matter])
    if one.for_other:
        name = w("resume.for_other", name=name)
    left = w("resume.left", date=near_date(w, at.date(), view.today), time=clock(at))
    until = w("resume.until", date=near_date(w, one.until, view.today))
    note = left if view.elderly else left + w("list.comma") + until
    press = Act(f"resume.choose:{one.id}", name, name=f"{name} {last_four(one.number)}")
    return Row("", name, note, "file-text", press, whole=True)


def told(view: View, half: HalfDone) -> tuple[Draft, ...]:
    """Another machine opened it since: who goes on here should know."""
    w, at = view.words, local(half.opened_at or half.saved)
    page = Page(
        "resume_told",
        title=w("resume.told.title"),
        icon="info-circle",
        lead=w("resume.told.lead", time=clock(at)),
        banner=Banner(w("resume.told.safe")),
        caption=w("resume.told.say"),
        back=act(view, "common.back", "arrow-left"),
        main=act(view, "resume.here", "arrow-right"),
    )
    return (framed(view, page),)


def again(view: View, half: HalfDone) -> tuple[Draft, ...]:
    """The same matter was left half done before: on with that?"""
    w, at = view.words, local(half.saved)
    page = Page(
        "resume_told",
        title=w("resume.same.title"),
        over=matter_name(w, view.matters[half.matter]),
        icon="repeat",
        lead=w("resume.same.lead", date=near_date(w, at.date(), view.today), time=clock(at)),
        caption=w("resume.same.say"),
        other=act(view, "resume.anew", "pencil"),
        main=act(view, "resume.on", "arrow-right"),
    )
    return (framed(view, page),)


def changed(view: View, matter: str, changes: Changes) -> tuple[Draft, ...]:
    """The matter has a new version: what is asked no more, what is asked anew."""
    w = view.words
    parts = (("resume.changed.gone", changes.gone), ("resume.changed.new", changes.new))
    sections = tuple(
        Section(w(message), tuple(Row(value=_label(view, f)) for f in fields[:MOST_CHANGES]))
        for message, fields in parts
        if fields
    )
    page = Page(
        "resume_changed",
        title=w("resume.changed.title"),
        over=matter_name(w, view.matters[matter]),
        icon="" if sections else "info-circle",
        lead=w("resume.changed.lead" if sections else "resume.changed.same"),
        sections=sections,
        caption=w("resume.changed.say"),
        main=act(view, "resume.on", "arrow-right"),
    )
    return (framed(view, page),)


def _label(view: View, name: str) -> str:
    w, key = view.words, f"field.{name}.label"
    return w(key) if w.has(key) else w("resume.changed.other")


def kept(view: View, one: Kept, matter: str) -> tuple[Draft, ...]:
    """It is kept: until when, and where it can be gone on with, honestly."""
    w = view.words
    words = EVERYWHERE if one.everywhere else HERE
    done = view.print_state in ("done", "again", "unknown")
    rows = (
        Row(w("resume.kept.matter"), matter_name(w, view.matters[matter])),
        Row(w("resume.kept.until"), near_date(w, one.until, view.today)),
        Row(w("resume.kept.number"), in_fours(one.number)),
    )
    message = PRINTED.get(view.print_state, "")
    page = Page(
        "resume_kept",
        title=w("resume.kept.title"),
        icon="done",
        lead=w(words[0]),
        sections=(Section("", rows[:2] if view.elderly else rows),),
        notice=w(message) if message else "",
        caption=w(words[1]),
        other=None if done else act(view, "resume.print", "printer"),
        main=act(view, "resume.finish", "check"),
    )
    if view.print_state == "printing":
        page = replace(page, other=None)
    return (framed(view, page),)


def nothing(view: View, kind: str) -> tuple[Draft, ...]:
    """Nothing to go on with, and what can be done. `kind`: none, slip (of somebody else, or over),
    gone (finished or opened meanwhile), offline."""
    w, point, words = view.words, view.place.helper, NOTHING[kind]
    rows = (
        Row(w("notice.place"), point_name(view, point)),
        Row(w("notice.hours"), open_line(view, point, "notice.open_until", "notice.opens")),
        Row(w("notice.phone"), f"{point.phone} / 12345"),
    )
    page = Page(
        "resume_none",
        title=w(words[0]),
        icon="wifi-off" if kind == "offline" else "info-circle",
        banner=Banner(w(words[1])),
        sections=(Section("", rows[: 2 if view.elderly else 3]),),
        caption=w(words[2]),
        other=act(view, "resume.again", "refresh"),
        main=act(view, "home.apply", "file-text"),
    )
    return (framed(view, page),)
