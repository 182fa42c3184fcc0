"""What a matter asks and on which conditions it is had, as data."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from kiosk.domain.assurance import Assurance


@dataclass(frozen=True, slots=True)
class FormField:
    """A field of a form; with `when_field`, only where that one's value is `when_value`, or one
    of several split by |."""

    id: str
    when_field: str = ""
    when_value: str = ""

    def applies(self, answers: Mapping[str, str]) -> bool:
        """Whether these answers leave it in the form."""
        return not self.when_field or answers.get(self.when_field) in self.when_values

    @property
    def when_values(self) -> tuple[str, ...]:
        """The values of `when_field` that bring it in."""
        return tuple(self.when_value.split("|")) if self.when_field else ()


@dataclass(frozen=True, slots=True)
class Household:
    """The registered household must begin with one of `prefixes`."""

    field: str
    prefixes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MinAge:
    """The person must have reached `years` on the day of submission."""

    field: str
    years: int


Condition = Household | MinAge


@dataclass(frozen=True, slots=True)
class Ask:
    """An answer after which a field is asked."""

    field: str


@dataclass(frozen=True, slots=True)
class Refuse:
    """An answer after which the matter cannot be had here: why, and what the point to go to
    must have."""

    reason: str
    equipment: str


@dataclass(frozen=True, slots=True)
class Question:
    """A plain yes/no question, put only while `when_unknown` is not known."""

    id: str
    when_unknown: str
    yes: Ask | Refuse
    no: Ask | Refuse

    def applies(self, known: Collection[str]) -> bool:
        """Whether it must be put, given the ids of the fields that are known."""
        return self.when_unknown not in known


@dataclass(frozen=True, slots=True)
class Form:
    """All that a matter's flow needs beyond the catalogue. `signs` is the paper that is signed,
    "" for none; `pays_to` the field that money goes to, "" for none; `later` names what no
    machine without a Chinese keyboard can ask and the department therefore does."""

    matter: str
    for_whom: tuple[str, ...]
    assurance: Assurance
    fields: tuple[FormField, ...]
    conditions: tuple[Condition, ...]
    questions: tuple[Question, ...]
    pays_to: str
    signs: str
    later: tuple[str, ...] = ()

    @property
    def field_ids(self) -> tuple[str, ...]:
        """All fields that it may ask, in order."""
        return tuple(field.id for field in self.fields)

    def applicable(self, answers: Mapping[str, str]) -> tuple[str, ...]:
        """The fields that these answers leave in it, in order."""
        return tuple(field.id for field in self.fields if field.applies(answers))


def problems(form: Form, vocabulary: Collection[str]) -> list[str]:
    """Names in a form that are nowhere explained, as sentences."""
    ids = form.field_ids
    asked = [a.field for q in form.questions for a in (q.yes, q.no) if isinstance(a, Ask)]
    inside = [
        *(field.when_field for field in form.fields if field.when_field),
        *asked,
        *(q.when_unknown for q in form.questions),
        *(condition.field for condition in form.conditions),
        *([form.pays_to] if form.pays_to else []),
    ]
    late = [f.id for n, f in enumerate(form.fields) if f.when_field in ids[n:]]
    return [
        *(f"{form.matter}: {name!r} hangs on what is asked after it" for name in late),
        *(f"{form.matter}: no field {name!r}" for name in ids if name not in vocabulary),
        *(f"{form.matter}: {name!r} is not in the form" for name in inside if name not in ids),
        *(f"{form.matter}: {name!r} stands twice" for name in {n for n in ids if ids.count(n) > 1}),
    ]
