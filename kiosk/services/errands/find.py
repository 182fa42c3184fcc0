"""Finding a matter: by what it is about, by department, by typing, by what is to be printed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, ClassVar

from kiosk.domain.search import finder
from kiosk.services.errands.base import Errand, Press
from kiosk.services.presenters import find, find_lists, find_long
from kiosk.services.presenters.find_search import KEYS, LONGEST, search_page
from kiosk.services.view import Draft, View

if TYPE_CHECKING:
    from kiosk.services.controller import Controller

FIRST = {
    "home.apply": "hub.matters",
    "home.other": "hub.matters",
    "home.search": "search",
    "home.print": "hub.print",
    "home.pension": "list.group.pension",
    "home.medical": "list.group.medical",
}
"""Where each way in begins: hub, list, departments, search or none, with its key."""


class Find(Errand):
    """Nothing personal is in it; what was typed goes with the session all the same."""

    name: ClassVar[str] = "find"
    opens: ClassVar[tuple[str, ...]] = tuple(FIRST)

    def __init__(self, controller: Controller) -> None:
        super().__init__(controller)
        self._at = "hub.matters"
        self._typed = ""
        self._found: Sequence[str] | None = None
        self._asked = False
        self._before: list[tuple[str, int, bool]] = []

    def open(self, by: str, key: str) -> None:
        """Begin where the touched tile says."""
        self._at = FIRST[by]
        self.c.work(finder, lambda _: self.show())  # read from disk when somebody first looks

    def drafts(self, view: View) -> tuple[Draft, ...]:
        """The pages of the present list."""
        place, _, key = self._at.partition(".")
        match place:
            case "hub":
                return find.hub(view, key)
            case "list":
                return find_long.matter_list(view, key)
            case "groups":
                return find_long.heading_pages(view, key)
            case "departments":
                return find.department_list(view)
            case "search":
                return search_page(view, self._typed, self._found, asked=self._asked)
            case _:
                return find.nothing(view)

    def presses(self) -> Mapping[str, Press]:
        """Ways from page to page."""
        return {
            "find.list": lambda key: self._go(f"list.{key}"),
            "find.groups": lambda key: self._go(f"groups.{key}"),
            "find.often": lambda _: self._go("list.often"),
            "find.departments": lambda _: self._go("departments"),
            "find.search": lambda _: self._go("search"),
            "find.browse": lambda _: self._go("hub.matters"),
            "find.none": lambda _: self._go("none"),
            "find.helper": lambda _: self.c.help(),
            "find.results": lambda _: self._results(),
            "find.next": lambda _: self._next(),
            "find.other_ways": lambda _: self._next(),
        }

    def key(self, k: str) -> None:
        """A key of the keyboard; each one looks again, away from this thread."""
        if not self._at.startswith("search") or k not in KEYS or k == "row":
            return
        if k == "clear":
            self._typed = ""
        elif k == "delete":
            self._typed = self._typed[:-1]
        elif k == "space":
            self._typed = f"{self._typed} " if self._typed.strip() else ""
        else:
            self._typed += k
        self._typed = self._typed[:LONGEST]
        self.c.session.sub = 0
        self._look()
        self.c.show(quiet=True)

    # ---- moving ----

    def back(self) -> None:
        """One page back, to the very page that was left."""
        s = self.c.session
        if s.sub > 0 or not self._before:
            super().back()
            return
        self._at, s.sub, self._asked = self._before.pop()
        self.show()

    def _go(self, to: str, *, asked: bool = False) -> None:
        s = self.c.session
        self._before.append((self._at, s.sub, self._asked))
        self._at, s.sub, self._asked = to, 0, asked
        self.show()

    def _next(self) -> None:
        self.c.session.sub += 1
        self.show()

    # ---- looking ----

    def _look(self) -> None:
        typed, lang = self._typed, self.c.session.lang
        if not typed.strip():
            self._found = None
            return
        self.c.work(lambda: find_lists.found(typed, lang), lambda codes: self._came(typed, codes))

    def _came(self, typed: str, codes: Sequence[str]) -> None:
        """What was found for words that still stand in the box."""
        if typed != self._typed:
            return
        self._found = codes
        if self.c.session.errand is self and self._at == "search":
            self.c.show(quiet=True)

    def _results(self) -> None:
        """The elderly page of results; the keys stay where they are while nothing was found."""
        if self._found:
            self._go("search", asked=True)
        elif self._found is not None:
            self._go("none")
