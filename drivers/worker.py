"""One thread a device: commands with deadlines, polling, reconnecting with back-off.

A device is touched by its own thread only. The rest of the terminal sees frozen snapshots
and events; a library that misbehaves can cost its own device, never another one.
"""

from __future__ import annotations

import logging
import queue
import threading
import time
from abc import ABC, abstractmethod
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from drivers.errors import DeviceError, LinkLostError
from drivers.events import Event, StatusChanged
from drivers.spec import DeviceSpec
from drivers.status import DeviceStatus, State

log = logging.getLogger("drivers.worker")
T = TypeVar("T")
BACK_OFF_S = (0.2, 0.5, 1.0, 2.0, 3.0)  # the last repeats: back within 5 s of being plugged in


class Driver(ABC):
    """A model's code. Every method runs on the device's own thread."""

    poll_interval_s = 0.3

    def __init__(self, spec: DeviceSpec, emit: Callable[[Event], None]) -> None:
        self.spec = spec
        self.emit = emit
        self.serial: str | None = None

    @abstractmethod
    def open(self) -> None:
        """Open the port and make sure that the named device answers."""

    @abstractmethod
    def close(self) -> None:
        """Close; never raises."""

    @abstractmethod
    def poll(self) -> tuple[State, str]:
        """Look at the device: its state and a detail code. Called every poll_interval_s."""

    def consumables(self) -> dict[str, str]:
        """What is getting used up, as short codes ("paper": "low")."""
        return {}


@dataclass(slots=True)
class _Command:
    call: Callable[[Any], Any]
    future: Future[Any]
    not_after: float


class Worker:
    """Runs one driver. `submit` hands it a command; `status` is its newest snapshot."""

    def __init__(
        self,
        spec: DeviceSpec,
        make: Callable[[Callable[[Event], None]], Driver],
        on_event: Callable[[Event], None],
    ) -> None:
        self.spec = spec
        self._on_event = on_event
        self._driver = make(on_event)
        self._commands: queue.Queue[_Command | None] = queue.Queue()
        self._stopping = threading.Event()
        self._opened = False
        self._failures = 0
        self._status = DeviceStatus(
            spec.role, spec.kind, spec.model, spec.port, State.UNKNOWN, "starting", time.time()
        )
        self._thread = threading.Thread(target=self._run, name=f"dev-{spec.role}", daemon=True)

    @property
    def status(self) -> DeviceStatus:
        """The newest snapshot; safe from any thread."""
        return self._status

    def start(self) -> None:
        """Start the thread; returns at once, the port is opened there."""
        self._thread.start()

    def stop(self, timeout_s: float = 3.0) -> bool:
        """Ask the thread to end; True when it did within timeout_s."""
        self._stopping.set()
        self._commands.put(None)
        if self._thread.is_alive():
            self._thread.join(timeout_s)
        return not self._thread.is_alive()

    def submit(self, call: Callable[[Any], T], deadline_s: float) -> Future[T]:
        """Run call(driver) on the device's thread; the future fails with DeviceError when it
        could not start before deadline_s passed, so that no command runs for the next person."""
        future: Future[T] = Future()
        self._commands.put(_Command(call, future, time.monotonic() + deadline_s))
        return future

    # ---- the device's thread ----

    def _run(self) -> None:
        while not self._stopping.is_set():
            if not self._opened and not self._open():
                self._wait(BACK_OFF_S[min(self._failures - 1, len(BACK_OFF_S) - 1)])
                continue
            self._look()
            self._wait(self._driver.poll_interval_s)
        self._driver.close()
        self._refuse_all()

    def _open(self) -> bool:
        try:
            self._driver.open()
        except (DeviceError, OSError) as error:
            self._failed(error)
            return False
        self._opened, self._failures = True, 0
        return True

    def _look(self) -> None:
        if not self._opened:
            return
        try:
            state, detail = self._driver.poll()
        except (DeviceError, OSError) as error:
            self._failed(error)
            return
        self._set(state, detail)

    def _wait(self, seconds: float) -> None:
        """Serve commands until `seconds` have passed."""
        until = time.monotonic() + seconds
        while not self._stopping.is_set():
            left = until - time.monotonic()
            if left <= 0:
                return
            try:
                command = self._commands.get(timeout=left)
            except queue.Empty:
                return
            if command is not None:
                self._serve(command)

    def _serve(self, command: _Command) -> None:
        if not command.future.set_running_or_notify_cancel():
            return
        if time.monotonic() > command.not_after:
            command.future.set_exception(DeviceError("too_late"))
            return
        if not self._opened:
            command.future.set_exception(LinkLostError("disconnected"))
            return
        try:
            result = command.call(self._driver)
        except (DeviceError, OSError) as error:
            command.future.set_exception(
                error if isinstance(error, DeviceError) else LinkLostError("io", str(error))
            )
            if isinstance(error, (LinkLostError, OSError)):
                self._failed(error)
        except Exception as error:
            log.exception("device_bug role=%s", self.spec.role)
            command.future.set_exception(error)
            self._set(State.FAULT, "bug")
        else:
            command.future.set_result(result)

    def _failed(self, error: Exception) -> None:
        self._failures += 1
        lost = isinstance(error, (LinkLostError, OSError))
        state = State.DISCONNECTED if lost else getattr(error, "state", State.FAULT)
        code = error.code if isinstance(error, DeviceError) else "io"
        if lost or not self._opened or self._failures >= 3:
            self._driver.close()
            self._opened = False
        self._set(state, code)

    def _set(self, state: State, detail: str) -> None:
        driver, before = self._driver, self._status
        if state not in (State.DISCONNECTED, State.FAULT) and self._opened:
            self._failures = 0
        consumables = driver.consumables()
        same = (before.state, before.detail, dict(before.consumables), before.serial)
        if same == (state, detail, consumables, driver.serial):
            return
        since = before.since if before.state == state else time.time()
        self._status = replace(
            before,
            state=state,
            detail=detail,
            since=since,
            serial=driver.serial,
            consumables=consumables,
        )
        log.info("device_state role=%s state=%s detail=%s", self.spec.role, state, detail)
        self._on_event(StatusChanged(self._status))

    def _refuse_all(self) -> None:
        while True:
            try:
                command = self._commands.get_nowait()
            except queue.Empty:
                return
            if command is not None and command.future.set_running_or_notify_cancel():
                command.future.set_exception(DeviceError("stopped"))
