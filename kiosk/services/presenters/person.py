"""Pages that find out who is there, and those for leaving."""

from __future__ import annotations

from dataclasses import replace

from kiosk.domain.assurance import CARDS
from kiosk.domain.masking import last_four, mask_id_number, mask_name
from kiosk.services.page import Act, Page, Row, Section
from kiosk.services.presenters.card_words import asks, picture, said
from kiosk.services.presenters.frame import act, back, framed
from kiosk.services.presenters.places import is_open, open_line, point_name
from kiosk.services.presenters.ways import other_ways
from kiosk.services.view import Draft, View
from kiosk.services.wording import digits, near_date

FACES = ("mood-happy", "mood-smile", "mood-empty", "mood-sad", "mood-angry")


def identify(view: View) -> tuple[Draft, ...]:
    """Put the card down; without one there are other ways. Of somebody who acts for another it
    is the other's card that is asked for, after their own."""
    w, acting, proof = view.words, view.offer.acting, view.offer.proof
    state = said(view)
    title, lead, say = asks(view)
    if acting:
        title, lead, say = "acting.title", "acting.lead", "acting.say"
    elif proof:
        lead, say = "identify.needs_proof", "identify.needs_proof.say"
    without = "acting.other_ways" if acting else "identify.no_card"
    page = Page(
        "identify",
        title=w(state or title),
        icon=picture(view),
        lead="" if state else w(lead),
        caption=w(f"{state}.say" if state else say),
        sections=(Section("" if view.elderly else w(without), other_ways(view)),),
        back=act(view, "common.back", "arrow-left"),
        remark=w("identify.why"),
        busy=view.card == "reading",
    )
    return (framed(view, page),)


def confirm(view: View) -> tuple[Draft, ...]:
    """Is this you? Name masked, last four digits; never the photo or the full number."""
    w, person = view.words, view.data.person
    if person is None:
        return identify(view)
    number = "confirm.number" if person.kind == "resident" else "confirm.number_other"
    title, say = "confirm.title", "confirm.say"
    if view.data.agent is not None:
        title, say = "acting.confirm_title", "acting.confirm_say"
    elif person.method not in CARDS:
        title, say = "confirm.title_way", "confirm.say_way"
    rows = (
        Row(w("confirm.name"), mask_name(person.name)),
        Row(w(number), mask_id_number(person.number)),
    )
    yes = act(view, "confirm.yes", "check")
    page = Page(
        "confirm",
        title=w(title),
        caption=w(say, tail=digits(w, last_four(person.number))),
        sections=(Section("", rows), *_for_other(view)),
        other=act(view, "confirm.no", "x"),
        main=yes if view.data.agent is None else replace(yes, text=w("acting.yes")),
    )
    return (framed(view, page),)


def _for_other(view: View) -> tuple[Section, ...]:
    """A quiet row for who came for somebody else; most people come for themselves."""
    if not view.offer.for_other:
        return ()
    one = act(view, "confirm.for_other", "users")
    return (Section("", (Row(value=one.text, mark="users", act=one, whole=True),)),)


def help_page(view: View) -> tuple[Draft, ...]:
    """Who helps, where and until when; the clock stands still meanwhile."""
    w, point = view.words, view.place.helper
    staffed = point.agent_help and is_open(view, point)
    rows = (
        (
            Row(w("help.who"), w("help.who_agent")),
            Row(w("help.where"), point_name(view, point)),
            Row(w("help.until"), open_line(view, point, "help.open_until", "help.opens")),
            Row(w("help.phone"), point.phone),
        )
        if staffed
        else (
            Row(w("help.who"), w("help.who_hotline")),
            Row(w("help.phone"), "12345"),
            Row(w("help.where"), point_name(view, point)),
            Row(w("help.until"), open_line(view, point, "help.open_until", "help.opens")),
        )
    )
    page = Page(
        "help",
        title=w("help.title"),
        lead=w("help.lead"),
        icon="users",
        caption=w("help.say", place=point_name(view, point)) if staffed else w("help.say_closed"),
        sections=(Section("", rows), *_authorise(view)),
        main=act(view, "help.continue", "arrow-right"),
    )
    return (framed(view, page),)


def _authorise(view: View) -> tuple[Section, ...]:
    """Who cannot come next time lets somebody else act; not in the middle of something."""
    if not view.offer.authorise:
        return ()
    one = act(view, "authorise.open", "users")
    return (Section("", (Row(value=one.text, mark="users", act=one, whole=True),)),)


def idle(view: View) -> tuple[Draft, ...]:
    """Are you still there? With a count-down, and what happens when nobody answers."""
    w = view.words
    page = Page(
        "idle",
        title=w("idle.title"),
        lead=f"{w('idle.lead')}\n{w('idle.note')}" if view.data.person else w("idle.note"),
        caption=w("idle.say"),
        seconds_left=view.seconds_left,
        seconds_all=view.seconds_all,
        seconds_unit=w("idle.seconds"),
        main=act(view, "idle.here", "hand-finger"),
        other=act(view, "idle.drop", "logout"),
        back=act(view, "idle.save", "device-floppy") if view.data.person else None,
    )
    return (framed(view, page),)


def leave(view: View) -> tuple[Draft, ...]:
    """Asked to end with something entered: one touch by mistake must not cost it."""
    w = view.words
    page = Page(
        "leave",
        title=w("leave.title"),
        lead=w("idle.lead"),
        icon="logout",
        caption=w("leave.say"),
        main=act(view, "leave.stay", "arrow-right"),
        other=act(view, "idle.drop", "logout"),
        back=act(view, "idle.save", "device-floppy") if view.data.person else None,
    )
    return (framed(view, page),)


def card(view: View) -> tuple[Draft, ...]:
    """The card is still on the machine."""
    w = view.words
    words, icon = ("card.title", "card.lead", "card.say"), "id"
    if view.card == "social_left":
        words = ("card.social.title", "card.social.lead", "card.social.say")
        icon = "credit-card"
    page = Page("card", title=w(words[0]), lead=w(words[1]), icon=icon, caption=w(words[2]))
    return (framed(view, page),)


def end(view: View) -> tuple[Draft, ...]:
    """Thank you; what was entered is gone, or kept if the person chose so."""
    w, until = view.words, view.saved_until
    lead = w("end.lead_saved", day=near_date(w, until, view.today)) if until else w("end.lead")
    page = Page(
        "end",
        title=w("end.title"),
        lead=lead,
        notice=w("end.paper"),
        caption=w("end.say_saved") if until else w("end.say"),
    )
    return (framed(view, page),)


def rate(view: View) -> tuple[Draft, ...]:
    """Five faces with words; none chosen beforehand, skipping is one touch."""
    w = view.words
    page = Page(
        "rate",
        title=w("rate.title"),
        lead=w("rate.lead"),
        caption=w("rate.say"),
        tiles=tuple(
            Act(f"rate.{level}", w(f"rate.{level}"), icon)
            for level, icon in zip((5, 4, 3, 2, 1), FACES, strict=True)
        ),
        main=None,
        other=act(view, "rate.skip", "arrow-right"),
        back=back(view),
    )
    return (framed(view, page),)
