"""The flow engine: typed steps as data, a stack of copied states, and a check at start-up.

It knows no screen toolkit, no device, no network and no clock. Back is a pop; a step that
nobody needs is passed over; what a step shows and calls is named, and checked to be there.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

D = TypeVar("D")
END = "end"


class FlowError(Exception):
    """A flow was asked for a move that it does not have."""


def always(_data: object) -> bool:
    """The default of Step.when."""
    return True


@dataclass(frozen=True)  # no slots: CPython 3.11 cannot subscript a frozen generic that has them
class Step(Generic[D]):
    """One step. `next` names the next step, or chooses one of `exits` from the data.

    `needs` are device roles; losing one of them is this step's trouble. `run` is a service that
    starts on entry and whose outcome moves the visit on. `when` false: nobody needs the step.
    `station` is its place in the line "step n of m" (0 = none).
    """

    name: str
    screen: str
    next: str | Callable[[D], str]
    exits: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    run: str = ""
    back: bool = True
    when: Callable[[D], bool] = always
    station: int = 0

    def ways(self) -> tuple[str, ...]:
        """Every step that can follow."""
        return (self.next,) if isinstance(self.next, str) else self.exits


@dataclass(frozen=True)
class Flow(Generic[D]):
    """A named set of steps with a start. `end` is no step: reaching it ends the visit."""

    id: str
    start: str
    steps: Mapping[str, Step[D]]
    stations: int = 0

    def problems(
        self, screens: Collection[str], services: Collection[str], says: Callable[[str], bool]
    ) -> list[str]:
        """Everything wrong with the flow, as sentences for the engineer; [] when it can run."""
        found: list[str] = []
        if self.start not in self.steps:
            return [f"{self.id}: starts at '{self.start}', which does not exist"]
        for key, step in self.steps.items():
            found += self._step_problems(key, step, screens, services, says)
        reached = self._reach(self.start)
        found += [f"{self.id}: nothing leads to step '{k}'" for k in self.steps if k not in reached]
        for key in self.steps:
            if END not in self._reach(key):
                found.append(f"{self.id}: step '{key}' cannot be left for the end")
        return found

    def _step_problems(
        self,
        key: str,
        step: Step[D],
        screens: Collection[str],
        services: Collection[str],
        says: Callable[[str], bool],
    ) -> list[str]:
        at = f"{self.id}: step '{key}'"
        found = [
            f"{at} leads to '{way}', which does not exist"
            for way in step.ways()
            if way != END and way not in self.steps
        ]
        if step.name != key:
            found.append(f"{at} calls itself '{step.name}'")
        if not step.ways():
            found.append(f"{at} has no way out")
        if step.screen not in screens:
            found.append(f"{at} shows screen '{step.screen}', which does not exist")
        if step.run and step.run not in services:
            found.append(f"{at} runs service '{step.run}', which does not exist")
        if not says(step.screen):
            found.append(f"{at} has no words for screen '{step.screen}'")
        return found

    def _reach(self, start: str) -> set[str]:
        seen: set[str] = set()
        todo = [start]
        while todo:
            name = todo.pop()
            if name in seen:
                continue
            seen.add(name)
            if name in self.steps:
                todo += self.steps[name].ways()
        return seen


class Visit(Generic[D]):
    """One walk through a flow. `data` is a frozen value, replaced at each step."""

    def __init__(self, flow: Flow[D], data: D) -> None:
        self.flow = flow
        self.data = data
        self._stack: list[tuple[str, D, bool]] = []  # name, data, whether left out of order
        self._name = self._settle(flow.start, data)

    @property
    def name(self) -> str:
        """The current step's name, or `end`."""
        return self._name

    @property
    def step(self) -> Step[D]:
        """The current step; FlowError once the visit has ended."""
        if self._name == END:
            raise FlowError(f"{self.flow.id}: the visit has ended")
        return self.flow.steps[self._name]

    @property
    def ended(self) -> bool:
        """Whether the end was reached."""
        return self._name == END

    @property
    def can_go_back(self) -> bool:
        """Whether a step before this one can be shown again."""
        return not self.ended and self.step.back and bool(self._stack)

    def submit(self, data: D) -> str:
        """Leave the current step with this data; returns the name of the step now current."""
        step = self.step
        after = step.next if isinstance(step.next, str) else step.next(data)
        if after not in step.ways():
            raise FlowError(f"{self.flow.id}: step '{step.name}' cannot lead to '{after}'")
        self._stack.append((step.name, self.data, False))
        self.data = data
        self._name = self._settle(after, data)
        if not self.ended and not self.step.back:
            self._stack.clear()
        return self._name

    def replace(self, data: D) -> None:
        """Change the data without leaving the step (a digit typed, a box ticked)."""
        self.data = data

    def back(self) -> str:
        """Show the step before; what was entered since is kept in the data."""
        if not self.can_go_back:
            raise FlowError(f"{self.flow.id}: step '{self._name}' has no way back")
        self._name, before, jumped = self._stack.pop()
        while self.step.run and self._stack:
            self._name, before, jumped = self._stack.pop()
        if jumped:  # what was to be changed was not: it stays as it was
            self.data = before
        return self._name

    def jump(self, name: str, data: D) -> str:
        """Go to a named step out of order (to change one answer); back returns here."""
        if name not in self.flow.steps:
            raise FlowError(f"{self.flow.id}: there is no step '{name}'")
        self._stack.append((self._name, self.data, True))
        self.data = data
        self._name = name
        return self._name

    def catch_up(self, data: D, passed: Collection[str], stop: str = "") -> str:
        """Go on with data of an earlier walk: through steps named in `passed`, to `stop` even if
        nobody needs it, else to the first step that is needed. Back leads through them in order."""
        while not self.ended and self._name != stop and self._name in passed:
            step = self.step
            after = step.next if isinstance(step.next, str) else step.next(data)
            self._stack.append((step.name, self.data, False))
            self.data = data
            self._name = self._settle(after, data, stop)
        self.data = data
        return self._name

    def _settle(self, name: str, data: D, stop: str = "") -> str:
        passed: set[str] = set()
        while name not in (END, stop) and not self.flow.steps[name].when(data):
            if name in passed:
                raise FlowError(f"{self.flow.id}: steps {sorted(passed)} are skipped in a circle")
            passed.add(name)
            step = self.flow.steps[name]
            name = step.next if isinstance(step.next, str) else step.next(data)
        return name
