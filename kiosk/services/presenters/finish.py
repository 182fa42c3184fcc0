"""The pages of the review and the signature."""

from __future__ import annotations

from dataclasses import replace

from kiosk.services.page import Act, Page, Row, Section, Tick
from kiosk.services.presenters.form import whole
from kiosk.services.presenters.frame import act, back, framed
from kiosk.services.presenters.inputs.pads import digit_field
from kiosk.services.presenters.values import shown, source_words
from kiosk.services.view import Draft, View
from kiosk.services.wording import matter_name

REVIEWED = (
    "applicant.id_number",
    "applicant.mobile",
    "bank.account",
    "delivery.way",
    "delivery.address",
)
CHANGEABLE = ("applicant.mobile", "bank.account", "delivery.way", "delivery.address")
ROWS_A_PAGE = 3


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
