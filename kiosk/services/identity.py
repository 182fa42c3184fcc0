"""From a card to a person and what need not be asked; from a form to what a visit needs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from types import MappingProxyType

from drivers.id_card.record import IdCardRecord
from drivers.smart_card.record import SocialCardRecord
from kiosk.domain.assurance import CARDS, Assurance, of_way
from kiosk.domain.eligibility import NotHere, TooYoung, check
from kiosk.domain.fields import Field
from kiosk.domain.forms import Ask, Form, Refuse
from kiosk.domain.id_number import parse_id_number
from kiosk.domain.material import Material, Need
from kiosk.domain.person import Fact, Origin, PersonFacts
from kiosk.flows.data import Known, Needs, Notice, Person, VisitData

CARD_LEVEL = 2
"""A card on the reader could be a found one: it opens what level 2 opens and no more."""
REGISTERS = ("hrss", "platform")


def person_of(record: IdCardRecord) -> Person:
    """The person a card speaks of."""
    return Person(
        kind=record.kind.value,
        name=record.name or record.chinese_name,
        number=record.number,
        birth=record.birth,
        address=record.address,
        valid_to=record.valid_to,
        method="id_card",
        level=CARD_LEVEL,
    )


def holder_of(record: SocialCardRecord, today: date) -> Person:
    """The person a social-security card speaks of; NotValidError where its number is nobody's.
    It carries no address, which is asked for or known to the platform."""
    number = parse_id_number(record.number, today)
    return Person(
        kind=kind_of(record.number),
        name=record.name,
        number=record.number,
        birth=number.birth,
        address="",
        valid_to=record.valid_to,
        method="social_card",
        level=CARD_LEVEL,
    )


def kind_of(number: str) -> str:
    """The kind of document that an 18-character number belongs to."""
    if number[:2] in ("81", "82", "83"):
        return "hk_macau_taiwan"
    return "foreigner_2023" if number.startswith("9") else "resident"


def card_facts(person: Person) -> Mapping[str, Known]:
    """What the card, or the way in its stead, answers, by field."""
    values = {
        "applicant.name": person.name,
        "applicant.id_number": person.number,
        "applicant.birth_date": person.birth.isoformat() if person.birth else "",
        "household.address": person.address,
    }
    source = "card" if person.method in CARDS else "platform"
    return MappingProxyType({k: Known(v, source) for k, v in values.items() if v})


def needs_of(form: Form, fields: Mapping[str, Field], materials: Iterable[Material] = ()) -> Needs:
    """What a form asks for, as the flow must know it; `materials` are those of its matter."""
    brought = [m for m in materials if m.must_be_brought]
    lookups = tuple(
        f
        for f in form.field_ids
        if any(source in REGISTERS for source in fields[f].known_from)
        and "card" not in fields[f].known_from
    )
    purposes: tuple[str, ...] = ()
    if "reading.purpose" in form.field_ids:
        purposes = fields["reading.purpose"].options
    return Needs(
        fields=form.field_ids,
        lookups=lookups,
        question_for=MappingProxyType({q.when_unknown: q.id for q in form.questions}),
        purposes=purposes,
        when=MappingProxyType(
            {f.id: (f.when_field, f.when_values) for f in form.fields if f.when_field}
        ),
        papers=tuple(m.name for m in brought if m.need is Need.ALWAYS),
        agent_papers=tuple(m.name for m in brought if m.need is Need.ACTING_FOR_ANOTHER)
        if "agent.role" in form.field_ids
        else (),
        signs=bool(form.signs),
    )


def verdict(form: Form, person: Person, today: date) -> Notice | None:
    """Why this person cannot have this matter here today, or None."""
    if person.valid_to is not None and person.valid_to < today:
        return Notice("expired")
    if not _enough(form, person):
        return Notice("level")
    facts = PersonFacts(
        person.kind,
        MappingProxyType(
            {k: Fact(v.value, Origin.CARD, Assurance.CARD) for k, v in card_facts(person).items()}
        ),
    )
    outcome = check(form, facts, today)
    if isinstance(outcome, TooYoung):
        return Notice("too_young", outcome.from_date, years=outcome.years)
    if isinstance(outcome, NotHere):
        reason = "no_household" if outcome.reason == "no_household" else "not_here"
        return Notice(reason, place=outcome.place)
    return None


def _enough(form: Form, person: Person) -> bool:
    return of_way(person.method, person.level).meets(form.assurance)


def refusal(form: Form, question: str, answer: str) -> Notice | None:
    """The "no" that follows from the answer to a question, or None when it goes on."""
    for one in form.questions:
        if one.id == question:
            then: Ask | Refuse = one.yes if answer == "yes" else one.no
            return Notice(then.reason) if isinstance(then, Refuse) else None
    return None


def reviewed(data: VisitData) -> dict[str, str]:
    """The application as the review shows it: every field with its value, in order."""
    return {f: data.value(f) for f in data.fields() if data.value(f)}
