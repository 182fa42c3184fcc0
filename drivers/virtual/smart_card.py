"""Virtual smart cards: a slot, a card in it, and everything that goes wrong with cards.

Options: `link` is `tcp` (the slot listens; vsmartcard's protocol, port tcp://) or `pcsc` (a private
pcscd with vpcd is started, port pcsc://; needs root and vsmartcard-vpcd).
"""

from __future__ import annotations

import threading
import time
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, ClassVar

from drivers.virtual.card_chip import Chip
from drivers.virtual.card_people import HOLDERS, OWN, raw_chip, social_chip, staff_chip
from drivers.virtual.card_slot import DiallingSlot, PulledError, Slot
from drivers.virtual.emulator import Emulator, Hand, as_mapping
from drivers.virtual.pcscd import READERS, PrivatePcscd, lacks

SPOILT = (
    "bad_charset",
    "control_bytes",
    "wrong_check",
    "no_application",
    "protected",
    "expired",
    "no_atr",
)
ACTED = (
    "pull_before_select",
    "pull_in_read",
    "mute",
    "empty",
    "garbage",
    "half",
    "overlong",
    "endless_61",
    "endless_6c",
    "flap",
)
_FLAPS, _BACK_S = 6, 0.05


class CardInSlot:
    """A chip with its fault: what the slot asks of a card."""

    def __init__(self, chip: Chip, fault: str) -> None:
        self.chip, self.fault, self.atr = chip, fault, chip.atr
        self.read = False

    def reset(self) -> None:
        """Power comes or goes."""
        self.chip.reset()

    def answer(self, command: bytes) -> bytes | None:
        """The chip's answer, spoilt by the fault."""
        if self.fault == "pull_before_select":
            raise PulledError
        reading = command[1:2] in (b"\xb2", b"\xb0")
        if self.fault in ("pull_in_read", "flap") and reading:
            raise PulledError
        answer = self.chip.answer(command)
        self.read = self.read or reading
        return self._spoilt(answer, reading)

    def _spoilt(self, answer: bytes, reading: bool) -> bytes | None:
        whole = len(answer) > 2
        if self.fault == "mute" and reading:
            return None
        if self.fault == "empty" and reading:
            return b""
        if self.fault == "garbage" and reading:
            return bytes((89 * n + 3) % 96 for n in range(24))
        if self.fault == "half" and whole:
            return answer[: len(answer) // 2]
        if self.fault == "overlong" and whole and reading:
            return answer[:1] + b"\x7f" + answer[2:]
        if self.fault == "endless_61":
            return b"\x11" * 16 + b"\x61\x10"
        if self.fault == "endless_6c":
            return b"\x6c\x20"
        return answer


class SocialCardEmulator(Emulator):
    """One reader for social-security cards."""

    kind = "smart_card"
    model = "social_security"
    faults: ClassVar[tuple[str, ...]] = (*ACTED, *SPOILT, "reader_gone")

    def __init__(self, options: Mapping[str, Any], people: Mapping[str, Mapping[str, Any]]) -> None:
        super().__init__(options, people)
        link = str(options.get("link", "tcp"))
        if link not in ("tcp", "pcsc"):
            raise ValueError("link is tcp or pcsc")
        self._pcscd: PrivatePcscd | None = None
        if link == "pcsc":
            if lacks():
                raise ValueError(lacks())
            self._pcscd = PrivatePcscd()
        self._slot = self._make_slot()
        self._name, self._fields = "none", dict[str, Any]()
        self._fault, self._flaps = "none", 0
        self._card: CardInSlot | None = None
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._watch, name="virtual-card-hand", daemon=True)
        self._lock = threading.RLock()

    def _make_slot(self) -> Slot:
        pcscd = self._pcscd
        return DiallingSlot(lambda: pcscd.dial(0)) if pcscd else Slot()

    def start(self) -> str:
        """Begin to serve; returns the port."""
        if self._pcscd:
            self._pcscd.start()
        self._slot.start()
        self._thread.start()
        return f"pcsc://{READERS[0]}" if self._pcscd else f"tcp://127.0.0.1:{self._slot.number}"

    def stop(self) -> None:
        """Unplug the reader."""
        self._stopping.set()
        if self._thread.is_alive():
            self._thread.join(5.0)
        self._slot.stop()
        if self._pcscd:
            self._pcscd.remove()

    def hands(self) -> tuple[Hand, ...]:
        """Cards are put in and pulled out: those of the sample people who can have one."""
        return (Hand("card", "name", (*filter(self._has_one, self.people), "none")),)

    def _has_one(self, name: str) -> bool:
        try:
            self.make_chip(name, {}, "")
        except ValueError:
            return False
        return True

    def control(self, do: str, args: Mapping[str, Any]) -> dict[str, Any]:
        """`card {name | fields | "none"}`, `fault {kind, at?}`, `state {}`."""
        with self._lock:
            if do == "card":
                return self._lay(args)
            if do == "fault":
                return self._set_fault(str(args.get("kind", "")), args.get("at"))
            if do == "state":
                return self._told()
        raise ValueError("a smart_card takes card, fault and state")

    def make_chip(self, name: str, fields: Mapping[str, Any], fault: str) -> Chip:
        """The card of a sample person, or of `fields`."""
        unknown = set(fields) - HOLDERS - OWN
        if unknown:
            raise ValueError(f"a card has no {', '.join(sorted(unknown))}")
        if name not in self.people and not fields:
            known = ", ".join(sorted(self.people)) or "nobody"
            raise ValueError(f"no card is called {name!r}; known: {known}")
        person = self.people.get(name, {})
        card = as_mapping(person.get("social_card") or {}, "social_card")
        card = {**card, **{key: value for key, value in fields.items() if key in OWN}}
        return social_chip(name, {**person, **fields, "social_card": card}, fault)

    def _lay(self, args: Mapping[str, Any]) -> dict[str, Any]:
        fields = dict(as_mapping(args.get("fields") or {}, "fields"))
        name = str(args.get("name", "own" if fields else ""))
        if not name:
            raise ValueError("card wants a name, fields, or none")
        if name != "none":
            self._chip(name, fields, "")
        self._name, self._fields = name, fields
        self._put()
        return self._told()

    def _chip(self, name: str, fields: Mapping[str, Any], fault: str) -> Chip:
        return (
            raw_chip(name, fields)
            if "application" in fields
            else self.make_chip(name, fields, fault)
        )

    def _put(self) -> None:
        self._card = None
        if self._name != "none":
            spoilt = self._fault if self._fault in SPOILT else ""
            chip = self._chip(self._name, self._fields, spoilt)
            self._card = CardInSlot(chip, self._fault)
        self._slot.put(self._card)

    def _set_fault(self, kind: str, at: Any) -> dict[str, Any]:
        if kind not in (*self.faults, "none"):
            raise ValueError(f"no fault {kind!r}; known: none, {', '.join(self.faults)}")
        try:
            amount = float(at or 1)
        except (TypeError, ValueError):
            raise ValueError("at is a number") from None
        if kind == "reader_gone":
            self._away(amount)
            return {"fault": kind, "seconds": amount}
        self._fault = kind
        self._flaps = int(at or _FLAPS) if kind == "flap" else 0
        if self._name != "none" and (kind in SPOILT or kind == "none"):
            self._put()  # another card, to whoever reads it
        elif self._card is not None:
            self._card.fault = kind
        return self._told()

    def _away(self, seconds: float) -> None:
        """Unplug the reader, or kill pcscd, and have it back after so long."""
        if self._pcscd:
            self._pcscd.stop(kill=True)
        self._slot.unlisten()

        def back() -> None:
            self._stopping.wait(seconds)
            if self._stopping.is_set():
                return
            if self._pcscd:
                self._pcscd.start()
            self._slot.listen()

        threading.Thread(target=back, name="virtual-card-back", daemon=True).start()

    def _told(self) -> dict[str, Any]:
        read = self._card.read if self._card else False
        return {"card": self._name, "fault": self._fault, "read": read}

    def _watch(self) -> None:
        """The hand of a person: what the slot pulled out stays out, or flaps back in."""
        while not self._stopping.wait(0.02):
            with self._lock:
                if self._card is None or not self._slot.pulled:
                    continue
                self._slot.put(None)
                if self._fault != "flap":
                    self._name, self._card = "none", None
                    continue
                self._flaps -= 1
                if self._flaps <= 0:
                    self._fault = "none"
            time.sleep(_BACK_S)
            with self._lock:
                self._put()


class StaffCardEmulator(SocialCardEmulator):
    """One reader for staff cards: a card is called by its staff number."""

    model = "staff_card"

    def hands(self) -> tuple[Hand, ...]:
        """Any staff number is a card; those of people are the wrong ones here."""
        return (replace(super().hands()[0], open=True),)

    def make_chip(self, name: str, fields: Mapping[str, Any], fault: str) -> Chip:
        """The card of a staff number, or of `fields {staff_no, serial}`; a sample person's name
        lays that person's social-security card there."""
        if name in self.people:
            return social_chip(name, self.people[name], fault)
        return staff_chip(name, fields, fault)
