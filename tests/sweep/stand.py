"""A whole terminal without glass: real flows, services, drivers and platform, in one process."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from kiosk.app import fixed
from kiosk.clock import MovableClock
from kiosk.launch import Launch
from kiosk.options import read_options
from kiosk.services.controller import Controller
from kiosk.services.live.services import LiveServices
from kiosk.services.page import Page
from tests.hard.bench import Bench, bench
from tests.hard.lines import Runner
from tests.hard.weakened import hasten

PULSE_S = 0.02


class Stand:
    """A terminal under the hand of a test. It is its own screen; `pages` are all it showed."""

    def __init__(self, place: Bench, **how: Any) -> None:
        hasten(0.02)
        options = read_options(
            peripherals=str(place.peripherals(**how)),
            platform=place.url,
            data=str(place.data),
        )
        self.place = place
        self.clock = MovableClock()
        self.services = LiveServices(self.clock)
        self.launch = Launch(options, self.clock, self.services)
        self.runner = Runner(self._broke)
        self.errors: list[BaseException] = []
        self.pages: list[Page] = []
        self.no_disk = False
        self._card = ""
        self.c = Controller(fixed(options, self.clock), self, self.services, self.runner)

    # ---- the screen ----

    def show(self, page: Page) -> None:
        """One page on the glass."""
        self.pages.append(page)

    @property
    def page(self) -> Page:
        """What is on the glass."""
        return self.pages[-1]

    def _broke(self, error: BaseException) -> None:
        self.errors.append(error)
        self.c.crashed()

    # ---- running ----

    def start(self) -> None:
        """Open devices, store and platform."""
        self.c.start()
        post = self.runner.calls.put
        self.launch.devices(lambda event: post(lambda: self.c.on_device(event)))
        self.launch.records(lambda _online: post(self.c.on_network), lambda: None)
        assert self.until(lambda: bool(self.services.backend and self.services.backend.tried))
        store = self.services.kept.store
        ready = store.ready
        store.ready = lambda: "full" if self.no_disk else ready()  # as a full disk answers

    def close(self) -> None:
        """End in order."""
        self.runner.pool.shutdown()
        self.launch.stop()

    def until(self, what: Any, limit_s: float = 20.0) -> bool:
        """Let the machine run until something is so."""
        end, pulsed = time.monotonic() + limit_s, 0.0
        while not what():
            now = time.monotonic()
            if now > end:
                return False
            if now - pulsed > PULSE_S:
                pulsed = now
                self.c.pulse()
            self.runner.pump(PULSE_S)
        return True

    def quiet(self) -> None:
        """Wait until the machine works on nothing."""
        done = self.until(
            lambda: not (self.c.working or self.page.busy) and self.runner.calls.empty()
        )
        assert done, self.page.screen

    def fresh(self, card: str) -> None:
        """Back to the screen that waits for people, nothing under way, a card on the reader."""
        if card != self._card:
            self.place.lay("")
            self.until(lambda: False, 0.6)  # nobody changes cards faster
            self.place.lay(card)
            self._card = card
        if self.page.screen != "attract":
            self.c.idling.finish()
            self.c.idling.card_taken()  # as if it had been lifted and put back
        assert self.until(self._back), self.page.screen
        self.pages[:] = self.pages[-1:]

    def _back(self) -> bool:
        if self.page.screen in ("card", "end"):
            self.clock.advance(1.0)
        return self.page.screen == "attract" and self.runner.calls.empty()


@contextmanager
def stand(where: Path, **how: Any) -> Iterator[Stand]:
    """A platform, devices and a running terminal."""
    where.mkdir(parents=True, exist_ok=True)
    with bench(where) as place:
        made = Stand(place, **how)
        made.start()
        try:
            yield made
        finally:
            made.close()
