"""State machines as data: what may follow what, who does it, and the law that it rests on."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass


class NotAllowedError(Exception):
    """An event came in a state that knows no such event, or its guard did not hold."""


@dataclass(frozen=True, slots=True)
class Row:
    """One transition. `guard` "" holds always; `law` "" where no law speaks of it."""

    state: str
    event: str
    guard: str
    next: str
    who: str
    law: str


@dataclass(frozen=True, slots=True)
class Machine:
    """A checked machine. `guards` maps a guard's name to what it means."""

    name: str
    start: str
    ends: frozenset[str]
    states: tuple[str, ...]
    who: frozenset[str]
    guards: Mapping[str, str]
    rows: tuple[Row, ...]

    def find(self, state: str, event: str, holds: Collection[str] = ()) -> Row:
        """The row that applies; `holds` names the guards that are true now."""
        self._known(state)
        for row in self.rows:
            if row.state == state and row.event == event and (not row.guard or row.guard in holds):
                return row
        raise NotAllowedError(f"{self.name}: {event!r} does not apply in {state!r}")

    def step(self, state: str, event: str, holds: Collection[str] = ()) -> str:
        """The state that follows; NotAllowedError if nothing does."""
        return self.find(state, event, holds).next

    def events(self, state: str) -> tuple[str, ...]:
        """What can happen in a state, guards aside."""
        self._known(state)
        return tuple(dict.fromkeys(row.event for row in self.rows if row.state == state))

    def _known(self, state: str) -> None:
        if state not in self.states:
            raise NotAllowedError(f"{self.name}: there is no state {state!r}")


def problems(machine: Machine) -> list[str]:
    """Everything wrong with a machine: unknown or unused names, states that cannot be reached,
    ends that can be left, states that lead to no end, rows that can never apply."""
    return [
        f"{machine.name}: {text}"
        for text in (*_names(machine), *_ways(machine), *_hidden(machine.rows))
    ]


def _names(machine: Machine) -> list[str]:
    states, rows = set(machine.states), machine.rows
    named = {machine.start, *machine.ends, *(r.state for r in rows), *(r.next for r in rows)}
    guards = {row.guard for row in rows if row.guard}
    who = {row.who for row in rows}
    return [
        *(f"state {name!r} is not in the list of states" for name in sorted(named - states)),
        *(f"guard {name!r} is not explained" for name in sorted(guards - set(machine.guards))),
        *(f"guard {name!r} is never used" for name in sorted(set(machine.guards) - guards)),
        *(f"{name!r} does not act in this machine" for name in sorted(who - machine.who)),
    ]


def _ways(machine: Machine) -> list[str]:
    forward: dict[str, set[str]] = {state: set() for state in machine.states}
    back: dict[str, set[str]] = {state: set() for state in machine.states}
    for row in machine.rows:
        forward.setdefault(row.state, set()).add(row.next)
        back.setdefault(row.next, set()).add(row.state)
    reached = _closure({machine.start}, forward)
    ending = _closure(set(machine.ends), back) if machine.ends else set(machine.states)
    return [
        *(f"state {s!r} cannot be reached" for s in machine.states if s not in reached),
        *(f"end {s!r} can be left" for s in sorted(machine.ends) if forward.get(s)),
        *(
            f"state {s!r} leads to no end"
            for s in machine.states
            if s not in ending or (s not in machine.ends and not forward[s])
        ),
    ]


def _hidden(rows: tuple[Row, ...]) -> list[str]:
    found: list[str] = []
    seen: set[tuple[str, str, str]] = set()
    for row in rows:
        if (row.state, row.event, row.guard) in seen or (row.state, row.event, "") in seen:
            found.append(f"{row.event!r} in {row.state!r} stands behind a row that takes it always")
        seen.add((row.state, row.event, row.guard))
    return found


def _closure(start: set[str], edges: Mapping[str, set[str]]) -> set[str]:
    reached, todo = set(start), list(start)
    while todo:
        for state in edges.get(todo.pop(), set()) - reached:
            reached.add(state)
            todo.append(state)
    return reached
