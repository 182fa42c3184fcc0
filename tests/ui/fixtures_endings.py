"""Pages of the endings as a person comes to them: not here, tickets, what could not be done."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from kiosk.domain.material import needed
from kiosk.domain.nearest import serves
from kiosk.services.page import Page
from tests.services.endings_twin import request
from tests.services.world import Terminal

Say = Callable[[str, str], str]
CARE = "XC-MZ-014"


def _terminal(say: Say, elderly: bool) -> Terminal:
    t = Terminal(lang=say("zh_CN", "en"), elderly=elderly)
    t.press("attract.start")
    return t


def _most_papers(t: Terminal) -> str:
    """A matter for windows only with many papers and more than one place."""
    place = t.c.fixed.place
    codes = [m for m in t.c.fixed.matters if not m.kiosk_mode and serves(place.helper, m)]
    return max(codes, key=lambda m: (len(m.levels), len(needed(m.materials)))).code


def _not_here(say: Say, elderly: bool) -> list[Page]:
    t = _terminal(say, elderly)
    t.c.steps.begin(_most_papers(t))
    return [t.page]


def _ticket(say: Say, elderly: bool) -> list[Page]:
    t = _terminal(say, elderly)
    pages: list[Page] = []
    t.c.steps.begin(CARE)
    t.press(t.page.main.id)
    pages.append(t.page)
    t.press("ticket.who:serviceman")
    if t.page.screen == "ticket_who":
        t.press("ticket.who:elderly")
    pages.append(t.page)
    t.press("ticket.now")
    pages.append(t.page)
    t = _terminal(say, elderly)
    t.c.open(_errand("ticket")(t.c), "home.ticket")
    pages.append(t.page)
    t.world.endings.reason = "offline"
    t.press("ticket.zone:A", "ticket.who:none")
    if t.page.screen == "ticket_who":
        t.press("ticket.more", "ticket.who:none")
    t.press("ticket.now")
    pages.append(t.page)
    return pages


def _cannot(say: Say, elderly: bool) -> list[Page]:
    t = _terminal(say, elderly)
    pages: list[Page] = []
    t.c.open(_errand("cannot")(t.c), "home.cannot")
    pages.append(t.page)
    t.press("cannot.cause:system")
    pages.append(t.page)
    t.press("cannot.subject:general")
    pages.append(t.page)
    t.press("cannot.without")
    pages.append(t.page)
    t = _terminal(say, elderly)
    t.c.open(_errand("cannot")(t.c), "home.cannot")
    while t.page.other and t.page.other.id == "ticket.more":
        t.press("ticket.more")
    t.press("cannot.follow")
    pages.append(t.page)
    long = say(
        "已经请区住建局和公积金中心一起核对，缺的那一页补好了。",
        "Done. Two offices checked it together.",
    )
    t.world.endings.requests = (request("answered", long), request("handling"))
    t.card()
    pages.append(replace(t.page))
    return pages


def _errand(name: str) -> type:
    from kiosk.services.errands import opened_by

    found = opened_by(f"home.{name}")
    assert found is not None
    return found


MAKERS = (_not_here, _ticket, _cannot)
