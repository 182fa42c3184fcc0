"""The slip of a half-done visit: which matter, until when, and the code that names it."""

from __future__ import annotations

from drivers.receipt_printer import Pair, Qr, Rule, Slip, Text
from kiosk.domain.errors import NotValidError
from kiosk.domain.numbers import in_fours, parse_slip_number
from kiosk.services.ports_visits import Kept
from kiosk.services.slips import Item, Terminal, foot, head, title
from kiosk.services.view import View
from kiosk.services.wording import full_date, matter_name

HALF_MARK = "XCH"
"""Before the number in its code, so that other slips are told apart."""
LONGEST = 80


def half_done_slip(
    view: View, terminal: Terminal, kept: Kept, whose: tuple[str, str], *, again: bool
) -> Slip:
    """Nothing private: the masked name, the matter, the number. `whose`: masked name, matter."""
    w, big = view.words, 2 if view.elderly else 1
    name, matter = whose
    lines: list[Item] = [
        *title(view, "slip.title.half_done"),
        Pair(w("slip.number"), in_fours(kept.number), size=2),
        Pair(w("slip.matter"), matter_name(w, view.matters[matter]), size=big),
        Pair(w("slip.who"), name, size=big),
        Pair(w("slip.half_until"), full_date(w, kept.until), size=big),
        Rule(),
        Text(w("slip.half_everywhere" if kept.everywhere else "slip.half_here")),
        Text(w("slip.half_card")),
        Qr(f"{HALF_MARK}/{kept.number}/{kept.id.upper()}", w("slip.half_scan")),
    ]
    return Slip((*head(view, again), *lines, *foot(view, terminal)))


def slip_number_of(text: str) -> str:
    """The number in the code of such a slip; "" for any other code."""
    parts = text.strip()[:LONGEST].split("/")
    if len(parts) != 3 or parts[0] != HALF_MARK:
        return ""
    try:
        return parse_slip_number(parts[1])
    except NotValidError:
        return ""
