"""The sources written by hand in YAML: calendar, fields, forms, machines."""

from __future__ import annotations

import json
from datetime import date, timedelta
from pathlib import Path
from typing import Any, cast

import yaml

from data_build.rows import Mistakes, compact

Sheet = dict[str, Any]


def read_sheet(path: Path, mistakes: Mistakes) -> Sheet:
    """A YAML file as a mapping; {} and a noted mistake if it is none."""
    try:
        found: object = yaml.safe_load(path.read_text(encoding="utf-8"))
    except yaml.YAMLError as error:
        mistakes.found.append(f"{path.name}: {error}")
        return {}
    if not isinstance(found, dict):
        mistakes.found.append(f"{path.name}:1: this is not a mapping")
        return {}
    return cast("Sheet", found)


def write_sheet(path: Path, name: str, entries: dict[str, object]) -> None:
    """A JSON file with one entry a line."""
    body = ",\n".join(f"{compact(key)}:{compact(value)}" for key, value in entries.items())
    path.write_text(f'{{"format":1,\n{compact(name)}:{{\n{body}\n}}}}\n', encoding="utf-8")
    json.loads(path.read_text(encoding="utf-8"))


def build_calendar(sheet: Sheet, out: Path, mistakes: Mistakes) -> list[str]:
    """Write calendar.json; the first and last day (mm-dd) of summer hours."""
    years: dict[str, object] = {}
    for year, entry in sorted(sheet["years"].items()):
        holidays = _days(year, entry["holidays"], mistakes)
        makeups = _days(year, entry["makeup"], mistakes)
        for day in makeups:
            if day in holidays or day.weekday() < 5:
                mistakes.found.append(f"calendar.yaml: {day} is no weekend that could be made up")
        years[str(year)] = [[d.isoformat() for d in holidays], [d.isoformat() for d in makeups]]
    if list(years) != [str(y) for y in range(min(sheet["years"]), max(sheet["years"]) + 1)]:
        mistakes.found.append("calendar.yaml: a year is missing in between")
    fixed = [f"{day:%m-%d}" for day in _days(2000, sheet["fixed"], mistakes)]
    write_sheet(out / "calendar.json", "calendar", {"years": years, "fixed": fixed})
    return str(sheet["summer_hours"]).split("..")


def _days(year: int, entries: list[str], mistakes: Mistakes) -> list[date]:
    found: list[date] = []
    for entry in entries:
        first, _, last = str(entry).partition("..")
        try:
            start, end = (date.fromisoformat(f"{year}-{part}") for part in (first, last or first))
        except ValueError:
            mistakes.found.append(f"calendar.yaml: {entry!r} in {year} is no day or range")
            continue
        found.extend(start + timedelta(days=n) for n in range((end - start).days + 1))
    if len(set(found)) != len(found):
        mistakes.found.append(f"calendar.yaml: a day of {year} stands twice")
    return sorted(found)


def build_fields(sheet: Sheet, out: Path) -> None:
    """Write fields.json; its entries are checked when they are loaded."""
    write_sheet(out / "fields.json", "fields", sheet["fields"])


def build_machines(sheet: Sheet, out: Path) -> None:
    """Write machines.json: the rows with lists of states and * spelt out, one a line."""
    machines: dict[str, object] = {}
    for name, entry in sheet["machines"].items():
        inner = [state for state in entry["states"] if state not in entry["ends"]]
        rows = [
            [state, row["event"], row.get("guard", ""), row["to"], row["who"], row.get("law", "")]
            for row in entry["rows"]
            for state in _states(row["from"], inner)
        ]
        machines[name] = {**entry, "rows": rows}
    write_sheet(out / "machines.json", "machines", machines)


def _states(given: str | list[str], inner: list[str]) -> list[str]:
    if given == "*":
        return inner
    return [given] if isinstance(given, str) else given
