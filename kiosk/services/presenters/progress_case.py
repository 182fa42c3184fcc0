"""The page of one case: where it stands, until when, its way so far, and what is next."""

from __future__ import annotations

from dataclasses import replace

from kiosk.domain.masking import last_four
from kiosk.domain.numbers import in_fours
from kiosk.services.page import Act, Fact, Page, Row, Section, Stop
from kiosk.services.ports_progress import FollowedCase
from kiosk.services.presenters.form import whole
from kiosk.services.presenters.frame import act, framed
from kiosk.services.presenters.places import point_name
from kiosk.services.presenters.progress import OVER, counted, name_of, state_words
from kiosk.services.view import Draft, View
from kiosk.services.wording import by_date, department, digits, near_date, spoken_date

POST = {
    "draft": "progress.post.draft",
    "queued": "progress.post.queued",
    "submitted": "progress.post.queued",
    "labelled": "progress.post.queued",
    "sealed": "progress.post.queued",
    "handed_over": "progress.post.under_way",
    "in_transit": "progress.post.under_way",
    "resent": "progress.post.under_way",
    "out_for_delivery": "progress.post.out",
    "delivered": "progress.post.delivered",
    "closed": "progress.post.delivered",
    "failed": "progress.post.failed",
    "held": "progress.post.held",
    "returned": "progress.post.returned",
    "lost": "progress.post.lost",
    "damaged": "progress.post.lost",
    "cancelled": "progress.post.cancelled",
}
"""Where a letter is, as people say it."""
ARRIVED = ("delivered", "closed")


def case_page(view: View, case: FollowedCase) -> tuple[Draft, ...]:
    """One case; in the elderly mode where it stands first, then its way, then what can be done."""
    w = view.words
    base = Page(
        "progress_case",
        over=f"{name_of(view, case)}　{in_fours(case.case_no)}",
        title=state_words(view, case),
        icon="done" if case.outcome == "granted" else "",
        lead=_lead(view, case),
        caption=_say(view, case),
        back=act(view, "common.back", "arrow-left"),
        main=_main(view, case),
    )
    rows = _rows(view, case)
    if not view.elderly:
        page = replace(
            base,
            facts=_facts(view, case),
            stops=stops(view, case),
            stops_title=w("progress.way"),
            sections=(Section("", rows),) if rows else (),
            other=act(view, "progress.print", "printer"),
            notice=_paper(view),
        )
        return (framed(view, page),)
    return _one_by_one(view, case, base, rows)


def _one_by_one(
    view: View, case: FollowedCase, base: Page, rows: tuple[Row, ...]
) -> tuple[Draft, ...]:
    """Where it stands, its way, what can be done: a page each."""
    w = view.words
    first = replace(
        base, over=name_of(view, case), facts=_facts(view, case)[:1], notice=_paper(view)
    )
    if not case.asked:
        first = replace(first, main=act(view, "common.next", "arrow-right"))
    second = replace(
        base,
        over="",
        title=w("progress.way"),
        icon="",
        lead="",
        stops=stops(view, case)[-3:],
        caption=w("progress.way_say"),
    )
    third = replace(
        base,
        over="",
        title=w("progress.more"),
        icon="",
        lead="",
        sections=(Section("", (whole(view, "progress.print", "printer"), *rows)),),
        caption=w("progress.more_say"),
        notice=_paper(view),
    )
    second = replace(second, main=act(view, "common.next", "arrow-right"))
    return tuple(framed(view, page) for page in (first, second, third))


def _main(view: View, case: FollowedCase) -> Act:
    if case.asked:
        return act(view, "progress.fix", "pencil")
    return act(view, "progress.done", "check")


def _lead(view: View, case: FollowedCase) -> str:
    w = view.words
    if case.overdue:
        return w("progress.late_lead", n=case.overdue)
    if case.outcome in ("refused", "partly"):
        return case.outcome_text
    if case.state in OVER and case.reason:
        return case.reason
    if case.state == "suspended":
        return case.pause_text
    return ""


def _facts(view: View, case: FollowedCase) -> tuple[Fact, ...]:
    w = view.words
    filed = Fact(w("progress.filed"), near_date(w, case.submitted.date(), view.today))
    if case.asked:
        last = near_date(w, case.asked.last_day, view.today)
        return (Fact(w("progress.last_day"), last, w("progress.paused")),)
    if case.outcome or case.state in OVER or case.due is None:
        return (filed,)
    if case.paused:
        return (Fact(w("progress.due"), w("progress.later"), w("progress.paused")),)
    note = w("progress.late", n=case.overdue) if case.overdue else ""
    if case.provisional and not note:
        note = w("progress.provisional")
    return (Fact(w("progress.due"), near_date(w, case.due, view.today), note),)


def stops(view: View, case: FollowedCase) -> tuple[Stop, ...]:
    """The case's life as stations: what is done, where it is, what comes."""
    w = view.words
    found = [Stop("done", _day(view, case, "submit"), w("progress.step.filed"))]
    if any(event == "resubmit" for event, _ in case.steps):
        found.append(Stop("done", _day(view, case, "resubmit"), w("progress.step.corrected")))
    if case.state in OVER:
        return (*found, Stop("current", _last(view, case), state_words(view, case)))
    return (*found, *_now(view, case), *_result(view, case))


def _now(view: View, case: FollowedCase) -> tuple[Stop, ...]:
    w, matter = view.words, view.matters.get(case.matter)
    office = department(w, matter) if matter else ""
    review = w("progress.step.review", department=office)
    if case.outcome:
        return (Stop("done", _day(view, case, "decide"), state_words(view, case)),)
    if case.asked:
        by = by_date(w, case.asked.last_day, view.today, provisional=False)
        fix = Stop("current", by, w("progress.step.correct"))
        return (fix, Stop("later", "", review))
    if case.state == "suspended":
        return (
            Stop("current", _last(view, case), w("progress.step.suspended"), w("progress.paused")),
        )
    by = ""
    if case.due:
        by = by_date(w, case.due, view.today, provisional=case.provisional)
    note = w("progress.step.hurried") if case.overdue else w("progress.step.nothing_to_do")
    return (Stop("current", by, review, note),)


def _result(view: View, case: FollowedCase) -> tuple[Stop, ...]:
    w = view.words
    if case.post:
        state = "done" if case.post in ARRIVED else "current" if case.outcome else "later"
        return (Stop(state, "", w(POST.get(case.post, "progress.post.under_way"))),)
    if case.delivery == "pickup" or not case.delivery:
        if case.outcome == "":
            return (Stop("later", "", w("progress.step.result")),)
        if case.state == "delivered":
            return (Stop("done", _day(view, case, "deliver"), w("progress.step.handed_over")),)
        if case.delivery == "pickup":
            place = point_name(view, view.place.helper)
            return (Stop("current", "", w("progress.step.pickup"), place),)
    return ()


def _rows(view: View, case: FollowedCase) -> tuple[Row, ...]:
    """What can be done with a case that is over: print its result, and rate it once; before that
    the home page has a tile for rating."""
    rows: list[Row] = []
    if case.document:
        rows.append(whole(view, "progress.result", "file-certificate"))
    if not case.rated and (case.outcome or case.state in OVER):
        rows.append(whole(view, "progress.rate", "mood-smile"))
    return tuple(rows)


def _paper(view: View) -> str:
    words = {
        "printing": "done.slip_printing",
        "done": "progress.printed",
        "again": "progress.printed",
        "unknown": "done.slip_unknown",
        "paper": "progress.no_paper",
        "printer": "progress.no_paper",
    }
    key = words.get(view.print_state, "")
    return view.words(key) if key else ""


def _day(view: View, case: FollowedCase, event: str) -> str:
    days = [day for name, day in case.steps if name == event]
    return near_date(view.words, days[-1], view.today) if days else ""


def _last(view: View, case: FollowedCase) -> str:
    return near_date(view.words, case.steps[-1][1], view.today) if case.steps else ""


def _say(view: View, case: FollowedCase) -> str:
    w, state = view.words, state_words(view, case)
    tail = digits(w, last_four(case.case_no))
    if case.asked:
        by = spoken_date(w, case.asked.last_day, view.today)
        return w("progress.say_correct", date=by)
    if case.overdue:
        return w("progress.say_late", state=state, n=counted(w, case.overdue))
    if case.due and not case.paused and not case.outcome and case.state not in OVER:
        by = spoken_date(w, case.due, view.today)
        return w("progress.say_due", state=state, date=by)
    return w("progress.say_state", state=state, tail=tail)
