"""Devices on their emulators, and what every model owes the terminal whatever its kind."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

from drivers import registry
from drivers.device_set import open_devices
from drivers.events import Event, StatusChanged
from drivers.spec import DeviceSpec
from drivers.status import DeviceStatus, State

ROOT = Path(__file__).parents[2]
MODELS = [(kind, name) for kind in registry.kinds() for name in registry.models(kind)]
EMULATED = [(kind, name) for kind, name in MODELS if registry.has_emulator(kind, name)]
LOST_BY = ("hang_up", "disconnect", "reader_gone", "refuse")
"""Faults by which an emulator's line is lost, in any kind."""
BACK_BY_ITSELF = ("hang_up", "reader_gone")
AWAY_S = 0.5
PATIENCE_S = 15.0
CLOSES_S = 3.0
WANTED = "paper contract"  # an intent that every kind understands; cameras want a subject first


class Emulators:
    """One process that serves the emulators of some models, and its control socket."""

    def __init__(self, models: Iterable[tuple[str, str]]) -> None:
        self._child = subprocess.Popen(
            [sys.executable, "-m", "drivers", "virtual"],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        devices = [
            {"role": f"{kind}-{name}", "kind": kind, "model": registry.model(kind, name).emulator}
            for kind, name in models
        ]
        self._write({"devices": devices})
        assert self._child.stdout
        told = json.loads(self._child.stdout.readline())
        self.ports = {role: str(one["port"]) for role, one in told["devices"].items()}
        self._control = str(told["control"])

    def _write(self, document: object) -> None:
        assert self._child.stdin
        self._child.stdin.write(json.dumps(document) + "\n")
        self._child.stdin.flush()

    def ask(self, role: str, do: str, **args: object) -> dict[str, Any]:
        """One command; AssertionError where it was refused."""
        with socket.socket(socket.AF_UNIX) as line, line.makefile("rwb") as stream:
            line.settimeout(PATIENCE_S)
            line.connect(self._control)
            stream.write(json.dumps({"role": role, "do": do, "args": args}).encode() + b"\n")
            stream.flush()
            answer = json.loads(stream.readline())
        assert answer["ok"], (role, do, answer)
        return answer["result"]

    def end(self) -> None:
        """Close its input and wait for it."""
        assert self._child.stdin
        assert self._child.stdout
        self._child.stdin.close()
        self._child.wait(PATIENCE_S)
        self._child.stdout.close()


class Rack:
    """The drivers of those models, opened together, and every state that each went through."""

    def __init__(self, ports: Mapping[str, str]) -> None:
        self._changed = threading.Condition()
        self.states: dict[str, list[DeviceStatus]] = {role: [] for role in ports}
        self.before = Belongings()
        self.devices = open_devices([_spec(*one) for one in ports.items()], self._on_event)
        self.handles: dict[str, Any] = {role: self.devices.role(role) for role in ports}

    def _on_event(self, event: Event) -> None:
        if isinstance(event, StatusChanged):
            with self._changed:
                self.states[event.status.role].append(event.status)
                self._changed.notify_all()

    def wait(self, true: Callable[[DeviceStatus], bool], what: str) -> None:
        """Until it was true of some status of every device since the last call."""
        until = time.monotonic() + PATIENCE_S
        with self._changed:
            while late := self._lacking(true):
                assert time.monotonic() < until, (what, late)
                self._changed.wait(0.05)
            for seen in self.states.values():
                del seen[:-1]

    def _lacking(self, true: Callable[[DeviceStatus], bool]) -> dict[str, list[str]]:
        return {
            role: [f"{one.state} {one.detail}" for one in seen]
            for role, seen in self.states.items()
            if not any(map(true, seen))
        }

    def want(self, intent: str | None) -> None:
        """Have every device looked at now; some rest for half a minute between two looks."""
        for handle in self.handles.values():
            handle._worker.intend(intent)

    def stop(self) -> tuple[bool, float]:
        """Whether all ended in time, and after how many seconds."""
        began = time.monotonic()
        return self.devices.stop(CLOSES_S), time.monotonic() - began


class Belongings:
    """Threads, children and open descriptors of this process at a moment."""

    def __init__(self) -> None:
        self.threads = {one.name for one in threading.enumerate()}
        self.children = {
            child
            for path in Path("/proc/self/task").glob("*/children")
            for child in path.read_text().split()
        }
        self.descriptors: set[str] = set()
        for path in Path("/proc/self/fd").iterdir():
            try:
                self.descriptors.add(f"{path.name} {os.readlink(path)}")
            except OSError:
                continue  # that of this very listing

    def since(self, before: Belongings) -> list[str]:
        """What is there now and was not then."""
        return sorted(
            (self.threads - before.threads)
            | (self.children - before.children)
            | (self.descriptors - before.descriptors)
        )


def lost_by(role: str) -> str:
    """The fault of this device's emulator that loses the line."""
    kind, _, name = role.partition("-")
    return next(fault for fault in LOST_BY if fault in registry.model(kind, name).faults)


def is_ready(status: DeviceStatus) -> bool:
    """Whether it can serve."""
    return status.state == State.READY


def is_away(status: DeviceStatus) -> bool:
    """Whether it says that it cannot be reached."""
    return status.state == State.DISCONNECTED


def _spec(role: str, port: str) -> DeviceSpec:
    kind, _, name = role.partition("-")
    return DeviceSpec(role, kind, name, port)


def keep(models: Iterable[tuple[str, str]]) -> None:
    """Hold some models to the contract, all at once; AssertionError says what and who."""
    emulators = Emulators(models)
    try:
        rack = Rack(emulators.ports)
        try:
            _live(emulators, rack)
        finally:
            ended, took_s = rack.stop()
        assert ended, f"not closed after {took_s:.1f} s"
        assert Belongings().since(rack.before) == []
        for handle in rack.handles.values():
            refused = handle._worker.submit(id, 1.0).exception(1.0)
            assert getattr(refused, "code", "") == "stopped"
    finally:
        emulators.end()


def _live(emulators: Emulators, rack: Rack) -> None:
    rack.wait(is_ready, "ready after opening")
    for role in emulators.ports:
        fault = lost_by(role)
        emulators.ask(role, "fault", kind=fault, **_away(fault))
    rack.want(WANTED)
    rack.wait(is_away, "seen to be away")
    for role in emulators.ports:
        if lost_by(role) not in BACK_BY_ITSELF:
            emulators.ask(role, "fault", kind="none")
    rack.wait(is_ready, "back by itself")
    rack.want(None)


def _away(fault: str) -> dict[str, float]:
    return {"at": AWAY_S} if fault in BACK_BY_ITSELF else {}
