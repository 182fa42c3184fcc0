"""Mistakes of a file: all of them at once, each with its line, its reason and a way out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One mistake. `line` counts from 1, 0 where the whole file is meant; `where` is the path of
    keys (devices.receipt.port)."""

    file: str
    line: int
    where: str
    text: str
    hint: str = ""

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}" if self.line else self.file
        named = f"{self.where}: " if self.where else ""
        return f"{place}: {named}{self.text}" + (f"; {self.hint}" if self.hint else "")


class ConfigError(Exception):
    """A configuration cannot be used; str() has one line for each mistake."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(sorted(problems))
        super().__init__("\n".join(str(problem) for problem in self.problems))


@dataclass
class Problems:
    """Collects the mistakes of one file."""

    file: str
    found: list[Problem] = field(default_factory=list[Problem])

    def add(self, line: int, where: str, text: str, hint: str = "") -> None:
        """Note one mistake."""
        problem = Problem(self.file, line, where, text, hint)
        if problem not in self.found:
            self.found.append(problem)

    def stop_if_any(self) -> None:
        """ConfigError with everything noted so far."""
        if self.found:
            raise ConfigError(self.found)


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """The nearest known name as a hint, otherwise all of them."""
    names = sorted(known)
    import difflib  # for mistakes only

    near = difflib.get_close_matches(name, names, 1)
    return f"did you mean {near[0]}?" if near else f"known: {', '.join(names)}"


def printable(value: object) -> str:
    """A value of a file as it may stand in a message: quoted, short, no control characters."""
    text = repr(value)
    return text if len(text) <= 60 else text[:57] + "…" + text[-1]
