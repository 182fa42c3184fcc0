"""A device that does what a test says, in a thread or in a child process: `python played.py FD`."""

from __future__ import annotations

import os
import signal
import socket
import sys
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from drivers.driver import Driver
from drivers.errors import LinkLostError, NoAnswerError
from drivers.events import CardBusy, CodeScanned, Event
from drivers.spec import DeviceSpec
from drivers.status import State

CHILD = (sys.executable, "-P", str(Path(__file__)))


class Played(Driver):
    """What it does next stands in `next_poll`, which a command sets."""

    poll_interval_s = 0.02

    def __init__(self, spec: DeviceSpec, emit: Callable[[Event], None]) -> None:
        super().__init__(spec, emit)
        self.next_poll = ""
        self.opened = 0

    def open(self) -> None:
        self.opened += 1
        self.serial = f"S{self.opened}"

    def close(self) -> None:
        pass

    def consumables(self) -> dict[str, str]:
        return {"paper": "low"}

    def poll(self) -> tuple[State, str]:
        what, self.next_poll = self.next_poll, ""
        if what == "lost":
            raise LinkLostError("hung_up")
        if what == "silent":
            raise NoAnswerError("no_answer")
        if what == "bug":
            raise KeyError("王样例 429999198603150029")
        return (State.BUSY, "feed_button") if what == "busy" else (State.READY, "")

    # ---- commands ----

    def plan(self, what: str) -> None:
        self.next_poll = what

    def mirror(self, data: bytes, text: str) -> tuple[bytes, str, int]:
        return data, text, os.getpid()

    def refuse(self) -> None:
        raise NoAnswerError("write_stalled")

    def break_(self) -> None:
        raise KeyError("王样例 429999198603150029")

    def unsendable(self) -> object:
        return lambda: None

    def tell(self, request: str) -> None:
        self.emit(CodeScanned(self.spec.role, request, "一"))

    def until_withdrawn(self) -> str | None:
        """A long command that looks at its wish, as a card's reading does."""
        asked = self.wish.intent
        self.emit(CardBusy(self.spec.role, str(asked)))
        while self.wish.intent == asked and not self.wish.stopping.wait(0.01):
            pass
        self.emit(CodeScanned(self.spec.role, str(asked), "too late"))
        return self.wish.intent

    def hang(self) -> None:
        signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGTERM])
        while True:
            time.sleep(3600)

    def die(self) -> None:
        os.kill(os.getpid(), signal.SIGSEGV)


if __name__ == "__main__":
    from drivers.isolation.child import serve

    serve(socket.socket(fileno=int(sys.argv[1])), Played)
