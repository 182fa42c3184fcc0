"""Pages of an authorisation: both cards, for which matters, until when, checked and agreed to."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from kiosk.domain.masking import mask_id_number, mask_name
from kiosk.services.page import Choice, Page, Row, Section, Tick
from kiosk.services.presenters.card_words import picture, said
from kiosk.services.presenters.frame import act, framed
from kiosk.services.presenters.ways import other_ways, paged
from kiosk.services.view import Draft, View
from kiosk.services.way import Given
from kiosk.services.wording import near_date

if TYPE_CHECKING:
    from kiosk.services.errands.authorise import Paper

SCOPES = ("all", "RS", "YB", "MZ")
SCOPES_ELDERLY = ("all", "RS", "YB")
TERMS = ("month", "half", "year")
SHOWN, SHOWN_ELDERLY = 4, 2


def drafts(view: View, paper: Paper) -> tuple[Draft, ...]:
    """The page of where it is now."""
    makers = {
        "own": _card,
        "other": _card,
        "scope": _scope,
        "term": _term,
        "check": _check,
        "done": _done,
    }
    if paper.place == "check" and view.elderly:
        return _check_pages(view, paper)
    if paper.place == "list":
        return _list(view, paper)
    return (makers[paper.place](view, paper),)


def _check_pages(view: View, paper: Paper) -> tuple[Draft, ...]:
    """What it is about, and on a page of its own what is agreed to."""
    w, whole = view.words, _check(view, paper)
    first = replace(whole.page, ticks=(), main=act(view, "common.next", "arrow-right"))
    title = w("authorise.offline") if paper.failed else w("authorise.agree_title")
    second = replace(whole.page, title=title, sections=())
    return Draft(first), replace(whole, page=second)


def _card(view: View, paper: Paper) -> Draft:
    """Whose card: first who gives it, then who may act."""
    w = view.words
    key = f"authorise.{paper.place}"
    state = said(view)
    if paper.failed == "same" and not state:
        state = "acting.same"
    rows = other_ways(view)
    page = Page(
        "identify",
        title=w(state or f"{key}.title"),
        icon=picture(view),
        lead="" if state else w(f"{key}.lead"),
        caption=w(f"{state}.say" if state else f"{key}.say"),
        sections=(Section("" if view.elderly else w("identify.no_card"), rows),),
        back=act(view, "common.back", "arrow-left"),
        busy=view.card == "reading",
    )
    return framed(view, page)


def _list(view: View, paper: Paper) -> tuple[Draft, ...]:
    """What the person has given so far, each with a way to take it back, and a new one."""
    w = view.words
    page = Page(
        "authorise", title=w("authorise.list.title"), back=act(view, "common.back", "arrow-left")
    )
    if paper.busy:
        asking = w("way.stored.asking")
        return (framed(view, replace(page, title=asking, caption=asking, busy=True)),)
    if paper.failed:
        offline = w("authorise.offline")
        return (framed(view, replace(page, title=offline, caption=w("authorise.offline.say"))),)
    given = [one for one in (paper.stored.given if paper.stored else ()) if one.state == "valid"]
    rows = [_given_row(view, n, one) for n, one in enumerate(given, 1)]
    page = replace(
        page,
        lead=w("authorise.list.lead"),
        caption=w("authorise.list.say"),
        main=act(view, "authorise.new", "users"),
    )
    heading = "" if view.elderly else w("authorise.list.given")
    size = SHOWN_ELDERLY if view.elderly else SHOWN
    pages = paged(view, page, rows, size, heading) if rows else (page,)
    return tuple(framed(view, one) for one in pages)


def _given_row(view: View, n: int, one: Given) -> Row:
    w = view.words
    until = _until(view, date.fromisoformat(one.until))
    back = act(view, "authorise.revoke", "x", key=one.id)
    # Two masked names may be the same: the place in the list tells them apart for a screen reader.
    back = replace(back, name=f"{n} {w('authorise.revoke_of', name=one.agent)}")
    return Row(w("authorise.agent"), one.agent, until, act=back)


def _until(view: View, day: date) -> str:
    return view.words("stored.until", date=near_date(view.words, day, view.today))


def _scope(view: View, paper: Paper) -> Draft:
    w = view.words
    page = Page(
        "authorise",
        title=w("authorise.scope.title"),
        lead=w("authorise.scope.lead"),
        choices=tuple(
            Choice(f"authorise.scope.{one}", w(f"authorise.scope.{one}"), chosen=paper.scope == one)
            for one in (SCOPES_ELDERLY if view.elderly else SCOPES)
        ),
        caption=w("authorise.scope.say"),
        back=act(view, "common.back", "arrow-left"),
        main=act(view, "common.next", "arrow-right"),
    )
    return framed(view, page, "" if paper.scope else "frame.gap.choose")


def _term(view: View, paper: Paper) -> Draft:
    w = view.words
    page = Page(
        "authorise",
        title=w("authorise.term.title"),
        lead=w("authorise.term.lead"),
        choices=tuple(
            Choice(
                f"authorise.term.{one}",
                w(f"authorise.term.{one}"),
                () if view.elderly else (_until(view, replace(paper, term=one).until(view.today)),),
                chosen=paper.term == one,
            )
            for one in TERMS
        ),
        caption=w("authorise.term.say"),
        back=act(view, "common.back", "arrow-left"),
        main=act(view, "common.next", "arrow-right"),
    )
    return framed(view, page, "" if paper.term else "frame.gap.choose")


def _check(view: View, paper: Paper) -> Draft:
    w, principal, agent = view.words, paper.principal, paper.agent
    until = near_date(w, paper.until(view.today), view.today)
    rows = (
        Row(w("authorise.principal"), mask_name(principal.name) if principal else ""),
        Row(
            w("authorise.agent"),
            mask_name(agent.name) if agent else "",
            "" if view.elderly or agent is None else mask_id_number(agent.number),
        ),
        Row(w("authorise.what"), w(f"authorise.scope.{paper.scope}")),
        Row(w("authorise.until"), until),
    )
    ticked = paper.agreed is not None
    failed = w("authorise.offline") if paper.failed else ""
    page = Page(
        "authorise",
        title=failed or w("authorise.check.title"),
        sections=(Section("", rows),),
        ticks=(Tick("authorise.agree", w("authorise.agree"), w("authorise.agree_note"), ticked),),
        caption=w("authorise.offline.say") if failed else w("authorise.check.say"),
        busy=paper.busy,
        back=act(view, "common.back", "arrow-left"),
        main=act(view, "authorise.make", "check"),
    )
    return framed(view, page, "" if ticked else "frame.gap.tick")


def _done(view: View, paper: Paper) -> Draft:
    w, made = view.words, paper.made
    until = near_date(w, date.fromisoformat(made.until), view.today) if made else ""
    page = Page(
        "authorise",
        title=w("authorise.done.title"),
        lead=w("authorise.done.lead", date=until),
        icon="check",
        caption=w("authorise.done.say"),
        main=act(view, "authorise.finish", "check"),
    )
    return framed(view, page)
