"""One visit under way: touches by name, waits, and the lines written about them."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import replace

from PySide6.QtCore import QPointF
from PySide6.QtQuick import QQuickItem

from kiosk.services.page import Page
from ui.play.find import centre, controls, in_strip, names_on
from ui.play.hands import FRAME_S, Flow, Hands, Until, pause
from ui.play.record import Recorder, Step
from ui.play.subject import Subject

FIND_S = 2.0
"""How long a control may take to be there and stand still."""
STILL_S = 0.03
"""How long it stands still before it is touched: two frames, in which layouts come to rest."""
MOVE_S = 5.0
"""How long a page may take to follow an action."""
SLIDE_S = 1.0
"""How long a page may take to slide in."""
BUSY_S = 90.0
"""How long a page may say that it is working."""

GUARD_S = {False: 0.55, True: 0.85}
"""How soon a second touch counts, by elderly mode."""
KEY_GUARD_S = {False: 0.2, True: 0.35}
"""The same for a key of the keypad."""


class CannotError(Exception):
    """An action cannot be done; the text says why, in words for whoever wrote the script."""


def place_of(page: Page) -> Page:
    """What makes a page another page: not what was typed, chosen or ticked on it, nor what is
    said, printed or counted down meanwhile. Pages of one screen may differ in a figure only."""
    field = replace(page.field, shown="", hint="") if page.field else None
    return replace(
        page,
        field=field,
        choices=tuple(replace(choice, chosen=False) for choice in page.choices),
        ticks=tuple(replace(tick, ticked=False) for tick in page.ticks),
        caption="",
        remark="",
        notice="",
        notice_act=None,
        seconds_left=0,
        busy=False,
        active_strip="",
    )


class Visit:
    """Hands and eyes on one terminal, with a pencil."""

    def __init__(self, subject: Subject, recorder: Recorder) -> None:
        self.subject = subject
        self.recorder = recorder
        self.hands = Hands(subject.window)
        self._began = time.monotonic()
        self._told = len(subject.spoken())
        self._open: Step | None = None
        self._pictured: Page | None = None
        self._last: tuple[Page | None, tuple[str, ...]] = (None, ())
        self._lifted = 0.0

    @property
    def page(self) -> Page:
        """The page that is shown now."""
        return self.subject.page

    def elapsed_ms(self) -> int:
        """Since the visit began."""
        return round((time.monotonic() - self._began) * 1000)

    # writing

    def write(
        self,
        action: Mapping[str, object],
        took_ms: float | None = None,
        *,
        picture: str | None = "",
    ) -> None:
        """Begin a line; what is spoken until the next one belongs to it.

        `picture`: "" takes one where the page is new, a name takes one in any case, None never.
        """
        self.close_line()
        page, number = self.page, self.recorder.number()
        png = None
        if picture or (picture is not None and page != self._pictured):
            image = self.subject.window.grabWindow()
            png = self.recorder.picture(number, picture or page.screen, image)
            self._pictured = page
        self._open = Step(
            n=number,
            action=action,
            step=page.step,
            screen=page.screen,
            title=page.title,
            spoken="",
            touch_to_frame_ms=None if took_ms is None else round(took_ms, 2),
            png=png,
            t_ms=self.elapsed_ms(),
        )

    def close_line(self) -> None:
        """Finish the line under way with what was spoken meanwhile."""
        heard = self.subject.spoken()
        if self._open is not None:
            self._open.spoken = "\n".join(heard[self._told :])
            self.recorder.step(self._open)
            self._open = None
        self._told = len(heard)

    # seeing

    def settle(self) -> Flow[None]:
        """Wait until the page is not busy and nothing moves on the glass."""
        if not (yield Until(lambda: not self.page.busy, BUSY_S)):
            raise CannotError(f"screen {self.page.screen} is still busy after {BUSY_S:.0f} s")
        yield from self.arrived()
        yield Until(lambda: self.hands.still_for() > 0.05, 0.6)

    def arrived(self) -> Flow[None]:
        """Wait until a page that is sliding in stands, so that no picture shows it half-way."""
        yield Until(lambda: not self.hands.is_sliding(), SLIDE_S)

    def moved_on(self, before: Page, timeout_s: float = MOVE_S) -> Flow[bool]:
        """Wait for another page than `before`; time in which the terminal works is not counted."""
        start = place_of(before)

        def elsewhere() -> bool:
            return place_of(self.page) != start

        moved = yield Until(lambda: elsewhere() or self.page.busy, timeout_s)
        if moved and not elsewhere():
            yield Until(lambda: elsewhere() or not self.page.busy, BUSY_S)
            moved = yield Until(elsewhere, 1.0)
        return moved

    def control(self, what: str, names: tuple[str, ...]) -> Flow[QQuickItem]:
        """The one control of that name, once it stands still inside the window.

        A page's own control goes before one of the fixed strip, unless `what` is on the strip.
        """
        found: list[QQuickItem] = []
        last: list[QPointF] = []
        since = time.monotonic()
        strip = what in {act.id for act in self.page.strip}

        def stands() -> bool:
            nonlocal found, last, since
            everywhere = controls(self.subject.window, names)
            found = [item for item in everywhere if in_strip(item) == strip] or everywhere
            spots = [centre(item) for item in found]
            if spots != last:
                last, since = spots, time.monotonic()
            still = time.monotonic() - since >= STILL_S
            return still and len(found) == 1 and self._inside(spots[0])

        if (yield Until(stands, FIND_S)):
            return found[0]
        called = " / ".join(names)
        if len(found) > 1:
            raise CannotError(f"{len(found)} controls are called {called} ({what})")
        place = "is off the glass" if found else "is not there"
        raise CannotError(f"{what} ({called}) {place} on screen {self.page.screen}")

    def _inside(self, spot: QPointF) -> bool:
        window = self.subject.window
        return 0 <= spot.x() < window.width() and 0 <= spot.y() < window.height()

    # touching

    def names_for(self, message_id: str) -> tuple[str, ...]:
        """Accessible names of an id: as the page has it, else as the catalogue does."""
        found = names_on(self.page, message_id)
        if found:
            return found
        found = self.subject.names.name_of(message_id)
        if not found:
            raise CannotError(f"nothing is called {message_id} on screen {self.page.screen}")
        return found

    def touch(
        self, what: str, names: tuple[str, ...], *, typing: bool = False
    ) -> Flow[float | None]:
        """Touch the control of that name; ms to the frame that answers.

        A finger that comes down again too soon on a new page, or on the same control, is not
        taken for a wish (EN 301 549 5.8), so like a person it waits; less between keys.
        """
        item = yield from self.control(what, names)
        here = (place_of(self.page), names)
        if names == self._last[1] or (here[0] != self._last[0] and not typing):
            guard = KEY_GUARD_S if typing else GUARD_S
            wait = guard[self.page.elderly] - (time.monotonic() - self._lifted)
            if wait > 0:
                yield pause(wait)
                item = yield from self.control(what, names)  # the page may be another one by now
        took = yield from self.hands.touch(centre(item))
        self._last, self._lifted = here, time.monotonic()
        return took

    def press(self, message_id: str) -> Flow[float | None]:
        """Touch what an id names."""
        return (yield from self.touch(message_id, self.names_for(message_id)))

    def press_until(
        self, message_id: str, done: Callable[[], bool], note: Mapping[str, object]
    ) -> Flow[None]:
        """Press for an effect; once more where a guard against double touches took the first."""
        for _ in range(3):
            took = yield from self.press(message_id)
            reached = yield Until(done, FRAME_S)
            self.write(note, took, picture=None)
            if reached:
                return
            yield pause(0.85)
            if done():
                return
        raise CannotError(f"{message_id} had no effect on screen {self.page.screen}")
