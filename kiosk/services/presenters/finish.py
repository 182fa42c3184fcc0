"""Pages from the choice of delivery to the signature."""

from __future__ import annotations

from dataclasses import replace

from kiosk.domain.masking import mask_phone
from kiosk.flows.data import NO_MOBILE
from kiosk.services.page import Act, Choice, Page, Row, Section, Tick
from kiosk.services.presenters.form import digit_field, whole
from kiosk.services.presenters.frame import act, back, framed
from kiosk.services.presenters.places import point_name
from kiosk.services.presenters.values import short_address, shown, source_words
from kiosk.services.view import Draft, View
from kiosk.services.wording import by_date, matter_name

REVIEWED = (
    "applicant.id_number",
    "applicant.mobile",
    "bank.account",
    "delivery.way",
    "delivery.address",
)
CHANGEABLE = ("applicant.mobile", "bank.account", "delivery.way", "delivery.address")
ROWS_A_PAGE = 3


def home_address(view: View) -> str:
    """Where a result can be mailed: the address on the card; "" when it shows none."""
    return view.data.person.address if view.data.person else ""


def delivery(view: View) -> tuple[Draft, ...]:
    """By free mail or collected; mail needs an address and a consent of its own."""
    way = view.data.value("delivery.way")
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
    address = data.value("delivery.address")
    if chosen and address and data.person and not view.elderly:
        mobile = data.value("applicant.mobile")
        phone = "" if mobile in ("", NO_MOBILE) else f"　{mask_phone(mobile)}"
        details = (f"{data.person.name}{phone}", short_address(address))
    return Choice(
        "delivery.mail",
        w("delivery.mail"),
        (w("delivery.mail_note", by=_due_words(view)), w("delivery.mail_price")),
        "mailbox",
        chosen,
        details,
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


def _choices(view: View) -> tuple[Choice, ...]:
    if not home_address(view):
        return (_pickup_choice(view),)
    return (_mail_choice(view), _pickup_choice(view))


def _choose_page(view: View) -> Draft:
    w = view.words
    page = Page(
        "delivery",
        title=w("delivery.title"),
        lead=w("delivery.lead") if home_address(view) else w("delivery.no_address"),
        choices=_choices(view),
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
    rows = (
        Row(w("address.who"), name),
        Row(w("address.where"), short_address(data.value("delivery.address"))),
    )
    page = Page(
        "address",
        title=w("address.title"),
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


def review(view: View) -> tuple[Draft, ...]:
    """All answers with a way to change each, then the statement; three lines a page for elders."""
    w = view.words
    rows = _review_rows(view)
    ticked = "truth" in view.data.consents
    tick = Tick("review.true", w("review.true"), w("review.true_note"), ticked)
    gap = "" if ticked else "frame.gap.tick"
    submit = act(view, "review.submit", "writing")
    base = Page(
        "review",
        title=w("review.title"),
        lead=w("review.lead"),
        caption=w("review.say"),
        back=back(view),
    )
    if not view.elderly:
        read = Section(w("review.form"), rows, act=act(view, "review.read_aloud", "volume"))
        page = replace(base, sections=(read,), ticks=(tick,), main=submit)
        return (framed(view, page, gap),)
    parts = [rows[n : n + ROWS_A_PAGE] for n in range(0, len(rows), ROWS_A_PAGE)]
    pages = [
        framed(
            view,
            replace(
                base,
                sections=(Section("", part),),
                main=act(view, "review.right", "check"),
                over=w("frame.pages", n=n + 1, all=len(parts)),
                back=base.back if n == 0 else act(view, "common.back", "arrow-left"),
            ),
        )
        for n, part in enumerate(parts)
    ]
    last = Page(
        "consent",
        title=w("review.true_title"),
        ticks=(tick,),
        caption=w("review.true_say"),
        back=act(view, "common.back", "arrow-left"),
        main=submit,
    )
    return (*pages, framed(view, last, gap))


def _review_rows(view: View) -> tuple[Row, ...]:
    w, data = view.words, view.data
    rows = [
        Row(w("review.what"), matter_name(w, view.matters[data.matter])),
        Row(
            w("review.who"),
            data.person.name if data.person else "",
            "" if view.elderly else source_words(view, data, "applicant.name"),
        ),
    ]
    for name in REVIEWED:
        value = data.value(name)
        if value:
            rows.append(_review_row(view, name, value))
    return tuple(rows)


def _review_row(view: View, name: str, value: str) -> Row:
    w = view.words
    label = w(f"field.{name}.label")
    change: Act | None = None
    note = ""
    if name in CHANGEABLE:
        one = act(view, "common.change", "pencil")
        change = replace(one, id=f"common.change:{name}", name=w("review.change_of", label=label))
    elif not view.elderly:
        note = source_words(view, view.data, name)
    return Row(label, shown(view, name, value), note, act=change)


def sign(view: View) -> tuple[Draft, ...]:
    """Sign with a finger, or with the last four digits of the card."""
    w = view.words
    if view.sign_by_number:
        page = Page(
            "sign_number",
            title=w("sign.number_title"),
            lead=w("sign.number_lead"),
            field=digit_field(view, "sign.last_four", 4),
            caption=w("sign.number_say"),
            back=act(view, "common.back", "arrow-left"),
            main=act(view, "sign.submit", "send"),
        )
        return (framed(view, page),)
    drawn = view.data.signature is not None
    page = Page(
        "sign",
        title=w("sign.title"),
        lead=w("sign.lead"),
        pad=True,
        pad_clear=act(view, "sign.clear", "eraser"),
        caption=w("sign.say"),
        back=back(view),
        sections=(Section("", (whole(view, "sign.by_number", "id"),)),),
        main=act(view, "sign.done", "send"),
    )
    return (framed(view, page, "" if drawn else "frame.gap.sign"),)
