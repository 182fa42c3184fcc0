"""Reads the data that ships: the only place of the domain that touches a file."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import date, time
from functools import cache, cached_property
from pathlib import Path
from types import MappingProxyType
from typing import Any

from kiosk.domain import fields as field_rules
from kiosk.domain import forms as form_rules
from kiosk.domain import machines as machine_rules
from kiosk.domain.assurance import Assurance
from kiosk.domain.fields import Field, Sensitivity
from kiosk.domain.forms import Ask, Condition, Form, FormField, Household, MinAge, Question, Refuse
from kiosk.domain.machines import Machine, Row
from kiosk.domain.material import Grade, Material, Need, Source
from kiosk.domain.matter import (
    Bundle,
    BundleMember,
    Catalogue,
    CityEvent,
    Decides,
    KioskMode,
    Matter,
    Span,
    SpanUnit,
)
from kiosk.domain.points import Hours, ServicePoint
from kiosk.domain.points import Span as OpenSpan
from kiosk.domain.workdays import Calendar, Limit, LimitUnit

DATA = Path(__file__).resolve().parent.parent / "data"
Json = Any


class Shipped:
    """The files of one folder, each read when it is first asked for and kept."""

    def __init__(self, folder: Path = DATA) -> None:
        self.folder = folder

    def _read(self, name: str) -> Json:
        with (self.folder / f"{name}.json").open("rb") as file:
            return json.loads(file.read())

    @cached_property
    def catalogue(self) -> Catalogue:
        """All matters."""
        raw = self._read("matters")
        materials = [_material(entry) for entry in raw["materials"]]
        matters = (_matter(row, materials) for row in _rows(raw))
        return Catalogue(MappingProxyType({matter.code: matter for matter in matters}))

    @cached_property
    def bundles(self) -> tuple[Bundle, ...]:
        """All bundles."""
        return tuple(_bundle(row) for row in _rows(self._read("bundles")))

    @cached_property
    def events(self) -> tuple[CityEvent, ...]:
        """All city events."""
        return tuple(_event(row) for row in _rows(self._read("events")))

    @cached_property
    def points(self) -> Mapping[str, ServicePoint]:
        """All service points by id."""
        raw = self._read("points")
        summer = tuple(_month_day(text) for text in raw["summer"])
        points = (_point(row, summer[0], summer[1]) for row in _rows(raw))
        return MappingProxyType({point.id: point for point in points})

    @cached_property
    def calendar(self) -> Calendar:
        """The calendar of working days."""
        raw = self._read("calendar")["calendar"]
        years = {int(year): days for year, days in raw["years"].items()}
        return Calendar(
            first_year=min(years),
            last_year=max(years),
            holidays=frozenset(date.fromisoformat(d) for days in years.values() for d in days[0]),
            makeups=frozenset(date.fromisoformat(d) for days in years.values() for d in days[1]),
            fixed=frozenset(_month_day(text) for text in raw["fixed"]),
        )

    @cached_property
    def fields(self) -> Mapping[str, Field]:
        """The vocabulary of fields by id."""
        raw = self._read("fields")["fields"]
        return MappingProxyType({name: _field(name, entry) for name, entry in raw.items()})

    @cached_property
    def forms(self) -> Mapping[str, Form]:
        """The forms by matter code; a matter without one cannot be applied for yet."""
        raw = self._read("forms")["forms"]
        return MappingProxyType({code: _form(code, entry) for code, entry in raw.items()})

    @cached_property
    def machines(self) -> Mapping[str, Machine]:
        """The state machines by name."""
        raw = self._read("machines")["machines"]
        return MappingProxyType({name: _machine(name, entry) for name, entry in raw.items()})

    def problems(self) -> list[str]:
        """What does not hold together in fields, forms and machines; asked at start."""
        found = [p for machine in self.machines.values() for p in machine_rules.problems(machine)]
        found += [p for field in self.fields.values() for p in field_rules.problems(field)]
        found += [p for form in self.forms.values() for p in form_rules.problems(form, self.fields)]
        return found


@cache
def shipped() -> Shipped:
    """What this installation ships with."""
    return Shipped()


def _rows(raw: Json) -> Iterator[Json]:
    columns: list[str] = raw["columns"]
    return (dict(zip(columns, row, strict=True)) for row in raw["rows"])


def _material(entry: Json) -> Material:
    name, need, source, form, copies, grade, commitment, surrendered = entry
    return Material(
        name, Need(need), Source(source), form, copies, Grade(grade), commitment, surrendered
    )


_DECIDES = {member.value: member for member in Decides}
_MODES = {member.value: member for member in KioskMode}
_UNITS = {member.value: member for member in LimitUnit}


def _matter(row: Json, materials: list[Material]) -> Matter:
    row["decides"] = _DECIDES[row["decides"]]
    row["kiosk_mode"] = _MODES[row["kiosk_mode"]]
    row["promise"] = _limit(row["promise"])
    row["legal"] = row["legal"] and _limit(row["legal"])
    places: list[int] = row["materials"]
    row["materials"] = tuple(materials[place] for place in places)
    for key in ("channels", "levels", "audience", "special", "keywords"):
        row[key] = tuple(row[key])
    return Matter(**row)


def _limit(entry: Json) -> Limit:
    return Limit(entry[0], _UNITS[entry[1]])


def _bundle(row: Json) -> Bundle:
    row["audience"] = tuple(row["audience"])
    row["members"] = tuple(BundleMember(*member) for member in row["members"])
    return Bundle(**row)


def _event(row: Json) -> CityEvent:
    for key in ("dispatch", "handle", "verify"):
        number, unit = row[key]
        row[key] = Span(number, SpanUnit(unit))
    return CityEvent(**row)


def _point(row: Json, summer_from: tuple[int, int], summer_to: tuple[int, int]) -> ServicePoint:
    always, weekday, summer, saturday = row["hours"]
    row["hours"] = Hours(
        always, _spans(weekday), _spans(summer), _spans(saturday), summer_from, summer_to
    )
    row["terminals"] = tuple(row["terminals"])
    row["equipment"] = tuple(row["equipment"])
    return ServicePoint(**row)


def _spans(entries: Json) -> tuple[OpenSpan, ...]:
    pairs: list[tuple[str, str]] = entries
    return tuple(OpenSpan(time.fromisoformat(a), time.fromisoformat(b)) for a, b in pairs)


def _month_day(text: str) -> tuple[int, int]:
    return int(text[:2]), int(text[3:])


def _field(name: str, entry: Json) -> Field:
    given = dict(entry)
    for key in ("known_from", "suggested_by", "options"):
        given[key] = tuple(given.get(key, ()))
    given["sensitivity"] = Sensitivity(given["sensitivity"])
    return Field(id=name, **given)


def _form(code: str, entry: Json) -> Form:
    return Form(
        matter=code,
        for_whom=tuple(entry["for_whom"]),
        assurance=Assurance(entry["assurance"]),
        fields=tuple(FormField(*field) for field in entry["fields"]),
        conditions=tuple(_condition(raw) for raw in entry["conditions"]),
        questions=tuple(
            Question(q["id"], q["when_unknown"], _answer(q["yes"]), _answer(q["no"]))
            for q in entry["questions"]
        ),
        pays_to=entry.get("pays_to", ""),
        signs=entry["signs"],
        later=tuple(entry.get("later", ())),
    )


def _condition(entry: Json) -> Condition:
    match entry["rule"]:
        case "household":
            return Household(entry["field"], tuple(entry["prefixes"]))
        case "min_age":
            return MinAge(entry["field"], int(entry["years"]))
        case other:
            raise ValueError(f"there is no rule {other!r}")


def _answer(entry: Json) -> Ask | Refuse:
    return Ask(entry["ask"]) if "ask" in entry else Refuse(entry["refuse"], entry["equipment"])


def _machine(name: str, entry: Json) -> Machine:
    return Machine(
        name=name,
        start=entry["start"],
        ends=frozenset(entry["ends"]),
        states=tuple(entry["states"]),
        who=frozenset(entry["who"]),
        guards=MappingProxyType(entry["guards"]),
        rows=tuple(Row(*row) for row in entry["rows"]),
    )
