"""A whole terminal without glass: the real launch, store, outbox, devices and controller.

It loads everything once. For each line `{"start": SETTINGS}` on standard input it forks a terminal
in a process group of its own, which takes commands `{"do": …}` until it is killed or told to end.
It says what a person at the glass would see, each line written before the page is drawn.
"""

from __future__ import annotations

import json
import os
import queue
import re
import sys
import threading
import time

import backend_client.client
import backend_client.models
import backend_client.outbox
import backend_client.sender
import backend_client.sync
import kiosk.store.store  # noqa: F401
from kiosk.app import fixed
from kiosk.clock import MovableClock
from kiosk.launch import Launch
from kiosk.log import setup
from kiosk.options import read_options
from kiosk.services.controller import Controller
from kiosk.services.live.services import LiveServices
from tests.hard.lines import Runner, next_line, say
from tests.hard.weakened import FAULTS, hasten, weaken

NUMBER = re.compile(r"XC[0-9]{16}")
PULSE_S = 0.05


class Terminal:
    """One run. It is its own screen: the newest page is kept, its case numbers are said."""

    def __init__(self, settings: dict) -> None:
        weaken(settings.get("weak", ""))
        hasten(settings.get("patience", 1.0))
        options = read_options(
            peripherals=settings["peripherals"],
            platform=settings["platform"],
            data=settings["data"],
        )
        setup(options.data / "log")
        self.page = None
        self.strokes = [[(float(x), 12.0, x * 20.0) for x in range(30)]]
        self.told: set[str] = set()
        self.spoken = 0
        self.clock = MovableClock()
        self.services = LiveServices(self.clock)
        self.launch = Launch(options, self.clock, self.services)
        self.runner = Runner(self.broke)
        self.controller = Controller(fixed(options, self.clock), self, self.services, self.runner)
        self.services.devices.on_spoken(lambda _text: self._count())

    def _count(self) -> None:
        self.spoken += 1

    def broke(self, error: Exception) -> None:
        say(broke=type(error).__name__)
        self.controller.crashed()

    # ---- the screen ----

    def show(self, page) -> None:
        for number in NUMBER.findall(repr(page).replace(" ", "")):
            if number not in self.told:
                self.told.add(number)
                say(told=number)
        if self.page is None or page.screen != self.page.screen:
            say(screen=page.screen, printing=self.controller.session.print_state)
        self.page = page

    # ---- running ----

    def start(self) -> None:
        self.controller.start()
        post = self.runner.calls.put
        self.launch.devices(lambda event: post(lambda: self.controller.on_device(event)))
        self.launch.records(
            lambda _online: post(self.controller.on_network), lambda: post(self._sent)
        )
        self.until(lambda: self.services.backend.tried, 20)
        say(ready=True, online=self.services.online())

    def _sent(self) -> None:
        """As kiosk.app does it: what a late answer leaves behind goes while nobody is there."""
        if self.controller.session.phase == "attract":
            self.runner.run(self.services.session_over, lambda _nothing: None)

    def until(self, what, limit_s: float = 20.0) -> bool:
        end, pulsed = time.monotonic() + limit_s, 0.0
        while not what():
            now = time.monotonic()
            if now > end:
                return False
            if now - pulsed > PULSE_S:
                pulsed = now
                self.controller.pulse()
            self.runner.pump(PULSE_S)
        return True

    def obey(self, command: dict) -> bool:
        do = getattr(self, f"do_{command.pop('do')}")
        found = do(**command)
        say(done=found, screen=self.page.screen)
        return do != self.do_end

    # ---- what a person does ----

    def do_press(self, id: str) -> bool:
        self.controller.press(id)
        return True

    def do_wait(self, screen: str, limit_s: float = 20.0) -> bool:
        return self.until(lambda: self.page.screen == screen, limit_s)

    def do_begin(self, code: str) -> bool:
        """From any page to the one that asks for a card."""
        self.until(lambda: self.page.screen == "attract", 1)
        self.controller.press("attract.start")
        self.controller.press("home.print" if code == "XC-RS-026" else "home.apply")
        self.controller.press(f"matters.choose:{code}")
        return self.page.screen == "identify"

    def do_advance(self, to: list[str], answers: dict) -> bool:
        for _ in range(40):
            if not self.until(lambda: not self.page.busy and not self.controller.working):
                return False
            if self.page.screen in to:
                return True
            self._one_page(answers)
        return False

    def _one_page(self, answers: dict) -> None:
        before = self.page
        for choice in before.choices:
            name, _, value = choice.id.rpartition(".")
            if answers.get(name) == value and not choice.chosen:
                self.controller.choose(choice.id)
        if self.page.screen != before.screen:
            return
        for tick in self.page.ticks:
            if not tick.ticked:
                self.controller.tick(tick.id)
        if self.page.field is not None:
            for digit in answers[self.page.field.id]:
                self.controller.key(digit)
        if self.page.pad:
            self.controller.signed(self.strokes)
        if self.page.main is not None:
            self.controller.press(self.page.main.id)

    def do_scribble(self) -> bool:
        """A hand that signs all over the place."""
        self.strokes[:] = [[(x * 7 % 90 - 20.0, -3.0, x * 9.0) for x in range(2500)]] * 220
        return True

    def do_hand_in(self) -> bool:
        """From the signature until the slip came out or did not."""
        self.controller.signed(self.strokes)
        say(handing_in=True)
        self.controller.press("sign.done")
        printed = ("done", "again", "none", "paper", "printer")
        got = self.until(lambda: self.controller.session.print_state in printed, 30)
        say(slip=self.controller.session.print_state)
        return got

    def do_finish(self) -> bool:
        """Leave, and wait until the machine is as it was."""
        if self.page.screen != "attract":
            self.controller.press("strip.end")
            if self.page.screen == "leave":
                self.controller.press("idle.drop")
        return self.until(self._back, 20)

    def _back(self) -> bool:
        if self.page.screen in ("card", "end"):
            self.clock.advance(1.0)
        return self.page.screen == "attract" and self.runner.calls.empty()

    def do_idle(self, seconds: int) -> bool:
        for _ in range(seconds):
            self.clock.advance(1.0)
            self.controller.pulse()
        return True

    def do_quiet(self) -> bool:
        """Wait until nothing is printed, spoken or worked on."""
        devices = self.services.devices
        return self.until(
            lambda: not (devices.printing or devices.speaking or self.controller.working), 20
        )

    def do_drained(self, limit_s: float = 20.0) -> bool:
        """Wait until nothing in the outbox waits to be sent."""
        return self.until(lambda: not self._waiting(), limit_s)

    def _waiting(self) -> int:
        found = self.services.records.store.read(backend_client.outbox.counts)
        return found["pending"] + found["leased"]

    def do_outbox(self) -> dict:
        return self.services.records.store.read(backend_client.outbox.counts)

    def do_online(self, wanted: bool, limit_s: float = 20.0) -> bool:
        if wanted:
            self.services.backend.sync.wake()
        return self.until(lambda: self.services.online() is wanted, limit_s)

    def do_page(self) -> str:
        return repr(self.page)

    def do_spoken(self) -> int:
        return self.spoken

    def do_session(self) -> dict:
        """What the controller and its glass still know."""
        c = self.controller
        fresh = type(c.session).fresh(c.fixed)
        names = [n for n in c.session.__slots__ if n not in ("patience", "card_on", "card_role")]
        differ = [n for n in names if getattr(c.session, n) != getattr(fresh, n)]
        shown = repr(self.page) + repr(c.last) + repr(c.view()) + repr(c.session)
        return {"differ": differ, "shown": shown, "data": c.session.data == fresh.data}

    def do_break(self, what: str) -> bool:
        """Put a fault into this run: a write that fails, or a mistake in the program."""
        FAULTS[what](self)
        return True

    def do_end(self) -> bool:
        self.runner.pool.shutdown()
        self.launch.stop()
        return True


def serve(settings: dict) -> None:
    terminal = Terminal(settings)
    terminal.start()
    commands: queue.SimpleQueue = queue.SimpleQueue()

    def listen() -> None:
        while line := next_line():
            commands.put(json.loads(line))
            if b'"end"' in line:
                return

    threading.Thread(target=listen, daemon=True).start()
    going = True
    while going:
        terminal.until(lambda: not commands.empty(), 3600)
        going = terminal.obey(commands.get())


def main() -> None:
    while line := next_line():
        try:
            settings = json.loads(line).get("start")
        except (ValueError, AttributeError):
            continue  # the rest of what a killed terminal did not read
        if not settings:
            continue
        child = os.fork()
        if child == 0:
            os.setsid()
            say(pid=os.getpid())
            serve(settings)
            os._exit(0)
        _, status = os.waitpid(child, 0)
        say(ended=os.waitstatus_to_exitcode(status))


if __name__ == "__main__":
    sys.exit(main())
