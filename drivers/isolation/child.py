"""The child: runs one driver, does what it is told one after the other, ends with its parent.

Wishes come in at any time and count at once, even while a call runs. Nothing of the driver is
on the command line but the number of a descriptor; log lines go to the terminal's own log.
"""

from __future__ import annotations

import ctypes
import logging
import os
import pickle
import queue
import signal
import socket
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from drivers.errors import DeviceError
from drivers.isolation.wire import Channel, WireError

if TYPE_CHECKING:
    from drivers.driver import Driver
    from drivers.events import Event
    from drivers.spec import DeviceSpec

    Make = Callable[[DeviceSpec, Callable[[Event], None]], Driver]

PR_SET_PDEATHSIG = 1  # prctl(2)


class _Tell(logging.Handler):
    def __init__(self, channel: Channel) -> None:
        super().__init__()
        self._channel = channel

    def emit(self, record: logging.LogRecord) -> None:
        try:
            self._channel.send(("log", record.name, record.levelno, record.getMessage()))
        except OSError:
            os._exit(0)


def serve(line: socket.socket, make: Make) -> None:
    """Be the child at this end of a line; returns never: the process ends with the line."""
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    channel = Channel(line)
    logging.basicConfig(level=logging.INFO, handlers=[_Tell(channel)], force=True)
    first = channel.receive(None)
    if first is None or first[0] != "spec":
        os._exit(2)
    try:
        driver = make(first[1], lambda event: channel.send(("event", event)))
    except ImportError as error:
        channel.send(("failed", 0, "import", error.name or "", ""))
        os._exit(0)
    calls: queue.Queue[tuple[Any, ...]] = queue.Queue()
    threading.Thread(target=_listen, args=(channel, driver, calls), daemon=True).start()
    channel.send(("done", 0, None, _about(driver)))
    while True:
        _, number, name, args = calls.get()
        answer = _answer(driver, number, name, args)
        try:
            channel.send(answer)
        except (TypeError, AttributeError, pickle.PicklingError) as error:
            channel.send(("failed", number, "bug", type(error).__name__, ""))


def _listen(channel: Channel, driver: Driver, calls: queue.Queue[tuple[Any, ...]]) -> None:
    try:
        while message := channel.receive(None):
            if message[0] == "wish":
                _, driver.wish.intent, driver.wish.rest, driver.wish.restarts, stopping = message
                if stopping:
                    driver.wish.stopping.set()
            else:
                calls.put(message)
    except (EOFError, WireError):
        os._exit(0)  # the terminal is gone, or put this child away


def _answer(driver: Driver, number: int, name: str, args: tuple[Any, ...]) -> tuple[Any, ...]:
    try:
        return ("done", number, getattr(driver, name)(*args), _about(driver))
    except DeviceError as error:
        # the class's name is for the log of the other end; what it means is code and state
        return ("failed", number, _family(error), error.code, str(error.state))
    except OSError:
        return ("failed", number, "lost", "io", "")
    except ImportError as error:
        return ("failed", number, "import", error.name or "", "")
    except Exception as error:  # noqa: BLE001 - the process's edge: the text may be personal
        return ("failed", number, "bug", type(error).__name__, "")


def _family(error: DeviceError) -> str:
    names = {of.__name__ for of in type(error).__mro__}
    known = {
        "LinkLostError": "lost",
        "NoAnswerError": "no_answer",
        "BadAnswerError": "bad_answer",
        "RefusedError": "refused",
    }
    return next((family for name, family in known.items() if name in names), "device")


def _about(driver: Driver) -> tuple[dict[str, str], str | None, float]:
    return dict(driver.consumables()), driver.serial, driver.poll_interval_s


def main() -> None:
    """Serve the descriptor that the command line names, with the model that the spec names."""
    from drivers import registry

    serve(socket.socket(fileno=int(sys.argv[1])), registry.make)


if __name__ == "__main__":
    main()
