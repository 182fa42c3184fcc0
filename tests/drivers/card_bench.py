"""A smart-card reader on its worker with a virtual card in it, and everything that it told."""

from __future__ import annotations

import fcntl
import os
import tempfile
import threading
import time
from collections.abc import Callable, Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from drivers import registry
from drivers.events import CardBusy, CardRemoved, CardTrouble, Event, SmartCardRead, StatusChanged
from drivers.smart_card import HANDLE
from drivers.spec import DeviceSpec
from drivers.status import State
from drivers.virtual.host import make_emulator
from drivers.worker import Worker

RESIDENT = {"name": "王样例", "number": "429999198603150029", "sex": "2", "ethnic": "01"}
PEOPLE: dict[str, dict[str, Any]] = {
    "first": {**RESIDENT, "birth": "19860315", "social_card": {"generation": "1"}},
    "second": {
        "name": "阿依仙木古丽·样例·阿卜杜拉汗",
        "number": "429999197509090045",
        "social_card": {"generation": "2", "card_number": "B12345678", "valid_to": "20300630"},
    },
    "third": {"name": "样𠮷", "number": "429999199106200034", "social_card": {"generation": "3"}},
}
PATIENCE_S = 20.0
LOCK = Path(tempfile.gettempdir()) / "jinban-pcscd-tests.lock"


class Reader:
    """A worker with one reader; its events come by themselves."""

    def __init__(self, model: str, port: str, **options: object) -> None:
        spec = DeviceSpec("card", "smart_card", model, port, dict(options))
        assert registry.problems(spec) == []
        self.told: list[Event] = []
        self.states: list[tuple[State, str]] = []
        self.changed = threading.Condition()
        self.worker = Worker(spec, lambda emit: registry.make(spec, emit), self._on_event)
        self.handle = HANDLE(self.worker)
        self.worker.start()

    def _on_event(self, event: Event) -> None:
        with self.changed:
            if isinstance(event, StatusChanged):
                self.states.append((event.status.state, event.status.detail))
            else:
                self.told.append(event)
            self.changed.notify_all()

    def wait(self, true: Callable[[], Any]) -> Any:
        until = time.monotonic() + PATIENCE_S
        with self.changed:
            while not (found := true()):
                assert time.monotonic() < until, (self.told, self.states)
                self.changed.wait(0.02)
        return found

    def wait_state(self, state: State, detail: str = "") -> None:
        self.wait(lambda: self.states[-1:] == [(state, detail)])

    def of(self, request: str) -> list[Event]:
        """What came for a request, without the reading's beginning."""
        mine = [e for e in self.told if getattr(e, "request_id", "") == request]
        return [e for e in mine if not isinstance(e, CardBusy)]

    def answer(self, request: str) -> str | Any:
        """The first word on a request: a reason, or what was read."""
        event = self.wait(lambda: self.of(request))[0]
        if isinstance(event, CardTrouble):
            return event.reason
        assert isinstance(event, SmartCardRead)
        return event.record

    def wait_record(self, request: str) -> Any:
        def read() -> Any:
            return [e.record for e in self.of(request) if isinstance(e, SmartCardRead)]

        return self.wait(read)[0]

    def removed(self) -> int:
        return sum(isinstance(e, CardRemoved) for e in self.told)

    def stop(self) -> None:
        assert self.worker.stop(10.0)


@contextmanager
def bench(model: str = "social_security", link: str = "tcp", **options: object) -> Generator[Any]:
    """A reader and its virtual card: `(reader, emulator)`."""
    card = make_emulator("smart_card", model, {"link": link}, PEOPLE)
    reader = Reader(model, card.start(), **options)
    try:
        reader.wait_state(State.READY)
        yield reader, card
    finally:
        reader.stop()
        card.stop()


@contextmanager
def machine_has_one_pcscd() -> Generator[None]:
    """One test at a time may start pcscd: its place on a machine is fixed."""
    descriptor = os.open(LOCK, os.O_RDWR | os.O_CREAT, 0o666)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)
