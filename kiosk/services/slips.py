"""What each slip says: the same facts as the screen, names masked, the number whole."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from drivers.receipt_printer import Blank, Pair, Qr, Rule, Slip, Text
from kiosk.domain.loader import shipped
from kiosk.domain.masking import mask_address, mask_name
from kiosk.domain.numbers import in_fours, slip_code
from kiosk.domain.offer import pays_when_collected
from kiosk.domain.zone import local
from kiosk.flows.data import Outcome
from kiosk.services.filing import evidence
from kiosk.services.presenters.places import open_line, point_name
from kiosk.services.slips_records import record_lines
from kiosk.services.view import View
from kiosk.services.wording import (
    clock,
    dated,
    full_date,
    material_name,
    matter_name,
    near_date,
)

Item = Text | Pair | Rule | Qr | Blank


@dataclass(frozen=True, slots=True)
class Terminal:
    """What a slip says of the machine it came from."""

    id: str


def slip_for(view: View, terminal: Terminal, *, reprint: bool = False) -> Slip:
    """The slip of the visit as it stands: receipt, record, or where to go."""
    outcome = view.data.outcome
    if outcome and outcome.document:
        body = record_lines(view, outcome, outcome.document)
    elif outcome and outcome.state in ("accepted", "kept", "waiting"):
        body = _receipt(view, outcome)
    else:
        body = _where_to_go(view)
    return Slip((*head(view, reprint), *body, *foot(view, terminal)))


def _big(view: View) -> int:
    return 2 if view.elderly else 1


def head(view: View, reprint: bool) -> tuple[Item, ...]:
    """The top of every slip: the point, and what kind of copy it is."""
    w = view.words
    lines: list[Item] = [Text(point_name(view, view.place.point), bold=True, align="center")]
    if view.demo:
        lines.append(Text(w("slip.sample"), align="center"))
    if reprint:
        lines.append(Text(w("slip.reprint"), bold=True, align="center"))
    return tuple(lines)


def foot(view: View, terminal: Terminal) -> tuple[Item, ...]:
    """The end of every slip: whom to ask, and where it came from."""
    w = view.words
    return (
        Rule(),
        Pair(w("slip.ask"), f"{view.place.helper.phone} / 12345"),
        Pair(w("slip.terminal"), terminal.id),
        Text(w("slip.end"), align="center"),
    )


def title(view: View, message: str) -> tuple[Item, ...]:
    """What the slip is, in large letters over a rule."""
    return (Text(view.words(message), size=2, bold=True, align="center"), Rule())


def _moment(view: View, moment: datetime) -> str:
    here = local(moment)
    return f"{full_date(view.words, here.date())} {clock(here)}"


def _receipt(view: View, outcome: Outcome) -> tuple[Item, ...]:
    w, data, matter = view.words, view.data, view.matter
    kept, papers = outcome.state == "kept", data.papers()
    heading = "kept" if kept else "waiting" if papers else "accepted"
    lines: list[Item] = [
        *title(view, f"slip.title.{heading}"),
        Pair(w("slip.number"), in_fours(outcome.case_no), size=2),
        Pair(w("slip.password"), outcome.password, size=_big(view)),
        Pair(w("slip.matter"), matter_name(w, view.matters[data.matter]), size=_big(view)),
    ]
    if data.person:
        lines.append(Pair(w("slip.who"), mask_name(data.person.name), size=_big(view)))
    if data.agent:
        lines.append(Pair(w("slip.agent"), mask_name(data.agent.name), size=_big(view)))
    lines.append(Pair(w("slip.handed_in"), _moment(view, outcome.submitted)))
    lines += _due(view, outcome)
    if matter:
        lines.append(Pair(w("slip.department"), w(f"department.{matter.dept_code}")))
    lines += _delivery(view)
    lines += [*_fee(view), *_papers(view)]
    lines += [Rule(), Text(w("slip.materials"), bold=True), *_materials(view), *_later(view)]
    lines += [Rule(), Text(w("slip.kept_line" if kept else "slip.not_yet"))]
    lines.append(Qr(_code(outcome), w("slip.scan")))
    return tuple(lines)


def _code(outcome: Outcome) -> str:
    return slip_code(outcome.case_no, outcome.token) if outcome.token else outcome.case_no


def _due(view: View, outcome: Outcome) -> list[Item]:
    w = view.words
    if outcome.due is None or outcome.accepted is None or view.matter is None:
        return []
    day, days = dated(w, outcome.due, view.today), view.matter.promise.number
    due = w("slip.due_provisional", date=day) if outcome.provisional else day
    return [
        Pair(w("slip.accepted"), full_date(w, outcome.accepted)),
        Pair(w("slip.days"), w("slip.days_value", n=days) if days else w("matter.same_day")),
        Pair(w("slip.due"), due, size=2),
    ]


def _delivery(view: View) -> list[Item]:
    w, way = view.words, view.data.value("delivery.way")
    if not way:
        return []
    lines: list[Item] = [Pair(w("slip.way"), w(f"slip.way.{way}"), size=_big(view))]
    if way == "mail":
        lines.append(Pair(w("slip.mail_to"), mask_address(view.data.value("delivery.address"))))
    return lines


def _fee(view: View) -> list[Item]:
    w, matter = view.words, view.matter
    if matter is None or not pays_when_collected(matter):
        return []
    key = f"matter.fee.{matter.code}"
    fee = w(key) if w.has(key) else matter.fee
    return [Pair(w("slip.fee"), fee), Pair("", w("slip.fee_later"))]


def _papers(view: View) -> list[Item]:
    """What must still be handed in, where, and that the time begins with it."""
    w, names, point = view.words, view.data.papers(), view.place.helper
    if not names or view.matter is None:
        return []
    brought = [m for m in view.matter.materials if m.name in names]
    lines: list[Item] = [Rule(), Text(w("slip.papers"), bold=True)]
    lines += [Text(material_name(w, m), size=_big(view)) for m in brought]
    lines.append(Pair(w("slip.papers_to"), point_name(view, point)))
    lines.append(Pair(w("slip.address"), point.address))
    if view.data.value("paper.way") == "post":
        lines.append(Text(w("slip.papers_post")))
    return [*lines, Text(w("slip.papers_note"))]


def _later(view: View) -> list[Item]:
    """What staff will ask because it takes words that cannot be typed here."""
    w, form = view.words, shipped().forms.get(view.data.matter)
    return [Pair(w(f"later.{name}"), w("slip.later")) for name in (form.later if form else ())]


def _materials(view: View) -> list[Item]:
    if view.matter is None:
        return []
    w = view.words
    lines: list[Item] = []
    for item, source, _grade in evidence(view.data, view.matter):
        key = source.value
        if item.name in view.data.papers():
            key = "citizen_paper"
        elif item.name in view.data.pictures:
            key = "pictured"
        lines.append(Pair(material_name(w, item), w(f"slip.material.{key}")))
    if view.data.signature:
        lines.append(Pair(w("matter.item.申请表"), w("slip.material.system-form")))
    return lines


def _where_to_go(view: View) -> tuple[Item, ...]:
    w, point, told = view.words, view.place.helper, view.data.notice
    lines: list[Item] = [*title(view, "slip.title.notice")]
    if view.case_no:
        lines.append(Pair(w("slip.own_number"), in_fours(view.case_no), size=2))
    if view.data.matter:
        lines.append(Pair(w("slip.matter"), matter_name(w, view.matters[view.data.matter])))
    if told:
        values = {"place": told.place, "point": point_name(view, point)}
        if told.from_day:
            values["date"] = near_date(w, told.from_day, view.today)
        lines.append(Pair(w("slip.reason"), w(f"notice.{told.reason}.title")))
        if told.from_day:
            lines.append(Pair(w("slip.from_date"), full_date(w, told.from_day), size=2))
        if told.place:
            lines.append(Pair(w("slip.go_to"), told.place, size=2))
        lines.append(Text(w(f"notice.{told.reason}.line", **values)))
    elif view.trouble and w.has(f"trouble.{view.trouble}.title"):
        lines.append(Pair(w("slip.reason"), w(f"trouble.{view.trouble}.title")))
    lines += [
        Rule(),
        Pair(w("slip.go_to"), point_name(view, point), size=_big(view)),
        Pair(w("slip.address"), point.address),
        Pair(w("slip.hours"), open_line(view, point, "notice.open_until", "notice.opens")),
        Pair(w("slip.phone"), point.phone),
        Pair(w("slip.bring"), w("slip.bring_card")),
    ]
    if told and told.reason == "no_record":
        lines += [Rule(), Text(w("slip.remedy"))]
    return tuple(lines)
