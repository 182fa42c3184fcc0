"""The sample citizens as departments know them: read once, kept in memory only."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from types import MappingProxyType
from typing import Any, cast

import yaml

from backend_client.models import KnownFact, Licence, PersonKey
from backend_client.reference.numbers import MIDDLE_DOTS, mask_number

FIELDS = MappingProxyType(
    {
        "mobile": "applicant.mobile",
        "social_card_account": "bank.account",
        "mailing_address": "delivery.address",
    }
)
SOURCES = MappingProxyType(
    {
        "applicant.mobile": "platform.account",
        "bank.account": "platform.social-card",
        "delivery.address": "platform.last-delivery",
        "household.address": "platform.population",
        "applicant.birth_date": "platform.population",
    }
)
LICENCE_NAMES = MappingProxyType(
    {
        "resident": "居民身份证",
        "hk_macau_taiwan": "港澳台居民居住证",
        "foreigner_2017": "外国人永久居留身份证",
        "foreigner_2023": "外国人永久居留身份证",
    }
)
_DOTS = str.maketrans(dict.fromkeys(MIDDLE_DOTS, "·"))


class PeopleError(ValueError):
    """The file of sample people cannot be used; names the entry, shows no value."""


@dataclass(frozen=True, slots=True)
class Known:
    """One value and the assurance level that opens it."""

    value: str
    level: int
    rank: int = 0


@dataclass(frozen=True, slots=True)
class Record:
    """A department's record of a person: rows of words and numbers."""

    level: int
    rows: tuple[Mapping[str, str], ...]
    rank: int = 0


@dataclass(frozen=True, slots=True)
class Person:
    """One citizen of the registers."""

    name: str
    kind: str
    number: str
    birth: date
    issuer: str
    valid_to: date | None
    known: Mapping[str, Known] = field(default_factory=lambda: MappingProxyType({}))
    records: Mapping[str, Record] = field(default_factory=lambda: MappingProxyType({}))

    def fact(self, item: str) -> KnownFact:
        """One known value as it goes out."""
        source = SOURCES.get(item, "platform")
        return KnownFact(field=item, value=self.known[item].value, source=source)

    def licences(self) -> tuple[Licence, ...]:
        """The identity document as an electronic licence, its number masked."""
        document = Licence(
            kind=self.kind,
            name=LICENCE_NAMES[self.kind],
            number=mask_number(self.number),
            issuer=self.issuer,
            valid_to=self.valid_to,
        )
        return (document,)


class Registry:
    """Finds people by number and name together."""

    def __init__(
        self, people: tuple[Person, ...] = (), public: Mapping[str, Record] | None = None
    ) -> None:
        self._people = {(one.kind, one.number): one for one in people}
        self.public: Mapping[str, Record] = MappingProxyType(dict(public or {}))

    def find(self, key: PersonKey) -> Person | None:
        """The person of that number and kind whose name is the same, code point by code point."""
        found = self._people.get((key.id_kind, key.id_number))
        if found is None or found.name.translate(_DOTS) != key.name.strip().translate(_DOTS):
            return None
        return found

    def by_number(self, id_kind: str, id_number: str) -> Person | None:
        """The person of that kind and number, whatever the name."""
        return self._people.get((id_kind, id_number))

    def __len__(self) -> int:
        return len(self._people)


def load_registry(path: Path | None) -> Registry:
    """Read sample people; an empty registry without a file. PeopleError names a bad entry."""
    if path is None:
        return Registry()
    data: Any = yaml.safe_load(path.read_text("utf-8"))
    people = data.get("people") if isinstance(data, dict) else None  # pyright: ignore
    if not isinstance(people, dict):
        raise PeopleError(f"{path.name}: no people in it")
    found = tuple(_entry(n, one) for n, one in cast("dict[str, Any]", people).items())
    return Registry(found, _public(cast("dict[str, Any]", data)))


def _public(data: dict[str, Any]) -> dict[str, Record]:
    public: dict[str, dict[str, Any]] = data.get("public") or {}
    try:
        return {name: _record(value) for name, value in public.items()}
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise PeopleError(f"public: {type(error).__name__}") from None


def _record(value: dict[str, Any]) -> Record:
    rows = tuple(_row(row) for row in value["rows"])
    return Record(_level(value["assurance"]), rows, _rank(value["assurance"]))


def _entry(name: str, entry: Any) -> Person:
    try:
        return _person(entry)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        # `from None`: the cause may show a person's values.
        raise PeopleError(f"people.{name}: {type(error).__name__}") from None


def _person(entry: dict[str, Any]) -> Person:
    platform: dict[str, Any] = entry.get("platform") or {}
    known = {
        FIELDS[name]: Known(
            str(value["value"]), _level(value["assurance"]), _rank(value["assurance"])
        )
        for name, value in platform.items()
        if name in FIELDS
    }
    records = {name: _record(value) for name, value in platform.items() if name not in FIELDS}
    known["applicant.birth_date"] = Known(_day(entry["birth"]).isoformat(), 2)
    if entry.get("address"):
        known["household.address"] = Known(entry["address"], 2)
    return Person(
        name=entry["name"],
        kind=entry["kind"],
        number=entry["number"],
        birth=_day(entry["birth"]),
        issuer=entry.get("issuer", ""),
        valid_to=_end(entry["valid_to"]),
        known=MappingProxyType(known),
        records=MappingProxyType(records),
    )


def _row(row: dict[str, Any]) -> Mapping[str, str]:
    return MappingProxyType({key: str(value) for key, value in row.items()})


def _level(text: Any) -> int:
    # "2+" is an e-ID code on a phone: between 2 and 3, so only 3 is surely enough.
    return 3 if str(text) == "2+" else int(text)


def _rank(text: Any) -> int:
    """Ten for each level; an e-ID code stands half way between a card and a clerk's word."""
    return 25 if str(text) == "2+" else int(text) * 10


def _day(text: str) -> date:
    return datetime.strptime(text, "%Y%m%d").date()  # noqa: DTZ007 a day has no zone


def _end(text: str) -> date | None:
    # 长期 never ends; some cards name a 29 February that their last year does not have.
    try:
        return _day(text)
    except ValueError:
        return None
