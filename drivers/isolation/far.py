"""The terminal's end of a driver in a child process: to its worker a driver like any other."""

from __future__ import annotations

import contextlib
import logging
import socket
import subprocess
import sys
import time
from collections import deque
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any, NoReturn

from drivers.driver import Driver
from drivers.errors import BadAnswerError, DeviceError, LinkLostError, NoAnswerError, RefusedError
from drivers.events import Event
from drivers.isolation.wire import Channel, WireError
from drivers.spec import DeviceSpec
from drivers.status import State

log = logging.getLogger("drivers.isolation")
CHILD = (sys.executable, "-P", str(Path(__file__).with_name("child.py")))
START_S = 15.0  # Python and a library on a busy machine
OPEN_S = 30.0
POLL_S = 10.0  # a look takes well under a second, a card at 9600 baud some four
CLOSE_S = 3.0
GRACE_S = 8.0  # over a command's own deadline
STOP_S = 1.0  # for a call in hand, once the worker shall end
PAST_INTENTS = 64
_FAMILIES: dict[str, type[DeviceError]] = {
    "lost": LinkLostError,
    "no_answer": NoAnswerError,
    "bad_answer": BadAnswerError,
    "refused": RefusedError,
}


class ChildLostError(LinkLostError):
    """The child hung past its deadline (`hung`), ended (`died`) or sent rubbish (`confused`)."""

    state = State.FAULT


class FarBugError(Exception):
    """The driver in the child failed in a way nobody foresaw; the text is the exception's class."""


class FarDriver(Driver):
    """Forwards every call; kills the child that does not answer in time. The next `open` starts
    a fresh one. A method of the real driver is called by its name: `far.print_bytes(...)`."""

    def __init__(
        self,
        spec: DeviceSpec,
        emit: Callable[[Event], None],
        command: tuple[str, ...] = CHILD,
    ) -> None:
        super().__init__(spec, emit)
        self._command = command
        self._child: subprocess.Popen[bytes] | None = None
        self._channel: Channel | None = None
        self._number = 0
        self._restarts = 0
        self._consumables: dict[str, str] = {}
        self._past: deque[str] = deque(maxlen=PAST_INTENTS)
        self._intent: str | None = None
        self._bell, self._ear = socket.socketpair()  # rung when the wish changes
        for end in (self._bell, self._ear):
            end.setblocking(False)

    @property
    def pid(self) -> int | None:
        """The child's process id."""
        return self._child.pid if self._child is not None else None

    def open(self) -> None:
        """Start the child where there is none, and open the device there."""
        if self._restarts != self.wish.restarts:
            self._restarts = self.wish.restarts
            self._end()
        if self._child is None or self._child.poll() is not None:
            self._start()
        self._ask("open", (), OPEN_S)

    def poll(self) -> tuple[State, str]:
        """As the driver's own."""
        return self._ask("poll", (), POLL_S)

    def close(self) -> None:
        """Close the device; the child stays for the next open, unless it does not answer."""
        if self._channel is None:
            return
        try:
            self._ask("close", (), CLOSE_S)
        except DeviceError as error:
            log.info("isolated_close role=%s code=%s", self.spec.role, error.code)
        except FarBugError as error:
            log.info("isolated_close role=%s error=%s", self.spec.role, error)

    def end(self) -> None:
        """Close the device and end the child."""
        self.close()
        self._end()
        self._bell.close()
        self._ear.close()

    def consumables(self) -> dict[str, str]:
        """As the driver said last."""
        return self._consumables

    def wished(self) -> None:
        """Wake the worker's thread, which tells the child; from any thread."""
        wish = self.wish
        if self._intent is not None and self._intent != wish.intent:
            self._past.append(self._intent)
        self._intent = wish.intent
        with contextlib.suppress(OSError):  # rung already, or all is over
            self._bell.send(b".")

    def __getattr__(self, name: str) -> Callable[..., Any]:
        if name.startswith("_"):
            raise AttributeError(name)
        return partial(self._command_of, name)

    def _command_of(self, name: str, *args: Any) -> Any:
        limit = max(0.0, self.not_after - time.monotonic()) + GRACE_S
        return self._ask(name, args, limit)

    def _ask(self, name: str, args: tuple[Any, ...], limit_s: float) -> Any:
        until = time.monotonic() + limit_s
        self._number += 1
        self._tell_wish(until)
        self._send(("call", self._number, name, args), until)
        return self._await(self._number, until)

    def _tell_wish(self, until: float) -> None:
        with contextlib.suppress(BlockingIOError):
            self._ear.recv(4096)
        wish = self.wish
        message = ("wish", wish.intent, wish.rest, wish.restarts, wish.stopping.is_set())
        self._send(message, until)

    def _send(self, message: tuple[Any, ...], until: float) -> None:
        try:
            self._line.send(message, until - time.monotonic())
        except TimeoutError:
            self._lose("hung")
        except OSError:
            self._lose("died")

    @property
    def _line(self) -> Channel:
        if self._channel is None:
            raise LinkLostError("closed")
        return self._channel

    def _await(self, number: int, until: float) -> Any:
        """The answer to this call and to no other; events and log lines are handed on meanwhile."""
        while True:
            if self.wish.stopping.is_set():
                until = min(until, time.monotonic() + STOP_S)
            message = self._receive(until - time.monotonic())
            if message is None:
                if time.monotonic() >= until:
                    self._lose("hung")
                self._tell_wish(until)
            elif message[0] == "event":
                self._hand_on(message[1])
            elif message[0] == "log":
                logging.getLogger(message[1]).log(message[2], "%s", message[3])
            elif message[1] == number:
                return self._settle(message)

    def _receive(self, wait_s: float) -> tuple[Any, ...] | None:
        try:
            return self._line.receive(wait_s, self._ear)
        except EOFError:
            self._lose("died")
        except WireError:
            self._lose("confused")

    def _hand_on(self, event: Event) -> None:
        """An event for a request that was taken back meanwhile is nobody's."""
        request = getattr(event, "request_id", None)
        if request is None or request == self.wish.intent or request not in self._past:
            self.emit(event)

    def _settle(self, message: tuple[Any, ...]) -> Any:
        if message[0] == "done":
            self._consumables, self.serial, self.poll_interval_s = message[3]
            return message[2]
        _, _, family, code, state = message
        if family == "import":
            raise ImportError(name=code)
        if family == "bug":
            self._end()  # what a bug left behind is not trusted
            raise FarBugError(code)
        error = _FAMILIES.get(family, DeviceError)(code)
        if state:
            error.state = State(state)
        raise error

    def _start(self) -> None:
        self._end()
        ours, theirs = socket.socketpair()
        try:
            self._child = subprocess.Popen(  # noqa: S603 - our own interpreter and file
                (*self._command, str(theirs.fileno())),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,  # what a library prints may be personal
                stderr=subprocess.DEVNULL,
                pass_fds=(theirs.fileno(),),
            )
        except OSError:
            ours.close()
            raise ChildLostError("died") from None
        finally:
            theirs.close()
        self._channel = Channel(ours)
        until = time.monotonic() + START_S
        self._send(("spec", self.spec), until)
        self._await(0, until)

    def _lose(self, code: str) -> NoReturn:
        self._end()
        log.warning("isolated_child_lost role=%s code=%s", self.spec.role, code)
        raise ChildLostError(code)

    def _end(self) -> None:
        child, self._child = self._child, None
        channel, self._channel = self._channel, None
        if channel is not None:
            channel.close()
        if child is not None:
            child.kill()
            child.wait()
