"""The pages of the review and the signature."""

from __future__ import annotations

from dataclasses import replace

from kiosk.services.page import Act, Page, Row, Section, Tick
from kiosk.services.presenters.form import whole
from kiosk.services.presenters.frame import act, back, framed
from kiosk.services.presenters.inputs.pads import digit_field
from kiosk.services.presenters.values import shown, source_words
from kiosk.services.view import Draft, View
from kiosk.services.wording import material_name, matter_name

FIRST = ("applicant.id_number", "applicant.mobile", "bank.account")
LAST = ("delivery.way", "delivery.address")
UNSEEN = ("applicant.name", "applicant.birth_date", "household.address")
"""Not lines of their own: the name has one, and what only conditions look at needs none."""
ROWS_A_PAGE, ROWS_A_PAGE_ELDERLY = 7, 3


def review(view: View) -> tuple[Draft, ...]:
    """All answers with a way to change each, then the statement; elders see three lines a page."""
    w, elderly, signs = view.words, view.elderly, view.data.needs.signs
    base = Page(
        "review",
        title=w("review.title"),
        lead=w("review.lead"),
        caption=w("review.say" if signs else "review.say_send"),
        back=back(view),
        main=act(view, "review.right", "check"),
    )
    pages = _review_pages(view, base, ROWS_A_PAGE_ELDERLY if elderly else ROWS_A_PAGE)
    if elderly:
        pages.append(
            Page(
                "consent",
                title=w("review.true_title"),
                caption=w("review.true_say"),
                back=act(view, "common.back", "arrow-left"),
            )
        )
    ticked = "truth" in view.data.consents
    tick = Tick("review.true", w("review.true"), w("review.true_note"), ticked)
    pages[-1] = replace(pages[-1], ticks=(tick,), main=_submit(view))
    drafts = [framed(view, page) for page in pages]
    drafts[-1] = framed(view, pages[-1], "" if ticked else "frame.gap.tick")
    return tuple(drafts)


def _review_pages(view: View, base: Page, size: int) -> list[Page]:
    w, rows = view.words, _review_rows(view)
    parts = [rows[n : n + size] for n in range(0, len(rows), size)]
    title = "" if view.elderly else w("review.form")
    read = None if view.elderly else act(view, "review.read_aloud", "volume")
    return [
        replace(
            base,
            sections=(Section(title, part, act=read),),
            over=w("frame.pages", n=n + 1, all=len(parts)) if len(parts) > 1 else "",
            back=base.back if n == 0 else act(view, "common.back", "arrow-left"),
        )
        for n, part in enumerate(parts)
    ]


def _submit(view: View) -> Act:
    """On to the signature, or straight in where none is wanted."""
    one = act(view, "review.submit", "writing")
    if view.data.needs.signs:
        return one
    return replace(one, text=view.words("sign.submit"), icon="send")


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
    if data.agent is not None:
        rows.append(Row(w("acting.agent"), data.agent.name))
    if data.pictures:
        materials = view.matters[data.matter].materials
        names = (material_name(w, m) for m in materials if m.name in data.pictures)
        rows.append(Row(w("review.pictures"), w("list.comma").join(names)))
    fields = data.fields()
    rest = tuple(f for f in fields if f not in (*FIRST, *LAST, *UNSEEN))
    for name in (*FIRST, *rest, *LAST):
        if name in fields and data.value(name):
            rows.append(_review_row(view, name, data.value(name)))
    return tuple(rows)


def _review_row(view: View, name: str, value: str) -> Row:
    w = view.words
    label = w(f"field.{name}.label")
    change: Act | None = None
    note = ""
    if not name.startswith("applicant.") or name == "applicant.mobile":
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
