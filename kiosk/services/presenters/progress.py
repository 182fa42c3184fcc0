"""Pages of finding a case: by card, by slip, by number; and what to do where none is found."""

from __future__ import annotations

from kiosk.domain.masking import last_four
from kiosk.services.messages import Words
from kiosk.services.page import Act, Banner, Field, Page, Row, Section
from kiosk.services.ports_progress import Followed, FollowedCase
from kiosk.services.presenters.card_words import said
from kiosk.services.presenters.frame import act, framed
from kiosk.services.presenters.inputs.shapes import DIGITS
from kiosk.services.presenters.places import open_line, point_name
from kiosk.services.view import Draft, View
from kiosk.services.wording import by_date, clock, in_fours, matter_name, near_date, spoken_count

NUMBER_LENGTH, PASSWORD_LENGTH = 16, 6
A_PAGE, A_PAGE_ELDERLY = 4, 3

STATES = {
    "submitted": "progress.state.submitted",
    "accepted": "progress.state.reviewing",
    "reviewing": "progress.state.reviewing",
    "correcting": "progress.state.correcting",
    "suspended": "progress.state.suspended",
    "granted": "progress.state.granted",
    "refused": "progress.state.refused",
    "partly": "progress.state.partly",
    "not_accepted": "progress.state.not_accepted",
    "withdrawn": "progress.state.withdrawn",
    "terminated": "progress.state.terminated",
}
"""What people call a state; a decided case is called by its outcome."""
OVER = ("not_accepted", "withdrawn", "terminated")


def counted(words: Words, n: int) -> str:
    """How many, before a measure word: two of something is 两, not 二."""
    return "两" if words.lang == "zh_CN" and n == 2 else spoken_count(words, n)


def state_words(view: View, case: FollowedCase) -> str:
    """Where a case stands, in a few words."""
    return view.words(STATES[case.outcome or case.state])


def ask(view: View, *, rating: bool = False) -> tuple[Draft, ...]:
    """Card or slip, whichever is at hand; the number for who has neither."""
    w, name = view.words, "rating" if rating else "progress"
    state = said(view)
    words = {
        "progress": ("progress.ask.title", "progress.ask.lead", "progress.ask.say"),
        "rating": ("rating.ask.title", "rating.ask.lead", "rating.ask.say"),
    }[name]
    typed = act(view, "rating.type" if rating else "progress.type", "pencil")
    rows = [Row(value=typed.text, mark="receipt", act=typed, whole=True)]
    if not rating:
        left = act(view, "resume.open", "repeat")
        rows.append(Row(value=left.text, mark="repeat", act=left, whole=True))
    page = Page(
        "progress",
        title=w(state) if state else w(words[0]),
        lead="" if state else _hinted(view, words[1]),
        caption=w(f"{state}.say" if state else words[2]),
        sections=(Section("" if view.elderly else w("progress.ask.neither"), tuple(rows)),),
        back=act(view, "common.back", "arrow-left"),
        remark="" if view.elderly else w("progress.ask.why"),
        busy=view.card == "reading",
    )
    return (framed(view, page),)


def _hinted(view: View, message: str) -> str:
    return view.words(view.hint or message, **view.hint_values)


def number(view: View) -> tuple[Draft, ...]:
    """The sixteen digits of a slip's number; the letters before them stand there already."""
    w, left = view.words, NUMBER_LENGTH - len(view.typed)
    hint = w("form.digits_left", n=left) if view.typed and left else ""
    field = Field(
        id="progress.number",
        label=w("progress.number.label"),
        kind="digits",
        shown=f"XC {in_fours(view.typed)}".strip(),
        hint=_said(view) or hint,
        keys=DIGITS,
        clear_text=w("form.clear"),
        delete_text=w("form.delete"),
        typed=view.typed,
    )
    page = Page(
        "progress_number",
        title=w("progress.number.title"),
        lead=w("progress.number.lead"),
        field=field,
        caption=w("progress.number.say"),
        back=act(view, "common.back", "arrow-left"),
        main=act(view, "common.next", "arrow-right"),
    )
    return (framed(view, page, "" if not left else "progress.gap.number"),)


def password(view: View) -> tuple[Draft, ...]:
    """The six digits under the number; only how many there are is shown."""
    w, left = view.words, PASSWORD_LENGTH - len(view.typed)
    dots = "•" * len(view.typed)
    hint = w("form.digits_left", n=left) if view.typed and left else ""
    field = Field(
        id="progress.password",
        label=w("progress.password.label"),
        kind="digits",
        shown=" ".join(dots),
        hint=_said(view) or hint,
        keys=DIGITS,
        clear_text=w("form.clear"),
        delete_text=w("form.delete"),
        typed=dots,
    )
    page = Page(
        "progress_password",
        title=w("progress.password.title"),
        lead=w("progress.password.lead"),
        field=field,
        caption=w("progress.password.say"),
        back=act(view, "common.back", "arrow-left"),
        main=act(view, "common.next", "arrow-right"),
    )
    return (framed(view, page, "" if not left else "progress.gap.password"),)


def _said(view: View) -> str:
    """The hint of the moment, where it belongs under the field."""
    return view.words(view.hint, **view.hint_values) if view.hint else ""


def looking(view: View) -> tuple[Draft, ...]:
    """The platform is being asked."""
    w = view.words
    page = Page(
        "working",
        title=w("progress.looking.title"),
        caption=w("progress.looking.say"),
        busy=True,
    )
    return (framed(view, page),)


def listed(view: View, found: Followed, *, rating: bool = False) -> tuple[Draft, ...]:
    """All cases of the person, newest first, as many a page as can be read."""
    w, most = view.words, A_PAGE_ELDERLY if view.elderly else A_PAGE
    parts = [found.cases[n : n + most] for n in range(0, len(found.cases), most)]
    drafts: list[Draft] = []
    for n, part in enumerate(parts):
        last = n + 1 == len(parts)
        page = Page(
            "progress_list",
            title=w("rating.which") if rating else w("progress.list.title", n=len(found.cases)),
            over=w("frame.pages", n=n + 1, all=len(parts)) if len(parts) > 1 else "",
            lead=w("progress.list.more") if last and found.more else "",
            sections=(Section("", tuple(_line(view, one) for one in part)),),
            caption=w("rating.which_say")
            if rating
            else w("progress.list.say", n=counted(w, len(found.cases))),
            back=act(view, "common.back", "arrow-left"),
            other=None if last else act(view, "progress.older", "arrow-right"),
        )
        drafts.append(framed(view, page))
    return tuple(drafts)


def _line(view: View, case: FollowedCase) -> Row:
    w = view.words
    name = name_of(view, case)
    note = state_words(view, case)
    if case.overdue:
        note += w("list.comma") + w("progress.late", n=case.overdue)
    elif case.due and not case.paused and not case.outcome and case.state not in OVER:
        by = by_date(w, case.due, view.today, provisional=case.provisional)
        note += w("list.comma") + by
    elif view.elderly is False:
        day = near_date(w, case.submitted.date(), view.today)
        note += w("list.comma") + w("progress.filed_on", date=day)
    mark = "alert-triangle" if case.asked or case.overdue else "file-text"
    return Row(
        value=name,
        note=note,
        mark=mark,
        act=Act(f"progress.case:{case.case_no}", name, name=f"{name} {last_four(case.case_no)}"),
        whole=True,
    )


def name_of(view: View, case: FollowedCase) -> str:
    """What people call the matter; its code where this terminal's list does not have it."""
    matter = view.matters.get(case.matter)
    return matter_name(view.words, matter) if matter else case.matter


def nothing(view: View, kind: str, found: Followed | None = None) -> tuple[Draft, ...]:
    """No case to show: what it may be, and who can look it up now. `kind`: none (no cases on
    this card), slip (not one of ours any more), locked, offline."""
    w, point = view.words, view.place.helper
    words = NOTHING[kind]
    until = found.locked_until if found else None
    time = clock(until.astimezone(view.now.tzinfo)) if until else ""
    rows = (
        Row(w("notice.place"), point_name(view, point)),
        Row(w("notice.hours"), open_line(view, point, "notice.open_until", "notice.opens")),
        Row(w("notice.phone"), f"{point.phone} / 12345"),
    )
    page = Page(
        "progress_none",
        title=w(words[0]),
        icon="wifi-off" if kind == "offline" else "info-circle",
        banner=Banner(w(words[1], time=time)),
        sections=(
            Section(
                "" if view.elderly else w("progress.none.ask"), rows[: 2 if view.elderly else 3]
            ),
        ),
        caption=w(words[2], time=time),
        back=act(view, "common.back", "arrow-left"),
        main=act(view, "progress.again", "refresh")
        if kind == "offline"
        else act(view, "progress.done", "check"),
    )
    return (framed(view, page),)


NOTHING = {
    "none": ("progress.none.title", "progress.none.line", "progress.none.say"),
    "slip": ("progress.slip.title", "progress.slip.line", "progress.slip.say"),
    "locked": ("progress.locked.title", "progress.locked.line", "progress.locked.say"),
    "offline": ("progress.offline.title", "progress.offline.line", "progress.offline.say"),
}
