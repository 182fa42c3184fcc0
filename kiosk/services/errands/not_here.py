"""A matter that this machine does not do: said before anything is asked, with where it is done."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, ClassVar

from kiosk.domain.nearest import why_not_here
from kiosk.services.errands.base import Press
from kiosk.services.errands.ending import Ending
from kiosk.services.ports_papers import About
from kiosk.services.presenters import not_here
from kiosk.services.slips_endings import not_here_slip
from kiosk.services.view import Draft, View

if TYPE_CHECKING:
    from kiosk.domain.matter import Matter


class NotHere(Ending):
    """Opened with a matter's code: by its row, or from a page of trouble in its visit."""

    name: ClassVar[str] = "not_here"
    opens: ClassVar[tuple[str, ...]] = ("not_here",)
    matter: Matter
    _reason = "window"

    def open(self, by: str, key: str) -> None:
        """Say where the matter is done; home where there is none of that code."""
        matter = self.c.fixed.matters.get(key or self.data.matter)
        if matter is None:
            self.c.go_home()
            return
        self.matter, self.about = matter, matter.code
        reason = why_not_here(matter, self.c.fixed.place.point)
        self._reason = reason or ("trouble" if self.trouble else "window")
        self.show()

    def drafts(self, view: View) -> tuple[Draft, ...]:
        """Where, how, when; what to bring."""
        return not_here.not_here(view, self.matter, self._reason)

    def presses(self) -> Mapping[str, Press]:
        """The slip, and the second page of the elderly mode."""
        return {"not_here.print": lambda _: self._print(), "not_here.more": lambda _: self._more()}

    def _print(self) -> None:
        matter, reason = self.matter, self._reason
        self.print(
            lambda view, terminal, again: not_here_slip(
                view, terminal, matter, reason, again=again
            ),
            About("notice", matter.code, self.person),
        )

    def _more(self) -> None:
        self.c.session.sub = 1
        self.show()
