"""Pages that ask for a value, one of each kind, made by the presenters themselves."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType

sys.path.insert(0, str(Path(__file__).parents[2]))

from kiosk.domain.fields import Field, Sensitivity
from kiosk.domain.loader import shipped
from kiosk.flows.data import Known, Needs, VisitData
from kiosk.flows.engine import Visit
from kiosk.flows.matter import flow_for
from kiosk.services.identity import card_facts, person_of
from kiosk.services.page import Page
from kiosk.services.presenters.inputs.entry import NO_ENTRY, Entry
from tests.services.world import LI, Terminal

Say = Callable[[str, str], str]
LONG = tuple(str(n) for n in range(1, 13))


def field(id: str, input: str, check: str, **more: object) -> Field:
    return replace(
        Field(id, input, check, Sensitivity.PERSONAL, "hidden"),
        **more,  # type: ignore[arg-type]
    )


VOCABULARY = {
    one.id: one
    for one in (
        field("bank.account", "letters", "credit_code"),
        field("applicant.id_number", "id_number", "id_number", mask="id_number"),
        field("applicant.birth_date", "date", "date"),
        field("reading.purpose", "yes_no", "option", options=("yes", "no"), labels="option.answer"),
        field("delivery.way", "choice", "option", options=LONG, labels="month"),
        field("household.address", "region", "address"),
    )
}
"""Kinds of input under ids that have words."""


@contextmanager
def vocabulary(fields: Mapping[str, Field]) -> Iterator[None]:
    """With other entries in the vocabulary of fields."""
    here = shipped()
    before = here.fields
    here.__dict__["fields"] = MappingProxyType({**before, **fields})
    try:
        yield
    finally:
        here.__dict__["fields"] = before


def at_form(
    *names: str, lang: str = "zh_CN", elderly: bool = False, known: bool = True
) -> Terminal:
    """A terminal that asks these fields, and would then go on to the delivery."""
    t = Terminal(elderly=elderly, lang=lang)
    person = person_of(LI)
    beside = ("applicant.name", "applicant.id_number", *(["bank.account"] if known else []))
    first = tuple(n for n in beside if n not in names)
    needs = Needs(fields=(*first, *names, "delivery.way", "delivery.address"))
    data = VisitData("XC-MZ-008", "1", needs, person).learn(
        {k: v for k, v in card_facts(person).items() if k not in names}
    )
    if known and "bank.account" not in names:
        data = data.learn({"bank.account": Known("6217994299900010026", "hrss")})
    s = t.c.session
    s.visit = Visit(flow_for("pre-accept"), data)
    s.phase = "visit"
    s.visit.jump("form", data)
    t.c.show()
    return t


def _asked(
    name: str, lang: str, elderly: bool, *, typed: str = "", entry: Entry = NO_ENTRY, hint: str = ""
) -> Page:
    with vocabulary(VOCABULARY):
        t = at_form(name, lang=lang, elderly=elderly)
        t.c.session.typed, t.c.session.entry = typed, entry
        if hint:
            t.c.steps.hint(hint, n="12", left="3")
        t.c.show()
        return t.page


def kinds(lang: str, elderly: bool) -> dict[str, Page]:
    """One page of every kind of input, in every state that is drawn differently."""
    town, community = "420602-檀溪街道", "420602-檀溪街道-檀溪湖社区"
    place, door = "household.address", "household.address"

    def page(name: str, **more: object) -> Page:
        return _asked(name, lang, elderly, **more)  # type: ignore[arg-type]

    made = {
        "credit": page("bank.account", typed="91420602MA48"),
        "credit_wrong": page(
            "bank.account", typed="91420602MA48B3X17P", hint="check.credit_code.wrong"
        ),
        "id_number": page("applicant.id_number", typed="42999919860315"),
        "id_number_full": page(
            "applicant.id_number", typed="429999198603150029", hint="check.id_number.wrong"
        ),
        "date": page("applicant.birth_date", typed="1986" if elderly else "198603"),
        "date_wrong": page(
            "applicant.birth_date",
            typed="14" if elderly else "19860230",
            entry=Entry(path=("1986",)) if elderly else NO_ENTRY,
            hint="check.date.month" if elderly else "check.date.wrong",
        ),
        "yes_no": page("reading.purpose"),
        "choice": page("delivery.way", entry=Entry("delivery.way")),
        "choice_last": page("delivery.way", entry=Entry("delivery.way", page=9)),
        "county": page(place),
        "town": page(place, entry=Entry(path=("420602",))),
        "community": page(place, entry=Entry(path=("420602", "420602-古城街道"))),
        "cities": page(place, entry=Entry(path=("elsewhere",))),
        "door": page(door, entry=Entry(path=("420602", town, community)), typed="1号2栋3单元301室"),
        "door_empty": page(
            door, entry=Entry(path=("420602", town, community)), hint="check.door.empty"
        ),
    }
    return made | _others(lang, elderly)


def _others(lang: str, elderly: bool) -> dict[str, Page]:
    made: dict[str, Page] = {}
    t = at_form("applicant.mobile", lang=lang, elderly=elderly)
    t.type("1380000")
    made["mobile"] = t.page
    t.type("0000")
    t.press("common.next")
    if elderly:
        t.press("common.next")
    t.c.choose("delivery.mail")
    made["delivery"] = t.page
    if elderly:
        t.press("common.next")
        made["address_right"] = t.page
    t.press("address.other" if elderly else "delivery.change_address")
    made["addresses"] = t.page
    t.c.choose("delivery.address:pick")
    made["towns_mail"] = t.page
    t.c.session.entry = t.c.session.entry.at("pick", "elsewhere")
    t.c.show()
    made["far"] = t.page
    return made


def _choose(say: Say, elderly: bool) -> list[Page]:
    lang = say("zh_CN", "en")
    return [_asked("household.address", lang, elderly, entry=Entry(path=("420602",)))]


MAKERS = (_choose,)
