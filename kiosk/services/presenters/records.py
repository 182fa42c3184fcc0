"""Pages of what a document says, masked, and of whether it is genuine."""

from __future__ import annotations

import re

from kiosk.domain.address import subdistrict_of
from kiosk.domain.masking import mask_account, mask_address, mask_id_number, mask_phone
from kiosk.flows.data import Document
from kiosk.services.page import Page, Row, Section
from kiosk.services.ports_papers import Verified
from kiosk.services.presenters.documents import ELDERLY_ROWS, back_button, pages_of
from kiosk.services.presenters.frame import act, framed
from kiosk.services.view import Draft, View
from kiosk.services.wording import full_date

ID_NUMBER = re.compile(r"\d{17}[\dX]|[A-Z]{3}\d{12}")
LONG = re.compile(r"[0-9A-Z]{11,}")
ROWS = 8


def verified(view: View, found: Verified) -> tuple[Draft, ...]:
    """What the platform says of a document: what it is, of which day, whose, and its digest."""
    w = view.words
    rows = [
        Row(w("verify.kind"), found.kind),
        Row(w("verify.issued"), full_date(w, found.issued) if found.issued else ""),
        Row(w("verify.holder"), found.holder),
    ]
    digest = found.digest[:16] if view.elderly else found.digest
    rows.append(Row(w("verify.digest"), digest_groups(digest), strong=False))
    page = Page(
        "verified",
        title=w("verify.good"),
        icon="done",
        lead="" if view.elderly else w("verify.good_lead"),
        sections=(Section("", tuple(rows)),),
        caption=w("verify.good_say"),
        back=back_button(view),
        other=None,
        main=act(view, "papers.finish", "check"),
    )
    return (framed(view, page),)


def digest_groups(digest: str) -> str:
    """A digest in fours, as it is compared with the eye."""
    plain = digest.upper()
    return " ".join(plain[n : n + 4] for n in range(0, len(plain), 4))


def record(view: View, document: Document) -> tuple[Draft, ...]:
    """What a record says, for the person before the glass: numbers and addresses masked."""
    w = view.words
    rows = tuple(Row(label, masked(value)) for label, value in document.rows)
    title = document.kind if w.lang == "zh_CN" and document.kind else w("record.title")
    page = Page("record", title=title, caption=w("record.say"))
    size = ELDERLY_ROWS if view.elderly else ROWS
    return pages_of(view, page, rows, size, act(view, "done.finish", "check"))


def masked(value: str) -> str:
    """A value of a record as it may stand on a screen that others see too: numbers that name
    something and addresses lose their middle; amounts, dates and words stay."""
    if subdistrict_of(value) not in ("", value) and re.search(r"\d", value):
        return mask_address(value)
    return LONG.sub(lambda found: _masked_number(found[0]), value)


def _masked_number(text: str) -> str:
    if ID_NUMBER.fullmatch(text):
        return mask_id_number(text)
    return mask_phone(text) if len(text) == 11 else mask_account(text)
