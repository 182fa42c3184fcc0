"""The page of a matter before anything is asked: what it is, how long, what it costs, what to
bring, and what only people can do."""

from __future__ import annotations

from dataclasses import replace

from kiosk.domain.assurance import Assurance
from kiosk.domain.forms import Form
from kiosk.domain.loader import shipped
from kiosk.domain.material import Material, Need, Source, needed
from kiosk.domain.matter import KioskMode, Matter
from kiosk.domain.offer import pays_when_collected
from kiosk.services.filing import ACCOUNT
from kiosk.services.page import Act, Fact, Page, Row, Section
from kiosk.services.presenters.frame import act, back, framed
from kiosk.services.view import Draft, View
from kiosk.services.wording import (
    dated,
    department,
    material_name,
    matter_name,
    official_name,
    spoken_count,
)

CARD = "居民身份证"
FROM_CARD = {"applicant.name", "applicant.id_number"}


def matter(view: View) -> tuple[Draft, ...]:
    """What it is, how long, what it costs, for whom, what need not and what must be brought."""
    w, item = view.words, view.matter
    if item is None:
        return ()
    form = shipped().forms[item.code]
    spared = Section(w("matter.not_needed"), _not_needed(view, item, form))
    bring = Section(w("matter.to_bring"), _to_bring(view, item, form))
    page = Page(
        "matter",
        title=matter_name(w, item),
        lead=_official(view, item),
        facts=(_how_long(view, item), _fee(view, item), _who(view, item, form)),
        sections=tuple(s for s in (spared, bring) if s.rows),
        caption=_say(view, item, form),
        back=back(view),
        main=_start(view, item, form),
    )
    if not view.elderly:
        return (framed(view, page),)
    brings = not all(row.value for row in bring.rows)
    return _apart(view, page, spared, bring, brings=brings)


def _apart(
    view: View, page: Page, spared: Section, bring: Section, *, brings: bool
) -> tuple[Draft, ...]:
    """Facts first, then what to bring or what need not be brought, by itself."""
    w = view.words
    first = replace(page, sections=(), main=act(view, "common.next", "arrow-right"))
    second = replace(
        page,
        title=w("matter.to_bring" if brings else "matter.bring_nothing"),
        lead="",
        facts=(),
        sections=(replace(bring, title=""),) if brings or not spared.rows else (spared,),
        caption=page.caption if brings else w("matter.say_bring"),
        back=act(view, "common.back", "arrow-left"),
    )
    return framed(view, first), framed(view, second)


def _start(view: View, item: Matter, form: Form) -> Act:
    """A public list is printed at once; everything else asks something first."""
    at_once = item.kiosk_mode is KioskMode.QUERY_PRINT and set(form.field_ids) <= FROM_CARD
    if at_once:
        return act(view, "purpose.print", "printer")
    return act(view, "matter.start", "arrow-right")


def _official(view: View, item: Matter) -> str:
    """The name in the public list, in the running language or not at all, and the department."""
    w = view.words
    if w.lang != "zh_CN" and not w.has(f"matter.official.{item.code}"):
        return department(w, item)
    return w("matter.over", name=official_name(w, item), department=department(w, item))


def papers_of(item: Matter) -> tuple[Material, ...]:
    """What everybody must bring of a matter."""
    return tuple(m for m in needed(item.materials) if m.must_be_brought)


# ---- facts ----


def _how_long(view: View, item: Matter) -> Fact:
    w = view.words
    if item.decided_in_visit:
        if papers_of(item):
            return Fact(w("matter.how_long"), w("matter.same_day"), w("matter.from_paper"))
        return Fact(w("matter.how_long"), w("matter.at_once"), _at_once_note(view, item))
    n = item.promise.number
    figure = w("matter.days", n=n) if n else w("matter.same_day")
    if papers_of(item):
        return Fact(w("matter.how_long"), figure, w("matter.from_paper"))
    accepted = view.place.calendar.accepted_on(view.now)
    due = view.place.calendar.due_on(accepted.day, item.promise)
    day = dated(w, due.day, view.today)
    latest = "date.about" if due.provisional or accepted.provisional else "date.latest"
    return Fact(w("matter.how_long"), figure, w(latest, date=day))


def _at_once_note(view: View, item: Matter) -> str:
    printed = item.kiosk_mode is KioskMode.QUERY_PRINT
    return view.words("matter.at_once_note" if printed else "matter.at_once_done")


def _fee(view: View, item: Matter) -> Fact:
    w = view.words
    if pays_when_collected(item):
        key = f"matter.fee.{item.code}"
        figure = w(key) if w.has(key) else item.fee
        return Fact(w("matter.fee"), figure, w("matter.fee_later"))
    note = "matter.fee_note_mail" if item.mail_result else "matter.fee_note_print"
    return Fact(w("matter.fee"), w("matter.free"), w(note))


def _who(view: View, item: Matter, form: Form) -> Fact:
    """A wording of the matter's own where there is one, else its audience."""
    w = view.words
    audience = "both" if len(item.audience) > 1 else "".join(item.audience)
    note = "other" if "other" in form.for_whom else audience
    return Fact(
        w("matter.who"),
        w(w.first(f"matter.who.{item.code}", f"matter.who.{audience}")),
        w(w.first(f"matter.who_note.{item.code}", f"matter.who_note.{note}")),
    )


# ---- what is brought and what is not ----


def _not_needed(view: View, item: Matter, form: Form) -> tuple[Row, ...]:
    w = view.words
    rows = [
        Row(material_name(w, m), note=w(f"matter.why.{_why(m)}"), mark="done")
        for m in needed(item.materials)
        if not m.must_be_brought and not (form.signs and "申请表" in m.name)
    ]
    if form.signs:
        rows.append(Row(w("matter.item.申请表"), note=w("matter.why.system-form"), mark="done"))
    return tuple(rows)


def _why(item: Material) -> str:
    if item.source is Source.LICENCE_REUSE and item.name != CARD:
        return "licence"
    if item.source is Source.DEPARTMENT_CHECK and item.name != ACCOUNT:
        return "check"
    return item.source.value


def _to_bring(view: View, item: Matter, form: Form) -> tuple[Row, ...]:
    w = view.words
    how = "matter.paper_post" if item.mail_material else "matter.paper_point"
    takes = view.data.needs.takes
    rows = [
        Row(
            material_name(w, m),
            note=w("matter.paper_here" if m.name in takes else how),
            mark="camera" if m.name in takes else "file-text",
        )
        for m in papers_of(item)
    ]
    if "agent.role" in form.field_ids:
        rows += [
            Row(material_name(w, m), note=w("matter.paper_agent"), mark="file-text")
            for m in item.materials
            if m.must_be_brought and m.need is Need.ACTING_FOR_ANOTHER
        ]
    if not rows:
        rows = [Row(value=w("matter.bring_nothing"))]
    if form.assurance is Assurance.PROVEN:
        rows.insert(0, Row(w("matter.proof"), note=w("matter.proof_note"), mark="users"))
    rows += [
        Row(w(f"later.{name}"), note=w("matter.asked_later"), mark="message") for name in form.later
    ]
    return tuple(rows)


# ---- aloud ----


def _say(view: View, item: Matter, form: Form) -> str:
    w = view.words
    if form.assurance is Assurance.PROVEN:
        return w("matter.say_proof")
    if papers_of(item):
        return w("matter.say_papers")
    if pays_when_collected(item):
        return w("matter.say_fee")
    return w("matter.say_company") if "agent.role" in form.field_ids else _say_all(view, item)


def _say_all(view: View, item: Matter) -> str:
    w, n = view.words, item.promise.number
    if item.decided_in_visit:
        return w("matter.say_at_once")
    return w("matter.say_days", n=spoken_count(w, n)) if n else w("matter.say_same_day")
