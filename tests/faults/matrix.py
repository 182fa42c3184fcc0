"""Fault × moment × device: what is expected of each cell, and what happens.

A model brings a module in this folder with `CELLS` and a class `Stand`; nothing else knows it.
The time to a state is measured and told, never a pass line.
"""

from __future__ import annotations

import importlib
import threading
import time
from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import ModuleType
from typing import Any, ClassVar

from drivers import registry
from drivers.device_set import open_devices
from drivers.events import Event, StatusChanged
from drivers.spec import DeviceSpec
from drivers.status import DeviceStatus, State
from drivers.virtual.emulator import Emulator
from drivers.virtual.host import EMULATORS

HERE = Path(__file__).parent
MOMENTS = ("before", "first byte", "middle", "before the end", "after the end")
WAIT_S = 30.0


@dataclass(frozen=True)
class Cell:
    """`state` and `details`: what the device must read as while the fault lasts. `outcome`: what
    must be said of the work in hand; several where the device itself may go either way."""

    kind: str
    fault: str
    moment: str
    state: State
    details: tuple[str, ...] = ("",)
    outcome: tuple[str, ...] = ()
    model: str = ""
    """"" is the usual model of the kind."""

    @property
    def device(self) -> str:
        return f"{self.kind} {self.model}".strip()

    @property
    def name(self) -> str:
        return f"{self.device}-{self.fault}-{self.moment}".replace(" ", "_")


@dataclass
class Seen:
    """What happened in a cell; `wrong` is empty when all of it is as it must be."""

    cell: Cell
    outcome: str = ""
    state: str = ""
    seconds: float | None = None
    wrong: list[str] = field(default_factory=list)


class Stand(ABC):
    """An emulator, and the device that drives it as a terminal does."""

    kind: str
    model: str
    options: ClassVar[Mapping[str, Any]] = {}
    patience_s: float | None = None  # WAIT_S where it says nothing

    def __init__(self, isolate: str = "thread") -> None:
        self.changed = threading.Condition()
        self.told: list[tuple[float, Event]] = []
        self.emulator = self.plug_in()
        port = self.emulator.start()
        spec = DeviceSpec("it", self.kind, self.model, port, self.options, isolate=isolate)
        assert registry.problems(spec) == []
        self.devices = open_devices([spec], self._on_event)
        self.handle = self.devices.role("it")

    @abstractmethod
    def plug_in(self) -> Emulator:
        """The emulator, not yet started."""

    @abstractmethod
    def strike(self, cell: Cell) -> str:
        """Work, and let the fault happen at its moment; what was said of the work."""

    @abstractmethod
    def mend(self) -> None:
        """Do what somebody at the machine does: refill, close, plug in."""

    @abstractmethod
    def fresh(self) -> str:
        """Work for the next person; "" when it is right, else what is wrong."""

    def forbidden(self) -> list[str]:
        """What must never be and was: printed twice, somebody else's card."""
        return []

    def _on_event(self, event: Event) -> None:
        with self.changed:
            self.told.append((time.monotonic(), event))
            self.changed.notify_all()

    @property
    def status(self) -> DeviceStatus:
        return self.devices.status("it")

    def control(self, do: str, **args: Any) -> dict[str, Any]:
        return self.emulator.control(do, args)

    def until(self, true: Callable[[], Any], wait_s: float | None = None) -> bool:
        end = time.monotonic() + (self.patience_s or WAIT_S if wait_s is None else wait_s)
        with self.changed:
            while not true():
                if time.monotonic() >= end:
                    return False
                self.changed.wait(0.02)
        return True

    def events(self, of: type) -> list[Any]:
        return [event for _, event in list(self.told) if isinstance(event, of)]

    def reads(self, cell: Cell) -> bool:
        return (self.status.state, self.status.detail) in expected(cell)

    def seconds_to(self, cell: Cell, began: float) -> float | None:
        for at, event in self.told:
            if at < began or not isinstance(event, StatusChanged):
                continue
            if (event.status.state, event.status.detail) in expected(cell):
                return at - began
        return None

    def close(self) -> None:
        assert self.devices.stop(10.0)
        self.emulator.stop()


def expected(cell: Cell) -> list[tuple[State, str]]:
    return [(cell.state, detail) for detail in cell.details]


def run_cell(of: type[Stand], cell: Cell, isolate: str = "thread") -> Seen:
    """Strike, look, mend, work on; without any restart."""
    seen = Seen(cell)
    stand = of(isolate)
    try:
        if not stand.until(lambda: stand.status.state == State.READY):
            seen.wrong.append(f"never ready: {stand.status.detail}")
            return seen
        _look(stand, cell, seen)
        stand.mend()
        if not stand.until(lambda: stand.status.state == State.READY):
            seen.wrong.append(f"not back: {stand.status.state} {stand.status.detail}")
            return seen
        next_one = stand.fresh()
        if next_one:
            seen.wrong.append(f"the next person: {next_one}")
        seen.wrong += stand.forbidden()
    finally:
        stand.close()
    return seen


def _look(stand: Stand, cell: Cell, seen: Seen) -> None:
    began = time.monotonic()
    seen.outcome = stand.strike(cell)
    if cell.outcome and seen.outcome not in cell.outcome:
        seen.wrong.append(f"said {seen.outcome}, expected {' or '.join(cell.outcome)}")
    found = stand.until(lambda: stand.reads(cell) or stand.seconds_to(cell, began) is not None)
    status = stand.status
    seen.state = f"{cell.state.value} {cell.details[0]}".strip() if found else status.state.value
    seen.seconds = stand.seconds_to(cell, began)
    if not found:
        seen.wrong.append(f"reads {status.state} {status.detail}")


def modules() -> dict[str, ModuleType]:
    """The tables, by the device that they are of: a kind, or a kind and another of its models."""
    names = {path.stem for path in HERE.glob("*.py")} - {"__init__", "matrix"}
    found = (
        importlib.import_module(f"tests.faults.{name}")
        for name in sorted(names)
        if not name.startswith("test_")
    )
    return {device_of(module): module for module in found}


def device_of(module: ModuleType) -> str:
    of: type[Stand] = module.Stand
    usual = EMULATORS[of.kind][0]
    module_name, _, name = usual.partition(":")
    if getattr(importlib.import_module(module_name), name).model == of.model:
        return of.kind
    return f"{of.kind} {of.model}"


def emulators() -> dict[str, tuple[str, ...]]:
    """The closed list of faults of every emulator that there is, by device."""
    found: dict[str, tuple[str, ...]] = {}
    for kind, places in EMULATORS.items():
        for place in places:
            module, _, name = place.partition(":")
            of: type[Emulator] = getattr(importlib.import_module(module), name)
            faults = dict.fromkeys((*of.faults, *registry.model(kind, of.model).faults))
            found[kind if place == places[0] else f"{kind} {of.model}"] = tuple(faults)
    return found


def cells() -> list[Cell]:
    return [cell for module in modules().values() for cell in module.CELLS]


def stand_of(cell: Cell) -> type[Stand]:
    return modules()[cell.device].Stand
