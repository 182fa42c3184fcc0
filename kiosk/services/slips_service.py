"""Slips of service mode, nobody's: one to try the printer, one of the morning's check."""

from __future__ import annotations

from drivers.receipt_printer import Pair, Qr, Rule, Slip, Text
from kiosk.domain.readiness import Sheet
from kiosk.domain.zone import local
from kiosk.services.presenters.health import found, name, sums_line
from kiosk.services.slips import Terminal, foot, head, title
from kiosk.services.view import View
from kiosk.services.wording import clock, full_date


def test_slip(view: View, terminal_id: str) -> Slip:
    """Chinese, figures, a code and a cut; no number that anybody could use."""
    w = view.words
    moment = f"{full_date(w, view.today)} {clock(view.now)}"
    body = (
        *title(view, "slip.title.test"),
        Pair(w("slip.printed"), moment),
        Text(w("slip.test_line")),
        Qr(terminal_id, w("slip.test_code")),
    )
    return Slip((*head(view, reprint=False), *body, *foot(view, Terminal(terminal_id))))


def check_slip(view: View, terminal_id: str, sheet: Sheet) -> Slip:
    """The morning's check as it was signed: every device, what came of it, who and when."""
    w, here = view.words, local(sheet.at)
    rows = tuple(Pair(name(w, one.kind), found(w, one)) for one in sheet.checks)
    body = (
        *title(view, "slip.title.check"),
        Pair(w("health.checked_at"), f"{full_date(w, here.date())} {clock(here)}"),
        Pair(w("service.number"), sheet.staff_no),
        Rule(),
        *rows,
        Rule(),
        Text(sums_line(w, sheet.checks)),
        Text(w("slip.check_signed")),
    )
    return Slip((*head(view, reprint=False), *body, *foot(view, Terminal(terminal_id))))
