"""A record or certificate as a page: what stands on it, in the words of the visit."""

from __future__ import annotations

from kiosk.domain.masking import mask_id_number
from kiosk.domain.numbers import in_fours
from kiosk.flows.data import Document, Outcome
from kiosk.services.presenters.places import point_name
from kiosk.services.presenters.records import digest_groups
from kiosk.services.sheet import Sheet
from kiosk.services.slips_records import document_title
from kiosk.services.view import View
from kiosk.services.wording import clock, department, full_date


def sheet_for(
    view: View, outcome: Outcome, document: Document, terminal: str, *, copy: bool
) -> Sheet:
    """The page of what was issued. The name stands in full, since the page proves something to
    others, who compare it with what the check code tells; numbers that name the person do not."""
    w, data = view.words, view.data
    facts = [(w("slip.page_name"), data.person.name if data.person else document.holder)]
    if data.person:
        facts.append((w("slip.number_id"), mask_id_number(data.person.number)))
    purpose = data.value("reading.purpose")
    if purpose:
        facts.append((w("slip.purpose"), w(f"purpose.{purpose}")))
    facts.append((w("slip.number"), in_fours(outcome.case_no)))
    moment = f"{full_date(w, view.now.date())} {clock(view.now)}"
    place = point_name(view, view.place.point)
    return Sheet(
        lang=w.lang,
        title=document_title(view, document),
        number=(w("slip.document_no"), document.number),
        facts=tuple(facts),
        rows=document.rows,
        statement=w("slip.page_statement"),
        issuer=department(w, view.matter) if view.matter else "",
        issued=full_date(w, document.issued),
        check_code=(w("slip.check_code"), document.check_code),
        verify_url=document.verify_url,
        verify_title=w("slip.verify"),
        verify_how=w("slip.page_verify"),
        digest=(w("slip.digest"), digest_groups(document.digest)),
        foot=w("slip.page_foot", place=place, machine=terminal, moment=moment),
        page_of=w("slip.page_of", n="{n}", all="{all}"),
        sample=w("slip.sample") if view.demo else "",
        copy=w("slip.reprint") if copy else "",
    )
