"""Traces: what went over a device's line, recorded without anybody's data, and played again.

A trace is a file of JSON lines: the head `{"trace": 1, "kind", "model", "options", "result"}`, then
turns `{"t_ms", "end_ms", "to": "device" | "host", "hex"}`. A turn is everything in one direction
until the other side speaks. Before anything is written each turn goes through the kind's
`forge.py`, which puts sample values in the place of every personal one, of the same length, with
right check bytes.
"""

from __future__ import annotations

import importlib
import importlib.util
import json
import time
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from types import ModuleType
from typing import Any

from drivers import registry, transport
from drivers.errors import DeviceError, LinkLostError
from drivers.events import Event
from drivers.spec import DeviceSpec
from drivers.transport.base import Transport

TO_DEVICE, TO_HOST = "device", "host"
TICK_S = 0.002
LONGEST = 1 << 22


class TraceError(Exception):
    """Not a trace, no tracing of this kind, or the driver did something else than the trace."""


@dataclass(frozen=True, slots=True)
class Turn:
    """Bytes in one direction, from `t_ms` to `end_ms` after the beginning."""

    t_ms: int
    end_ms: int
    to: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Trace:
    """A device's line from opening to closing, and what came of it (`result`, a code)."""

    kind: str
    model: str
    options: Mapping[str, Any]
    result: str
    turns: tuple[Turn, ...]


class Recorder:
    """A transport that notes what goes through another."""

    def __init__(self, line: Transport) -> None:
        self._line = line
        self._began = time.monotonic()
        self.turns: list[Turn] = []

    def open(self) -> None:
        """As the real one; time runs from here."""
        self._line.open()
        if not self.turns:
            self._began = time.monotonic()

    def close(self) -> None:
        """As the real one."""
        self._line.close()

    def write(self, data: bytes, timeout_s: float) -> None:
        """As the real one."""
        self._note(TO_DEVICE, data)
        self._line.write(data, timeout_s)

    def read(self, timeout_s: float, limit: int = 4096) -> bytes:
        """As the real one."""
        data = self._line.read(timeout_s, limit)
        self._note(TO_HOST, data)
        return data

    def drain(self, quiet_s: float, limit_s: float = 2.0) -> bytes:
        """As the real one."""
        data = self._line.drain(quiet_s, limit_s)
        self._note(TO_HOST, data)
        return data

    def _note(self, to: str, data: bytes) -> None:
        if not data:
            return
        now = round((time.monotonic() - self._began) * 1000)
        if self.turns and self.turns[-1].to == to:
            last = self.turns.pop()
            self.turns.append(Turn(last.t_ms, now, to, last.data + data))
        else:
            self.turns.append(Turn(now, now, to, data))


class Player:
    """A transport that answers as the trace does, as soon after what came before it as it did, and
    only while the driver asks as it did."""

    def __init__(self, turns: tuple[Turn, ...]) -> None:
        self._turns = list(turns)
        self._sent = b""
        self._last_ms, self._since = 0, time.monotonic()
        self.number = 0

    def open(self) -> None:
        """Nothing to open; time runs from here."""
        self._since = time.monotonic()

    def close(self) -> None:
        """Nothing to close."""

    def write(self, data: bytes, timeout_s: float) -> None:
        """TraceError when these are not the bytes of the trace, or not their time."""
        self._sent += data
        turn = self._turns[0] if self._turns else Turn(0, 0, TO_HOST, b"")
        if turn.to != TO_DEVICE or not turn.data.startswith(self._sent):
            raise TraceError(f"turn {self.number}: the driver sends something else")
        if turn.data == self._sent:
            self._next()

    def read(self, timeout_s: float, limit: int = 4096) -> bytes:
        """The trace's answer, when it is its turn."""
        until = time.monotonic() + timeout_s
        while not self._turns or self._turns[0].to != TO_HOST or self._early():
            left = until - time.monotonic()
            if left <= 0:
                return b""
            time.sleep(min(left, TICK_S))
        turn = self._turns[0]
        data, rest = turn.data[:limit], turn.data[limit:]
        if rest:
            self._turns[0] = Turn(turn.t_ms, turn.end_ms, turn.to, rest)
        else:
            self._next()
        return data

    def drain(self, quiet_s: float, limit_s: float = 2.0) -> bytes:
        """All of the trace's answer."""
        return self.read(quiet_s, LONGEST)

    @property
    def left(self) -> int:
        """Turns that the driver did not come to."""
        return len(self._turns)

    def _early(self) -> bool:
        passed_ms = (time.monotonic() - self._since) * 1000
        return passed_ms < self._turns[0].t_ms - self._last_ms

    def _next(self) -> None:
        self._last_ms, self._since = self._turns[0].end_ms, time.monotonic()
        del self._turns[0]
        self._sent = b""
        self.number += 1


def forger(kind: str) -> ModuleType:
    """The kind's `forge.py`: `forge(to_device, data)` and `trial(driver, told, seconds)`, `told`
    being the events as they come. TraceError for
    a kind without one: nothing of it may be written."""
    name = f"drivers.{kind}.forge"
    if kind not in registry.kinds() or importlib.util.find_spec(name) is None:
        raise TraceError(f"a {kind or 'device'} cannot be traced: its data cannot be forged")
    return importlib.import_module(name)


def record(spec: DeviceSpec, seconds: float) -> Trace:
    """Open the device, work with it once, close it. DeviceError: it could not be opened."""
    of = forger(spec.kind)
    made: list[Recorder] = []

    def tap(line: Transport) -> Transport:
        made.append(Recorder(line))
        return made[-1]

    result = _work(spec, of, seconds, tap)
    turns = [turn for recorder in made for turn in recorder.turns]
    forged = tuple(replace(turn, data=of.forge(turn.to == TO_DEVICE, turn.data)) for turn in turns)
    return Trace(spec.kind, spec.model, dict(spec.options), result, forged)


def replay(trace: Trace, seconds: float = 30.0) -> str:
    """Let today's driver go through a trace; the result. TraceError where it does otherwise."""
    player = Player(trace.turns)
    port = next(
        port for port in ("serial:///dev/trace", "tcp://127.0.0.1:9") if _serves(trace, port)
    )
    spec = DeviceSpec("trace", trace.kind, trace.model, port, trace.options)

    def tap(_line: Transport) -> Transport:
        return player

    result = _work(spec, forger(trace.kind), seconds, tap)
    if player.left:
        raise TraceError(f"turn {player.number}: the driver ends here, {player.left} turns early")
    return result


def _serves(trace: Trace, port: str) -> bool:
    return port.partition(":")[0] in registry.model(trace.kind, trace.model).ports


def _work(spec: DeviceSpec, of: ModuleType, seconds: float, tap: transport.Tap) -> str:
    with _tapped(tap):
        told: list[Event] = []
        driver = registry.make(spec, told.append)
        try:
            driver.open()
            return str(of.trial(driver, told, seconds))
        except DeviceError as error:
            if isinstance(error, LinkLostError):
                raise
            return error.code
        finally:
            driver.end()


@contextmanager
def _tapped(tap: transport.Tap) -> Generator[None]:
    transport.set_tap(tap)
    try:
        yield
    finally:
        transport.set_tap(None)


def save(trace: Trace, file: Path) -> None:
    """Write it, readable by its owner alone; OSError."""
    head = {
        "trace": 1,
        "kind": trace.kind,
        "model": trace.model,
        "options": dict(trace.options),
        "result": trace.result,
    }
    lines = [head, *(_line_of(turn) for turn in trace.turns)]
    text = "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)
    file.touch(mode=0o600)
    file.write_text(text, "utf-8")


def _line_of(turn: Turn) -> dict[str, Any]:
    return {
        "t_ms": turn.t_ms,
        "end_ms": turn.end_ms,
        "to": turn.to,
        "hex": turn.data.hex(),
    }


def load(file: Path) -> Trace:
    """Read one; TraceError says what is wrong with it, OSError."""
    try:
        head, *lines = [json.loads(line) for line in file.read_text("utf-8").splitlines()]
        turns = tuple(
            Turn(
                int(line["t_ms"]),
                int(line["end_ms"]),
                _direction(line["to"]),
                bytes.fromhex(line["hex"]),
            )
            for line in lines
        )
        if head["trace"] != 1 or head["model"] not in registry.models(head["kind"]):
            raise TraceError(f"{file.name}: of a version, kind or model that is not known here")
        return Trace(head["kind"], head["model"], head["options"], str(head["result"]), turns)
    except (ValueError, KeyError, TypeError) as error:
        raise TraceError(f"{file.name} is no trace: {type(error).__name__}") from None


def _direction(to: str) -> str:
    if to not in (TO_DEVICE, TO_HOST):
        raise ValueError(to)
    return to
