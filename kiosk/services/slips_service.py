"""The slip that staff print to try the printer: nobody's, with every kind of line on it."""

from __future__ import annotations

from drivers.receipt_printer import Pair, Qr, Slip, Text
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
