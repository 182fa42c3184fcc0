"""Slips of the endings: where to go, a ticket, what could not be done."""

from __future__ import annotations

from collections.abc import Callable

from drivers.receipt_printer import Pair, Qr, Rule, Slip, Text
from kiosk.domain.matter import Matter
from kiosk.domain.numbers import in_fours
from kiosk.domain.points import ServicePoint
from kiosk.domain.ticket import Ticket
from kiosk.services.ports_endings import Registered
from kiosk.services.presenters.not_here import TITLES, bring_rows, doing
from kiosk.services.presenters.places import open_now_line, point_name, way_line
from kiosk.services.presenters.ticket import day_words, priority_words, zone_words
from kiosk.services.slips import Item, Terminal, foot, head, title
from kiosk.services.view import View
from kiosk.services.wording import clock, department, full_date, matter_name

SlipMaker = Callable[[View, Terminal, bool], Slip]
"""Makes the slip of a page; the last argument says whether it is one more copy."""
TICKET_MARK = "XCT"
"""Before a ticket's id in its code, so that other slips are told apart."""
REQUEST_MARK = "XCQ"


def not_here_slip(
    view: View, terminal: Terminal, matter: Matter, reason: str, *, again: bool
) -> Slip:
    """Where the matter is done and what to bring."""
    w = view.words
    lines: list[Item] = [
        *title(view, "slip.title.notice"),
        Pair(w("slip.matter"), matter_name(w, matter)),
        Pair(w("slip.department"), department(w, matter)),
        Pair(w("slip.reason"), w(TITLES[reason])),
        Rule(),
        *_where(view, doing(view, matter)[0].point),
        Rule(),
        Text(w("matter.to_bring"), bold=True),
        *(Text(row.value) for row in bring_rows(view, matter)),
    ]
    return Slip((*head(view, again), *lines, *foot(view, terminal)))


def place_slip(view: View, terminal: Terminal, point: ServicePoint, *, again: bool) -> Slip:
    """Where to go, where no number could be had."""
    lines = [*title(view, "slip.title.notice"), *_where(view, point)]
    return Slip((*head(view, again), *lines, *foot(view, terminal)))


def ticket_slip(
    view: View, terminal: Terminal, ticket: Ticket, point: ServicePoint, *, again: bool
) -> Slip:
    """A number: for which hall and day, for what, and the code that tells how many are before."""
    w = view.words
    lines: list[Item] = [
        *title(view, "slip.title.ticket"),
        Text(ticket.number, size=2, bold=True, align="center"),
        Pair(w("slip.ticket_day"), day_words(view, ticket.day)),
        Pair(w("slip.ticket_zone"), zone_words(view, ticket.zone)),
    ]
    if ticket.booked_for:
        lines.append(Pair(w("slip.ticket_from"), clock(ticket.booked_for)))
    if ticket.priority:
        lines.append(Pair(w("slip.ticket_first"), priority_words(view, ticket.priority)))
    if ticket.matter:
        lines.append(Pair(w("slip.matter"), matter_name(w, view.matters[ticket.matter])))
    lines += [
        Rule(),
        *_where(view, point),
        Rule(),
        Text(w("slip.ticket_missed")),
        Qr(f"{TICKET_MARK}{ticket.id}", w("slip.ticket_scan")),
    ]
    return Slip((*head(view, again), *lines, *foot(view, terminal)))


def cannot_slip(
    view: View, terminal: Terminal, told: Registered, about: str, cause: str, *, again: bool
) -> Slip:
    """What could not be done, under its number; the code leads to the answer."""
    w = view.words
    lines: list[Item] = [
        *title(view, "slip.title.cannot"),
        Pair(w("slip.number"), in_fours(told.number), size=2),
        Pair(w("slip.password"), told.password),
        Pair(w("slip.cannot_about"), about),
        Pair(w("slip.reason"), cause),
    ]
    if told.answer_by:
        lines.append(Pair(w("slip.cannot_by"), full_date(w, told.answer_by)))
    lines += [
        Rule(),
        *_where(view, view.place.helper),
        Rule(),
        Text(w("slip.cannot_follow")),
        Qr(f"{REQUEST_MARK}{told.number}{told.password}", w("slip.cannot_scan")),
    ]
    return Slip((*head(view, again), *lines, *foot(view, terminal)))


def _where(view: View, point: ServicePoint) -> tuple[Item, ...]:
    w = view.words
    return (
        Pair(w("slip.go_to"), point_name(view, point), size=2 if view.elderly else 1),
        Pair(w("slip.walk"), way_line(view, point)),
        Pair(w("slip.address"), point.address),
        Pair(w("slip.hours"), open_now_line(view, point)),
        Pair(w("slip.phone"), point.phone),
        Pair(w("slip.bring"), w("slip.bring_card")),
    )
