"""One thread a device: commands with deadlines, polling, reconnecting with back-off.

A device is touched by its own thread only. The rest of the terminal sees frozen snapshots
and events; a library that misbehaves can cost its own device, never another one.
"""

from __future__ import annotations

import logging
import queue
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any, TypeVar

from drivers.driver import Driver, Wish
from drivers.errors import DeviceError, LinkLostError
from drivers.events import Event, StatusChanged
from drivers.spec import DeviceSpec
from drivers.status import DeviceStatus, State

__all__ = ["Driver", "Wish", "Worker"]
log = logging.getLogger("drivers.worker")
T = TypeVar("T")
BACK_OFF_S = (0.2, 0.5, 1.0, 2.0, 3.0)  # the last repeats: back within 5 s of being plugged in
PATIENCE = 3  # failures in a row after which a silent device counts as not there
OUT_OF_SERVICE = "out_of_service"
REST_S = 1.0  # between two looks at a device that is out of service


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
        self._make = make
        self._driver: Driver | None = None
        self._wish = Wish()
        self._commands: queue.Queue[_Command | None] = queue.Queue()
        self._current: _Command | None = None
        self._opened = False
        self._failures = 0
        self._restarted = 0
        self._status = DeviceStatus(
            spec.role, spec.kind, spec.model, spec.port, State.UNKNOWN, "starting", time.time()
        )
        self._thread = threading.Thread(target=self._run, name=f"dev-{spec.role}", daemon=True)

    @property
    def status(self) -> DeviceStatus:
        """The newest snapshot; safe from any thread."""
        return self._status

    @property
    def intent(self) -> str | None:
        """The request id that the device is armed for, or None."""
        return self._wish.intent

    def start(self) -> None:
        """Start the thread; returns at once, the port is opened there."""
        self._thread.start()

    def intend(self, intent: str | None) -> None:
        """Arm the device for a request id, or disarm it by None. Counts at once, and holds
        while the device is away, so that it serves the request when it comes back."""
        self._wish.intent = intent
        self._wished()

    def restart(self) -> None:
        """Close the device and open it anew, however it stands; returns at once."""
        self._wish.restarts += 1
        self._wished()

    def rest(self, note: str) -> None:
        """Take the device out of service for the reason `note` (a code); "" puts it back. Its
        port is closed meanwhile and commands fail as if it were unplugged; returns at once."""
        self._wish.rest = note
        self._wished()

    def ask_to_stop(self) -> None:
        """Tell the thread to end without waiting for it."""
        self._wish.stopping.set()
        self._wished()

    def stop(self, timeout_s: float = 3.0) -> bool:
        """Ask the thread to end; True when it did within timeout_s."""
        self.ask_to_stop()
        if self._thread.is_alive():
            self._thread.join(timeout_s)
        return not self._thread.is_alive()

    def submit(self, call: Callable[[Any], T], deadline_s: float) -> Future[T]:
        """Run call(driver) on the device's thread; the future fails with DeviceError when it
        could not start before deadline_s passed, so that no command runs for the next person."""
        future: Future[T] = Future()
        self._commands.put(_Command(call, future, time.monotonic() + deadline_s))
        if self._wish.stopping.is_set() and not self._thread.is_alive():
            self._refuse_all()
        return future

    def _wished(self) -> None:
        driver = self._driver
        if driver is not None:
            driver.wished()
        self._commands.put(None)

    # ---- the device's thread ----

    def _run(self) -> None:
        while not self._wish.stopping.is_set():
            try:
                self._turn()
            except Exception as error:  # noqa: BLE001 - the thread's edge: one device, not all
                self._bug(error)
        if self._driver is not None:
            self._driver.end()
        self._refuse_all()

    def _turn(self) -> None:
        wanted = self._wish.now  # before the look: what is wanted during it must cut the wait short
        if self._rests():
            self._wait(lambda: REST_S, wanted)
            return
        driver = self._ready_driver()
        if driver is None:
            self._wait(self._pause, wanted)
            return
        try:
            state, detail = driver.poll()
        except (DeviceError, OSError) as error:
            self._failed(error)
        else:
            self._set(state, detail)
        if self._opened:
            self._wait(lambda: driver.poll_interval_s, wanted)
        else:  # lost: some look every half minute only, and must be back sooner
            self._wait(lambda: min(driver.poll_interval_s, self._pause()), wanted)

    def _pause(self) -> float:
        return BACK_OFF_S[min(max(self._failures, 1), len(BACK_OFF_S)) - 1]

    def _rests(self) -> bool:
        """Close what must be opened anew, or must not be open; whether the latter is so."""
        resting = bool(self._wish.rest)
        if resting or self._restarted != self._wish.restarts:
            self._restarted, self._failures, self._opened = self._wish.restarts, 0, False
            if self._driver is not None:
                self._driver.close()
        if resting:
            self._set(State.DISCONNECTED, OUT_OF_SERVICE)
        return resting

    def _ready_driver(self) -> Driver | None:
        try:
            if self._driver is None:
                self._driver = self._make(self._on_event)
                self._driver.wish = self._wish
            if not self._opened:
                self._driver.open()
                self._opened = True
        except (DeviceError, OSError) as error:
            self._failed(error)
            return None
        except ImportError as error:
            log.warning("device_library role=%s missing=%s", self.spec.role, error.name)
            self._failures += 1
            self._set(State.FAULT, "missing_library")
            return None
        return self._driver

    def _wait(self, seconds: Callable[[], float], wanted: tuple[str | None, str, int]) -> None:
        """Serve commands until `seconds()` have passed or something else is wanted."""
        began = time.monotonic()
        while not self._wish.stopping.is_set() and self._wish.now == wanted:
            left = began + seconds() - time.monotonic()
            try:
                command = self._commands.get(timeout=left) if left > 0 else None
            except queue.Empty:
                return
            if left <= 0:
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
            command.future.set_exception(LinkLostError(self._status.detail or "disconnected"))
            return
        self._current = command
        if self._driver is not None:
            self._driver.not_after = command.not_after
        try:
            result = command.call(self._driver)
        except (DeviceError, OSError) as error:
            self._current = None
            lost = not isinstance(error, DeviceError)
            command.future.set_exception(LinkLostError("io") if lost else error)
            if lost or isinstance(error, LinkLostError):
                self._failed(error)
        else:
            self._current = None
            command.future.set_result(result)

    def _bug(self, error: Exception) -> None:
        # the text of an unforeseen exception may hold what was on a card: log its place only
        log.error("device_bug role=%s error=%s at=%s", self.spec.role, *_place(error))
        command, self._current = self._current, None
        if command is not None:
            command.future.set_exception(DeviceError("bug", type(error).__name__))
        self._failures += 1
        if self._driver is not None:
            self._driver.close()
        self._opened = False
        self._set(State.FAULT, "bug")
        self._wish.stopping.wait(BACK_OFF_S[min(self._failures, len(BACK_OFF_S)) - 1])

    def _failed(self, error: Exception) -> None:
        if self._wish.stopping.is_set():
            return  # cut short by our own end, not by the device
        self._failures += 1
        lost = isinstance(error, (LinkLostError, OSError))
        state = error.state if isinstance(error, DeviceError) else State.DISCONNECTED
        code = error.code if isinstance(error, DeviceError) else "io"
        if state == State.UNKNOWN and self._failures >= PATIENCE:
            state = State.DISCONNECTED
        if lost or not self._opened or self._failures >= PATIENCE:
            if self._driver is not None:
                self._driver.close()
            self._opened = False
        self._set(state, code)

    def _set(self, state: State, detail: str) -> None:
        driver, before = self._driver, self._status
        if self._opened and state not in (State.DISCONNECTED, State.FAULT, State.UNKNOWN):
            self._failures = 0
        consumables = MappingProxyType(dict(driver.consumables() if driver else {}))
        serial = driver.serial if driver else None
        note = self._wish.rest if detail == OUT_OF_SERVICE else ""
        since = before.since if before.state == state else time.time()
        after = replace(
            before,
            state=state,
            detail=detail,
            since=since,
            serial=serial,
            consumables=consumables,
            note=note,
        )
        if after == before:
            return
        self._status = after
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


def _place(error: Exception) -> tuple[str, str]:
    """The class of an exception and the file and line where it was raised."""
    step = error.__traceback__
    while step is not None and step.tb_next is not None:
        step = step.tb_next
    where = step.tb_frame.f_code.co_filename.rpartition("/")[2] if step else ""
    return type(error).__name__, f"{where}:{step.tb_lineno if step else 0}"
