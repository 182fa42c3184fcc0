"""Picking an address, and choosing how the result comes to the person."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from kiosk.services.presenters.inputs.asking import asked_now
from kiosk.services.presenters.inputs.picking import (
    MAILED,
    PICK,
    below,
    known_addresses,
    needs_door,
    picked,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from kiosk.flows.data import VisitData
    from kiosk.services.controller import Controller

LEVELS = ("city", "county", "town", "community")


class Addressing:
    """The touches on the pages of an address and of the delivery."""

    def __init__(self, controller: Controller) -> None:
        self.c = controller

    def presses(self) -> dict[str, Callable[[str], None]]:
        """Actions of these pages."""
        return {
            "inputs.no_door": lambda _: self._finish(""),
            "delivery.change_address": lambda _: self._open(),
            "address.other": lambda _: self._open(),
        }

    def choose(self, id: str) -> bool:
        """A choice of these pages; False for any other."""
        if id.startswith("delivery.") and ":" not in id:
            self._way(id.removeprefix("delivery."))
            return True
        name, _, value = id.partition(":")
        field, _, level = name.rpartition(".")
        if level in LEVELS and field == self._name():
            self._go_down(value)
        elif name == self._name() and self._offered(value):
            self._use(value)
        elif name == MAILED and value == "collect":
            self._way("pickup")
        elif name == self._name() and value == PICK:
            self._go_down(PICK)
        else:
            return False
        return True

    def door(self, typed: str) -> None:
        """The number of the house and the flat, as typed."""
        if not typed.strip("-"):
            self.c.steps.hint("check.door.empty")
            return
        self._finish(typed)

    def back(self) -> bool:
        """Leave the addresses for the ways of delivery; False where these are in front."""
        s, data = self.c.session, self.c.steps.visit.data
        alone = s.entry.alone
        if s.entry.field != MAILED:
            return False
        s.entry = s.entry.opened("")
        if alone:
            return False
        if not data.value(MAILED):
            self.c.steps.visit.replace(data.forget("delivery.way"))
        self.c.show()
        return True

    def _name(self) -> str:
        s = self.c.session
        return s.entry.field if s.step == "delivery" else asked_now(self.c.view())

    def _offered(self, key: str) -> str:
        known = known_addresses(self.c.steps.visit.data, self._name())
        return next((one.address for one in known if one.key == key), "")

    def _use(self, key: str) -> None:
        self._take(self._offered(key))

    def _open(self) -> None:
        s = self.c.session
        s.sub, s.typed, s.entry = 0, "", s.entry.opened(MAILED)
        self.c.show()

    def _go_down(self, id: str) -> None:
        s, name = self.c.session, self._name()
        s.entry = s.entry.at(*s.entry.path, id)
        far = name == MAILED and id == "elsewhere"
        if not far and not below(s.entry.path, name) and not needs_door(s.entry.path):
            self._finish("")
            return
        s.typed = ""
        self.c.show()

    def _finish(self, door: str) -> None:
        self._take(picked(self.c.session.entry.path, door))

    def _take(self, address: str) -> None:
        """Take an address: of the letter, or as the answer to a field of the form."""
        name, s = self._name(), self.c.session
        if name != MAILED:
            self.c.steps.answering.take(name, address)
            return
        data = self.c.steps.visit.data.answer("delivery.way", "mail").answer(MAILED, address)
        s.entry, s.typed = s.entry.opened(""), ""
        self.c.steps.visit.replace(data)
        s.sub = 1 if s.elderly else 0
        self.c.show()

    def _way(self, way: str) -> None:
        """By mail or collected; mail without a known address asks for one at once."""
        s, data = self.c.session, self.c.steps.visit.data.answer("delivery.way", way)
        s.entry, s.typed = s.entry.opened(""), ""
        if way != "mail":
            self.c.steps.put(data.forget(MAILED).consent("carrier", None))
            return
        known = known_addresses(data, MAILED)
        if known:
            self.c.steps.put(_with_address(data, known[0].address))
            return
        self.c.steps.visit.replace(data)
        s.entry = replace(s.entry, field=MAILED)
        self.c.show()


def _with_address(data: VisitData, first: str) -> VisitData:
    return data if data.answers.get(MAILED) else data.answer(MAILED, first)
