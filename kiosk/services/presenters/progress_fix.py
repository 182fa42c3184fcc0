"""Pages of putting a case right: what the section asks for, the look over it, what comes next."""

from __future__ import annotations

from dataclasses import replace

from kiosk.domain.loader import shipped
from kiosk.services.page import Banner, Fact, Page, Row, Section, Tick
from kiosk.services.ports_progress import Asked, AskedItem, FollowedCase, PutRight
from kiosk.services.presenters.card_words import said
from kiosk.services.presenters.form import whole
from kiosk.services.presenters.frame import act, framed
from kiosk.services.presenters.places import open_line, point_name
from kiosk.services.presenters.progress import counted, name_of
from kiosk.services.presenters.values import shown
from kiosk.services.view import Draft, View
from kiosk.services.wording import near_date, spoken_date

ITEMS_ELDERLY = 2


def typed_here(asked: Asked) -> tuple[str, ...]:
    """The fields that this terminal can ask for; whatever else is wanted goes to the window."""
    return tuple(i.field for i in asked.items if i.field in shipped().fields)


def to_bring(asked: Asked) -> tuple[AskedItem, ...]:
    """What has to be brought or told at a window."""
    here = typed_here(asked)
    return tuple(i for i in asked.items if i.field not in here)


def asked_page(view: View, case: FollowedCase, asked: Asked, *, known: bool) -> tuple[Draft, ...]:
    """All that the section asks for, with its reasons. `known`: the applicant's card was read."""
    w = view.words
    rows = tuple(_item(view, item) for item in asked.items)
    bring, here = to_bring(asked), typed_here(asked)
    last = near_date(w, asked.last_day, view.today)
    base = Page(
        "progress_fix",
        over=name_of(view, case),
        title=w("progress.fix.title"),
        lead=asked.text,
        caption=w(
            "progress.fix.say",
            n=counted(w, max(1, len(asked.items))),
            date=spoken_date(w, asked.last_day, view.today),
        ),
        back=act(view, "common.back", "arrow-left"),
        main=act(
            view, "progress.fix.begin" if here else "progress.done", "pencil" if here else "check"
        ),
        notice="" if known or not here else w("progress.fix.card_needed"),
    )
    where = Section(w("progress.fix.where"), _window(view)) if bring or not here else None
    if not view.elderly:
        facts = (Fact(w("progress.last_day"), last, w("progress.paused")),)
        sections = tuple(s for s in (Section(w("progress.fix.list"), rows), where) if s and s.rows)
        return (framed(view, replace(base, facts=facts, sections=sections)),)
    return _one_by_one(view, base, rows, where, last)


def _one_by_one(
    view: View, base: Page, rows: tuple[Row, ...], where: Section | None, last: str
) -> tuple[Draft, ...]:
    """Until when, what, and where to: two things a page."""
    w = view.words
    going_on = act(view, "common.next", "arrow-right")
    pages = [
        replace(
            base, over="", notice="", main=going_on, facts=(Fact(w("progress.last_day"), last),)
        )
    ]
    for n in range(0, len(rows), ITEMS_ELDERLY):
        part = Section("", rows[n : n + ITEMS_ELDERLY])
        pages.append(replace(base, over="", lead="", notice="", sections=(part,), main=going_on))
    if where:
        pages.append(
            replace(
                base,
                over="",
                lead="",
                notice="",
                title=w("progress.fix.where"),
                sections=(Section("", where.rows[:2]),),
            )
        )
    pages[-1] = replace(pages[-1], main=base.main, notice=base.notice)
    return tuple(framed(view, page) for page in pages)


def _item(view: View, item: AskedItem) -> Row:
    w = view.words
    if item.material:
        key = f"matter.item.{item.material}"
        label = w("progress.fix.bring", what=w(key) if w.has(key) else item.material)
        return Row(value=label, note=item.text, mark="file-text")
    key = f"field.{item.field}.label"
    return Row(
        value=w(key) if w.has(key) else w("progress.fix.other"), note=item.text, mark="pencil"
    )


def _window(view: View) -> tuple[Row, ...]:
    w, point = view.words, view.place.helper
    return (
        Row(w("notice.place"), point_name(view, point)),
        Row(w("notice.hours"), open_line(view, point, "notice.open_until", "notice.opens")),
        Row(w("notice.phone"), point.phone),
    )


def card_page(view: View) -> tuple[Draft, ...]:
    """Putting right needs the applicant's own card; a slip alone only shows."""
    w = view.words
    state = said(view)
    page = Page(
        "progress",
        title=w(state) if state else w("progress.fix.card"),
        lead="" if state else w(view.hint or "progress.fix.card_lead"),
        caption=w(f"{state}.say" if state else "progress.fix.card_say"),
        sections=(Section("", (whole(view, "progress.helper", "users"),)),),
        back=act(view, "common.back", "arrow-left"),
        busy=view.card == "reading",
    )
    return (framed(view, page),)


def review_page(view: View) -> tuple[Draft, ...]:
    """What was entered, once more, and the statement that it is true."""
    w, data = view.words, view.data
    ticked = "truth" in data.consents
    rows = tuple(
        Row(
            w(f"field.{name}.label"),
            shown(view, name, data.answers[name]),
            act=replace(
                act(view, "common.change", "pencil", key=name),
                name=w("review.change_of", label=w(f"field.{name}.label")),
            ),
        )
        for name in data.needs.fields
        if name in data.answers
    )
    tick = Tick("review.true", w("review.true"), w("review.true_note"), ticked)
    gap = "" if ticked else "frame.gap.tick"
    base = Page(
        "correct_review",
        title=w("progress.review.title"),
        caption=w("progress.review.say"),
        back=act(view, "common.back", "arrow-left"),
        main=act(view, "progress.hand_in", "send"),
    )
    if not view.elderly:
        return (framed(view, replace(base, sections=(Section("", rows),), ticks=(tick,)), gap),)
    first = replace(
        base, sections=(Section("", rows[:3]),), main=act(view, "common.next", "arrow-right")
    )
    second = replace(
        base, ticks=(tick,), title=w("review.true_title"), caption=w("review.true_say")
    )
    return framed(view, first), framed(view, second, gap)


def handed_in(view: View, case: FollowedCase, told: PutRight) -> tuple[Draft, ...]:
    """What became of it: received, kept until the network is back, or too late."""
    w = view.words
    words = HANDED["still" if told.outcome == "sent" and told.still else told.outcome]
    facts: tuple[Fact, ...] = ()
    if told.due and not told.still:
        note = w("progress.provisional") if told.provisional else w("progress.fixed.goes_on")
        facts = (Fact(w("progress.due"), near_date(w, told.due, view.today), note),)
    rows = () if told.outcome == "sent" and not told.still else _window(view)
    page = Page(
        "progress_fixed",
        over="" if view.elderly else name_of(view, case),
        title=w(words[0]),
        icon="done" if told.outcome in ("sent", "kept") else "info-circle",
        banner=None if facts else Banner(w(words[1])),
        facts=facts,
        sections=(
            Section(
                "" if view.elderly else w("progress.fix.where"), rows[: 2 if view.elderly else 3]
            ),
        )
        if rows
        else (),
        caption=w(words[2]),
        main=act(view, "progress.done", "check"),
    )
    return (framed(view, page),)


HANDED = {
    "sent": ("progress.fixed.title", "progress.fixed.line", "progress.fixed.say"),
    "still": ("progress.still.title", "progress.still.line", "progress.still.say"),
    "kept": ("progress.kept.title", "progress.kept.line", "progress.kept.say"),
    "late": ("progress.too_late.title", "progress.too_late.line", "progress.too_late.say"),
    "refused": ("progress.settled.title", "progress.settled.line", "progress.settled.say"),
}
