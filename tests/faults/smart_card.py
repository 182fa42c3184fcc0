"""Readers for smart cards: a card is read whole, or its trouble is named; nobody else is read.

`before`: the fault is there before the card. `at select`: with the first command to it.
`mid-read`: with a record in the middle of its files. `after`: it was read and still lies there.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from drivers.events import CardTrouble, SmartCardRead
from drivers.status import State
from drivers.virtual.card_slot import PulledError
from drivers.virtual.emulator import Emulator
from drivers.virtual.smart_card import ACTED, SPOILT, SocialCardEmulator
from tests.faults import matrix
from tests.faults.matrix import Cell

KIND = "smart_card"
PEOPLE = {
    "first": {
        "name": "王样例",
        "number": "429999198603150029",
        "sex": "2",
        "ethnic": "01",
        "birth": "19860315",
        "social_card": {"generation": "3"},
    },
    "second": {
        "name": "阿依仙木古丽·样例·阿卜杜拉汗",
        "number": "429999197509090045",
        "social_card": {"generation": "2", "card_number": "B12345678"},
    },
}
FIRST, NEXT = "first", "second"
READS = (b"\xb2", b"\xb0")  # READ RECORD, READ BINARY (ISO 7816-4)
ACTED_ON = {
    "pull_before_select": ("removed",),
    "pull_in_read": ("removed",),
    "flap": ("read",),  # it lies still in the end
    "mute": ("mute",),
    "empty": ("mute",),
    "garbage": ("garbled",),
    "half": ("garbled", "damaged"),
    "overlong": ("damaged",),
    "endless_61": ("endless",),
    "endless_6c": ("endless",),
}
HOLDS = {
    "bad_charset": ("charset",),
    "control_bytes": ("control",),
    "wrong_check": ("check_digit",),
    "no_application": ("not_a_social_card",),
    "protected": ("protected",),
    "expired": ("read",),  # the driver does not know what day it is: valid_to
    "no_atr": ("no_atr",),
}
AWAY = ("refused", "no_reader", "reader_dead")
assert set(ACTED) == set(ACTED_ON)
assert set(SPOILT) == set(HOLDS)


def table(model: str, holds: Mapping[str, tuple[str, ...]]) -> list[Cell]:
    """The cells of one model, by what is told of a card that holds something wrong."""
    ready = (State.READY, ("",))
    found: list[Cell] = []
    for fault, outcome in ACTED_ON.items():
        for moment in ("before", "at select", "mid-read"):
            found.append(Cell(KIND, fault, moment, *ready, outcome, model))
        found.append(Cell(KIND, fault, "after", *ready, ("read",), model))
    for fault, outcome in holds.items():  # another card: in the middle of one there is none
        found.append(Cell(KIND, fault, "before", *ready, outcome, model))
        found.append(Cell(KIND, fault, "after", *ready, ("read",), model))
    gone = {"before": "nothing", "at select": "removed", "mid-read": "removed", "after": "read"}
    found += [
        Cell(KIND, "reader_gone", moment, State.DISCONNECTED, AWAY, (outcome, "reader"), model)
        for moment, outcome in gone.items()
    ]
    return found


CELLS = table("", HOLDS)


class Stand(matrix.Stand):
    kind = KIND
    model = "social_security"
    options: ClassVar[Mapping[str, Any]] = {"answer_s": 0.5}
    cards: ClassVar[tuple[str, str]] = (FIRST, NEXT)
    middle = 4  # which READ is in the middle of the card

    def plug_in(self) -> Emulator:
        return SocialCardEmulator({}, PEOPLE)

    def strike(self, cell: Cell) -> str:
        if cell.moment == "before":
            self.control("fault", kind=cell.fault)
            if cell.fault == "reader_gone":
                self.until(lambda: self.reads(cell))
                return self.said("r1")
        self.control("card", name=self.cards[0])
        if cell.moment in ("at select", "mid-read"):
            self._strike_at(cell)
        self.handle.arm("r1")
        wanted = {"read"} if cell.outcome == ("read",) else None
        self.until(lambda: self.said("r1") in (wanted or {self.said("r1")} - {"nothing"}), 15.0)
        said = self.said("r1")
        if cell.moment == "after":
            self.control("fault", kind=cell.fault)
        return said

    def _strike_at(self, cell: Cell) -> None:
        """Let the fault begin with a certain command, on the thread of the card itself."""
        emulator: Any = self.emulator
        card = emulator._card
        answer, reads = card.answer, 0

        def spoilt(command: bytes) -> bytes | None:
            nonlocal reads
            reads += command[1:2] in READS
            if cell.moment == "at select" or reads == self.middle:
                card.answer = answer
                self.control("fault", kind=cell.fault)
                if cell.fault == "reader_gone":
                    raise PulledError
            return answer(command)

        card.answer = spoilt

    def said(self, request: str) -> str:
        if any(event.request_id == request for event in self.events(SmartCardRead)):
            return "read"
        told = [e.reason for e in self.events(CardTrouble) if e.request_id == request]
        return told[-1] if told else "nothing"

    def mend(self) -> None:
        self.handle.disarm()
        self.control("card", name="none")
        self.control("fault", kind="none")

    def fresh(self) -> str:
        self.until(lambda: False, 1.0)  # the card must be seen to have left
        self.handle.arm("r2")
        self.control("card", name=self.cards[1])
        self.until(lambda: self.said("r2") != "nothing", 15.0)
        return "" if self.said("r2") == "read" else self.said("r2")

    def forbidden(self) -> list[str]:
        laid = dict(zip(("r1", "r2"), self.cards, strict=True))
        told = [(e.request_id, self.whose(e.record)) for e in self.events(SmartCardRead)]
        wrong = [f"{request} was told of {who}" for request, who in told if laid[request] != who]
        return wrong + (["one arming read twice"] if len(told) != len(set(told)) else [])

    def whose(self, record: Any) -> str:
        for name, person in PEOPLE.items():
            if (person["name"], person["number"]) == (record.name, record.number):
                return name
        return "nobody who is there"
