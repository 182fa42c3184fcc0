"""Pages after handing in: received or done, a "no" that helps, and trouble."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from kiosk.domain.masking import last_four, mask_phone
from kiosk.domain.numbers import in_fours
from kiosk.flows.data import NO_MOBILE, Document, Outcome
from kiosk.services.page import Act, Banner, Fact, Page, Row, Section, Stop
from kiosk.services.presenters.frame import act, framed
from kiosk.services.presenters.places import open_line, point_name
from kiosk.services.presenters.values import short_address
from kiosk.services.view import Draft, View
from kiosk.services.wording import by_date, digits, near_date, spoken_date, weekday

MAIL_DAYS = timedelta(days=2)


def done(view: View) -> tuple[Draft, ...]:
    """What was reached, under which number, until when, and what comes next."""
    outcome = view.data.outcome
    if outcome is None:
        return ()
    if outcome.document:
        return _record(view, outcome, outcome.document)
    number, due, nxt = _number_fact(view, outcome), _due_fact(view, outcome), _stops(view, outcome)
    w, kept = view.words, outcome.state == "kept"
    base = Page(
        "done",
        title=w("done.kept" if kept else "done.received"),
        lead=w("done.kept_lead") if kept else "",
        icon="done",
        caption=_say(view, outcome),
        main=act(view, "done.finish", "check"),
    )
    slip = _slip_parts(view)
    if not view.elderly:
        page = replace(
            base,
            facts=(number, due),
            stops=nxt,
            stops_title=w("done.next"),
            qr=outcome.case_no,
            qr_note=w("done.qr_note"),
            other=act(view, "done.another"),
        )
        return (framed(view, _with_slip(page, slip)),)
    going_on = act(view, "common.next", "arrow-right")
    first = _with_slip(replace(base, facts=(due,), main=going_on), slip)
    tail = digits(w, last_four(outcome.case_no))
    second = replace(
        base, facts=(number,), lead="", caption=w("done.say_tail", tail=tail), main=going_on
    )
    third = replace(
        base,
        title=w("done.next"),
        lead="",
        icon="",
        stops=nxt,
        caption=w("done.say_next"),
        other=act(view, "done.another"),
    )
    return framed(view, first), framed(view, second), framed(view, third)


def _number_fact(view: View, outcome: Outcome) -> Fact:
    return Fact(view.words("done.number"), in_fours(outcome.case_no))


def _due_fact(view: View, outcome: Outcome) -> Fact:
    w = view.words
    if outcome.due is None:
        return Fact(w("done.due"), w("done.today"))
    days = view.matter.promise.number if view.matter else 0
    key = "done.due_provisional" if outcome.provisional else "done.due_note"
    return Fact(
        w("done.due"),
        near_date(w, outcome.due, view.today),
        w(key, weekday=weekday(w, outcome.due), n=days),
    )


def _stops(view: View, outcome: Outcome) -> tuple[Stop, ...]:
    w, data = view.words, view.data
    first = "done.step_kept" if outcome.state == "kept" else "done.step_received"
    stops = [Stop("done", w("done.today"), w(first))]
    if outcome.due is None or view.matter is None:
        return tuple(stops)
    mobile = data.value("applicant.mobile")
    told = (
        w("done.step_review_sms", phone=mask_phone(mobile))
        if mobile not in ("", NO_MOBILE)
        else w("done.step_review_no_sms")
    )
    department = w(f"department.{view.matter.dept_code}")
    due = near_date(w, outcome.due, view.today)
    when = w("done.step_review_when", date=due)
    stops.append(Stop("current", when, w("done.step_review", department=department), told))
    stops.append(_last_stop(view, outcome))
    return tuple(stops)


def _last_stop(view: View, outcome: Outcome) -> Stop:
    w, helper = view.words, view.place.helper
    if view.data.value("delivery.way") == "mail" and outcome.due:
        when = w("done.step_mail_when", date=near_date(w, outcome.due + MAIL_DAYS, view.today))
        note = w("done.step_mail_note", phone=helper.phone)
        return Stop("later", when, w("done.step_mail"), note)
    place = w("done.step_pickup_note", place=point_name(view, helper))
    return Stop("later", "", w("done.step_pickup"), place)


def _say(view: View, outcome: Outcome) -> str:
    w = view.words
    if outcome.state == "kept":
        return w("done.say_kept", tail=digits(w, last_four(outcome.case_no)))
    mobile = view.data.value("applicant.mobile")
    key = "done.say" if mobile not in ("", NO_MOBILE) else "done.say_no_sms"
    if outcome.due is None:
        return w("done.say_next")
    tail = digits(w, last_four(outcome.case_no))
    about = "date.about" if outcome.provisional else "date.latest"
    by = w(about, date=spoken_date(w, outcome.due, view.today))
    return w(key, by=by, tail=tail)


def _slip_parts(view: View) -> tuple[str, Act | None]:
    w = view.words
    if view.print_state == "printing":
        return w("done.slip_printing"), None
    if view.print_state == "done":
        return w("done.slip"), act(view, "done.slip_missing", "")
    if view.print_state == "unknown":
        return w("done.slip_unknown"), act(view, "done.slip_missing", "")
    if view.print_state == "again":
        return w("done.slip_again"), None
    return w("done.no_slip"), None


def _with_slip(page: Page, slip: tuple[str, Act | None]) -> Page:
    return replace(page, notice=slip[0], notice_act=slip[1])


def _record(view: View, outcome: Outcome, document: Document) -> tuple[Draft, ...]:
    w = view.words
    page = Page(
        "done",
        title=w("done.ready"),
        lead="" if view.print_state == "none" else w("done.record_lead"),
        icon="done",
        facts=(
            Fact(w("done.document_no"), document.number),
            Fact(w("done.check_code"), document.check_code),
        ),
        qr=document.verify_url,
        qr_note=w("done.verify_note"),
        caption=_say_record(view),
        other=act(view, "done.another"),
        main=act(view, "done.finish", "check"),
    )
    if not view.elderly:
        return (framed(view, _with_slip(page, _slip_parts(view))),)
    going_on = act(view, "common.next", "arrow-right")
    first = replace(page, facts=(), qr="", qr_note="", other=None, main=going_on)
    second = replace(page, lead="", qr="", qr_note="", caption=w("done.say_code"))
    return framed(view, _with_slip(first, _slip_parts(view))), framed(view, second)


def _say_record(view: View) -> str:
    """The slip is offered once it is there, not while it may still fail."""
    said = {"printing": "printing.say", "none": "done.no_slip"}
    return view.words(said.get(view.print_state, "done.say_record"))


def notice(view: View) -> tuple[Draft, ...]:
    """Not here, not yet, or not found: the reason, and the place that is open now or opens next."""
    told = view.data.notice
    if told is None:
        return ()
    w, key, point = view.words, f"notice.{told.reason}", view.place.helper
    values: dict[str, str] = {"place": told.place, "point": point_name(view, point)}
    if told.from_day:
        values["date"] = near_date(w, told.from_day, view.today)
    spoken = dict(values)
    if told.from_day:
        spoken["date"] = spoken_date(w, told.from_day, view.today)
    first = told.place or w(f"{key}.safe", **values)
    lines = [w(f"{key}.line", **values)]
    if view.case_no:
        lines.insert(0, f"{w('notice.own_number')} {in_fours(view.case_no)}")
    page = Page(
        "notice",
        title=w(f"{key}.title"),
        lead=w(f"{key}.lead", **values),
        banner=Banner(first, tuple(lines)),
        sections=(Section("" if view.elderly else w("notice.point"), _point_rows(view)),),
        caption=w(f"{key}.say", **spoken),
    )
    printed = view.print_state in ("done", "again")
    page = replace(
        page,
        notice=_slip_asked(view),
        other=None if printed else act(view, "notice.finish", "check"),
        main=act(view, "notice.finish", "check")
        if printed
        else act(view, "notice.print", "printer"),
        busy=view.print_state == "printing",
    )
    return (framed(view, page),)


def _slip_asked(view: View) -> str:
    """On a page that offers a slip: whether it is there, or asked where nobody can tell."""
    words = {"done": "done.slip", "again": "done.slip", "unknown": "done.slip_unknown"}
    key = words.get(view.print_state, "")
    return view.words(key) if key else ""


def _point_rows(view: View) -> tuple[Row, ...]:
    """In the elderly mode the place and its hours; all of it is on the slip."""
    w, point = view.words, view.place.helper
    rows = (
        Row(w("notice.place"), point_name(view, point)),
        Row(w("notice.hours"), open_line(view, point, "notice.open_until", "notice.opens")),
        Row(w("notice.address"), short_address(point.address)),
        Row(w("notice.phone"), point.phone),
    )
    return rows[:2] if view.elderly else rows


def print_trouble(view: View) -> tuple[Draft, ...]:
    """The slip did not come out: what is safe first, then the ways on."""
    w, outcome = view.words, view.data.outcome
    title = "trouble.paper.title" if view.print_state == "paper" else "trouble.printer.title"
    point = view.place.helper
    window = Row(
        value=w("trouble.print.window", place=point_name(view, point)),
        note=w("trouble.print.window_note"),
        mark="map-pin",
    )
    safe = "trouble.print.safe_notice"
    if outcome:
        safe = "trouble.print.safe_kept" if outcome.state == "kept" else "trouble.print.safe"
    page = Page(
        "trouble",
        title=w(title),
        icon="printer-off",
        banner=Banner(w(safe), _safe_lines(view)),
        sections=(Section("" if view.elderly else w("trouble.print.also"), (window,)),),
        caption=w("trouble.print.say" if outcome else "trouble.print.say_notice"),
        other=act(view, "trouble.print.without", ""),
        main=act(view, "trouble.print.retry", "printer"),
    )
    return (framed(view, page),)


def _safe_lines(view: View) -> tuple[str, ...]:
    w, outcome = view.words, view.data.outcome
    lines: list[str] = []
    number = outcome.case_no if outcome else view.case_no
    if number:
        lines.append(w("trouble.print.number", number=in_fours(number)))
    if outcome and outcome.document:
        lines.append(w("trouble.print.code", code=outcome.document.check_code))
    elif outcome and outcome.due:
        by = by_date(w, outcome.due, view.today, provisional=outcome.provisional)
        lines.append(w("trouble.print.due", by=by))
    return tuple(lines)


def trouble(view: View, kind: str) -> tuple[Draft, ...]:
    """Something does not work: what happened, that nothing is lost, what to do now.

    `kind`: card | reader | network | crash | store.
    """
    w, key = view.words, f"trouble.{kind}"
    icons = {"network": "wifi-off", "card": "id", "reader": "id"}
    lead = w(f"{key}.lead") if w.has(f"{key}.lead") else ""
    lines = [w(f"{key}.line")] if w.has(f"{key}.line") else []
    if view.case_no:
        lines.insert(0, w("trouble.print.number", number=in_fours(view.case_no)))
    filed = f"{key}.safe_filed" if view.data.outcome else f"{key}.safe"
    safe = w(w.first(filed, f"{key}.safe"))
    page = Page(
        "trouble",
        title=w(f"{key}.title"),
        lead=lead,
        icon=icons.get(kind, "alert-triangle"),
        banner=Banner(safe, tuple(lines)),
        sections=(Section("" if view.elderly else w("notice.point"), _point_rows(view)),),
        caption=w(f"{key}.say"),
        other=_slip_act(view, kind),
        main=_way_on(view, kind),
        notice=_slip_asked(view),
        busy=view.print_state == "printing",
    )
    return (framed(view, page),)


def _slip_act(view: View, kind: str) -> Act | None:
    """A slip can be had once from a page of trouble that sends people to a window."""
    if kind == "crash" or view.print_state in ("done", "again"):
        return None
    return act(view, "notice.print", "printer")


def _way_on(view: View, kind: str) -> Act | None:
    ways = {
        "card": ("trouble.card.retry", "refresh"),
        "network": ("trouble.network.retry", "refresh"),
        "reader": ("notice.finish", "check"),
        "store": ("notice.finish", "check"),
        "crash": ("trouble.crash.restart", "refresh"),
    }
    if kind not in ways:
        return None
    message, icon = ways[kind]
    return act(view, message, icon)
