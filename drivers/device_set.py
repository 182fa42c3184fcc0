"""The devices of a terminal: one worker a role, opened together and stopped together."""

from __future__ import annotations

import importlib
import time
from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any, TypeVar

from drivers import registry
from drivers.events import Event
from drivers.spec import DeviceSpec
from drivers.status import DeviceStatus, State
from drivers.worker import Worker

H = TypeVar("H")


class DeviceSet:
    """What is plugged in, by role. A role that is missing or disabled reads as disconnected."""

    def __init__(self, idle: dict[str, DeviceStatus], workers: dict[str, Worker]) -> None:
        self._idle = idle
        self._workers = workers
        self._handles = {role: _handle(worker) for role, worker in workers.items()}

    def statuses(self) -> tuple[DeviceStatus, ...]:
        """A snapshot of every device, by role."""
        return tuple(self.status(role) for role in sorted(self._idle | self._workers))

    def status(self, role: str) -> DeviceStatus:
        """A snapshot of one device; never raises."""
        worker = self._workers.get(role)
        if worker is not None:
            return worker.status
        nothing = DeviceStatus(role, "", "", "", State.DISCONNECTED, "not_installed")
        return self._idle.get(role, nothing)

    def role(self, role: str) -> Any | None:
        """The handle of the device that fills a role, or None."""
        return self._handles.get(role)

    def handle(self, role: str, of: type[H]) -> H | None:
        """The handle when it is of that class, else None: for typed callers."""
        found = self._handles.get(role)
        return found if isinstance(found, of) else None

    def restart(self, role: str) -> bool:
        """Close and open the device of a role; False where there is none to open."""
        worker = self._workers.get(role)
        if worker is not None:
            worker.restart()
        return worker is not None

    def rest(self, role: str, note: str) -> bool:
        """Take the device of a role out of service for a reason (a code), "" puts it back; False
        where there is none. It reads as disconnected, detail "out_of_service"."""
        worker = self._workers.get(role)
        if worker is not None:
            worker.rest(note)
        return worker is not None

    def stop(self, timeout_s: float = 3.0) -> bool:
        """End every worker together; True when all ended within timeout_s."""
        for worker in self._workers.values():
            worker.ask_to_stop()
        until = time.monotonic() + timeout_s
        ended = [w.stop(max(0.0, until - time.monotonic())) for w in self._workers.values()]
        return all(ended)


def open_devices(specs: Iterable[DeviceSpec], on_event: Callable[[Event], None]) -> DeviceSet:
    """Start a worker for every enabled spec and return at once; `on_event` is called on the
    devices' threads. Ports are opened there, so a missing device costs nothing here; an entry
    that `registry.problems` objects to is a device in state fault, detail "config"."""
    idle: dict[str, DeviceStatus] = {}
    workers: dict[str, Worker] = {}
    for spec in specs:
        blank = DeviceStatus(
            spec.role, spec.kind, spec.model, spec.port, State.DISCONNECTED, "disabled", time.time()
        )
        if not spec.enabled:
            idle[spec.role] = blank
        elif spec.port == "virtual" or registry.problems(spec):
            idle[spec.role] = replace(blank, state=State.FAULT, detail="config")
        else:
            workers[spec.role] = Worker(spec, _maker(spec), on_event)
    devices = DeviceSet(idle, workers)
    for worker in workers.values():
        worker.start()
    return devices


def _maker(spec: DeviceSpec) -> Callable[[Callable[[Event], None]], Any]:
    if spec.isolate == "process":
        from drivers.isolation.far import FarDriver

        return lambda emit: FarDriver(registry.with_defaults(spec), emit)
    return lambda emit: registry.make(spec, emit)


def _handle(worker: Worker) -> Any:
    return importlib.import_module(f"drivers.{worker.spec.kind}").HANDLE(worker)
