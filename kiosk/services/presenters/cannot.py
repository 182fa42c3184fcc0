"""What could not be done: why, about what, whose; the number; what became of it."""

from __future__ import annotations

from dataclasses import replace

from kiosk.domain.loader import shipped
from kiosk.domain.numbers import in_fours
from kiosk.domain.windows import windows
from kiosk.domain.zone import local
from kiosk.services.page import Banner, Fact, Page, Row, Section
from kiosk.services.ports_endings import Followed, OpenRequest, Registered
from kiosk.services.presenters.frame import act, framed
from kiosk.services.presenters.not_here import print_act, sign_of, slip_line
from kiosk.services.presenters.places import open_now_line, point_name
from kiosk.services.presenters.ticket import ZONES, rows_in_pages
from kiosk.services.view import Draft, View
from kiosk.services.wording import clock, digits, full_date, matter_name, near_date

CAUSES = {
    "legacy": ("cannot.cause.legacy", "cannot.cause.legacy_note"),
    "system": ("cannot.cause.system", "cannot.cause.system_note"),
    "material": ("cannot.cause.material", "cannot.cause.material_note"),
    "departments": ("cannot.cause.departments", "cannot.cause.departments_note"),
    "rule": ("cannot.cause.rule", "cannot.cause.rule_note"),
}
"""The five groups in which such requests are counted."""
STATES = {
    "registered": "cannot.state.registered",
    "handling": "cannot.state.handling",
    "answered": "cannot.state.answered",
}


def about_words(view: View, matter: str, subject: str) -> str:
    """What a request is about: the matter, else the kind of thing."""
    if matter:
        return matter_name(view.words, view.matters[matter])
    return view.words(ZONES.get(subject, "cannot.about_any"))


def causes(view: View, matter: str) -> tuple[Draft, ...]:
    """Why did it not work? The five causes, and the way to earlier requests."""
    w = view.words
    rows = [
        Row(
            value=w(name),
            note="" if view.elderly else w(note),
            act=replace(act(view, name), id=f"cannot.cause:{cause}"),
            whole=True,
        )
        for cause, (name, note) in CAUSES.items()
    ]
    page = Page(
        "cannot_cause",
        over=about_words(view, matter, "") if matter else "",
        title=w("cannot.title"),
        lead=w("cannot.lead"),
        caption=w("cannot.say"),
        back=act(view, "common.back", "arrow-left"),
    )
    if not matter:
        rows.append(_whole(view, "cannot.follow", "progress-check"))
    return rows_in_pages(view, page, rows)


def _whole(view: View, message: str, icon: str) -> Row:
    one = act(view, message, icon)
    return Row(value=one.text, mark=icon, act=one, whole=True)


def subjects(view: View) -> tuple[Draft, ...]:
    """What is it about? The kinds of things that the halls know."""
    w = view.words
    rows = [
        Row(
            value=w(ZONES[name]),
            act=replace(act(view, ZONES[name]), id=f"cannot.subject:{name}"),
            whole=True,
        )
        for name in windows().zones.values()
    ]
    page = Page(
        "cannot_about",
        title=w("cannot.about_title"),
        caption=w("cannot.about_say"),
        back=act(view, "common.back", "arrow-left"),
    )
    return rows_in_pages(view, page, rows)


def whose(view: View) -> tuple[Draft, ...]:
    """With the card the answer can be seen by card too; without it the slip is enough."""
    w = view.words
    page = Page(
        "cannot_who",
        title=w("cannot.who_title"),
        lead=w("cannot.who_busy") if view.card == "reading" else w("cannot.who_lead"),
        banner=Banner(w("cannot.who_card"), (w("cannot.who_card_line"),)),
        caption=w("cannot.who_say" if view.card in ("", "reading") else "cannot.who_again"),
        back=act(view, "common.back", "arrow-left"),
        main=act(view, "cannot.without", "receipt"),
        busy=view.card == "reading",
    )
    return (framed(view, page),)


def registering(view: View) -> tuple[Draft, ...]:
    """A moment's wait."""
    w = view.words
    page = Page("working", title=w("cannot.sending"), caption=w("cannot.sending_say"), busy=True)
    return (framed(view, page),)


def registered(view: View, told: Registered, about: str) -> tuple[Draft, ...]:
    """The number, by when it is answered, how to see the answer, who can be asked meanwhile."""
    w = view.words
    lines = [w("cannot.done_follow")]
    if told.answer_by:
        lines.insert(0, w("cannot.done_by", date=near_date(w, told.answer_by, view.today)))
    page = Page(
        "cannot",
        over=about,
        title=w("cannot.done_title"),
        banner=Banner(
            w("cannot.done_safe"),
            (w("cannot.done_number", number=in_fours(told.number)), *lines),
        ),
        facts=(Fact(w("cannot.password"), told.password),),
        sections=(Section("" if view.elderly else w("cannot.meanwhile"), _desk_rows(view)),),
        caption=w("cannot.done_say", tail=digits(w, told.number[-4:])),
        notice=slip_line(view),
        other=act(view, "cannot.finish", "check") if print_act(view, "cannot.print") else None,
        main=print_act(view, "cannot.print") or act(view, "cannot.finish", "check"),
        busy=view.print_state == "printing",
    )
    if view.elderly:
        page = replace(page, facts=(), over="")
    return (framed(view, page),)


def _desk_rows(view: View) -> tuple[Row, ...]:
    """The point where somebody can be asked meanwhile, and when."""
    w, point = view.words, view.place.helper
    return (
        Row(w("notice.place"), point_name(view, point)),
        Row(w("notice.hours"), open_now_line(view, point)),
    )


def not_kept(view: View) -> tuple[Draft, ...]:
    """The disk did not take it: nothing is promised, and a person helps."""
    w = view.words
    page = Page(
        "cannot_follow",
        title=w("cannot.not_kept"),
        lead=w("cannot.not_kept_lead"),
        sign=sign_of(view, view.place.helper),
        caption=w("cannot.not_kept_say"),
        main=act(view, "cannot.finish", "check"),
    )
    return (framed(view, page),)


def ask(view: View) -> tuple[Draft, ...]:
    """Scan the slip, or put the card down."""
    w = view.words
    page = Page(
        "cannot_follow",
        title=w("cannot.follow_title"),
        lead=w("cannot.follow_lead"),
        banner=Banner(w("cannot.follow_scan"), (w("cannot.follow_card"),)),
        caption=w("cannot.follow_say"),
        back=act(view, "common.back", "arrow-left"),
        busy=view.card == "reading",
    )
    return (framed(view, page),)


def found(view: View, followed: Followed) -> tuple[Draft, ...]:
    """What became of the requests, newest first; one a page in the elderly mode."""
    w = view.words
    if not followed.requests:
        headline = "cannot.found_none" if followed.answered else "cannot.found_offline"
        page = Page(
            "cannot_follow",
            title=w(headline),
            lead=w("cannot.found_none_lead"),
            sign=sign_of(view, view.place.helper),
            caption=w("cannot.found_none_say"),
            back=act(view, "common.back", "arrow-left"),
            main=act(view, "cannot.finish", "check"),
        )
        return (framed(view, page),)
    return tuple(_found(view, one, n, followed) for n, one in enumerate(followed.requests, 1))


def _found(view: View, one: OpenRequest, n: int, followed: Followed) -> Draft:
    w, count = view.words, len(followed.requests)
    first = one.answer if one.state == "answered" else w(STATES[one.state])
    last = n == count
    page = Page(
        "cannot_answer",
        over=w("frame.pages", n=n, all=count) if count > 1 else "",
        title=w(STATES[one.state]),
        banner=Banner(first, (_by(view, one),)),
        sections=(Section("", _rows(view, one)),),
        caption=w("cannot.found_say"),
        back=act(view, "common.back", "arrow-left"),
        main=act(view, "cannot.finish", "check")
        if last
        else act(view, "cannot.more", "arrow-right"),
    )
    return framed(view, page)


def _by(view: View, one: OpenRequest) -> str:
    w = view.words
    if one.state == "answered":
        return w("cannot.found_answered", phone=view.place.helper.phone)
    return w("cannot.done_by", date=near_date(w, one.answer_by, view.today))


def _rows(view: View, one: OpenRequest) -> tuple[Row, ...]:
    w, begun = view.words, local(one.registered)
    known = one.matter if one.matter in shipped().catalogue.by_code else ""
    rows = (
        Row(w("cannot.number"), in_fours(one.number)),
        Row(w("cannot.about"), about_words(view, known, "")),
        Row(w("cannot.registered"), f"{full_date(w, begun.date())} {clock(begun)}"),
    )
    return rows[:1] if view.elderly else rows
