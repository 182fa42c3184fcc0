"""Pages of the other ways to identify: e-ID code, typed number, a clerk's word, authorisations."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from kiosk.services.page import Act, Fact, Field, Page, Row, Section
from kiosk.services.presenters.frame import act, framed
from kiosk.services.presenters.not_here import cannot_row
from kiosk.services.presenters.places import point_name
from kiosk.services.presenters.trouble import window_row
from kiosk.services.view import Draft, View
from kiosk.services.way import Given, Way
from kiosk.services.wording import digits, near_date

ID_KEYS = ("1", "2", "3", "4", "5", "6", "7", "8", "9", "X", "0", "delete")
CODE_KEYS = ("1", "2", "3", "4", "5", "6", "7", "8", "9", "clear", "0", "delete")
ICONS = {"e_id": "qrcode", "number": "id", "vouch": "user-check", "stored": "file-certificate"}
SHOWN, SHOWN_ELDERLY = 4, 3
"""Authorisations a page."""


def other_ways(view: View) -> tuple[Row, ...]:
    """Rows for a page that asks for the card; without the platform the way to a person."""
    if not view.offer.ways:
        return (_row(view, "identify.no_card_act", "user-check"),)
    return tuple(
        _row(view, f"identify.{_name(view, way)}", ICONS[way], opens=way) for way in view.offer.ways
    )


def _name(view: View, way: str) -> str:
    return "e_id_other" if way == "e_id" and view.offer.acting else way


def _row(view: View, message: str, icon: str, *, opens: str = "") -> Row:
    one = act(view, message, icon)
    one = replace(one, id=f"identify.{opens}") if opens else one
    return Row(value=one.text, mark=icon, act=one, whole=True)


def page(view: View) -> tuple[Draft, ...]:
    """The page of the way that was chosen."""
    way = view.way
    if way is None:
        return ()
    if way.place == "stored" and way.stored:
        return _stored(view, way)
    makers = {
        "others": _others,
        "e_id": _eid,
        "number": _number,
        "code": _code,
        "vouch": _vouch,
        "stored": _nothing_stored,
    }
    return (framed(view, makers[way.place](view, way)),)


def _others(view: View, way: Way) -> Page:
    """All ways but the card, where no card can be read."""
    w = view.words
    return Page(
        "way_others",
        title=w("way.others.title"),
        caption=w("way.others.say"),
        sections=(Section("", other_ways(view)),),
        busy=way.busy,
        back=act(view, "common.back", "arrow-left"),
    )


def _eid(view: View, way: Way) -> Page:
    w, said = view.words, f"way.e_id.{way.state}" if way.state else ""
    whose = "way.e_id_other" if view.offer.acting else "way.e_id"
    return Page(
        "way_e_id",
        title=w(said or f"{whose}.title"),
        lead="" if said else w("way.e_id.lead"),
        icon="" if view.elderly else "qrcode",
        caption=w(f"{said}.say" if said else f"{whose}.say"),
        sections=_instead(view),
        busy=way.busy,
        back=act(view, "common.back", "arrow-left"),
    )


def _instead(view: View) -> tuple[Section, ...]:
    """Who has no such code on a telephone gets on as well."""
    rows = tuple(
        _row(view, f"identify.{way}", ICONS[way], opens=way)
        for way in view.offer.ways
        if way != "e_id"
    )
    return (Section("" if view.elderly else view.words("way.e_id.without"), rows),) if rows else ()


def _number(view: View, way: Way) -> Page:
    w, said = view.words, f"way.number.{way.state}" if way.state else ""
    field = Field(
        id="way.number",
        label=w("way.number.label"),
        kind="id_number",
        shown=grouped_number(view.typed),
        hint=w(said) if said else "",
        keys=ID_KEYS,
        clear_text=w("form.clear"),
        delete_text=w("form.delete"),
    )
    key = "way.number_vouch" if way.for_vouch else "way.number"
    return Page(
        "way_number",
        title=w(f"{key}.title"),
        lead=w(f"{key}.lead"),
        field=field,
        caption=w(f"{said}.say" if said else f"{key}.say"),
        busy=way.busy,
        back=act(view, "common.back", "arrow-left"),
        main=act(view, "common.next", "arrow-right"),
    )


def grouped_number(typed: str) -> str:
    """A number as it stands on the card's back: area 6, birth date 8, the rest 4."""
    return " ".join(part for part in (typed[:6], typed[6:14], typed[14:]) if part)


def _code(view: View, way: Way) -> Page:
    w, said = view.words, f"way.code.{way.state}" if way.state else ""
    ended = way.state in ("locked", "expired")
    field = Field(
        id="way.code",
        label=w("way.code.label"),
        kind="digits",
        shown=" ".join(part for part in (view.typed[:3], view.typed[3:]) if part),
        hint=w(said, n=way.tries_left) if said else "",
        keys=CODE_KEYS,
        clear_text=w("form.clear"),
        delete_text=w("form.delete"),
    )
    again = act(view, "way.again", "refresh")
    return Page(
        "way_code",
        title=w(said) if ended else w("way.code.title"),
        lead=w("way.code.lead"),
        field=None if ended else field,
        caption=w(f"{said}.say", n=way.tries_left) if said else w("way.code.say"),
        busy=way.busy,
        back=act(view, "common.back", "arrow-left"),
        main=None if way.state == "locked" else again if ended else act(view, "common.next"),
    )


def _vouch(view: View, way: Way) -> Page:
    """The number for the clerk, large; a helper comes or the person goes to the desk."""
    w = view.words
    place = point_name(view, view.place.helper)
    base = Page(
        "way_vouch",
        title=w("way.vouch.title"),
        icon="user-check",
        back=act(view, "common.back", "arrow-left"),
    )
    if way.state:
        said = f"way.vouch.{way.state}"
        return replace(
            base,
            title=w(said),
            lead=w("way.vouch.at", place=place),
            caption=w(f"{said}.say"),
            sections=(Section("", (*window_row(view), cannot_row(view))),),
            main=act(view, "way.again", "refresh"),
        )
    if not way.code:
        return replace(base, title=w("way.vouch.asking"), caption=w("way.vouch.asking"), busy=True)
    shown = f"{way.code[:3]} {way.code[3:]}"
    number = Fact(w("way.vouch.number"), shown, w("way.vouch.good"))
    then = () if view.elderly else (Section("", (Row(value=w("way.vouch.shown")),)),)
    return replace(
        base,
        lead=w("way.vouch.proof") if way.claimed else w("way.vouch.at", place=place),
        facts=(number,),
        sections=then,
        caption=w("way.vouch.say", code=digits(w, way.code)),
    )


def _stored_base(view: View, way: Way) -> Page:
    return Page("way_stored", back=act(view, "common.back", "arrow-left"), busy=way.busy)


def _nothing_stored(view: View, way: Way) -> Page:
    w, base = view.words, _stored_base(view, way)
    if way.busy:
        return replace(base, title=w("way.stored.asking"), caption=w("way.stored.asking"))
    said = f"way.stored.{way.state or 'none'}"
    return replace(base, title=w(said), lead=w("way.stored.how"), caption=w(f"{said}.say"))


def _stored(view: View, way: Way) -> tuple[Draft, ...]:
    """The authorisations that are good, a few a page."""
    w = view.words
    rows = [_stored_row(view, n, one) for n, one in enumerate(way.stored, 1)]
    refused = way.state in ("refused", "offline")
    base = replace(
        _stored_base(view, way),
        title=w(f"way.stored.{way.state}") if refused else w("way.stored.title"),
        caption=w(f"way.stored.{way.state}.say") if refused else w("way.stored.say"),
    )
    return tuple(
        framed(view, page)
        for page in paged(view, base, rows, SHOWN_ELDERLY if view.elderly else SHOWN)
    )


def paged(
    view: View, base: Page, rows: Sequence[Row], size: int, heading: str = ""
) -> tuple[Page, ...]:
    """Rows a few a page, with the way to the next ones."""
    w = view.words
    parts = [tuple(rows[n : n + size]) for n in range(0, len(rows), size)]
    more = replace(act(view, "common.next", "arrow-right"), text=w("find.next"))
    return tuple(
        replace(
            base,
            sections=(Section(heading, part),),
            over=w("frame.pages", n=n, all=len(parts)) if len(parts) > 1 else base.over,
            other=more if n < len(parts) else base.other,
        )
        for n, part in enumerate(parts, 1)
    )


def _stored_row(view: View, n: int, one: Given) -> Row:
    w = view.words
    until = near_date(w, date.fromisoformat(one.until), view.today)
    text = w("stored.use", name=one.principal)
    # Two masked names may be the same: the place in the list tells them apart for a screen reader.
    use = Act(f"stored.use:{one.id}", text, "user", name=f"{n} {text}")
    return Row(value=use.text, note=w("stored.until", date=until), mark="user", act=use, whole=True)
