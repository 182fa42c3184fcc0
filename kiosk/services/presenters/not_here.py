"""A matter that this machine does not do: where it is done, how to get there, what to bring."""

from __future__ import annotations

from dataclasses import replace

from kiosk.domain.loader import shipped
from kiosk.domain.material import needed
from kiosk.domain.matter import Matter
from kiosk.domain.nearest import places_for
from kiosk.domain.points import Near, ServicePoint
from kiosk.services.page import Act, Page, Row, Section, Sign
from kiosk.services.presenters.frame import act, framed
from kiosk.services.presenters.places import open_now_line, point_name, way_line
from kiosk.services.presenters.values import short_address
from kiosk.services.view import Draft, View
from kiosk.services.wording import matter_name

OTHERS = 1
PAPERS = 2
TITLES = {
    "payment": "not_here.title_payment",
    "window": "not_here.title",
    "level": "not_here.title_level",
    "trouble": "not_here.title",
}
LEADS = {
    "payment": "not_here.lead_payment",
    "window": "not_here.lead",
    "level": "not_here.lead_level",
    "trouble": "not_here.lead_trouble",
}
SAID = {
    "payment": "not_here.say_payment",
    "window": "not_here.say",
    "level": "not_here.say",
    "trouble": "not_here.say",
}
PRINTED = {"done": "done.slip", "again": "done.slip", "unknown": "done.slip_unknown"}
BROKEN = {"paper": "not_here.no_paper", "printer": "not_here.no_printer"}


def doing(view: View, matter: Matter | None) -> tuple[Near, ...]:
    """The points that do the matter, the one to name first; the helping point without one."""
    points = shipped().points.values()
    if matter is not None:
        return places_for(points, matter, view.place.point, view.now, view.place.calendar)
    point, calendar = view.place.helper, view.place.calendar
    opens = point.next_opening(view.now, calendar)
    closes = point.closes_at(view.now, calendar)
    return (Near(point, 0.0, point.open_at(view.now, calendar), opens, closes),)


def not_here(view: View, matter: Matter, reason: str) -> tuple[Draft, ...]:
    """One page, or two in the elderly mode: where first, what to bring behind."""
    w = view.words
    places = doing(view, matter)
    first = places[0].point
    page = Page(
        "not_here",
        over=matter_name(w, matter),
        title=w(TITLES[reason]),
        lead=f"{w(LEADS[reason])}{_terms(view, matter)}",
        sign=sign_of(view, first),
        caption=w(SAID[reason]),
        notice=slip_line(view),
        back=act(view, "common.back", "arrow-left"),
        other=print_act(view, "not_here.print"),
        main=Act(f"ticket.take:{first.id}:{matter.code}", w("not_here.ticket"), "ticket"),
        busy=view.print_state == "printing",
    )
    papers = Page(
        "not_here",
        over=page.over,
        title=w("not_here.bring"),
        sections=(Section("", bring_rows(view, matter)),),
        caption=w("not_here.say_bring"),
        back=act(view, "common.back", "arrow-left"),
        main=page.main,
    )
    if view.elderly:
        front = replace(page, lead="", sections=(Section("", (_bring_row(view),)),))
    else:
        sections = _sections(view, matter, places)
        front = replace(page, sections=sections)
    return framed(view, front), framed(view, papers)


def sign_of(view: View, point: ServicePoint, *more: str) -> Sign:
    """Where to go: the place, direction and distance, address, until when it is open or when it
    opens; the address stands on the slip only in the elderly mode, and in English."""
    lines = [way_line(view, point), open_now_line(view, point), *more]
    if not view.elderly and view.words.lang == "zh_CN":
        lines[0] = f"{short_address(point.address)}{view.words('list.comma')}{lines[0]}"
    return Sign(point_name(view, point), tuple(lines))


def slip_line(view: View) -> str:
    """Whether the slip is there; where it is not, that the page says the same."""
    key = PRINTED.get(view.print_state) or BROKEN.get(view.print_state)
    return view.words(key) if key else ""


def print_act(view: View, message: str) -> Act | None:
    """The slip can be had until it is there."""
    if view.print_state in ("done", "again"):
        return None
    return act(view, message, "printer")


def cannot_row(view: View) -> Row:
    """The quiet way to the desk for what cannot be done."""
    one = act(view, "cannot.open", "message-report")
    return Row(value=one.text, mark="message-report", act=one, whole=True)


def bring_rows(view: View, matter: Matter) -> tuple[Row, ...]:
    """What has to be shown at the window: the card, and the originals that only people have."""
    w = view.words
    rows = [Row(value=w("slip.bring_card"), mark="id")]
    for one in needed(matter.materials):
        if one.must_be_brought:
            key = f"matter.item.{one.name}"
            rows.append(Row(value=w(key) if w.has(key) else one.name, mark="file-text"))
    return tuple(rows)


def _bring_row(view: View, count: int = 0) -> Row:
    """Leads to the list of everything to bring."""
    one = act(view, "not_here.more")
    text = view.words("not_here.bring_more", n=count) if count else one.text
    return Row(value=text, mark="file-text", act=replace(one, text=text), whole=True)


def _bring_section(view: View, matter: Matter) -> Section:
    rows = bring_rows(view, matter)
    if len(rows) > PAPERS:
        rows = (*rows[: PAPERS - 1], _bring_row(view, len(rows) - PAPERS + 1))
    return Section(view.words("matter.to_bring"), rows)


def _terms(view: View, matter: Matter) -> str:
    """How long it takes and what it costs, behind the reason."""
    w, days = view.words, matter.promise.number
    long = w("matter.days", n=days) if days else w("matter.at_once")
    fee = w("matter.free") if matter.free else w("not_here.fee")
    return w("not_here.terms", long=long, fee=fee)


def _sections(view: View, matter: Matter, places: tuple[Near, ...]) -> tuple[Section, ...]:
    """What to bring, another place that is open as soon as the first, and the desk for what
    cannot be done; without lists where what became of the slip needs the room."""
    if view.print_state:
        return (Section("", (_bring_row(view), cannot_row(view))),)
    rows = tuple(
        Row(value=point_name(view, near.point), note=way_line(view, near.point), mark="map-pin")
        for near in places[1:]
        if near.opens == places[0].opens
    )
    others = Section(view.words("not_here.others"), (*rows[:OTHERS], cannot_row(view)))
    return (_bring_section(view, matter), others)
