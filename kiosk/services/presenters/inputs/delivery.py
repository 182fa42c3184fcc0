"""How the result comes to the person: by free mail to an address, or collected."""

from __future__ import annotations

from dataclasses import replace

from kiosk.domain.masking import mask_phone
from kiosk.flows.data import NO_MOBILE
from kiosk.services.page import Choice, Page, Row, Section, Tick
from kiosk.services.presenters.frame import act, back, framed
from kiosk.services.presenters.inputs.picking import MAILED, pick
from kiosk.services.presenters.places import point_name
from kiosk.services.presenters.values import short_address
from kiosk.services.view import Draft, View
from kiosk.services.wording import by_date


def delivery(view: View) -> tuple[Draft, ...]:
    """By free mail or collected; mail needs an address and a consent of its own."""
    way = view.data.value("delivery.way")
    if view.entry.field == MAILED:
        return (pick(view, MAILED),)
    if not view.elderly:
        return (_delivery_page(view),)
    pages = [_choose_page(view)]
    if way == "mail":
        pages += [_address_page(view), _mail_consent_page(view)]
    return tuple(pages)


def _mail_choice(view: View) -> Choice:
    w, data = view.words, view.data
    chosen = data.value("delivery.way") == "mail"
    details: tuple[str, ...] = ()
    lines = [w("delivery.mail_note", by=_due_words(view)), w("delivery.mail_price")]
    address = data.value(MAILED)
    change = None
    if chosen and address and data.person and not view.elderly:
        mobile = data.value("applicant.mobile")
        phone = "" if mobile in ("", NO_MOBILE) else f"　{mask_phone(mobile)}"
        details = (f"{data.person.name}{phone}", short_address(address))
        change = act(view, "delivery.change_address", "pencil")
        lines[1] = w("delivery.mail_price_family")
    return Choice(
        "delivery.mail", w("delivery.mail"), tuple(lines), "mailbox", chosen, details, change
    )


def _due_words(view: View) -> str:
    if view.matter is None:
        return ""
    accepted = view.place.calendar.accepted_on(view.now)
    due = view.place.calendar.due_on(accepted.day, view.matter.promise)
    provisional = due.provisional or accepted.provisional
    return by_date(view.words, due.day, view.today, provisional=provisional)


def _pickup_choice(view: View) -> Choice:
    w = view.words
    lines = [w("delivery.pickup_note", place=point_name(view, view.place.helper))]
    if not view.elderly:
        lines.append(w("delivery.pickup_family"))
    chosen = view.data.value("delivery.way") == "pickup"
    return Choice(
        "delivery.pickup", w("delivery.pickup"), tuple(lines), "building-community", chosen
    )


def _choose_page(view: View) -> Draft:
    w = view.words
    page = Page(
        "delivery",
        title=w("delivery.title"),
        lead=w("delivery.lead"),
        choices=(_mail_choice(view), _pickup_choice(view)),
        caption=w("delivery.say"),
        back=back(view),
        main=act(view, "common.next", "arrow-right"),
    )
    return framed(view, page, "" if view.data.value("delivery.way") else "frame.gap.choose")


def _mail_tick(view: View) -> Tick:
    w = view.words
    return Tick(
        "mail.agree", w("mail.agree"), w("mail.agree_note"), "carrier" in view.data.consents
    )


def _delivery_page(view: View) -> Draft:
    draft = _choose_page(view)
    if view.data.value("delivery.way") != "mail":
        return draft
    tick = _mail_tick(view)
    page = replace(draft.page, ticks=(tick,))
    return Draft(page, () if tick.ticked else ("frame.gap.tick",))


def _address_page(view: View) -> Draft:
    w, data = view.words, view.data
    name = data.person.name if data.person else ""
    address = data.value(MAILED)
    rows = (Row(w("address.who"), name), Row(w("address.where"), short_address(address)))
    page = Page(
        "address",
        title=w("address.title"),
        lead=w("delivery.mail_family"),
        sections=(Section("", rows),),
        caption=w("address.say"),
        back=act(view, "common.back", "arrow-left"),
        other=act(view, "address.other", "x"),
        main=act(view, "address.right", "check"),
    )
    return framed(view, page)


def _mail_consent_page(view: View) -> Draft:
    w, tick = view.words, _mail_tick(view)
    rows = (
        Row(w("mail.what"), w("mail.what_value")),
        Row(w("mail.price"), w("mail.price_value")),
    )
    page = Page(
        "consent",
        title=w("mail.agree_title"),
        sections=(Section("", rows),),
        ticks=(tick,),
        caption=w("mail.say"),
        back=act(view, "common.back", "arrow-left"),
        main=act(view, "common.next", "arrow-right"),
    )
    return framed(view, page, "" if tick.ticked else "frame.gap.tick")
