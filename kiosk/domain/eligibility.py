"""Whether a matter can be had by this person, here, on this day; and if not, when or where."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from kiosk.domain.address import region_of
from kiosk.domain.forms import Condition, Form, Household, MinAge
from kiosk.domain.person import PersonFacts
from kiosk.domain.workdays import add_months


@dataclass(frozen=True, slots=True)
class Ok:
    """Nothing stands against it."""


@dataclass(frozen=True, slots=True)
class TooYoung:
    """It can be had from `from_date` on."""

    from_date: date
    years: int


@dataclass(frozen=True, slots=True)
class NotHere:
    """It is had elsewhere. `place`: the household's province, city and county as the card says;
    "" with reason `no_household`: this kind of card carries no household in mainland China."""

    place: str
    reason: str = "other_place"


@dataclass(frozen=True, slots=True)
class Missing:
    """A condition needs a field that is not known yet."""

    field: str


Outcome = Ok | TooYoung | NotHere | Missing


def check(form: Form, facts: PersonFacts, day: date) -> Outcome:
    """The first condition of `form` that does not hold on `day`, in the form's order, or Ok."""
    for condition in form.conditions:
        outcome = _check_one(condition, facts, day)
        if not isinstance(outcome, Ok):
            return outcome
    return Ok()


def birthday(birth: date, years: int) -> date:
    """The day on which `years` are reached; for 29 February in a common year the 28th, as a
    period without a corresponding day ends with its month (Civil Code art. 202)."""
    return add_months(birth, 12 * years)


def age_on(birth: date, day: date) -> int:
    """Full years of age on a day."""
    years = day.year - birth.year
    return years if birthday(birth, years) <= day else years - 1


def _check_one(condition: Condition, facts: PersonFacts, day: date) -> Outcome:
    if isinstance(condition, Household):
        return _household(condition, facts)
    return _min_age(condition, facts, day)


def _household(condition: Household, facts: PersonFacts) -> Outcome:
    if facts.card_kind not in ("", "resident"):
        return NotHere("", "no_household")
    address = (facts.value(condition.field) or "").strip()
    if not address:
        return Missing(condition.field)
    if address.startswith(condition.prefixes):
        return Ok()
    return NotHere(region_of(address))


def _min_age(condition: MinAge, facts: PersonFacts, day: date) -> Outcome:
    value = facts.value(condition.field)
    if not value:
        return Missing(condition.field)
    reached = birthday(date.fromisoformat(value), condition.years)
    return Ok() if reached <= day else TooYoung(reached, condition.years)
