"""Reading a table so that every mistake is reported with its file and line."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

T = TypeVar("T")


class BuildError(Exception):
    """The sources hold mistakes; one line for each."""


@dataclass
class Mistakes:
    """Collects what is wrong, so that one run names all of it."""

    found: list[str] = field(default_factory=list[str])

    def stop_if_any(self) -> None:
        """BuildError with every mistake noted so far."""
        if self.found:
            raise BuildError("\n".join(self.found))


@dataclass
class Row:
    """One line of a table. What `pick` and `number` refuse is noted, and a stand-in returned."""

    file: str
    line: int
    cells: dict[str, str]
    mistakes: Mistakes

    def __getitem__(self, column: str) -> str:
        return self.cells[column].strip()

    def wrong(self, text: str) -> None:
        """Note a mistake of this line."""
        self.mistakes.found.append(f"{self.file}:{self.line}: {text}")

    def claim(self, holds: bool, text: str) -> None:
        """Note a mistake unless it holds."""
        if not holds:
            self.wrong(text)

    def pick(self, column: str, known: Iterable[str]) -> str:
        """A cell that must be one of the known words."""
        value = self[column]
        self.claim(value in known, f"{column}: {value!r} is not known")
        return value

    def picks(self, column: str, known: Iterable[str]) -> list[str]:
        """A cell of several words, split by ;."""
        known = tuple(known)
        words = split(self[column], ";")
        for word in words:
            self.claim(word in known, f"{column}: {word!r} is not known")
        return words

    def number(self, column: str) -> int:
        """A cell that must be a whole number, not negative."""
        return self.read(column, int, 0, "a whole number")

    def flag(self, column: str) -> bool:
        """A cell that must be 0 or 1."""
        return self.pick(column, ("0", "1")) == "1"

    def read(self, column: str, kind: Callable[[str], T], stand_in: T, what: str) -> T:
        """A cell read by `kind`."""
        try:
            value = kind(self[column])
        except ValueError:
            self.wrong(f"{column}: {self[column]!r} is not {what}")
            return stand_in
        if isinstance(value, int) and value < 0:
            self.wrong(f"{column}: {value} is negative")
        return value


def split(text: str, by: str) -> list[str]:
    """Parts without blanks around them, empty ones left out."""
    return [part.strip() for part in text.split(by) if part.strip()]


def read_rows(path: Path, columns: Sequence[str], mistakes: Mistakes) -> Iterator[Row]:
    """The lines of a table that has exactly these columns; broken lines are noted and left out."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.DictReader(file, strict=True)
        if list(reader.fieldnames or ()) != list(columns):
            mistakes.found.append(f"{path.name}:1: the columns are not {', '.join(columns)}")
            return
        for cells in reader:
            if None in cells or None in cells.values():
                mistakes.found.append(f"{path.name}:{reader.line_num}: wrong number of cells")
                continue
            yield Row(path.name, reader.line_num, cells, mistakes)


def no_duplicates(rows: Iterable[Row], column: str) -> list[Row]:
    """The rows; a key that stands twice is a mistake."""
    seen: dict[str, int] = {}
    kept: list[Row] = []
    for row in rows:
        first = seen.setdefault(row[column], row.line)
        row.claim(first == row.line, f"{column} {row[column]!r} stands in line {first} already")
        kept.append(row)
    return kept


def compact(value: object) -> str:
    """One value as JSON without blanks, characters as they are."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def write_table(
    path: Path, head: dict[str, object], columns: Sequence[str], rows: Iterable[Sequence[object]]
) -> None:
    """A JSON file with one row a line, so that a change shows as a line."""
    parts = [f"{compact(key)}:{compact(value)}" for key, value in head.items()]
    body = ",\n".join(compact(row) for row in rows)
    text = (
        "{" + ",\n".join([*parts, f'"columns":{compact(columns)}', f'"rows":[\n{body}\n]']) + "}\n"
    )
    path.write_text(text, encoding="utf-8")
