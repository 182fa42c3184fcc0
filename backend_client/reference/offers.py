"""What is offered: matters, service points and the calendar, read from the shipped data files.

All three are JSON. Matters and points are tables (`columns`, `rows`); the calendar names for each
published year its holidays and its make-up working days, as ISO dates.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import Any, TypeVar, cast

from backend_client.models import Catalogue, Matter
from backend_client.reference.workdays import Workdays

T = TypeVar("T")
FORMAT = 1
UNITS = ("on_the_spot", "working_day")


class DataError(ValueError):
    """A data file cannot be used; names the file and what is wrong with it."""


@dataclass(frozen=True, slots=True)
class Offers:
    """The catalogue, its matters by code, and the ids of all service points."""

    catalogue: Catalogue
    by_code: Mapping[str, Matter]
    points: frozenset[str]

    def matter(self, code: str) -> Matter | None:
        """A matter by its code."""
        return self.by_code.get(code)


def load_offers(matters: Path, points: Path) -> Offers:
    """Read matters and points; DataError names the file."""
    content = matters.read_bytes()
    found = tuple(_each(matters, _matter))
    catalogue = Catalogue(version=hashlib.sha256(content).hexdigest()[:16], matters=found)
    by_code = MappingProxyType({matter.code: matter for matter in found})
    if len(by_code) != len(found):
        raise DataError(f"{matters.name}: a matter stands there twice")
    return Offers(catalogue, by_code, frozenset(_each(points, lambda row: str(row["id"]))))


def load_workdays(path: Path) -> Workdays:
    """Read the published years; DataError names the file."""
    try:
        years: Any = _read(path)["calendar"]["years"]
        holidays = frozenset(date.fromisoformat(day) for one in years.values() for day in one[0])
        makeups = frozenset(date.fromisoformat(day) for one in years.values() for day in one[1])
        first, last = min(map(int, years)), max(map(int, years))
    except (KeyError, TypeError, ValueError, IndexError) as error:
        raise DataError(f"{path.name}: {type(error).__name__} {error}") from error
    return Workdays(first, last, holidays, makeups)


def _matter(row: Mapping[str, Any]) -> Matter:
    number, unit = row["promise"]
    if unit not in UNITS:
        raise ValueError(f"{row['code']}: {unit} is no unit of a promise")
    return Matter(
        code=row["code"],
        version=row["version"],
        name=row["name"],
        department=row["department"],
        decide_mode=row["decides"],
        kiosk_mode=row["kiosk_mode"],
        promise_days=number,
        promise_unit=unit,
        channels=tuple(row["channels"]),
        levels=tuple(row["levels"]),
        mail_result=row["mail_result"],
    )


def _each(path: Path, make: Callable[[Mapping[str, Any]], T]) -> Iterator[T]:
    data = _read(path)
    try:
        columns = data["columns"]
        for row in data["rows"]:
            yield make(dict(zip(columns, row, strict=True)))
    except (KeyError, TypeError, ValueError) as error:
        raise DataError(f"{path.name}: {type(error).__name__} {error}") from error


def _read(path: Path) -> dict[str, Any]:
    try:
        data: Any = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise DataError(f"{path.name}: {error}") from error
    found = cast("dict[str, Any]", data) if isinstance(data, dict) else {}
    if found.get("format") != FORMAT:
        raise DataError(f"{path.name}: not a data file of format {FORMAT}")
    return found
