"""What a model's code must be able to do, and what the terminal wants of it right now."""

from __future__ import annotations

import threading
from abc import ABC, abstractmethod
from collections.abc import Callable

from drivers.events import Event
from drivers.spec import DeviceSpec
from drivers.status import State


class Wish:
    """What the terminal wants of a device right now, and whether it should end.

    Set from any thread and read by the device's own one, so that taking a wish back counts at
    once, even while a long command runs or the device is away.
    """

    def __init__(self) -> None:
        self.intent: str | None = None
        self.rest = ""
        self.restarts = 0
        self.stopping = threading.Event()

    @property
    def now(self) -> tuple[str | None, str, int]:
        """All of it at once, to see whether anything changed."""
        return self.intent, self.rest, self.restarts


class Driver(ABC):
    """A model's code. Every method runs on the device's own thread.

    `wish.intent` is the request id that the device is armed for, or None; `wish.stopping` is
    to be looked at in every wait longer than 0.5 s.
    """

    poll_interval_s = 0.3

    def __init__(self, spec: DeviceSpec, emit: Callable[[Event], None]) -> None:
        self.spec = spec
        self.emit = emit
        self.serial: str | None = None
        self.wish = Wish()
        self.not_after = 0.0  # time.monotonic() by which the command in hand had to begin

    @abstractmethod
    def open(self) -> None:
        """Open the port and make sure that the named device answers."""

    @abstractmethod
    def close(self) -> None:
        """Close; never raises."""

    @abstractmethod
    def poll(self) -> tuple[State, str]:
        """Look at the device: its state and a detail code. Called every poll_interval_s, and
        sooner when the interval got shorter meanwhile or the intent changed."""

    def end(self) -> None:
        """The worker ends: close, and let go of everything; never raises."""
        self.close()

    def wished(self) -> None:  # noqa: B027 - most drivers look at their wish when they need it
        """The wish has changed; called on any thread, returns at once, never raises."""

    def consumables(self) -> dict[str, str]:
        """What is getting used up, as short codes ("paper": "low")."""
        return {}
