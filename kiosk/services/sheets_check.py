"""The morning's check on A4, from the signed sheet that is kept: on the machine, or for a file."""

from __future__ import annotations

from kiosk.domain.readiness import Sheet as Check
from kiosk.domain.zone import local
from kiosk.services.messages import Words
from kiosk.services.presenters.health import found, name, sums_line
from kiosk.services.sheet import Sheet
from kiosk.services.wording import clock, full_date


def check_page(w: Words, kept: Check, terminal: str, *, sample: bool) -> Sheet:
    """Who tried which device and what came of it, with the signature."""
    here = local(kept.at)
    moment = f"{full_date(w, here.date())} {clock(here)}"
    return Sheet(
        lang=w.lang,
        title=w("slip.title.check"),
        number=(w("slip.terminal"), terminal),
        facts=((w("service.number"), kept.staff_no), (w("health.checked_at"), moment)),
        rows=tuple((name(w, one.kind), found(w, one)) for one in kept.checks),
        statement=sums_line(w, kept.checks),
        issuer=w("health.signed_by", staff=kept.staff_no),
        issued=full_date(w, kept.day),
        check_code=("", ""),
        verify_url="",
        verify_title="",
        verify_how="",
        digest=("", ""),
        foot=w("health.page_foot", machine=terminal),
        page_of=w("slip.page_of", n="{n}", all="{all}"),
        sample=w("slip.sample") if sample else "",
        signature=kept.strokes,
    )
