"""A whole terminal without glass: the real launch, store, outbox, devices and controller.

It loads everything once. For each line `{"start": SETTINGS}` on standard input it forks a terminal
in a process group of its own, which takes commands `{"do": …}` until it is killed or told to end.
It says what a person at the glass would see, each line written before the page is drawn.
"""

from __future__ import annotations

import json
import os
import queue
import random
import re
import sys
import threading
import time
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial

import backend_client.client
import backend_client.models
import backend_client.outbox
import backend_client.sender
import backend_client.sync
import kiosk.store.store
from backend_client.courier import Courier
from kiosk.app import fixed
from kiosk.clock import MovableClock
from kiosk.launch import Launch
from kiosk.log import setup
from kiosk.options import read_options
from kiosk.services.controller import Controller
from kiosk.services.live.records import Records
from kiosk.services.live.services import LiveServices

NUMBER = re.compile(r"XC[0-9]{16}")
STROKES = [[(float(x), 12.0, x * 20.0) for x in range(30)]]
PULSE_S = 0.05


def say(**line) -> None:
    os.write(1, json.dumps(line, ensure_ascii=True).encode() + b"\n")


def next_line() -> bytes:
    """A line of standard input, never a byte more: what follows may be another process's."""
    line = bytearray()
    while not line.endswith(b"\n"):
        byte = os.read(0, 1)
        if not byte:
            break
        line += byte
    return bytes(line)


class Runner:
    """Work on two threads, results on the main thread, as ui.bridge does it with Qt."""

    def __init__(self, broke) -> None:
        self.calls: queue.SimpleQueue = queue.SimpleQueue()
        self.pool = ThreadPoolExecutor(2)
        self.broke = broke

    def run(self, work, done) -> None:
        def job() -> None:
            try:
                result = work()
            except Exception as error:  # noqa: BLE001 - handed over whole to the main thread
                self.calls.put(partial(self.broke, error))
            else:
                self.calls.put(lambda: done(result))

        self.pool.submit(job)

    def pump(self, wait_s: float) -> None:
        try:
            call = self.calls.get(timeout=wait_s)
        except queue.Empty:
            return
        call()


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
        if code == "XC-RS-026":
            self.controller.press("home.print")
        else:
            self.controller.press("home.apply")
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
            self.controller.signed(STROKES)
        if self.page.main is not None:
            self.controller.press(self.page.main.id)

    def do_scribble(self) -> bool:
        """A hand that signs all over the place."""
        STROKES[:] = [[(x * 7 % 90 - 20.0, -3.0, x * 9.0) for x in range(2500)]] * 220
        return True

    def do_hand_in(self) -> bool:
        """From the signature until the slip came out or did not."""
        self.controller.signed(STROKES)
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
        names = [n for n in c.session.__slots__ if n not in ("patience", "card_on")]
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


# ---- weakened builds: what the tests must notice ----


def weaken(how: str) -> None:
    if how == "told-before-commit":
        Records.file = _hasty(Records.file)
    elif how == "key-per-attempt":
        Courier.attempt = _with_a_new_key(Courier.attempt)
    elif how == "plain-trace":
        Records.file = _traced(Records.file)


def _hasty(file):
    """Tell the person first; the commit comes a second later."""

    def hasty(self, data, matter):
        early: Future = Future()

        def slow(connection):
            early.set_result(work[0](connection))
            time.sleep(1.0)

        def write(what):
            work.append(what)
            submit(slow)
            return early

        work, submit = [], self.store.write
        self.store.write = write
        try:
            return file(self, data, matter)[0], ""
        finally:
            del self.store.write

    return hasty


def _with_a_new_key(attempt):
    def changed(self, job):
        send = self._sender.send
        self._sender = type("Sender", (), {"send": staticmethod(_renamed(send))})()
        try:
            return attempt(self, job)
        finally:
            self._sender = type("Sender", (), {"send": staticmethod(send)})()

    return changed


def _renamed(send):
    return lambda kind, _key, body: send(kind, backend_client.outbox.new_key(), body)


def _traced(file):
    """A helpful programmer's trace of each case, in plain words."""

    def traced(self, data, matter):
        with (self.store.directory / "trace.txt").open("a", encoding="gb18030") as out:
            out.write(f"{data.person.name} {data.person.number}\n")
        return file(self, data, matter)

    return traced


def hasten(patience: float) -> None:
    """Shorten the waits between attempts; which attempts there are stays as it is."""
    if patience != 1.0:
        plain = backend_client.sync.SyncThread.__init__

        def init(self, **given) -> None:
            plain(self, draw=lambda low, high: patience * random.uniform(low, high), **given)

        backend_client.sync.SyncThread.__init__ = init


def _no_page_more(terminal: Terminal) -> None:
    """The database may not grow: SQLite itself says SQLITE_FULL, in the middle of a case."""
    _pages(terminal, "(SELECT page_count FROM pragma_page_count)")
    write = terminal.services.records.store.write
    row = "INSERT INTO meta (key, value) VALUES (hex(randomblob(8)), hex(zeroblob(50)))"
    full = None
    while full is None:  # what is free inside the pages goes first
        full = write(lambda connection: connection.exec_driver_sql(row) and None).exception(5)
    say(full=type(full).__name__)
    STROKES[:] = [[(float(x % 60), 12.0, x * 20.0) for x in range(600)]]  # more than a page


def _pages(terminal: Terminal, most: str) -> None:
    def limit(connection) -> None:
        pages = connection.exec_driver_sql(f"SELECT {most}").scalar_one()
        connection.exec_driver_sql(f"PRAGMA max_page_count = {pages}")

    terminal.services.records.store.write(limit).result(5)


def _no_room(terminal: Terminal) -> None:
    kiosk.store.store.MIN_FREE_BYTES = 1 << 62


def _room_again(terminal: Terminal) -> None:
    kiosk.store.store.MIN_FREE_BYTES = 1 << 20
    _pages(terminal, "1000000")


def _mistake(terminal: Terminal) -> None:
    """A mistake of the program in work for this person."""

    def wrong() -> None:
        raise ZeroDivisionError

    terminal.controller.work(wrong, lambda _nothing: None)
    terminal.until(lambda: terminal.page.screen == "trouble", 5)


FAULTS = {
    "no-page-more": _no_page_more,
    "no-room": _no_room,
    "mended": _room_again,
    "mistake": _mistake,
}


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
