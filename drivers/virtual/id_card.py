"""A virtual SAM-V module: wire speed, delays, the order of its states, and its faults (GA/T 467).

Options: `baud` (what the line runs at, 115200), `delay_ms` (over find, select and read together,
300), `chip_number` (answers 30 05, true), `throttle` (keep the wire's speed, true).
"""

from __future__ import annotations

import contextlib
import queue
import threading
from collections.abc import Callable, Mapping
from typing import Any

from drivers.virtual.emulator import Emulator, Hand, as_mapping
from drivers.virtual.id_card_faults import (
    BYTE_FAULTS,
    EVENT_FAULTS,
    STATE_FAULTS,
    Faults,
    Wire,
    frame,
)
from drivers.virtual.id_card_text import FIELDS, ChipCard, address_block, make_card
from drivers.virtual.pty_line import PtyLine

_PREAMBLE = b"\xaa\xaa\xaa\x96\x69"
_SERIAL = bytes.fromhex("0500 0100 2a000000 40e20100 15cd5b07")
_SHARES = {"find": 0.2, "select": 0.2, "read": 0.6}
_RATES = (115200, 57600, 38400, 19200, 9600)
_COMMANDS = {
    (0x10, 0xFF): "reset",
    (0x11, 0xFF): "status",
    (0x12, 0xFF): "serial",
    (0x20, 0x01): "find",
    (0x20, 0x02): "select",
    (0x30, 0x01): "read",
    (0x30, 0x03): "addresses",
    (0x30, 0x05): "chip",
}


class IdCardEmulator(Emulator):
    """Serves one reader on a pty."""

    kind = "id_card"
    model = "sam_v"
    faults = (*BYTE_FAULTS, *EVENT_FAULTS, *STATE_FAULTS)

    def __init__(self, options: Mapping[str, Any], people: Mapping[str, Mapping[str, Any]]) -> None:
        super().__init__(options, people)
        self._delay_s = float(options.get("delay_ms", 300)) / 1000
        self._chip_number = bool(options.get("chip_number", True))
        self._line = PtyLine("id_card")
        self._wire = Wire(
            self._line, int(options.get("baud", 115200)), bool(options.get("throttle", True))
        )
        self._faults = Faults()
        self._card: ChipCard | None = None
        self._state = "idle"
        self._stale = False  # still selected from the last read: the next find says "none" once
        self._tasks: queue.Queue[Callable[[], None]] = queue.Queue()
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="virtual-id-card", daemon=True)

    def start(self) -> str:
        """Begin to serve; returns the port."""
        self._line.open()
        self._thread.start()
        return self._line.port

    def stop(self) -> None:
        """Unplug the reader."""
        self._stopping.set()
        self._thread.join(3.0)
        self._line.close()

    def hands(self) -> tuple[Hand, ...]:
        """Cards are laid down and taken away."""
        return (Hand("card", "name", (*self.people, "none")),)

    def control(self, do: str, args: Mapping[str, Any]) -> dict[str, Any]:
        """`card {name | fields | "none"}`, `fault {kind, at?, on?, to?}`, `state {}`."""
        if do == "card":
            return self._lay(args)
        if do == "fault":
            return self._set_fault(args)
        if do == "state":
            return self._told()
        raise ValueError("an id_card takes card, fault and state")

    def _lay(self, args: Mapping[str, Any]) -> dict[str, Any]:
        fields = as_mapping(args.get("fields") or {}, "fields")
        name = str(args.get("name", "own" if fields else ""))
        card: ChipCard | None = None
        if fields:
            unknown = set(fields) - FIELDS - {"kind", "card", "new_addresses"}
            if unknown:
                raise ValueError(f"a card has no {', '.join(sorted(unknown))}")
            card = make_card(name, fields)
        elif name and name != "none":
            card = self._person(name)
        elif not name and "none" not in args:
            raise ValueError("card wants a name, fields, or none")
        self._do(lambda: self._place(card))
        return self._told()

    def _person(self, name: str) -> ChipCard:
        if name not in self.people:
            known = ", ".join(sorted(self.people)) or "nobody"
            raise ValueError(f"no card is called {name!r}; known: {known}")
        return make_card(name, self.people[name])

    def _set_fault(self, args: Mapping[str, Any]) -> dict[str, Any]:
        kind = str(args.get("kind", ""))
        if kind == "hang_up":
            away = float(args.get("at") or 1.0)
            self._do(lambda: self._hang_up(away), wait=False)
            return {"fault": kind, "seconds": away}
        other = self._other(args) if kind == "swap_mid_read" else None
        self._do(lambda: self._faults.set(kind, args, other))
        return self._told()

    def _other(self, args: Mapping[str, Any]) -> ChipCard:
        if "to" in args:
            return self._person(str(args["to"]))
        here = self._card.name if self._card else ""
        names = [name for name in sorted(self.people) if name != here]
        if not names:
            raise ValueError("swap_mid_read wants another person: to")
        return self._person(names[0])

    def _told(self) -> dict[str, Any]:
        card = self._card.name if self._card else "none"
        return {"card": card, "state": self._state, "fault": self._faults.name}

    def _do(self, task: Callable[[], None], *, wait: bool = True) -> None:
        """Run on the serving thread, which alone owns card, state and line."""
        done = threading.Event()
        errors: list[ValueError] = []

        def run() -> None:
            try:
                task()
            except ValueError as error:
                errors.append(error)
            finally:
                done.set()

        self._tasks.put(run)
        if wait and not done.wait(8.0):
            raise ValueError("the emulator is busy")
        if errors:
            raise errors[0]

    # ---- the serving thread ----

    def _run(self) -> None:
        buffer = bytearray()
        while not self._stopping.is_set():
            with contextlib.suppress(queue.Empty):
                while True:
                    self._tasks.get_nowait()()
            buffer += self._line.read(0.02)
            while (command := _take_command(buffer)) is not None:
                self._wire.arrived(command)
                self._answer(command)

    def _place(self, card: ChipCard | None) -> None:
        self._card, self._state, self._stale = card, "idle", False

    def _hang_up(self, seconds: float) -> None:
        self._line.hang_up()
        self._state = "idle"
        self._stopping.wait(seconds)
        self._line.open()

    def _answer(self, command: bytes) -> None:
        body = command[7:-1]
        name = _COMMANDS.get((body[0], body[1]), "") if len(body) == 2 else ""
        if self._line.baud() != self._wire.baud:
            return self._wire.noise()
        if _xor(command[5:]) != 0:
            return self._send(command, "", frame(0x10))
        if len(body) == 2 and body[0] == 0x60:
            return self._set_rate(command, body[1])
        if self._faults.name == "module_fault":
            return self._send(command, name, frame(0x60))
        answer = getattr(self, f"_on_{name}", self._unknown)()
        return self._send(command, name, answer)

    def _send(self, command: bytes, name: str, answer: bytes) -> None:
        delay = self._delay_s * _SHARES.get(name, 0.0)
        self._wire.pause(delay)
        for action in self._faults.apply(name, command, answer):
            self._wire.send(action)

    def _set_rate(self, command: bytes, which: int) -> None:
        good = which < len(_RATES)
        self._send(command, "rate", frame(0x90 if good else 0x21))
        if good:
            self._wire.baud = _RATES[which]  # acknowledged at the old rate

    def _unknown(self) -> bytes:
        return frame(0x21)

    def _on_reset(self) -> bytes:
        self._state, self._stale = "idle", False
        return frame(0x90)

    def _on_status(self) -> bytes:
        return frame(0x90)

    def _on_serial(self) -> bytes:
        return frame(0x90, _SERIAL)

    def _on_find(self) -> bytes:
        if self._card is None or self._stale:
            self._state, self._stale = "idle", False
            return frame(0x80)
        self._state = "found"
        return frame(0x9F, bytes(4))

    def _on_select(self) -> bytes:
        if self._card is None or self._state != "found":
            return frame(0x81)
        if self._faults.name == "not_an_id_card":
            return frame(0x40)
        self._state = "selected"
        return frame(0x90, bytes(8))

    def _on_read(self) -> bytes:
        card = self._card
        if card is None or self._state != "selected":
            return frame(0x41)
        if self._faults.take("card_gone_mid_read"):
            self._place(None)
            return frame(0x41)
        self._state, self._stale = "read", True
        text = card.text
        if self._faults.name == "short_block":
            text = text[:220]
        if self._faults.take("swap_mid_read") and self._faults.other is not None:
            self._card = self._faults.other
            text = text[:122] + self._faults.other.text[122:]
        sizes = len(text).to_bytes(2, "big") + len(card.photo).to_bytes(2, "big")
        return frame(0x90, sizes + text + card.photo)

    def _on_addresses(self) -> bytes:
        if self._card is None or self._state not in ("selected", "read"):
            return frame(0x41)
        block = address_block(self._card.new_addresses)
        return frame(0x90, block) if block else frame(0x91)

    def _on_chip(self) -> bytes:
        if not self._chip_number:
            return frame(0x21)
        if self._card is None or self._state not in ("selected", "read"):
            return frame(0x41)
        self._stale = True
        return frame(0x90, self._card.chip)


def _take_command(buffer: bytearray) -> bytes | None:
    """The next whole command in the buffer, which loses it; a wrong length or check byte is left
    for the module to answer."""
    at = buffer.find(_PREAMBLE)
    if at < 0:
        del buffer[: max(0, len(buffer) - 4)]
        return None
    del buffer[:at]
    if len(buffer) < 7:
        return None
    length = int.from_bytes(buffer[5:7], "big")
    if not 3 <= length <= 64:
        del buffer[:5]
        return None
    if len(buffer) < 7 + length:
        return None
    command = bytes(buffer[: 7 + length])
    del buffer[: 7 + length]
    return command


def _xor(data: bytes) -> int:
    result = 0
    for byte in data:
        result ^= byte
    return result
