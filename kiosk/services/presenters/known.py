"""Pages of what is known already: nobody is asked for it, and whoever wants to can change it."""

from __future__ import annotations

from dataclasses import replace

from kiosk.flows.data import OWN_STEP
from kiosk.services.page import Page, Row, Section
from kiosk.services.presenters.frame import act, back, framed
from kiosk.services.presenters.values import shown
from kiosk.services.view import Draft, View

UNTOUCHED = ("applicant.name", "applicant.id_number", "applicant.birth_date", "household.address")
"""What the card says, and nobody changes here."""


def known(view: View) -> Section:
    """What need not be typed, and the way to change what was looked up."""
    w, data = view.words, view.data
    fields = [f for f in data.needs.fields if f in data.known or f in data.answers]
    rows = [
        Row(w(f"field.{f}.label"), shown(view, f, data.value(f)), strong=False)
        for f in fields
        if f in ("applicant.name", "applicant.id_number", "bank.account")
    ]
    change = None
    if "bank.account" in fields:
        change = act(view, "form.change", "pencil", key="bank.account")
    return Section(w("form.known"), tuple(rows), act=change, done=True)


def known_page(view: View) -> Draft:
    """What is known, by itself, before the first thing that is asked."""
    w, section = view.words, known(view)
    page = Page(
        "known",
        title=w("known.title"),
        sections=(Section("", section.rows),),
        caption=w("known.say"),
        back=back(view),
        other=section.act,
        main=act(view, "known.right", "check"),
    )
    return framed(view, page)


def filled_page(view: View) -> Draft:
    """A form that is filled in already, and a way to change each value."""
    w, data = view.words, view.data
    rows: list[Row] = []
    fields = [f for f in data.fields() if f not in UNTOUCHED and not f.startswith(OWN_STEP)]
    for name in fields:
        label = w(f"field.{name}.label")
        change = act(view, "form.change", "pencil", key=name)
        change = replace(change, name=w("review.change_of", label=label))
        rows.append(Row(label, shown(view, name, data.value(name)), act=change))
    page = Page(
        "known",
        title=w("known.title"),
        sections=(Section("", tuple(rows)),),
        caption=w("known.say"),
        back=back(view),
        main=act(view, "known.right", "check"),
    )
    return framed(view, page)
