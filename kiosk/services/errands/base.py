"""An errand: what a person comes for besides filing a matter, with its own pages and actions.

A ticket, the progress of a case, a complaint: each is a class here with its own state. One lives
from the touch that opens it to the touch that leads away, and everything personal in it goes with
the session. Slow work goes through `self.c.work`, never straight from a touch.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, ClassVar

from kiosk.domain.assurance import Assurance
from kiosk.services.view import Draft, View

if TYPE_CHECKING:
    from kiosk.flows.data import Person
    from kiosk.services.controller import Controller

Press = Callable[[str], None]
"""Takes what stands behind the colon of an action's id, "" where there is nothing."""


class Errand:
    """Base of all errands. `opens` names the actions, anywhere, that begin it."""

    name: ClassVar[str] = ""
    """The first part of its message ids and the place it is in ("ticket")."""
    purpose: ClassVar[str] = ""
    """What people are identified for in it, as the platform is told; its name where empty."""
    assurance: ClassVar[Assurance] = Assurance.CARD
    """How sure it must be who stands there, for the ways that are offered beside the card."""
    opens: ClassVar[tuple[str, ...]] = ()
    """Message ids of the actions on other pages that open it ("home.ticket")."""

    def __init__(self, controller: Controller) -> None:
        self.c = controller
        self._trail: list[Callable[[], None]] = []

    # ---- what each errand says ----

    def open(self, by: str, key: str) -> None:
        """Begin: `by` is the action that opened it, `key` what stood behind its colon."""
        raise NotImplementedError

    def drafts(self, view: View) -> tuple[Draft, ...]:
        """The pages of where it is now."""
        raise NotImplementedError

    def presses(self) -> Mapping[str, Press]:
        """Its actions by message id."""
        return {}

    def forward(self, name: str) -> None:
        """A main action of a page whose gaps are all filled, unless `presses` has it."""

    def choose(self, id: str) -> None:
        """A choice was touched."""

    def tick(self, id: str) -> None:
        """A box was ticked or cleared."""

    def key(self, k: str) -> None:
        """A key of the page's keypad or keyboard."""

    def signed(self, strokes: list[list[tuple[float, float, float]]]) -> None:
        """All strokes on the page's signing pad so far: x and y in mm, t in ms."""

    def leave(self) -> bool:
        """Asked to end: True where it may end at once, False where the errand asks first."""
        return True

    @property
    def person(self) -> Person | None:
        """The person it is about, once identified: the idle page then asks before it erases."""
        return None

    # ---- what they share ----

    def press(self, name: str, key: str) -> None:
        """An action of the present page; what is missing on it is said first."""
        handler = self.presses().get(name)
        draft = self.c.draft()
        main = draft.page.main
        if main is not None and main.id.partition(":")[0] == name and draft.gaps:
            self.hint(draft.gaps[0])
        elif handler:
            handler(key)
        elif name == "common.back":
            self.back()
        else:
            self.forward(name)

    def back(self) -> None:
        """One page back; from the first one, home."""
        s = self.c.session
        s.typed = ""
        if s.sub > 0:
            s.sub -= 1
            self.c.show()
        elif self._trail:
            self.c.reading.stop()
            self.c.scanning.stop()
            self._trail.pop()()
            s.sub = 0
            self.c.show()
        else:
            self.c.found.back_out()

    def step(self, undo: Callable[[], None]) -> None:
        """A page further; `undo` puts the state back for the way back."""
        self._trail.append(undo)
        self.c.session.sub, self.c.session.typed = 0, ""

    def begin_trail(self) -> None:
        """Nothing before this page can be shown again (it is done)."""
        self._trail.clear()

    @property
    def can_back(self) -> bool:
        """Whether there is a page before this one in the errand."""
        return bool(self._trail)

    def hint(self, message: str, **values: str) -> None:
        """Say what is missing, on the page and aloud."""
        self.c.steps.hint(message, **values)

    def show(self) -> None:
        """Show the page of where it is now."""
        self.c.show()
