"""Pages after handing in: received or done, under which number, and what comes next."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from kiosk.domain.masking import last_four, mask_phone
from kiosk.domain.matter import KioskMode
from kiosk.domain.numbers import in_fours
from kiosk.domain.offer import pays_when_collected
from kiosk.flows.data import NO_MOBILE, Document, Outcome
from kiosk.services.page import Act, Fact, Page, Row, Section, Stop
from kiosk.services.presenters.frame import act, framed
from kiosk.services.presenters.places import point_name
from kiosk.services.presenters.records import record
from kiosk.services.view import Draft, View
from kiosk.services.wording import digits, material_name, near_date, spoken_date, weekday

MAIL_DAYS = timedelta(days=2)
PAGE_LEADS = {"done": "done.page_lead", "unknown": "done.page_unknown"}


def done(view: View) -> tuple[Draft, ...]:
    """What was reached, under which number, until when, and what comes next."""
    outcome = view.data.outcome
    if outcome is None:
        return ()
    if outcome.document:
        return _record(view, outcome, outcome.document)
    number, due, nxt = _number_fact(view, outcome), _due_fact(view, outcome), _stops(view, outcome)
    w, key = view.words, _kind(view, outcome)
    base = Page(
        "done",
        title=w(f"done.{key}"),
        lead="" if key == "received" else w(f"done.{key}_lead"),
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


def _kind(view: View, outcome: Outcome) -> str:
    if outcome.state == "kept":
        return "kept"
    return "waiting" if view.data.papers() else "received"


def _number_fact(view: View, outcome: Outcome) -> Fact:
    return Fact(view.words("done.number"), in_fours(outcome.case_no))


def _due_fact(view: View, outcome: Outcome) -> Fact:
    w = view.words
    if view.data.papers():
        return Fact(w("done.due"), w("done.when_paper"), w("done.when_paper_note"))
    if outcome.due is None:
        kept = outcome.state == "kept"
        return Fact(w("done.due"), w("done.when_online" if kept else "done.today"))
    days = view.matter.promise.number if view.matter else 0
    key = "done.due_provisional" if outcome.provisional else "done.due_note"
    return Fact(
        w("done.due"),
        near_date(w, outcome.due, view.today),
        w(key, weekday=weekday(w, outcome.due), n=days) if days else weekday(w, outcome.due),
    )


def _stops(view: View, outcome: Outcome) -> tuple[Stop, ...]:
    w, data = view.words, view.data
    first = "done.step_kept" if outcome.state == "kept" else "done.step_received"
    stops = [Stop("done", w("done.today"), w(first))]
    if data.papers():
        return (*stops, _paper_stop(view))
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


def _paper_stop(view: View) -> Stop:
    """Which paper, and how it comes; what is not said to come by mail is brought."""
    w = view.words
    materials = view.matter.materials if view.matter else ()
    named = {m.name: material_name(w, m) for m in materials}
    names = w("list.comma").join(named.get(name, name) for name in view.data.papers())
    way = "post" if view.data.value("paper.way") == "post" else "point"
    place = point_name(view, view.place.helper)
    when, what = w("done.step_paper_when"), w("done.step_paper", names=names)
    return Stop("current", when, what, w(f"done.step_paper_{way}", place=place))


def _last_stop(view: View, outcome: Outcome) -> Stop:
    w, helper = view.words, view.place.helper
    if view.data.value("delivery.way") == "mail" and outcome.due:
        when = w("done.step_mail_when", date=near_date(w, outcome.due + MAIL_DAYS, view.today))
        note = w("done.step_mail_note", phone=helper.phone)
        return Stop("later", when, w("done.step_mail"), note)
    place = w("done.step_pickup_note", place=point_name(view, helper))
    pays = view.matter is not None and pays_when_collected(view.matter)
    return Stop("later", "", w("done.step_pay" if pays else "done.step_pickup"), place)


def _say(view: View, outcome: Outcome) -> str:
    w = view.words
    if outcome.state == "kept":
        return w("done.say_kept", tail=digits(w, last_four(outcome.case_no)))
    mobile = view.data.value("applicant.mobile")
    key = "done.say" if mobile not in ("", NO_MOBILE) else "done.say_no_sms"
    if view.data.papers():
        return w("done.say_waiting", tail=digits(w, last_four(outcome.case_no)))
    if outcome.due is None:
        return w("done.say_next")
    tail = digits(w, last_four(outcome.case_no))
    about = "date.about" if outcome.provisional else "date.latest"
    by = w(about, date=spoken_date(w, outcome.due, view.today))
    return w(key, by=by, tail=tail)


def _slip_parts(view: View) -> tuple[str, Act | None]:
    w = view.words
    if view.print_state == "printing":
        return w("done.page_printing" if _page_comes(view) else "done.slip_printing"), None
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
    told = "done.record_lead" if _asked_for_record(view) else "done.result_lead"
    lead = w(PAGE_LEADS.get(view.page_state, told))
    page = Page(
        "done",
        title=w("done.ready"),
        lead="" if view.print_state == "none" or _page_comes(view) else lead,
        icon="done",
        facts=(
            Fact(w("done.document_no"), document.number),
            Fact(w("done.check_code"), document.check_code),
        ),
        qr=document.verify_url,
        qr_note=w("done.verify_note"),
        caption=_say_record(view),
        sections=(Section("", (_look(view),)),),
        other=act(view, "done.another"),
        main=act(view, "done.finish", "check"),
    )
    says = record(view, document)
    if not view.elderly:
        return (framed(view, _with_slip(page, _slip_parts(view))), *says)
    going_on = act(view, "common.next", "arrow-right")
    first = replace(page, facts=(), qr="", qr_note="", sections=(), other=None, main=going_on)
    second = replace(page, lead="", qr="", qr_note="", caption=w("done.say_code"))
    return framed(view, _with_slip(first, _slip_parts(view))), framed(view, second), *says


def _page_comes(view: View) -> bool:
    """While it prints, and may still come out on A4 or on the slip only."""
    outcome = view.data.outcome
    if view.print_state != "printing" or outcome is None or outcome.document is None:
        return False
    return view.devices.get("pages", "") in ("ready", "low", "busy")


def _look(view: View) -> Row:
    """The way to what the record says, masked."""
    look = act(view, "record.look", "file-text")
    return Row(value=look.text, mark=look.icon, act=look, whole=True)


def _say_record(view: View) -> str:
    """The slip is offered once it is there, not while it may still fail."""
    said = {"printing": "printing.say", "none": "done.no_slip"}
    there = "done.say_record" if _asked_for_record(view) else "done.say_result"
    if view.page_state == "done":
        there = "done.say_page"
    return view.words(said.get(view.print_state, there))


def _asked_for_record(view: View) -> bool:
    return view.matter is not None and view.matter.kiosk_mode is KioskMode.QUERY_PRINT
