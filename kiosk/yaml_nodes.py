"""YAML read as nodes that know their lines, within limits that no hostile file can exceed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import yaml

from kiosk.problems import Problems, did_you_mean, printable

MAX_BYTES = 64 * 1024
MAX_EVENTS = 4000
MAX_DEPTH = 8
SCALARS = {"str", "int", "float", "bool", "null"}
_INT = re.compile(r"-?(0|[1-9][0-9]{0,15})")
_FLOAT = re.compile(r"-?[0-9]{1,15}\.[0-9]{1,15}")
_WHAT: dict[type, str] = {
    str: "a text",
    int: "a whole number",
    float: "a number",
    bool: "true or false",
}
T = TypeVar("T", str, int, float, bool)
Scalar = str | int | float | bool | None


def read_node(path: Path, problems: Problems) -> yaml.Node | None:
    """The root node of a file; None, with the reason noted, if it cannot be read safely."""
    try:
        with path.open("rb") as file:
            raw = file.read(MAX_BYTES + 1)
    except OSError as error:
        problems.add(0, "", f"cannot be read: {error.strerror}")
        return None
    if len(raw) > MAX_BYTES:
        problems.add(0, "", f"is larger than {MAX_BYTES // 1024} KB")
        return None
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        problems.add(raw.count(b"\n", 0, error.start) + 1, "", "is not UTF-8")
        return None
    return _compose(text, problems)


def _compose(text: str, problems: Problems) -> yaml.Node | None:
    try:
        if not _within_limits(text, problems):
            return None
        node: yaml.Node | None = yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        reason = error.problem or error.context or "is not YAML"
        problems.add(mark.line + 1 if mark else 0, "", f"not YAML: {reason}")
        return None
    except yaml.reader.ReaderError as error:
        line = text.count("\n", 0, error.position) + 1
        problems.add(line, "", f"holds the character U+{_code_point(error.character):04X}")
        return None
    if node is None:
        problems.add(0, "", "is empty")
    return node


def _code_point(character: object) -> int:
    return ord(character) if isinstance(character, str) else int(str(character))


def _within_limits(text: str, problems: Problems) -> bool:
    depth = 0
    events: Iterator[Any] = yaml.parse(text, Loader=yaml.SafeLoader)
    for number, event in enumerate(events):
        line: int = event.start_mark.line + 1
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            problems.add(line, "", "anchors and aliases (& and *) are not used here")
            return False
        if depth > MAX_DEPTH or number > MAX_EVENTS:
            problems.add(line, "", "is nested too deep" if depth > MAX_DEPTH else "is too long")
            return False
    return True


@dataclass(frozen=True, slots=True)
class Cell:
    """A scalar with its line. `raw` is what stands in the file."""

    value: Scalar
    raw: str
    line: int


class Section:
    """A mapping that is taken apart key by key; `close` reports the keys that nobody took."""

    def __init__(self, node: yaml.Node | None, where: str, problems: Problems) -> None:
        self.where = where
        self.problems = problems
        self.line = node.start_mark.line + 1 if node else 0
        self._broken = node is not None and not isinstance(node, yaml.MappingNode)
        self._entries: dict[str, tuple[int, yaml.Node]] = {}
        self._asked: list[str] = []
        if isinstance(node, yaml.MappingNode):
            self._fill(node)
        elif node is not None:
            problems.add(self.line, where, "must be a mapping of keys and values")

    def _fill(self, node: yaml.MappingNode) -> None:
        for key, value in node.value:
            line = key.start_mark.line + 1
            if not isinstance(key, yaml.ScalarNode) or not _is_plain(key) or key.value == "<<":
                self.problems.add(line, self.where, "a key must be a plain word")
            elif key.value in self._entries:
                first = self._entries[key.value][0]
                self.problems.add(line, self.path(key.value), f"stands in line {first} already")
            else:
                self._entries[key.value] = (line, value)

    def __iter__(self) -> Iterator[str]:
        return iter(self._entries)

    def path(self, key: str) -> str:
        """The path of a key, for messages."""
        return f"{self.where}.{key}" if self.where else key

    def line_of(self, key: str) -> int:
        """The line of a key; the section's own where the key is not there."""
        return self._entries[key][0] if key in self._entries else self.line

    def wrong(self, key: str, text: str, hint: str = "") -> None:
        """Note a mistake at a key."""
        self.problems.add(self.line_of(key), self.path(key), text, hint)

    def section(self, key: str, *, required: bool = False) -> Section:
        """The mapping under a key; an empty one if there is none."""
        self._asked.append(key)
        if key not in self._entries and required:
            self.wrong(key, "is missing")
        node = self._entries[key][1] if key in self._entries else None
        below = Section(node, self.path(key), self.problems)
        below.line = below.line or self.line
        return below

    def cell(self, key: str) -> Cell | None:
        """The scalar under a key; None, noted, if it is something else."""
        self._asked.append(key)
        if key not in self._entries:
            return None
        line, node = self._entries[key]
        if not isinstance(node, yaml.ScalarNode) or not _is_plain(node):
            self.wrong(key, "must be a single value")
            return None
        return Cell(_value(node), node.value, line)

    def get(self, key: str, kind: type[T], default: T | None = None) -> T:
        """A value of one type; without a default it must be there."""
        found = self.cell(key)
        stand_in = kind() if default is None else default
        if found is None:
            if default is None and key not in self._entries and not self._broken:
                self.wrong(key, "is missing")
            return stand_in
        value = float(found.value) if kind is float and type(found.value) is int else found.value
        if isinstance(value, kind) and type(value) is kind:
            return value
        hint = f'write "{found.raw}" in quotes' if kind is str and found.raw.strip() else ""
        self.wrong(key, f"must be {_WHAT[kind]}, not {printable(found.raw)}", hint)
        return stand_in

    def choose(self, key: str, known: Iterable[str], default: str | None = None) -> str:
        """A text that must be one of the known ones."""
        before = len(self.problems.found)
        value = self.get(key, str, default)
        known = tuple(known)
        if len(self.problems.found) == before and value not in known:
            self.wrong(key, f"{printable(value)} is not known", did_you_mean(value, known))
        return value

    def close(self) -> None:
        """Report every key that was not asked for."""
        for key in self._entries:
            if key not in self._asked:
                free = [name for name in self._asked if name not in self._entries]
                hint = did_you_mean(key, free or self._asked)
                self.wrong(key, "is not a key of this place", hint)


def _is_plain(node: yaml.ScalarNode) -> bool:
    tag: str = node.tag
    prefix, _, name = tag.rpartition(":")
    # Dates, sexagesimal numbers and the like are taken as the text that they are.
    return prefix == "tag:yaml.org,2002" and name in (*SCALARS, "timestamp", "value", "merge")


def _value(node: yaml.ScalarNode) -> Scalar:
    text: str = node.value
    if node.style is not None or node.tag.endswith(":str"):
        return text
    if text in ("", "~", "null"):
        return None
    if text in ("true", "false"):
        return text == "true"
    if _INT.fullmatch(text):
        return int(text)
    if _FLOAT.fullmatch(text):
        return float(text)
    # yes, no, on, 0005, 1e3, 12:30 and 2026-01-01 mean different things to different readers.
    return _Unclear(text)


class _Unclear(str):
    """A word that YAML takes for something else than the text that it looks like."""

    __slots__ = ()
