"""The slip of how a case stands, which names nobody; and the slip of its result."""

from __future__ import annotations

from drivers.receipt_printer import Pair, Qr, Rule, Slip, Text
from kiosk.domain.numbers import in_fours
from kiosk.domain.zone import local
from kiosk.flows.data import Document
from kiosk.services.ports_progress import FollowedCase
from kiosk.services.presenters.places import point_name
from kiosk.services.presenters.progress import name_of, state_words
from kiosk.services.presenters.progress_case import stops
from kiosk.services.view import View
from kiosk.services.wording import clock, full_date, near_date

STATION = {"done": "√", "current": "●", "later": "○"}


def result_slip(view: View, case: FollowedCase, document: Document, terminal: str) -> Slip:
    """The result as it was issued, with the code that proves it to whoever gets it."""
    w = view.words
    lines: list[Text | Pair | Rule | Qr] = [
        Text(point_name(view, view.place.point), bold=True, align="center"),
        *((Text(w("slip.sample"), align="center"),) if view.demo else ()),
        Text(w("progress.result_title"), size=2, bold=True, align="center"),
        Rule(),
        Pair(w("slip.document_no"), document.number),
        Pair(w("slip.check_code"), document.check_code),
        Pair(w("slip.number"), in_fours(case.case_no)),
        Pair(w("slip.matter"), name_of(view, case)),
        Pair(w("slip.who"), document.holder),
        Pair(w("slip.issued"), full_date(w, document.issued)),
        Rule(),
        *(Pair(label, value) for label, value in document.rows),
        Rule(),
        Qr(document.verify_url, w("slip.verify")),
        Pair(w("slip.ask"), f"{view.place.helper.phone} / 12345"),
        Pair(w("slip.terminal"), terminal),
        Text(w("slip.end"), align="center"),
    ]
    return Slip(tuple(lines))


def progress_slip(view: View, case: FollowedCase, terminal: str) -> Slip:
    """State, due day and the stations, as of now."""
    w, size = view.words, 2 if view.elderly else 1
    now = local(view.now)
    lines: list[Text | Pair | Rule] = [
        Text(point_name(view, view.place.point), bold=True, align="center"),
        *((Text(w("slip.sample"), align="center"),) if view.demo else ()),
        Text(w("progress.slip_title"), size=2, bold=True, align="center"),
        Rule(),
        Pair(w("slip.number"), in_fours(case.case_no), size=2),
        Pair(w("slip.matter"), name_of(view, case), size=size),
        Pair(w("progress.slip_state"), state_words(view, case), size=2),
    ]
    if case.due and not case.paused and not case.outcome:
        lines.append(Pair(w("slip.due"), near_date(w, case.due, view.today), size=size))
    if case.asked:
        day = near_date(w, case.asked.last_day, view.today)
        lines.append(Pair(w("progress.last_day"), day, size=2))
        lines += [Text(f"· {item.text}") for item in case.asked.items]
    lines.append(Rule())
    for stop in stops(view, case):
        lines.append(Text(f"{STATION[stop.state]} {stop.when} {stop.text}".replace("  ", " ")))
    lines += [
        Rule(),
        Pair(w("progress.slip_at"), f"{full_date(w, now.date())} {clock(now)}"),
        Pair(w("slip.ask"), f"{view.place.helper.phone} / 12345"),
        Pair(w("slip.terminal"), terminal),
        Text(w("slip.end"), align="center"),
    ]
    return Slip(tuple(lines))
