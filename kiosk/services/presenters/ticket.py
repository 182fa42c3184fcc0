"""Taking a number: for what, whom, when; the number; how many are before it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime

from kiosk.domain.points import ServicePoint
from kiosk.domain.ticket import PRIORITIES, Ticket, bookable, is_morning
from kiosk.domain.windows import windows
from kiosk.services.page import Banner, Fact, Page, Row, Section
from kiosk.services.ports_endings import Position, TicketTold
from kiosk.services.presenters.frame import act, framed
from kiosk.services.presenters.not_here import cannot_row, print_act, sign_of, slip_line
from kiosk.services.presenters.places import is_open, open_now_line, opens_day, point_name
from kiosk.services.view import Draft, View
from kiosk.services.wording import clock, digits, matter_name, month_day, spoken_count, weekday

ELDERLY_ROWS = 3
ZONES = {
    "general": "ticket.zone.general",
    "social": "ticket.zone.social",
    "medical": "ticket.zone.medical",
    "civil": "ticket.zone.civil",
    "business": "ticket.zone.business",
    "property": "ticket.zone.property",
    "police": "ticket.zone.police",
    "utilities": "ticket.zone.utilities",
}
WHO = {
    "": "ticket.who.none",
    "elderly": "ticket.who.elderly",
    "disabled": "ticket.who.disabled",
    "serviceman": "ticket.who.serviceman",
    "pregnant": "ticket.who.pregnant",
}
NONE = {
    "offline": ("ticket.none_offline", "ticket.none_offline_lead"),
    "none_left": ("ticket.none_left", "ticket.none_left_lead"),
    "full": ("ticket.none_full", "ticket.none_full_lead"),
}
STATES = {
    "waiting": "ticket.state.waiting",
    "requeued": "ticket.state.waiting",
    "called": "ticket.state.called",
    "serving": "ticket.state.serving",
    "missed": "ticket.state.missed",
}


def zone_words(view: View, letter: str) -> str:
    """What a zone is called."""
    return view.words(ZONES[windows().zones[letter]])


def priority_words(view: View, priority: str) -> str:
    """Whom a priority is for."""
    return view.words(WHO[priority])


def day_words(view: View, day: date) -> str:
    """The day on which a number counts."""
    return opens_day(view, day)


def zones(view: View, point: ServicePoint) -> tuple[Draft, ...]:
    """What is it about? One row a zone of the hall."""
    w = view.words
    rows = tuple(
        Row(value=zone_words(view, z), act=act(view, ZONES[windows().zones[z]]), whole=True)
        for z in windows().zones_of(point.id)
    )
    rows = tuple(
        replace(row, act=replace(row.act, id=f"ticket.zone:{z}") if row.act else None)
        for row, z in zip(rows, windows().zones_of(point.id), strict=True)
    )
    page = Page(
        "ticket_zone",
        title=w("ticket.title"),
        lead=w("ticket.lead", place=point_name(view, point), hours=open_now_line(view, point)),
        caption=w("ticket.say"),
        back=act(view, "common.back", "arrow-left"),
        remark="" if view.elderly else w("ticket.scan"),
    )
    return rows_in_pages(view, page, rows)


def rows_in_pages(view: View, page: Page, rows: Sequence[Row]) -> tuple[Draft, ...]:
    """All rows on one page, or three a page in the elderly mode."""
    if not view.elderly or len(rows) <= ELDERLY_ROWS + 1:
        return (framed(view, replace(page, sections=(Section("", tuple(rows)),))),)
    parts = [rows[n : n + ELDERLY_ROWS] for n in range(0, len(rows), ELDERLY_ROWS)]
    return tuple(
        framed(
            view,
            replace(
                page,
                sections=(Section("", tuple(part)),),
                other=act(view, "ticket.more", "arrow-right") if n < len(parts) else None,
                back=act(view, "common.back", "arrow-left"),
            ),
        )
        for n, part in enumerate(parts, 1)
    )


def who(view: View) -> tuple[Draft, ...]:
    """Is somebody to be called first? Nobody is asked for proof here; the window looks."""
    w = view.words
    order = (*PRIORITIES, "") if view.elderly else ("", *PRIORITIES)
    rows = tuple(
        Row(
            value=w(WHO[one]),
            act=replace(act(view, WHO[one]), id=f"ticket.who:{one or 'none'}"),
            whole=True,
        )
        for one in order
    )
    page = Page(
        "ticket_who",
        title=w("ticket.who_title"),
        lead=w("ticket.who_lead"),
        caption=w("ticket.who_say"),
        back=act(view, "common.back", "arrow-left"),
    )
    return rows_in_pages(view, page, rows)


def when(view: View, point: ServicePoint, day: date) -> tuple[Draft, ...]:
    """Now, or a half-day to be booked; a booking needs the network."""
    w = view.words
    if is_open(view, point):
        note = open_now_line(view, point)
    else:
        note = w("ticket.counts", day=opens_day(view, day))
    now = act(view, "ticket.now", "ticket")
    rows = [Row(value=now.text, note=note, act=now, whole=True)]
    if view.network:
        rows += [_slot(view, one) for one in bookable(point, view.now, view.place.calendar)]
    page = Page(
        "ticket_when",
        title=w("ticket.when_title"),
        caption=w("ticket.when_say"),
        back=act(view, "common.back", "arrow-left"),
        remark="" if view.network else w("ticket.book_offline"),
    )
    return rows_in_pages(view, page, rows)


def _slot(view: View, begins: datetime) -> Row:
    w = view.words
    half = w("ticket.morning" if is_morning(begins) else "ticket.afternoon")
    day, time = begins.date(), clock(begins)
    if (day - view.today).days > 1:
        text = w("ticket.slot_later", weekday=weekday(w, day), half=half)
        note = w("ticket.from_later", date=month_day(w, day), time=time)
    else:
        text = w("ticket.slot", day=opens_day(view, day), half=half)
        note = w("ticket.from", time=time)
    text = text[:1].upper() + text[1:]
    one = replace(act(view, "ticket.book"), id=f"ticket.book:{begins.isoformat()}", text=text)
    return Row(value=text, note=note, act=one, whole=True)


def taking(view: View) -> tuple[Draft, ...]:
    """A moment's wait."""
    w = view.words
    page = Page("working", title=w("ticket.taking"), caption=w("ticket.taking_say"), busy=True)
    return (framed(view, page),)


def taken(view: View, told: TicketTold, point: ServicePoint, *, carried: bool) -> tuple[Draft, ...]:
    """The number, how many are before it, where and when."""
    w, ticket = view.words, told.ticket
    if ticket is None:
        return none(view, told, point)
    number = w("ticket.say_number", number=digits(w, ticket.number))
    if ticket.day != view.today:
        number = w("ticket.say_other_day", number=digits(w, ticket.number))
    facts = _facts(view, ticket, told.before)
    heading = w("ticket.taken_elderly", number=ticket.number)
    page = Page(
        "ticket",
        over="" if view.elderly else _about(view, ticket),
        title=heading if view.elderly else w("ticket.taken"),
        facts=facts[1:] if view.elderly else facts,
        sign=sign_of(view, point, *_lines(view, ticket, carried=carried)),
        caption=number,
        notice=slip_line(view),
        other=act(view, "ticket.finish", "check") if print_act(view, "ticket.print") else None,
        main=print_act(view, "ticket.print") or act(view, "ticket.finish", "check"),
        busy=view.print_state == "printing",
    )
    return (framed(view, page),)


def _about(view: View, ticket: Ticket) -> str:
    if ticket.matter:
        return matter_name(view.words, view.matters[ticket.matter])
    return zone_words(view, ticket.zone)


def _facts(view: View, ticket: Ticket, before: int | None) -> tuple[Fact, ...]:
    w = view.words
    facts = [Fact(w("ticket.number"), ticket.number)]
    if ticket.day != view.today or ticket.booked_for:
        day = Fact(w("ticket.day"), day_words(view, ticket.day))
        if ticket.booked_for:
            day = replace(day, note=w("ticket.from", time=clock(ticket.booked_for)))
        facts.append(day)
    elif before is not None:
        facts.append(Fact(w("ticket.before"), w("ticket.people", n=before)))
    else:
        facts.append(Fact(w("ticket.before"), w("ticket.ask_hall")))
    if ticket.priority and not view.elderly:
        facts.append(Fact(w("ticket.first"), w("ticket.yes")))
    return tuple(facts)


def _lines(view: View, ticket: Ticket, *, carried: bool) -> tuple[str, ...]:
    if not carried:
        return ()
    return (view.words("ticket.carried"),)


def none(view: View, told: TicketTold, point: ServicePoint) -> tuple[Draft, ...]:
    """No number could be had: where to go all the same, and that it is given there."""
    w = view.words
    headline, lead = NONE[told.reason]
    page = Page(
        "ticket_none",
        title=w(headline),
        lead=w(lead),
        sign=sign_of(view, point),
        sections=(Section("", (cannot_row(view),)),),
        caption=w("ticket.none_say"),
        notice=slip_line(view),
        back=act(view, "common.back", "arrow-left"),
        main=print_act(view, "ticket.print") or act(view, "ticket.finish", "check"),
        busy=view.print_state == "printing",
    )
    return (framed(view, page),)


def position(view: View, found: Position | None, point: ServicePoint) -> tuple[Draft, ...]:
    """How many are before a number that was taken earlier."""
    w = view.words
    if found is None or found.state not in STATES:
        headline = "ticket.not_found" if found is None else "ticket.over"
        page = Page(
            "ticket_none",
            title=w(headline),
            banner=Banner(w("ticket.over_line")),
            sign=sign_of(view, point),
            caption=w("ticket.over_say"),
            back=act(view, "common.back", "arrow-left"),
            main=act(view, "ticket.new", "ticket"),
        )
        return (framed(view, page),)
    facts = [Fact(w("ticket.number"), found.number)]
    if found.window:
        facts.append(Fact(w("ticket.window"), w("ticket.window_no", n=found.window)))
    else:
        facts.append(Fact(w("ticket.before"), w("ticket.people", n=found.before)))
    page = Page(
        "ticket",
        over=w("ticket.taken_elderly", number=found.number) if view.elderly else "",
        title=w(STATES[found.state]),
        facts=tuple(facts[1:] if view.elderly else facts),
        sign=sign_of(view, point),
        caption=w("ticket.position_say", n=spoken_count(w, found.before)),
        back=act(view, "common.back", "arrow-left"),
        main=act(view, "ticket.finish", "check"),
    )
    return (framed(view, page),)
