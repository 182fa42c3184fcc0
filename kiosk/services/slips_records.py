"""Slips about records and readings, and the mark on a slip that is printed again."""

from __future__ import annotations

from datetime import datetime

from drivers.receipt_printer import Pair, Qr, Rule, Slip, Text
from kiosk.domain.masking import mask_id_number, mask_name
from kiosk.domain.matter import KioskMode
from kiosk.domain.numbers import in_fours
from kiosk.domain.zone import local
from kiosk.flows.data import Document, Outcome, Person
from kiosk.services.ports_papers import About, ReadBy
from kiosk.services.presenters.places import point_name
from kiosk.services.presenters.readings import office, what, where, why
from kiosk.services.presenters.records import digest_groups
from kiosk.services.view import View
from kiosk.services.wording import clock, department, full_date, official_name

Item = Text | Pair | Rule | Qr
MOST_READINGS = 40
INSURANCE_RECORD = "XC-RS-026"


def about_of(view: View) -> About:
    """What the slip of a visit is about: receipt, record, or where to go."""
    outcome, kind = view.data.outcome, "notice"
    if outcome and outcome.document:
        kind = "record"
    elif outcome and outcome.state in ("accepted", "kept", "waiting"):
        kind = "receipt"
    return About(kind, view.data.matter, view.data.person)


def record_lines(view: View, outcome: Outcome, document: Document) -> tuple[Item, ...]:
    """A record or certificate, whole, also where a page of A4 bears it: what it says, and by what
    it is checked."""
    w, data, big = view.words, view.data, 2 if view.elderly else 1
    lines: list[Item] = [
        Text(document_title(view, document), size=2, bold=True, align="center"),
        Rule(),
        Pair(w("slip.document_no"), document.number),
        Pair(w("slip.check_code"), document.check_code, size=big),
        Pair(w("slip.number"), in_fours(outcome.case_no), size=big),
    ]
    if outcome.password:
        lines.append(Pair(w("slip.password"), outcome.password, size=big))
    lines.append(Pair(w("slip.who"), document.holder))
    if data.person:
        lines.append(Pair(w("slip.number_id"), mask_id_number(data.person.number)))
    purpose = data.value("reading.purpose")
    if purpose:
        lines.append(Pair(w("slip.purpose"), w(f"purpose.{purpose}")))
    lines.append(Pair(w("slip.issued"), full_date(w, document.issued)))
    if view.matter:
        lines.append(Pair(w("slip.issuer"), department(w, view.matter)))
    lines.append(Rule())
    lines += [Pair(label, value) for label, value in document.rows]
    lines.append(Rule())
    if view.page_state == "done":
        lines += [Text(w("slip.on_page")), Rule()]
    if document.digest:
        lines.append(Pair(w("slip.digest"), digest_groups(document.digest)))
    lines.append(Qr(document.verify_url, w("slip.verify")))
    return tuple(lines)


def document_title(view: View, document: Document) -> str:
    """A record is called by its name; anything else that was decided is a result."""
    w, matter = view.words, view.matter
    if document.kind and w.lang == "zh_CN":
        return document.kind
    if matter is None or matter.kiosk_mode is not KioskMode.QUERY_PRINT:
        return w("slip.title.result")
    if matter.code == INSURANCE_RECORD:
        return w("slip.title.record")
    return official_name(w, matter)


def copied(view: View, slip: Slip, copy_no: int, terminal: str) -> Slip:
    """The slip as it was, with the mark that it is a copy: the how many-th, when and where."""
    w, here = view.words, view.now
    mark = (
        Text(w("slip.copy", n=copy_no), bold=True, size=2, align="center"),
        Text(f"{full_date(w, here.date())} {clock(here)}  {terminal}", align="center"),
    )
    return Slip((slip.lines[0], *mark, *slip.lines[1:]))


def readings_slip(view: View, person: Person, readings: tuple[ReadBy, ...], terminal: str) -> Slip:
    """Who has read the person's data, for the person to take along."""
    w = view.words
    lines: list[Item] = [
        Text(point_name(view, view.place.point), bold=True, align="center"),
        *((Text(w("slip.sample"), align="center"),) if view.demo else ()),
        Text(w("readings.title"), size=2, bold=True, align="center"),
        Rule(),
        Pair(w("slip.who"), mask_name(person.name)),
        Pair(w("slip.number_id"), mask_id_number(person.number)),
        Pair(w("slip.readings_till"), _moment(view, view.now)),
        Rule(),
    ]
    for one in readings[:MOST_READINGS]:
        lines += [
            Text(_moment(view, local(one.at)), bold=True),
            Pair(w("slip.readings_what"), what(view, one)),
            Pair(w("slip.readings_why"), why(view, one)),
            Pair(w("slip.readings_who"), office(view, one)),
            Pair(w("slip.readings_where"), where(view, one, terminal)),
        ]
    if len(readings) > MOST_READINGS:
        lines.append(Text(w("slip.readings_more", n=len(readings) - MOST_READINGS)))
    lines += [
        Rule(),
        Pair(w("slip.ask"), f"{view.place.helper.phone} / 12345"),
        Pair(w("slip.terminal"), terminal),
    ]
    return Slip(tuple(lines))


def _moment(view: View, here: datetime) -> str:
    return f"{full_date(view.words, here.date())} {clock(here)}"
